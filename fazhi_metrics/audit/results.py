"""What an audit found: a verdict for every number of a report, and for every statement of a trend."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.kinds import Severity, VerdictKind
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.faces import Shown
from fazhi_metrics.quantities import Exact


@dataclass(frozen=True, slots=True)
class Basis:
    """How a figure is made: its definition in one sentence, and the sums that it divides (a count has one)."""

    definition: str
    numerator: Exact | None = None
    denominator: Exact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the data say of one number of the text.

    `low` and `high` are what the text states, `value` what the data give, `expected` how the report should
    word it, `cells` where it comes from. `where` is the part of the town that it is of (`kind=家庭`), `basis`
    how the value is made. `suggestion` is the figure that an untied number seems to state.
    """

    start: int
    end: int
    text: str
    verdict: VerdictKind
    reason: str
    place: str = ""
    figure: str | None = None
    title: str = ""
    year: int | None = None
    value: Exact | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    expected: str = ""
    cells: tuple[str, ...] = ()
    severity: Severity = Severity.NONE
    suggestion: str | None = None
    where: str = ""
    basis: Basis | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain values; numbers are JSON numbers."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "verdict": self.verdict,
            "figure": self.figure,
            "part": self.where,
            "year": self.year,
            "value": plain(self.value),
            "low": plain(self.low),
            "high": plain(self.high),
            "unit": self.unit,
            "expected": self.expected,
            "cells": list(self.cells),
            "reason": self.reason,
            "severity": self.severity,
            "place": self.place,
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPart:
    """One subject of a trend statement: both years' values and what they say.

    `held` is the verdict that data which are not sound leave; None where they are.
    """

    figure: str
    title: str
    before: Exact | None
    after: Exact | None
    wording: str
    chance: str = ""
    agrees: bool | None = None
    held: VerdictKind | None = None
    cells: tuple[str, ...] = ()
    where: str = ""
    basis: Basis | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the part as plain values."""
        return {
            "figure": self.figure,
            "part": self.where,
            "before": plain(self.before),
            "after": plain(self.after),
            "wording": self.wording,
            "chance": self.chance,
            "agrees": self.agrees,
            "cells": list(self.cells),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendVerdict:
    """What two years of data say of one statement of a trend (下降12%, 三降, 未发生…)."""

    start: int
    end: int
    text: str
    direction: str
    verdict: VerdictKind
    reason: str
    parts: tuple[TrendPart, ...] = ()
    amount: Decimal | None = None
    unit: str = ""
    place: str = ""
    severity: Severity = Severity.NONE
    suggestions: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of the figures that it speaks of."""
        return tuple(part.figure for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain values."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "direction": self.direction,
            "amount": plain(self.amount),
            "unit": self.unit,
            "verdict": self.verdict,
            "figures": list(self.figures),
            "parts": [part.to_json() for part in self.parts],
            "reason": self.reason,
            "severity": self.severity,
            "place": self.place,
            "suggestions": list(self.suggestions),
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the text itself gives away, without any data: parts that do not add up, two values for one fact."""

    start: int
    end: int
    text: str
    reason: str
    place: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "reason": self.reason,
            "place": self.place,
        }


class Tally(Counter[VerdictKind]):
    """How often each verdict was given."""

    @property
    def found(self) -> int:
        """How many were found, whatever came of it."""
        return self.total()

    @property
    def tied(self) -> int:
        """How many were compared with their figure."""
        return sum(self[kind] for kind in VerdictKind if kind.tied)

    def told(self, *always: VerdictKind) -> str:
        """Say how often each of these verdicts was given, and each that makes a report unusable if there is one."""
        also = [kind for kind in VerdictKind if kind.fails and self[kind] and kind not in always]
        return "、".join(f"{kind.short} {self[kind]}" for kind in (*always, *also))

    def to_json(self) -> dict[str, int]:
        """Return the count of every verdict, by its counter's name."""
        return {kind.counted: self[kind] for kind in reversed(VerdictKind)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a report was accounted for: its numbers, its statements of trends, and the implied numbers.

    The implied are stated without a numeral (全部, 过半, 翻一番); they are not among the numbers.
    """

    numbers: Tally
    trends: Tally
    implied: Tally

    def __str__(self) -> str:
        kind = VerdictKind
        text = f"找到数字 {self.numbers_text}。升降陈述 {self.trends.found} 处：{self.trends.told(kind.MATCHES, kind.CONTRADICTS)}"
        if not self.implied:
            return text
        told = self.implied.told(kind.MATCHES, kind.CONTRADICTS, kind.UNTIED)
        return f"{text}。隐含数字 {self.implied.found} 处：{told}"

    @property
    def numbers_text(self) -> str:
        """What became of the numbers, in one sentence without its end."""
        kind, numbers = VerdictKind, self.numbers
        left = numbers.told(kind.EXCLUDED, kind.UNTIED, kind.AMBIGUOUS)
        return f"{numbers.found} 处：已对应指标 {numbers.tied}、{left}；{numbers.told(kind.MATCHES, kind.CONTRADICTS)}"

    def to_json(self) -> dict[str, int]:
        """Return the counts as plain values; those of trends and of implied numbers have a prefix."""
        groups = {"trends": self.trends, "implied": self.implied}
        return {
            "found": self.numbers.found,
            "tied": self.numbers.tied,
            **self.numbers.to_json(),
            **{name: tally.found for name, tally in groups.items()},
            **{
                f"{name}_{counted}": count
                for name, tally in groups.items()
                for counted, count in tally.to_json().items()
            },
        }


@dataclass(frozen=True, kw_only=True)
class Audit(Shown):
    """The audit of one report: every number exactly once, in the order of the text.

    `implied` are the numbers that the text states without a numeral (全部, 过半, 翻一番): they stand apart, since
    no digit is theirs. `lost` are ties whose number is found nowhere, `proposed` those that an analyst may accept.
    `folder` is where copies go when the report's own folder cannot be written.
    """

    document: Document
    year: int
    verdicts: tuple[Verdict, ...]
    trends: tuple[TrendVerdict, ...] = ()
    arithmetic: tuple[Finding, ...] = ()
    lost: tuple[Tie, ...] = ()
    notes: tuple[str, ...] = ()
    proposed: tuple[Tie, ...] = ()
    folder: Path | None = None
    implied: tuple[Verdict, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """How many numbers and statements were found, and what became of them."""
        return Coverage(
            *(Tally(v.verdict for v in group) for group in (self.verdicts, self.trends, self.implied))
        )

    def of(self, *kinds: VerdictKind) -> tuple[Verdict | TrendVerdict, ...]:
        """Return the numbers and statements with one of these verdicts, in the order of the text."""
        return tuple(sorted((v for v in self._every if v.verdict in kinds), key=lambda v: v.start))

    @property
    def contradictions(self) -> tuple[Verdict | TrendVerdict, ...]:
        """The numbers and statements that the data contradict, in the order of the text."""
        return self.of(VerdictKind.CONTRADICTS)

    @property
    def contradicted(self) -> int:
        """How many numbers and statements the data contradict."""
        return len(self.contradictions)

    @property
    def failed(self) -> bool:
        """Whether a number or statement keeps the report from being used as it is."""
        return any(v.verdict.fails for v in self._every)

    @property
    def checked(self) -> bool:
        """Whether any number or statement was compared with sound data."""
        return any(v.verdict in (VerdictKind.MATCHES, VerdictKind.CONTRADICTS) for v in self._every)

    @property
    def state(self) -> str:
        """The result in one word, as style sheets name it: good, bad or open."""
        return "good" if self.clean else "bad" if self.failed or self.arithmetic else "open"

    @property
    def _every(self) -> list[Verdict | TrendVerdict]:
        return [*self.verdicts, *self.trends, *self.implied]

    @property
    def clean(self) -> bool:
        """Whether something was verified, and nothing contradicts, is in doubt, untied or lost."""
        return (
            any(v.verdict is VerdictKind.MATCHES for v in self._every)
            and not any(v.verdict.open for v in self._every)
            and not self.arithmetic
            and not self.lost
        )

    def to_json(self) -> dict[str, Any]:
        """Return the audit as plain values, for `fazhi audit --json`."""
        return {
            "found": len(self.verdicts),
            "coverage": self.coverage.to_json(),
            "year": self.year,
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "trends": [trend.to_json() for trend in self.trends],
            "implied": [verdict.to_json() for verdict in self.implied],
            "arithmetic": [finding.to_json() for finding in self.arithmetic],
            "lost": [_tie_json(tie) for tie in self.lost],
            "proposed": [_tie_json(tie) for tie in self.proposed],
            "notes": [*self.document.notes, *self.notes],
        }


def _tie_json(tie: Tie) -> dict[str, Any]:
    return {
        "figure": tie.figure or tie.formula,
        "year": tie.year,
        "number": tie.number,
        "before": tie.before,
        "after": tie.after,
        "trend": tie.trend,
        "implied": tie.implied,
        "place": tie.place,
    }


def plain(value: Exact | None) -> int | float | None:
    """Return an exact number as a JSON number, as figures.json writes it."""
    from fazhi_metrics.measures import plain_number

    return plain_number(value)
