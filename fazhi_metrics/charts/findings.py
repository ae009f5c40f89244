"""The finding of a chart, its title: one sentence made from the numbers shown, so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fazhi_metrics.charts.chart import Material, Measured, Part
from fazhi_metrics.charts.words import MINUS, listed, number, rounded
from fazhi_metrics.quantities import Exact

NOTHING = "没有可用的数据"
REST = "其他"  # the category of what fits no other, never the finding
_SINGLE = {"": "单月", "月份": "单月", "季度": "单季", "半年": "半年"}


def top(material: Material, ranked: Sequence[Part]) -> str:
    """Say which part of a count is the largest, and its share of the whole."""
    measured, whole = material.measured[0], material.whole()
    if not ranked:
        return f"{_when(material)}{measured.name}{NOTHING}"
    most = _said(ranked[0], measured)
    if not rounded(_value(ranked[0]), measured.decimals):
        return f"{_when(material)}各{_noun(material)}{measured.name}均为{most}"
    first = [p.labels[0] for p in ranked if _same(p.value, ranked[0].value, measured)]
    if len(first) == len(ranked) > 1:
        return f"{_when(material)}各{_noun(material)}{measured.name}均为{most}"
    names = listed(first, measure=material.chart.noun)
    subject = (
        f"{names}{material.chart.after}{measured.name}{'并列' if len(first) > 1 else ''}{material.chart.verb}"
    )
    if len(first) > 1:
        return f"{_when(material)}{subject}，各{most}"
    if measured.additive and whole is not None and _value(whole) > 0:
        share = number(_exact(ranked[0]) * 100 / _exact(whole), 1, "%")
        return f"{_when(material)}{subject}，为{most}，占总数的{share}"
    return f"{_when(material)}{subject}，为{most}"


def spread(material: Material, ranked: Sequence[Part]) -> str:
    """Say between which values the parts of a rate lie, and what the whole is; single parts are not ranked."""
    measured, whole = material.measured[0], material.whole()
    if not ranked:
        return f"{_when(material)}{measured.name}{NOTHING}"
    high, low = _said(ranked[0], measured), _said(ranked[-1], measured)
    between = f"均为{high}" if high == low else f"在{low}至{high}之间"
    total = f"，总体{_said(whole, measured)}" if whole is not None and high != low else ""
    return f"{_when(material)}各{_noun(material)}{measured.name}{between}{total}"


def moves(material: Material, pairs: Sequence[tuple[Part, Part]]) -> str:
    """Say the whole against last year, and how many parts rose, stayed and fell."""
    measured = material.measured[0]
    if not pairs:
        return f"{measured.name}{NOTHING}"
    signs = [_sign(after, before, measured) for before, after in pairs]
    up, down = ("提高", "下降") if measured.rate else ("增加", "减少")
    counts = [(signs.count(1), up), (signs.count(0), "持平"), (signs.count(-1), down)]
    said = _split(material, counts, len(pairs)) + _beyond_chance(material, pairs)
    if material.whole() is None:
        return f"与{material.base_year}年相比，{len(pairs)}{material.chart.noun}的{measured.name}{said}"
    head = f"{_when(material)}{measured.name}{against(material, measured)}"
    return f"{head}；{len(pairs)}{material.chart.noun}{'' if said.startswith('全部') else '中'}{said}"


def _beyond_chance(material: Material, pairs: Sequence[tuple[Part, Part]]) -> str:
    """Say of how many parts chance could not explain the change; nothing where that was not tested."""
    if material.firm is None:
        return ""
    if not any(_sign(b, a, material.measured[0]) for a, b in pairs):
        return ""
    firm = sum(b.labels in material.firm for _, b in pairs)
    if firm in (0, len(pairs)):
        return "，变化均超出偶然波动" if firm else "，变化均可能出于偶然"
    return f"，变化超出偶然波动的有{firm}{material.chart.noun[0]}"


def gaps(material: Material, pairs: Sequence[tuple[Part, Part]]) -> str:
    """Compare two counts of the same parts: in how many the second is smaller, and where the gap is widest."""
    first, second = material.measured[:2]
    if not pairs:
        return f"{first.name}与{second.name}{NOTHING}"
    less = [p for p in pairs if _value(p[1]) < _value(p[0])]
    more = [p for p in pairs if _value(p[1]) > _value(p[0])]
    head, side, word = (f"{_when(material)}{len(pairs)}{material.chart.noun}", less, "少于")
    if len(more) > len(less):
        side, word = more, "多于"
    if not side:
        return f"{head}的{second.name}均与{first.name}相等"
    scope, word = (
        (f"{head}中{len(side)}{material.chart.noun[0]}的", word)
        if len(side) < len(pairs)
        else (f"{head}的", f"均{word}")
    )
    gap = max(abs(_exact(b) - _exact(a)) for a, b in side)
    widest = [a.labels[0] for a, b in side if abs(_exact(b) - _exact(a)) == gap]
    unit = number(gap, first.decimals, first.unit)
    each = "各" if len(widest) > 1 else ""
    return f"{scope}{second.name}{word}{first.name}，{listed(widest)}相差最多（{each}{unit}）"


def against(material: Material, measured: Measured) -> str:
    """Say the whole of this year against last year: `312起，比2024年减少18起（−5.5%）`."""
    after = material.whole(measured.id)
    before = material.whole(measured.id, material.base_year) if material.base_year else None
    if after is None:
        return NOTHING
    said = _said(after, measured)
    if before is None or before.value is None:
        return said
    sign = _sign(after, before, measured)
    if not sign:
        return f"{said}，与{material.base_year}年持平"
    gap = difference(after, before, measured)
    words = ("提高", "下降") if measured.rate else ("增加", "减少")
    unit = "个百分点" if measured.unit == "%" else measured.unit
    text = f"{said}，比{material.base_year}年{words[sign < 0]}{number(abs(gap), measured.decimals, unit)}"
    if measured.rate or not _value(before):
        return text
    percent = number((_exact(after) - _exact(before)) * 100 / abs(_exact(before)), 1, "%")
    return f"{text}（{percent if percent.startswith(MINUS) else '+' + percent}）"


def difference(after: Part, before: Part, measured: Measured) -> Decimal:
    """Return the change that the figures of a report tell too: of the exact values, rounded once."""
    return rounded(_exact(after) - _exact(before), measured.decimals)


def course(material: Material, shown: Sequence[Part]) -> str:
    """Say the year against last year, and the month (or other step) with the most."""
    measured = material.measured[0]
    head = f"{_when(material)}{measured.name}{against(material, measured)}"
    known = [p for p in shown if p.value is not None]
    if not known or measured.rate:
        return head
    most = max(_value(p) for p in known)
    peak = [p.labels[-1] for p in known if _value(p) == most]
    if not most or len(peak) > 3:
        return head
    each = "各" if len(peak) > 1 else ""
    return f"{head}；{'、'.join(peak)}{material.chart.verb}（{each}{number(most, measured.decimals, measured.unit)}）"


def largest_share(
    material: Material, now: Sequence[tuple[str, Exact]], before: Sequence[tuple[str, Exact]]
) -> str:
    """Say which part has the largest share, and how that share moved since last year."""
    measured, total = material.measured[0], sum((v for _, v in now), start=0)
    if not total:
        return f"{_when(material)}{measured.name}为零"
    named = [pair for pair in now if pair[0] != REST and pair[1]] or list(now)
    most = max(v for _, v in named)
    names = [f"{name}{material.chart.after}" for name, v in named if v == most]
    share = number(Fraction(most) * 100 / Fraction(total), 1, "%")
    if len(names) > 1:
        return f"{_when(material)}{measured.name}中{'、'.join(names)}并列最多，各占{share}"
    text = f"{_when(material)}{measured.name}中{names[0]}占比最高，为{share}"
    base = sum((v for _, v in before), start=0)
    last = dict(before).get(next(name for name, v in named if v == most))
    if not base or last is None:
        return text
    gap = rounded(Fraction(most) * 100 / Fraction(total) - Fraction(last) * 100 / Fraction(base), 1)
    if not gap:
        return f"{text}，与{material.base_year}年持平"
    return f"{text}，比{material.base_year}年{'上升' if gap > 0 else '下降'}{number(abs(gap), 1, '个百分点')}"


def hottest(material: Material, totals: Sequence[tuple[str, Exact]]) -> str:
    """Say the largest cell of a heat table and the row with the largest total."""
    measured, cells = material.measured[0], [p for p in material.of() if p.value is not None]
    most = max((_value(p) for p in cells), default=0)
    if not most:
        return f"{_when(material)}{measured.name}为零"
    peak = ["".join(p.labels) for p in cells if _value(p) == most]
    row = max(v for _, v in totals)
    rows = [name for name, v in totals if v == row]
    said = number(row, measured.decimals, measured.unit)
    head = f"{_when(material)}{listed(rows, measure=material.chart.noun)}{measured.name}{total_word(material)}最多（{said}）"
    if len(peak) > 2:
        return head
    each = "各" if len(peak) > 1 else ""
    single = _SINGLE.get(material.titles[1] if len(material.titles) > 1 else "", "单项")
    return (
        f"{head}；{single}最多的是{'、'.join(peak)}（{each}{number(most, measured.decimals, measured.unit)}）"
    )


def total_word(material: Material) -> str:
    """Return what the sum over the second dimension is called: 全年 where that is time and all of it."""
    by_time = len(material.titles) < 2 or material.titles[1] in _SINGLE
    return "全年" if by_time and not material.selection else "合计"


def steps(material: Material, counts: Sequence[tuple[str, Exact]]) -> str:
    """Say of the matters in the first count which steps all of them took, and which step the fewest."""
    (whole, total), rest = counts[0], counts[1:]
    unit = material.measured[0].unit
    if not total:
        return f"{_when(material)}没有{whole}"
    head = f"{_when(material)}{number(total, 0, unit)}{whole}"
    full = [name for name, v in rest if v == total]
    if len(full) == len(rest):
        return f"{head}全部履行各项程序"
    least = min(v for _, v in rest)
    few = "、".join(name for name, v in rest if v == least)
    lead = f"全部经过{'、'.join(full)}" if full else "没有一项程序做到全覆盖"
    return f"{head}{lead}，{few}最少（{number(least, 0, unit)}）"


def directions(material: Material) -> str:
    """Say of several indicators which rose and which fell against last year."""
    groups: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for measured in material.measured:
        after = material.whole(measured.id)
        before = material.whole(measured.id, material.base_year) if material.base_year else None
        if after is not None and before is not None:
            groups[_sign(after, before, measured)].append(measured.name)
    words = {1: "上升", -1: "下降", 0: "持平"}
    said = [
        f"{'、'.join(names)}{f'{len(names)}项均' if len(names) > 1 else ''}{words[sign]}"
        for sign, names in groups.items()
        if names
    ]
    return f"{material.year}年与{material.base_year}年相比，{'；'.join(said) or NOTHING}"


def panels_moved(material: Material, totals: Sequence[tuple[str, Exact, Exact | None]]) -> str:
    """Say of the parts of a count how many fell against last year, and which is the largest now."""
    measured = material.measured[0]
    if not totals:
        return f"{_when(material)}{measured.name}{NOTHING}"
    most = max(now for _, now, _ in totals)
    first = [name for name, now, _ in totals if now == most]
    said = f"{listed(first, measure=material.chart.noun)}最多（{number(most, measured.decimals, measured.unit)}）"
    compared = [(now, before) for _, now, before in totals if before is not None]
    if not compared:
        return f"{_when(material)}{measured.name}{said}"
    counts = [
        (sum(now < before for now, before in compared), "减少"),
        (sum(now == before for now, before in compared), "持平"),
        (sum(now > before for now, before in compared), "增加"),
    ]
    moved = _split(material, counts, len(compared))
    head = f"{len(compared)}{material.chart.noun}{measured.name}比{material.base_year}年{moved}"
    return f"{head}；{_when(material)}{said}"


def _split(material: Material, counts: Sequence[tuple[int, str]], total: int) -> str:
    """Return `5个提高、6类持平`, or `全部提高` when all went one way."""
    measure_word = material.chart.noun[0]
    every = next((word for n, word in counts if n == total), None)
    return f"全部{every}" if every else "、".join(f"{n}{measure_word}{word}" for n, word in counts if n)


def _when(material: Material) -> str:
    return f"{material.year}年{f'{material.selection}的' if material.selection else ''}"


def _noun(material: Material) -> str:
    return material.chart.noun.removeprefix("个")


def _value(part: Part) -> Exact:
    return 0 if part.value is None else part.value


def _exact(part: Part) -> Fraction:
    return Fraction(_value(part))


def _said(part: Part, measured: Measured) -> str:
    return number(_value(part), measured.decimals, measured.unit)


def _same(one: Exact | None, other: Exact | None, measured: Measured) -> bool:
    if one is None or other is None:
        return one is other
    return rounded(one, measured.decimals) == rounded(other, measured.decimals)


def _sign(after: Part, before: Part, measured: Measured) -> int:
    gap = difference(after, before, measured)
    return (gap > 0) - (gap < 0)
