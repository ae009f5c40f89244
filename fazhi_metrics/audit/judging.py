"""Judging one number, or one statement of a trend, by what the data give."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from fazhi_metrics.audit.facts import Fact
from fazhi_metrics.audit.intervals import interval
from fazhi_metrics.audit.kinds import Severity, VerdictKind
from fazhi_metrics.audit.results import TrendPart
from fazhi_metrics.audit.soundness import Judgement, unsound, unsound_change
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.measures.words import number_text
from fazhi_metrics.quantities import Exact, Quantity, fit, holds

# Areas in 亩; a report may state another than the ledger's.
_AREAS = {
    "亩": Fraction(1),
    "公顷": Fraction(15),
    "平方公里": Fraction(1500),
    "平方千米": Fraction(1500),
    "平方米": Fraction(3, 2000),
}
_DIRECTIONS = {
    "up": "上升",
    "down": "下降",
    "flat": "持平",
    "zero": "为零",
    "some": "有",
    "same": "持平",
    "unknown": "无法比较",
}
_NONE = (Fraction(0), Fraction(0))
NO_VALUE = Judgement(VerdictKind.AMBIGUOUS, "数据没有数值，不能核对")
_HOW = {"rounded": "，四舍五入后相符", "within": "，在文中所说的范围内"}


def judge_number(stated: Quantity, tie: Tie, fact: Fact) -> Judgement:
    """Say whether a stated number holds the value of its figure, in its unit and at its printed places."""
    if tie.measure != "value":
        return _judge_change(stated, tie, fact)
    fraction = stated.kind == "fraction" and fact.unit == "%"
    factor = Fraction(1, 100) if fraction else _factor(stated.unit, tie.unit, fact.unit)
    held = unsound(fact, interval(stated) if factor else None, factor or Fraction(1))
    if held is not None or fact.value is None:
        return held or NO_VALUE
    if factor is None:
        reason = f"单位不符：文中是“{stated.unit or '无'}”，数据是“{fact.unit}”"
        return Judgement(VerdictKind.CONTRADICTS, reason, fact.value, fact.wording, Severity.CONCLUSION)
    value = fact.value if factor == 1 else Fraction(fact.value) * factor
    if fraction:
        return _judge_fraction(stated, value, fact)
    wording = (
        fact.wording if stated.unit == fact.unit else f"{number_text(value, _places(stated))}{stated.unit}"
    )
    shown = fact.unit if fact.unit.startswith(f"{stated.unit}/") else stated.unit or fact.unit
    given = f"数据为 {_short(value)}{shown}"
    if stated.modifier == "more_than" and Fraction(value) == Fraction(stated.low):
        return Judgement(
            VerdictKind.CONTRADICTS, f"{given}，正好，没有“余”", value, wording, Severity.INEXACT
        )
    how = fit(stated, value, fact.decimals)
    if how in ("exact", "rounded", "within"):
        less = "，但并非全部" if stated.low == 100 and fact.unit == "%" and value < 100 else ""
        return Judgement(VerdictKind.MATCHES, given + _HOW.get(how, "") + less, value, wording)
    severity: Severity = Severity.CONCLUSION if _changes_conclusion(stated, value, fact) else Severity.INEXACT
    if how == "truncated":
        return Judgement(
            VerdictKind.CONTRADICTS,
            f"{given}，文中截去了尾数，没有四舍五入",
            value,
            wording,
            Severity.INEXACT,
        )
    if value != 0 and stated.low != 0 and _turns_round(stated, value, fact):
        given += f"；照文中的数字，与上年（{_short(fact.base)}）相比的升降就反了"
    return Judgement(VerdictKind.CONTRADICTS, given, value, wording, severity)


def _judge_fraction(stated: Quantity, share: Exact, fact: Fact) -> Judgement:
    """Judge 三分之一 or 一半以上 by a figure in percent; `share` is its value as a share of one."""
    given = f"数据为 {fact.wording}"
    if holds(stated, share):
        return Judgement(VerdictKind.MATCHES, f"{given}，在文中所说的范围内", fact.value, fact.wording)
    over = stated.modifier == "at_least" and share < Fraction(stated.low)
    return Judgement(
        VerdictKind.CONTRADICTS,
        given,
        fact.value,
        fact.wording,
        Severity.CONCLUSION if over else Severity.INEXACT,
    )


def judge_implied(stated: Quantity, tie: Tie, fact: Fact) -> Judgement:
    """Say whether a number that is only implied holds the value of its figure: all, more than half, twice as much."""
    if stated.kind == "multiple":
        return _judge_multiple(stated, fact)
    held = unsound(fact)
    if held is not None or fact.value is None:
        return held or NO_VALUE
    if fact.unit != "%":
        reason = f"“{stated.text}”说的是占比，指标的单位是“{fact.unit}”"
        return Judgement(VerdictKind.AMBIGUOUS, reason, fact.value, fact.wording)
    if stated.kind == "fraction":
        if stated.modifier == "at_least" and Fraction(fact.value) == 50:
            return Judgement(
                VerdictKind.CONTRADICTS, "数据正好是一半", fact.value, fact.wording, Severity.INEXACT
            )
        return _judge_fraction(stated, Fraction(fact.value) / 100, fact)
    if fact.value == 100:
        return Judgement(VerdictKind.MATCHES, f"数据为 {fact.wording}", fact.value, fact.wording)
    given = f"数据为 {_short(fact.value)}%，不是全部"
    return Judgement(VerdictKind.CONTRADICTS, given, fact.value, fact.wording, Severity.CONCLUSION)


def _judge_multiple(stated: Quantity, fact: Fact) -> Judgement:
    """Judge 翻一番 by this year's value over last year's."""
    held = unsound_change(fact)
    if held is not None or fact.value is None or fact.base is None:
        return held or NO_VALUE
    if fact.base == 0:
        return Judgement(VerdictKind.AMBIGUOUS, "上年为零，算不出倍数")
    ratio = Fraction(fact.value) / Fraction(fact.base)
    given = f"数据为{_ends(fact)}，是上年的{number_text(ratio, 2)}倍"
    if holds(stated, ratio):
        return Judgement(VerdictKind.MATCHES, given, fact.value, fact.wording)
    return Judgement(
        VerdictKind.CONTRADICTS,
        given,
        fact.value,
        fact.wording,
        Severity.CONCLUSION if ratio <= 1 else Severity.INEXACT,
    )


def _judge_change(stated: Quantity, tie: Tie, fact: Fact) -> Judgement:
    """Judge an amount of change; whether it rose or fell is for the statement of the trend."""
    change, expected = fact.change, fact.change_wording
    held = unsound_change(fact)
    if held is not None or change is None or change.difference is None:
        return held or NO_VALUE
    share = change.points is not None
    if (stated.unit == "%") == share and stated.unit in ("%", "个百分点"):
        what = "两个百分率之差应写“个百分点”" if share else "数量的变化应写“%”"
        return Judgement(
            VerdictKind.CONTRADICTS,
            f"{what}；数据为{expected}",
            change.difference,
            expected,
            Severity.CONCLUSION,
        )
    amount = change.percent if stated.unit == "%" else change.difference
    if amount is None:
        return Judgement(VerdictKind.AMBIGUOUS, "上年为零，算不出百分比")
    if stated.unit not in ("%", "个百分点", fact.unit, tie.unit):
        return Judgement(
            VerdictKind.CONTRADICTS, f"单位不符：数据是“{fact.unit}”", amount, expected, Severity.CONCLUSION
        )
    size = abs(Fraction(amount))
    given = f"数据为{expected}（{_ends(fact)}）"
    if holds(stated, size):
        return Judgement(VerdictKind.MATCHES, given, amount, expected)
    return Judgement(VerdictKind.CONTRADICTS, given, amount, expected, Severity.INEXACT)


def judge_part(direction: str, fact: Fact) -> TrendPart:
    """Say whether one subject of a trend statement went the way it says; `agrees` is None where nobody can say."""
    zero, change = direction == "zero", fact.change
    absolute = zero or direction == "some"
    held = unsound(fact, _NONE if zero else None) if absolute else unsound_change(fact)
    part = TrendPart(
        figure=fact.id,
        title=fact.title,
        before=fact.base if held is None else None,
        after=fact.value,
        wording=held.reason if held else f"数据为 {fact.wording}",
        agrees=False if held and held.verdict is VerdictKind.CONTRADICTS else None,
        held=held.verdict if held else None,
        cells=fact.cells,
        where=fact.where,
        basis=fact.basis,
    )
    if held is not None or fact.value is None:
        return part
    if absolute:
        return replace(part, agrees=(fact.value == 0) == zero)
    if change is None:
        return part
    wording, actual = fact.change_wording, change.direction
    agrees = actual == "same" or "持平" in wording if direction == "flat" else actual == direction
    return replace(part, wording=f"{_ends(fact)}，{wording}", chance=change.word, agrees=agrees)


def judge_trend(direction: str, parts: tuple[TrendPart, ...], untied: tuple[str, ...]) -> Judgement:
    """Put the parts of a trend statement together: one that disagrees contradicts, one that is missing is no pass."""
    said = _DIRECTIONS.get(direction, direction)
    if wrong := [part for part in parts if part.agrees is False]:
        told = "；".join(f"{part.title}：{part.wording}" for part in wrong)
        return Judgement(
            VerdictKind.CONTRADICTS, f"文中说{said}，数据不是：{told}", severity=Severity.CONCLUSION
        )
    if unknown := [part for part in parts if part.agrees is None]:
        told = "；".join(f"{part.title}：{part.wording}" for part in unknown)
        gravest = min((part.held or VerdictKind.AMBIGUOUS for part in unknown), key=list(VerdictKind).index)
        return Judgement(gravest, told)
    if untied or not parts:
        return Judgement(VerdictKind.UNTIED, f"没有对应指标：{'、'.join(untied)}")
    told = "；".join(f"{p.title}：{p.wording}" + (f"，{p.chance}" if p.chance else "") for p in parts)
    return Judgement(VerdictKind.MATCHES, told)


def _factor(stated: str, accepted: str, unit: str) -> Fraction | None:
    """Return by what a figure is multiplied to be in the unit of the text; None where the two do not go together.

    A unit other than the ledger's goes together only when the tie was made with it.
    """
    if stated != unit and stated in _AREAS and unit in _AREAS:
        return _AREAS[unit] / _AREAS[stated]
    return Fraction(1) if stated in (unit, accepted) else None


def _changes_conclusion(stated: Quantity, value: Exact, fact: Fact) -> bool:
    """Whether the error is more than a slip: none against some, all against not all, a rise against a fall."""
    if (stated.low == stated.high == 0) != (value == 0):
        return True
    if fact.unit == "%" and (stated.low == 100) != (value == 100):
        return True
    return _turns_round(stated, value, fact)


def _turns_round(stated: Quantity, value: Exact, fact: Fact) -> bool:
    """Whether the stated number makes a fall of what rose since last year, or a rise of what fell."""
    if fact.base is None or fact.base == value:
        return False
    low, high = interval(stated)
    base = Fraction(fact.base)
    return high is not None and high < base if base < value else low > base


def _places(stated: Quantity) -> int:
    """Return how many decimal places a number is printed with."""
    return max(-int(stated.step.normalize().as_tuple().exponent), 0)


def _short(value: Exact | None, decimals: int | None = None) -> str:
    """Write a value exactly where that is short, else with its places, or six."""
    if value is None or isinstance(value, int):
        return number_text(value)
    return number_text(value, 6 if decimals is None else decimals)


def _ends(fact: Fact) -> str:
    return f"{_short(fact.base, fact.decimals)} → {_short(fact.value, fact.decimals)}{fact.unit}"
