"""Dirty sheets with what goes wrong more seldom: bounds, marks, records without numbers, totals without the word.

Every oddity changes a generated sheet and what is true of it in the same way.
"""

import random

from fazhi_metrics.workbooks.sheets import Sheet
from tests.workbooks.dirty import make

PENDING = ["待报", "见附件", "另报", "未报送", "核对中"]


def odd(seed):
    """Make one sheet with one oddity; returns its case and what was done to it."""
    for attempt in range(50):
        rng = random.Random(seed * 1009 + attempt)
        case = make(seed * 50 + attempt + 1_000_000)
        case.hidden, case.doubted = frozenset(), set()
        name = rng.choice(list(ODDITIES))
        if len(case.data) > 3 and ODDITIES[name](case, rng) is not False:
            return case, name
    raise AssertionError("no sheet takes an oddity")


def sheet_of(case):
    width = max(map(len, case.rows))
    rows = [row + [""] * (width - len(row)) for row in case.rows]
    return Sheet(
        "Sheet1", rows, merges=tuple(case.merges), percent=frozenset(case.percent), hidden_rows=case.hidden
    )


def raw(case, row, column):
    cells = case.rows[row - 1] if row <= len(case.rows) else []
    return cells[column - 1] if column <= len(cells) else ""


def numbers(case):
    """The columns that hold counts or amounts in the first record, row numbers and years left out."""
    units = {column for column in case.names if case.units.get(column) not in (None, "%")}
    return sorted(
        column for column in units
        if all(isinstance(case.values.get((row, column)), int | float | None) for row in case.data)
    )  # fmt: skip


def _one(case, rng, later=True):
    columns = numbers(case)
    rows = case.data[1:] if later else case.data
    spots = [(row, c) for row in rows for c in columns if isinstance(raw(case, row, c), float)]
    return rng.choice(spots) if spots else None


def bound(case, rng):
    spot = _one(case, rng)
    if spot is None or case.totals:
        return False
    value = max(int(raw(case, *spot)), 10)
    case.put(
        *spot,
        rng.choice(
            [f"约{value}", f"{value}余", f"≥{value}", f"＜{value}", f"{value}以上", f"{value}～{value + 5}"]
        ),
    )
    case.values[spot] = None
    case.doubted.add(spot)
    return True


def mark(case, rng):
    spot = _one(case, rng)
    if spot is None:
        return False
    value = raw(case, *spot)
    case.put(*spot, f"{value:g}{rng.choice(['*', '※', '①', '（注1）', '[2]', '【3】', '†'])}")
    if value >= 1e6:
        return False
    case.doubted.add(spot)
    return True


def pending(case, rng):
    columns = numbers(case)
    place = [
        c
        for c in case.names
        if isinstance(case.values.get((case.data[0], c)), str) and c < min(columns, default=0)
    ]
    if len(columns) < 2 or case.totals or not place or case.size != "any" or len(case.data) < 6:
        return False
    row = rng.choice([case.data[0], case.data[len(case.data) // 2]])
    for column in columns:
        case.put(row, column, rng.choice(PENDING))
        case.values[row, column] = None
        case.doubted.add((row, column))
    return True


def blank(case, rng):
    columns = numbers(case)
    labels = [c for c in case.names if isinstance(case.values.get((case.data[0], c)), str)]
    if len(columns) < 2 or case.totals or len(labels) != 1 or case.sections:
        return False
    row = case.data[0]
    for column in case.names:
        if column not in labels and column != min(case.names):
            case.put(row, column, "")
            case.values[row, column] = None
            case.percent.discard((row, column))
    return True


def counting(case, rng):
    columns = numbers(case)
    if len(columns) < 3 or case.totals:
        return False
    row = rng.choice(case.data[1:])
    for place, column in enumerate(columns, rng.choice([0, 1])):
        case.put(row, column, float(place))
        case.values[row, column] = place
    return True


def deadline(case, rng):
    columns = [c for c in numbers(case) if "/" not in case.names[c]]
    if not columns or case.totals:
        return False
    column = rng.choice(columns)
    for row in case.header:
        text = raw(case, row, column)
        if isinstance(text, str) and case.names[column] in text:
            case.put(row, column, text.replace(case.names[column], f"期限内{case.names[column]}"))
            case.names[column] = f"期限内{case.names[column]}"
            break
    else:
        return False
    for row in case.data:
        value = rng.randint(41_000, 46_500)
        case.put(row, column, float(value))
        case.values[row, column] = value
    for row in case.again:
        case.put(row, column, raw(case, case.header[-1], column))
    return True


def coincidence(case, rng):
    columns = numbers(case)
    if len(columns) < 3 or case.totals or case.sections or len(case.data) < 6:
        return False
    at = rng.randrange(len(case.data) - 3)
    row, one, two = case.data[at : at + 3]
    if two - row != 2:
        return False
    for column in columns:
        parts = [case.values[one, column] or 0, case.values[two, column] or 0]
        case.put(row, column, float(round(sum(parts), 2)))
        case.values[row, column] = (
            round(sum(parts), 2) if any(isinstance(p, float) for p in parts) else sum(parts)
        )
    case.unsure = True
    return True


def town(case, rng):
    columns = numbers(case)
    labels = [c for c in case.names if isinstance(case.values.get((case.data[0], c)), str)]
    if (
        len(columns) < 2
        or case.totals
        or case.sections
        or case.notes
        or len(labels) != 1
        or len(case.names) > len(columns) + 2
    ):
        return False
    row = len(case.rows) + 1
    case.put(row, labels[0], rng.choice(["示例镇", "", "全镇"]))
    for column in columns:
        case.put(row, column, float(round(sum(case.values[r, column] or 0 for r in case.data), 2)))
    case.totals.append(row)
    return True


def remark(case, rng):
    column = max(case.names)
    if case.names[column] != "备注":
        return False
    row = rng.choice(case.data)
    text = rng.choice(["含小计", "上半年合计", "全年累计", "见下页合计", "其中老人"])
    case.put(row, column, text)
    case.values[row, column] = text
    return True


def hidden(case, rng):
    case.hidden = frozenset([rng.choice(case.data)])
    return True


def old_note(case, rng):
    if case.notes:
        return False
    case.put(
        len(case.rows) + 1,
        min(case.names),
        rng.choice(["說明：本表由各村填報。", "備註：含山地村。", "資料來源：各村上報"]),
    )
    case.notes.append(len(case.rows))
    return True


ODDITIES = {
    f.__name__: f
    for f in (bound, mark, pending, blank, counting, deadline, coincidence, town, remark, hidden, old_note)
}
