"""The finding of a chart, its title: one sentence made from the numbers shown, so that it cannot go stale.

It speaks of what is known only: of parts that are not, it says how many it leaves out, and calls none the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fazhi_metrics.charts.chart import Material
from fazhi_metrics.charts.point import Measured, Point
from fazhi_metrics.charts.words import MINUS, listed, number
from fazhi_metrics.measures.status import Status
from fazhi_metrics.quantities import rounded

NOTHING = "没有可用的数据"
REST = "其他"  # the category of what fits no other, said to be so when it is the largest
_SINGLE = {"": "单月", "月份": "单月", "季度": "单季", "半年": "半年"}
Pair = tuple[Point, Point]


def top(material: Material, shown: Sequence[Point]) -> str:
    """Say which part of a count is the largest, and its share of the whole."""
    measured, whole, noun = material.measured[0], material.whole(), material.chart.noun
    known = [p for p in shown if p.firm]
    if not known:
        return f"{_when(material)}{measured.name}{_nothing(material)}"
    most, first = known[0].said(), [p.label for p in known if p.printed == known[0].printed]
    scope = _scope(material, known)
    if not known[0].printed or len(first) == len(known) > 1 or (scope and len(known) == 1):
        return f"{_when(material)}{scope or f'各{_noun(material)}'}{measured.name}{'均' * (len(known) > 1 or not scope)}为{most}"
    names = listed(first, measure=noun)
    several = len(first) > 1
    subject = f"{scope and f'{scope}中'}{names}{material.chart.after}{measured.name}{'并列' * several}{material.chart.verb}"
    if several:
        return f"{_when(material)}{subject}，各{most}"
    if measured.card.additive and whole is not None and whole.firm and whole.value > 0:
        share = number(Fraction(known[0].value) * 100 / Fraction(whole.value), 1, "%")
        return f"{_when(material)}{subject}，为{most}，占总数的{share}"
    return f"{_when(material)}{subject}，为{most}"


def spread(material: Material, shown: Sequence[Point]) -> str:
    """Say between which values the parts of a rate lie, and what the whole is; single parts are not ranked."""
    measured, whole = material.measured[0], material.whole()
    known = [p for p in shown if p.firm]
    if not known:
        return f"{_when(material)}{measured.name}{_nothing(material)}"
    high, low, scope = known[0].said(), known[-1].said(), _scope(material, known)
    total = f"总体{whole.said()}" if whole is not None and whole.firm else ""
    if len(known) == 1 and scope:
        head = f"{_when(material)}{measured.name}{total}，" if total else f"{_when(material)}{measured.name}"
        return f"{head}{scope}为{high}"
    between = f"均为{high}" if high == low else f"在{low}至{high}之间"
    said = f"{_when(material)}{scope or f'各{_noun(material)}'}{measured.name}{between}"
    return f"{said}，{total}" if total and (high != low or scope) else said


def moves(material: Material, pairs: Sequence[Pair]) -> str:
    """Say the whole against last year, and how many parts rose, stayed and fell."""
    measured, noun, known = material.measured[0], material.chart.noun, _firm(pairs)
    if not known:
        return f"{measured.name}{NOTHING}"
    signs = [_sign(after, before, measured) for before, after in known]
    up, down = ("提高", "下降") if measured.rate else ("增加", "减少")
    counts = [(signs.count(1), up), (signs.count(0), "持平"), (signs.count(-1), down)]
    said = _split(material, counts, len(known)) + _beyond_chance(material, known)
    these = f"{'可比的' * bool(len(known) < len(pairs) or material.unseen)}{len(known)}{noun}"
    if material.whole() is None:
        return f"与{material.named(material.base_year)}相比，{these}的{measured.name}{said}"
    head = f"{_when(material)}{measured.name}{against(material, measured)}"
    return f"{head}；{these}{'' if said.startswith('全部') else '中'}{said}"


def _beyond_chance(material: Material, pairs: Sequence[Pair]) -> str:
    """Say of how many parts chance could not explain the change; nothing where that was not tested."""
    if not material.measured[0].rate or not material.moves:
        return ""
    if not any(_sign(b, a, material.measured[0]) for a, b in pairs):
        return ""
    firm = sum(beyond_chance(material, b) for _, b in pairs)
    if firm in (0, len(pairs)):
        return "，变化均超出偶然波动" if firm else "，变化均可能出于偶然"
    return f"，变化超出偶然波动的有{firm}{material.chart.noun[0]}"


def beyond_chance(material: Material, point: Point) -> bool:
    """Whether chance could not explain how a part changed."""
    change = material.moves.get(point.labels)
    return point.measured.rate and change is not None and change.chance is False


def gaps(material: Material, pairs: Sequence[Pair]) -> str:
    """Compare two counts of the same parts: in how many the second is smaller, and where the gap is widest."""
    first, second = material.measured[:2]
    known, noun = _firm(pairs), material.chart.noun
    if not known:
        return f"{first.name}与{second.name}{NOTHING}"
    less = [(a, b) for a, b in known if b.value < a.value]
    more = [(a, b) for a, b in known if b.value > a.value]
    these = f"{'数据可用的' * bool(len(known) < len(pairs) or material.unseen)}{len(known)}{noun}"
    head, side, word = (f"{_when(material)}{these}", less, "少于")
    if len(more) > len(less):
        side, word = more, "多于"
    if not side:
        return f"{head}的{second.name}均与{first.name}相等"
    scope, word = (
        (f"{head}中{len(side)}{noun[0]}的", word) if len(side) < len(known) else (f"{head}的", f"均{word}")
    )
    gap = max(abs(_gap(b, a)) for a, b in side)
    widest = [a.label for a, b in side if abs(_gap(b, a)) == gap]
    unit = number(gap, first.decimals, first.unit)
    each = "各" if len(widest) > 1 else ""
    return f"{scope}{second.name}{word}{first.name}，{listed(widest)}相差最多（{each}{unit}）"


def against(material: Material, measured: Measured) -> str:
    """Say the whole of this year against last year: `312起，比2024年减少18起（−5.5%）`.

    Where one of the years is not whole, both are the same months: `143起，比2024年1—9月增加9起（+6.7%）`.
    """
    after = material.whole(measured.id)
    before = material.whole(measured.id, material.base_year) if material.base_year else None
    if after is None:
        return NOTHING
    said, base = after.said(), f"{material.base_year}年{material.months(measured.id)}"
    if before is None or not after.firm:
        return said
    if not before.firm:
        return said if before.status is Status.SOUND else f"{said}，{base}{before.status.title}，未作比较"
    sign = _sign(after, before, measured)
    if not sign:
        return f"{said}，与{base}持平"
    gap = difference(after, before, measured)
    words = ("提高", "下降") if measured.rate else ("增加", "减少")
    unit = "个百分点" if measured.unit == "%" else measured.unit
    text = f"{said}，比{base}{words[sign < 0]}{number(abs(gap), measured.decimals, unit)}"
    if measured.rate or not before.value:
        return text
    percent = number(_gap(after, before) * 100 / abs(Fraction(before.value)), 1, "%")
    return f"{text}（{percent if percent.startswith(MINUS) else '+' + percent}）"


def difference(after: Point, before: Point, measured: Measured) -> Decimal:
    """Return the change that the figures of a report tell too: of the exact values, rounded once."""
    return rounded(_gap(after, before), measured.decimals)


def course(material: Material, shown: Sequence[Point]) -> str:
    """Say the year against last year, and the month (or other step) with the most."""
    measured = material.measured[0]
    head = f"{_when(material)}{measured.name}{against(material, measured)}"
    change = material.changes.get(measured.id)
    months = set(change.same_months) if change is not None else set()
    known = [p for p in shown if p.firm and (not months or months.issuperset(p.part.months))]
    if not known or measured.rate:
        return head
    most = max(p.value for p in known)
    peak = [p.labels[-1] for p in known if p.value == most]
    if not most or len(peak) > 3:
        return head
    each = "各" if len(peak) > 1 else ""
    scope = "数据可用的月份中" if any(p in shown or not p.firm for p in material.unseen if p.labels) else ""
    scope = scope or "数据可用的月份中" * any(p.at is not None and not p.firm for p in shown)
    return f"{head}；{scope}{'、'.join(peak)}{material.chart.verb}（{each}{number(most, measured.decimals, measured.unit)}）"


def largest_share(
    material: Material, now: Sequence[Point], before: Sequence[Point], several: Sequence[str] = ()
) -> str:
    """Say which category has the largest share, and how that share moved since last year.

    `several` are the names that stand for more than one category. The catch-all of the ledger is not the
    finding; where it is the largest, that is said.
    """
    measured, whole = material.measured[0], material.whole()
    if whole is None or not whole.firm or not all(p.firm for p in now):
        return f"{_when(material)}{measured.name}{against(material, measured)}"
    if not whole.value:
        return f"{_when(material)}{measured.name}为零"
    single = [p for p in now if p.label not in several]
    named = [p for p in single if p.label != REST and p.value] or single
    most = max(p.value for p in named)
    names = [f"{p.label}{material.chart.after}" for p in named if p.value == most]
    besides = f"除“{REST}”外" * any(p.value > most for p in single)
    besides = besides or f"按单{material.chart.noun[0]}看，" * any(p.value > most for p in now)
    share = number(Fraction(most) * 100 / Fraction(whole.value), 1, "%")
    lead = f"{_when(material)}{measured.name}中{besides}"
    if len(names) > 1:
        return f"{lead}{'、'.join(names)}并列最多，各占{share}"
    text = f"{lead}{names[0]}占比最高，为{share}"
    label = next(p.label for p in named if p.value == most)
    last = next((p for p in before if p.label == label and p.firm), None)
    base = material.whole(year=material.base_year) if material.base_year else None
    if base is None or not base.firm or not base.value or last is None:
        return text
    gap = rounded(
        Fraction(most) * 100 / Fraction(whole.value) - Fraction(last.value) * 100 / Fraction(base.value), 1
    )
    if not gap:
        return f"{text}，与{material.named(material.base_year)}持平"
    moved = f"{'上升' if gap > 0 else '下降'}{number(abs(gap), 1, '个百分点')}"
    return f"{text}，比{material.named(material.base_year)}{moved}"


def hottest(material: Material, totals: Sequence[Point]) -> str:
    """Say the largest cell of a heat table and the row with the largest total."""
    measured, cells = material.measured[0], [p for p in material.of() if p.firm]
    rows = [p for p in totals if p.firm]
    most = max((p.value for p in cells), default=0)
    if not most:
        return f"{_when(material)}{measured.name}{_nothing(material) if material.unseen else '为零'}"
    peak = ["".join(p.labels) for p in cells if p.value == most]
    each = "各" if len(peak) > 1 else ""
    single = _SINGLE.get(material.titles[1] if len(material.titles) > 1 else "", "单项")
    scope = "数据可用的格中" * (len(cells) < sum(not material.awaits(p) for p in material.of()))
    cell = (
        f"{scope}{single}最多的是{'、'.join(peak)}（{each}{number(most, measured.decimals, measured.unit)}）"
    )
    if not rows:
        return f"{_when(material)}{measured.name}{cell}"
    row = max(p.value for p in rows)
    names = listed([p.label for p in rows if p.value == row], measure=material.chart.noun)
    scope = f"数据可用的{len(rows)}{material.chart.noun}中" * (len(rows) < len(totals))
    said = number(row, measured.decimals, measured.unit)
    head = f"{_when(material)}{scope}{names}{measured.name}{total_word(material)}最多（{said}）"
    return head if len(peak) > 2 else f"{head}；{cell}"


def total_word(material: Material) -> str:
    """Return what the sum over the second dimension is called: 全年 where that is time and all of it."""
    by_time = len(material.titles) < 2 or material.titles[1] in _SINGLE
    return "全年" if by_time and not material.selection and not material.until else "合计"


def steps(material: Material, shown: Sequence[Point]) -> str:
    """Say of the matters in the first count which steps all of them took, and which step the fewest."""
    whole, known = shown[0], [p for p in shown[1:] if p.firm]
    name, unit = whole.measured.name, whole.measured.unit
    if whole.firm and not whole.value:
        return f"{_when(material)}没有{name}"
    if not whole.firm or not known:
        return f"{_when(material)}{name}{whole.said() if not whole.firm else _nothing(material)}"
    head = f"{_when(material)}{whole.said()}{name}"
    some = "数据可用的" * (len(known) < len(shown) - 1)
    full = [p.measured.name for p in known if p.part.numerator == p.part.denominator]
    if len(full) == len(known):
        return f"{head}全部履行{some or '各项'}程序"
    least = min(known, key=lambda p: p.value)
    few = "、".join(p.measured.name for p in known if p.value == least.value)
    lead = f"全部经过{'、'.join(full)}" if full else f"{some}没有一项程序做到全覆盖"
    return f"{head}{lead}，{some and '其中'}{few}最少（{number(least.part.numerator or 0, 0, unit)}）"


def directions(material: Material) -> str:
    """Say of several indicators which rose and which fell against last year."""
    groups: dict[str, list[str]] = {"上升": [], "下降": [], "持平": []}
    for measured in material.measured:
        after = material.whole(measured.id)
        before = material.whole(measured.id, material.base_year) if material.base_year else None
        if after is None or before is None:
            continue
        pair = (after, before)
        if any(p.status is Status.CONFIDENTIAL for p in pair):
            continue
        if all(p.firm for p in pair):
            word = {1: "上升", -1: "下降", 0: "持平"}[_sign(after, before, measured)]
        else:
            word = next((p.said() for p in pair if p.part.value is None), Status.DOUBTFUL.title)
        groups.setdefault(word, []).append(measured.name)
    said = [
        f"{'、'.join(names)}{f'{len(names)}项均' if len(names) > 1 else ''}{word}"
        for word, names in groups.items()
        if names
    ]
    periods = {material.months(measured.id) for measured in material.measured}
    months = periods.pop() if len(periods) == 1 else ""
    base = f"{material.base_year}年{months or '同期' * bool(periods)}"
    return f"{material.year}年{months}与{base}相比，{'；'.join(said) or NOTHING}"


def panels_moved(material: Material, totals: Sequence[tuple[Point | None, Point | None]]) -> str:
    """Say of the parts of a count how many fell against last year, and which is the largest now."""
    measured, noun = material.measured[0], material.chart.noun
    known = [(now, before) for now, before in totals if now is not None and now.firm]
    if not known:
        return f"{_when(material)}{measured.name}{_nothing(material)}"
    scope = f"数据可用的{len(known)}{noun}中" * (len(known) < len(totals))
    most = max(now.value for now, _ in known)
    first = [now.label for now, _ in known if now.value == most]
    said = f"{scope}{listed(first, measure=noun)}最多（{number(most, measured.decimals, measured.unit)}）"
    compared = [(now, before) for now, before in known if before is not None and before.firm]
    if not compared:
        return f"{_when(material)}{measured.name}{said}"
    counts = [
        (sum(now.value < before.value for now, before in compared), "减少"),
        (sum(now.value == before.value for now, before in compared), "持平"),
        (sum(now.value > before.value for now, before in compared), "增加"),
    ]
    moved = _split(material, counts, len(compared))
    these = f"{'可比的' * (len(compared) < len(totals))}{len(compared)}{noun}"
    months = material.months()
    head = f"{these}{f'{months}' if months else ''}{measured.name}比{material.base_year}年{months}{moved}"
    return f"{head}；{_when(material)}{said}"


def _scope(material: Material, known: Sequence[Point]) -> str:
    """Say of which parts a title speaks where it cannot speak of all; empty where it can."""
    left = [p for p in material.of() if p not in known and (p.at is not None or p.unseen)]
    if not left:
        return ""
    hidden = all(p.status is Status.CONFIDENTIAL for p in left)
    return f"{'列出' if hidden else '数据可用'}的{len(known)}{material.chart.noun}"


def _nothing(material: Material) -> str:
    """Say why there is nothing to speak of."""
    left = [p for p in material.points if not p.firm and p.status is not Status.SOUND]
    worst = max((p.status for p in left), key=lambda status: status.gravity, default=None)
    return NOTHING if worst in (None, Status.BOUNDED) else worst.title


def _firm(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if all(p.firm for p in pair)]


def _split(material: Material, counts: Sequence[tuple[int, str]], total: int) -> str:
    """Return `5个提高、6类持平`, or `全部提高` when all went one way."""
    measure_word = material.chart.noun[0]
    every = next((word for n, word in counts if n == total), None)
    return f"全部{every}" if every else "、".join(f"{n}{measure_word}{word}" for n, word in counts if n)


def _when(material: Material) -> str:
    """Say the year, as far as it goes, and the selection."""
    year, months = material.year, material.months()
    until = "" if months else material.until.get(year, "")
    return f"{year}年{months}{until}{f'{material.selection}的' if material.selection else ''}"


def _noun(material: Material) -> str:
    return material.chart.noun.removeprefix("个")


def _gap(after: Point, before: Point) -> Fraction:
    return Fraction(after.value) - Fraction(before.value)


def _sign(after: Point, before: Point, measured: Measured) -> int:
    gap = difference(after, before, measured)
    return (gap > 0) - (gap < 0)
