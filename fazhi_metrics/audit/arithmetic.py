"""The arithmetic inside a text, without any data: what it says of its own numbers must fit together.

Every stated number is an interval (98.5% is 98.45 to 98.55, 40余 is 40 to 50), and only what no values inside
the intervals could make true is reported, so that rounding is told from error:

- a rate against its two counts: 受理38件、化解37件、化解率97.4%;
- parts against their whole: 共38件，其中甲20件、乙19件;
- a change against its two ends: 由95%提高到97%，提高3个百分点;
- the same words with two numbers;
- the total row of a table against the rows above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.audit.context import Context, Contexts
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.intervals import Interval, interval
from fazhi_metrics.audit.results import Finding

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, FigureClaim

_SENTENCE = re.compile(r"[^。！？\n]+")
_RATE = re.compile(r"(?P<of>[一-鿿]{2,4})率(?:为|达|达到|是|保持|均|在|约|：|:)*$")
_ALL = re.compile(r"(?:共|总计|累计|合计|受理|接到|收到|接收|登记|发现|排查|检查出|应|交办|转办|上报)")
_RISE = re.compile(r"(?:提高|提升|上升|增长|增加|升)")
_FALL = re.compile(r"(?:下降|降低|减少|压减|降)")
_FROM = re.compile(r"(?:由|从)[^，。；]{0,12}$")
_TO = re.compile(r"^[^，。；]{0,10}?(?:至|到|为)$")
_CELL = re.compile(r"(?P<table>.*表\d+)第(?P<row>\d+)行第(?P<column>\d+)列")
_TOTALS = {"合计", "总计", "共计"}
_SUBTOTALS = ("其中", "小计", "合计", "总计", "共计", "平均")
_SHORTEST = 5  # the same words with fewer letters than this may well be of two things


def check_arithmetic(document: Document, claims: Claims) -> tuple[Finding, ...]:
    """Return what cannot be true of a text's own numbers, in the order of the text."""
    contexts = Contexts(document, [(c.start, c.end) for c in claims.figures], 0)
    around = [contexts.of(claim.start, claim.end) for claim in claims.figures]
    found = [*_tables(document, claims.figures), *_said_twice(document, claims.figures, around)]
    for numbers in _sentences(document, claims.figures):
        found += [*_rates(document, numbers), *_parts(document, numbers), *_changes(document, numbers)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def _sentences(document: Document, figures: Sequence[FigureClaim]) -> Iterator[list[FigureClaim]]:
    """Yield the numbers of each sentence that has more than one; cells of tables have no sentences."""
    groups: dict[tuple[int, int], list[FigureClaim]] = defaultdict(list)
    for claim in figures:
        place = document.place(claim.start)
        if place.heads:
            continue
        low, high = (0, len(document.text)) if document.wrapped else (place.start, place.end)
        start = max(document.text.rfind(mark, low, claim.start) for mark in "。！？\n")
        groups[max(start, low), high].append(claim)
    yield from (group for group in groups.values() if len(group) > 1)


def _finding(document: Document, claim: FigureClaim, reason: str) -> Finding:
    return Finding(claim.start, claim.end, claim.text, reason, document.place(claim.start).label)


def _label(document: Document, numbers: Sequence[FigureClaim], index: int) -> str:
    """Return the words between the number before and this one, or from the sentence's last mark."""
    start = numbers[index - 1].end if index else max(0, numbers[index].start - 24)
    return "".join(document.text[start : numbers[index].start].split())


def _rates(document: Document, numbers: Sequence[FigureClaim]) -> Iterator[Finding]:
    for index, claim in enumerate(numbers):
        rate = _RATE.search(_label(document, numbers, index))
        if claim.quantity.kind != "percent" or rate is None or claim.quantity.unit != "%":
            continue
        counts = [
            (other, _label(document, numbers, at))
            for at, other in enumerate(numbers[:index])
            if other.quantity.kind == "count" and other.quantity.unit
        ]
        done = [pair for pair in counts if rate["of"][-2:] in pair[1]]
        if len(done) != 1:
            continue
        before = [pair for pair in counts if pair[0].start < done[0][0].start]
        every = [p for p in before if _ALL.search(p[1]) and p[0].quantity.unit == done[0][0].quantity.unit]
        if len(every) != 1:
            continue
        part, whole = done[0][0], every[0][0]
        if (held := _share(interval(part.quantity), interval(whole.quantity))) and not _meet(
            held, interval(claim.quantity)
        ):
            yield _finding(
                document, claim, f"按文中的{part.text}与{whole.text}计算应为{_shown(held)}%，不是{claim.text}"
            )


def _share(part: Interval, whole: Interval) -> Interval | None:
    if part[1] is None or whole[1] is None or whole[0] <= 0:
        return None
    return part[0] / whole[1] * 100, part[1] / whole[0] * 100


def _parts(document: Document, numbers: Sequence[FigureClaim]) -> Iterator[Finding]:
    for index in range(1, len(numbers)):
        label = _label(document, numbers, index)
        whole = numbers[index - 1]
        if not re.match(r"[，,；（(]?(?:其中|分别(?:为|是))", label) or whole.quantity.kind != "count":
            continue
        parts = [numbers[index]]
        for at in range(index + 1, len(numbers)):
            between = document.text[numbers[at - 1].end : numbers[at].start]
            if re.search(r"[，。；;）)]", between) or numbers[at].quantity.unit != whole.quantity.unit:
                break
            parts.append(numbers[at])
        if parts[0].quantity.unit != whole.quantity.unit:
            continue
        least = sum((interval(part.quantity)[0] for part in parts), Fraction(0))
        most = interval(whole.quantity)[1]
        if most is not None and least > most:
            told = "、".join(part.text for part in parts)
            what = "之和超过" if len(parts) > 1 else "超过"
            yield _finding(document, whole, f"其中的{told}{what}总数{whole.text}")


def _changes(document: Document, numbers: Sequence[FigureClaim]) -> Iterator[Finding]:
    for index in range(len(numbers) - 1):
        first, second = numbers[index : index + 2]
        between = "".join(document.text[first.end : second.start].split())
        if not (_FROM.search(_label(document, numbers, index)) and _TO.match(between)):
            continue
        if first.quantity.unit != second.quantity.unit:
            continue
        a, b = interval(first.quantity), interval(second.quantity)
        if a[1] is None or b[1] is None:
            continue
        rises, falls = _RISE.search(between), _FALL.search(between)
        if (rises and not falls and b[1] < a[0]) or (falls and not rises and b[0] > a[1]):
            yield _finding(document, second, f"由{first.text}到{second.text}，升降与数字相反")
            continue
        if index + 2 < len(numbers):
            yield from _amount(document, numbers, index, (a, b))


def _amount(
    document: Document, numbers: Sequence[FigureClaim], index: int, ends: tuple[Interval, Interval]
) -> Iterator[Finding]:
    """Check the amount that follows 由…到…: 提高3个百分点, 下降12%, 减少7件."""
    first, second, third = numbers[index : index + 3]
    label = _label(document, numbers, index + 2)
    if not re.fullmatch(
        r"[，,、]?(?:同比|共|即|净)?(?:提高|提升|上升|增长|增加|下降|降低|减少|压减)了?", label
    ):
        return
    (a, b), stated = ends, interval(third.quantity)
    if a[1] is None or b[1] is None:
        return
    low, high = b[0] - a[1], b[1] - a[0]
    if _FALL.search(label):
        low, high = -high, -low
    unit = third.quantity.unit
    if unit == "%" and first.quantity.unit != "%" and a[0] > 0:
        low, high = (low / (a[1] if low > 0 else a[0]) * 100, high / a[0] * 100)
    elif not (unit == first.quantity.unit != "%" or (unit == "个百分点" and first.quantity.unit == "%")):
        return
    if not _meet((low, high), stated):
        told = f"由{first.text}到{second.text}，变化应为{_shown((low, high))}{unit}，不是{third.text}"
        yield _finding(document, third, told)


def _said_twice(
    document: Document, figures: Sequence[FigureClaim], around: Sequence[Context]
) -> Iterator[Finding]:
    first: dict[tuple[str, ...], FigureClaim] = {}
    before = 0
    for claim, context in zip(figures, around, strict=True):
        own = "".join(document.text[before : claim.start].split())
        before = claim.end
        words = re.sub(r"\d+|年|全|共|累计|[，。、]", "", context.near)
        counted = re.split(r"[的划分全均都，。；]", context.counted)[0]
        # Of 分别为96、81件, the words before belong to the list.
        if len(words) < _SHORTEST or not own.endswith(context.near) or context.heads or context.plan:
            continue
        key = (words, counted, claim.quantity.unit, str(context.year or ""))
        other = first.setdefault(key, claim)
        if other is not claim and not _meet(interval(other.quantity), interval(claim.quantity)):
            where = document.place(other.start).label
            yield _finding(document, claim, f"前面（{where}）同样的话说的是{other.text}")


def _tables(document: Document, figures: Sequence[FigureClaim]) -> Iterator[Finding]:
    """Check the rows named 合计 against the numbers above them, column by column."""
    columns: dict[tuple[str, int], list[tuple[int, FigureClaim, str]]] = defaultdict(list)
    for claim in figures:
        place = document.place(claim.start)
        cell = _CELL.fullmatch(place.label)
        if cell and len(place.heads) == 2 and claim.text == document.text[place.start : place.end].strip():
            key = (cell["table"], int(cell["column"]))
            columns[key].append((int(cell["row"]), claim, place.heads[0]))
    for cells in columns.values():
        cells.sort(key=lambda cell: cell[0])
        _, total, head = cells[-1]
        above = cells[:-1]
        rows = [number for number, _, _ in cells]
        if head not in _TOTALS or not above or rows != list(range(rows[0], rows[0] + len(rows))):
            continue
        if any(name.startswith(_SUBTOTALS) for _, _, name in above) or total.quantity.kind in (
            "percent",
            "score",
        ):
            continue
        parts = [interval(claim.quantity) for _, claim, _ in above]
        if any(high is None for _, high in parts):
            continue
        held = (sum(low for low, _ in parts), sum(high or Fraction(0) for _, high in parts))
        if not _meet((Fraction(held[0]), Fraction(held[1])), interval(total.quantity)):
            yield _finding(
                document, total, f"合计与各行之和{_shown((Fraction(held[0]), Fraction(held[1])))}不符"
            )


def _meet(one: Interval, other: Interval) -> bool:
    below = one[1] is None or other[0] <= one[1]
    return below and (other[1] is None or one[0] <= other[1])


def _shown(held: Interval) -> str:
    from fazhi_metrics.indicators.words import number_text

    low, high = held
    middle = low if high is None else (low + high) / 2
    return number_text(middle, 1)
