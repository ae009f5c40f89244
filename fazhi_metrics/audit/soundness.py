"""What may be said of a number by a figure that is not sound: never that it agrees, nor what should stand there.

A doubtful figure makes it doubtful; a bounded one contradicts only what lies outside its bounds; of one to date,
or of one that is not whole, nothing is certain; where there is no ledger, nothing was compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.audit.kinds import Severity, VerdictKind
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.status import Status
from fazhi_metrics.quantities import rounded

if TYPE_CHECKING:
    from fazhi_metrics.audit.facts import Fact
    from fazhi_metrics.audit.intervals import Interval
    from fazhi_metrics.quantities import Exact

_REASONS = 3  # of one figure; fazhi trace lists them all


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason, what should be written, and how grave an error is."""

    verdict: VerdictKind
    reason: str
    value: Exact | None = None
    expected: str = ""
    severity: Severity = Severity.NONE


def unsound(fact: Fact, stated: Interval | None = None, factor: Fraction = Fraction(1)) -> Judgement | None:
    """Return what can be said of a number whose figure is not sound; None of one that is sound.

    `stated` are the values that the text allows, in its own unit: `factor` times that of the figure.
    """
    if fact.problem:
        return Judgement(VerdictKind.AMBIGUOUS, f"数据不能核对：{fact.problem}")
    if fact.status is Status.BOUNDED and stated is not None and _outside(stated, fact, factor):
        return Judgement(
            VerdictKind.CONTRADICTS, f"数据为{fact.wording}：{why(fact.reasons)}", severity=Severity.INEXACT
        )
    return by_status(fact.status, fact.reasons, fact.wording)


def unsound_change(fact: Fact) -> Judgement | None:
    """Return what can be said of a change whose two values are not both sound; None where they are."""
    change = fact.change
    if fact.problem or change is None or change.difference is None:
        if (held := unsound(fact)) is not None and fact.status is not Status.PROVISIONAL:
            return held
        return Judgement(
            VerdictKind.AMBIGUOUS,
            "：".join(filter(None, ("没有可比的上年数，不能核对变化", "、".join(fact.notes)))),
        )
    return by_status(change.status, change.reasons, fact.change_wording)


def by_status(status: Status, reasons: tuple[str, ...], wording: str) -> Judgement | None:
    """Return the verdict that a status leaves, whatever the text says; None for a sound one."""
    because = f"：{why(reasons)}" if reasons else ""
    known = "" if wording == status.title else f"（{wording}）"
    match status:
        case Status.SOUND:
            return None
        case Status.DOUBTFUL:
            return Judgement(VerdictKind.DOUBTFUL, f"数据待核实，不能据以核对{because}")
        case Status.UNAVAILABLE:
            return Judgement(VerdictKind.UNTIED, f"没有数据可核{because}")
        case Status.CONFIDENTIAL:
            return Judgement(VerdictKind.AMBIGUOUS, f"数据{status.title}，不能核对{because}")
        case Status.BOUNDED:
            return Judgement(VerdictKind.AMBIGUOUS, f"数据只知道是{wording}，不能确定{because}")
        case Status.PROVISIONAL:
            return Judgement(VerdictKind.AMBIGUOUS, f"数据为{wording}，文中没有说是同样几个月的{because}")
        case Status.INCOMPLETE:
            return Judgement(VerdictKind.AMBIGUOUS, f"数据不全{known}，不能核对{because}")


def why(reasons: tuple[str, ...]) -> str:
    """Join the reasons for a message."""
    return capped(reasons, _REASONS, joiner="；")


def _outside(stated: Interval, fact: Fact, factor: Fraction) -> bool:
    """Whether nothing that the text allows lies within the bounds, as a report may round them."""
    low, high = stated
    least, most = (
        None
        if bound is None
        else {Fraction(bound) * factor, Fraction(rounded(bound, fact.decimals or 0)) * factor}
        for bound in (fact.low, fact.high)
    )
    return (least is not None and high is not None and high < min(least)) or (
        most is not None and low > max(most)
    )
