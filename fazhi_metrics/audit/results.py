"""What an audit found: a verdict for every number of a report, and for every statement of a trend."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.ties import Tie

VerdictKind = Literal["matches", "contradicts", "ambiguous", "untied", "excluded"]
Severity = Literal["", "inexact", "conclusion"]
Exact = int | Decimal | Fraction

TITLES: dict[VerdictKind, str] = {
    "matches": "与数据一致",
    "contradicts": "与数据不符",
    "ambiguous": "不能确定",
    "untied": "没有对应的指标",
    "excluded": "不是统计数字",
}
# What needs somebody's attention comes first wherever findings are listed by verdict.
ORDER: tuple[VerdictKind, ...] = ("contradicts", "ambiguous", "untied", "matches", "excluded")
SEVERITIES: dict[Severity, str] = {"": "", "inexact": "数值不准", "conclusion": "改变结论"}


@dataclass(frozen=True, slots=True)
class Basis:
    """How a figure is made: its definition in one sentence, and the sums that it divides (a count has one)."""

    definition: str
    numerator: Exact | None = None
    denominator: Exact | None = None


@dataclass(frozen=True, slots=True)
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
    severity: Severity = ""
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


@dataclass(frozen=True, slots=True)
class TrendPart:
    """One subject of a trend statement: both years' values and what they say."""

    figure: str
    title: str
    before: Exact | None
    after: Exact | None
    wording: str
    chance: str = ""
    agrees: bool | None = None
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


@dataclass(frozen=True, slots=True)
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
    severity: Severity = ""
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a report was accounted for, in numbers.

    `trends` and those below count statements of trends, `implied` and those below the numbers that are stated
    without a numeral (全部, 过半, 翻一番); neither is part of `found`.
    """

    found: int
    tied: int
    excluded: int
    untied: int
    matched: int
    contradicted: int
    ambiguous: int
    trends: int
    trends_matched: int
    trends_contradicted: int
    implied: int = 0
    implied_matched: int = 0
    implied_contradicted: int = 0
    implied_untied: int = 0

    def __str__(self) -> str:
        implied = (
            f"。隐含数字 {self.implied} 处：一致 {self.implied_matched}、不符 {self.implied_contradicted}、"
            f"未对应 {self.implied_untied}"
            if self.implied
            else ""
        )
        return (
            f"找到数字 {self.found} 处：已对应指标 {self.tied}、排除 {self.excluded}、未对应 {self.untied}、"
            f"不能确定 {self.ambiguous}；一致 {self.matched}、不符 {self.contradicted}。"
            f"升降陈述 {self.trends} 处：一致 {self.trends_matched}、不符 {self.trends_contradicted}{implied}"
        )


@dataclass(frozen=True)
class Audit:
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
        """How many numbers were found, tied, excluded and left untied."""
        kinds = Counter(verdict.verdict for verdict in self.verdicts)
        trends = Counter(verdict.verdict for verdict in self.trends)
        implied = Counter(verdict.verdict for verdict in self.implied)
        return Coverage(
            found=len(self.verdicts),
            tied=kinds["matches"] + kinds["contradicts"],
            excluded=kinds["excluded"],
            untied=kinds["untied"],
            matched=kinds["matches"],
            contradicted=kinds["contradicts"],
            ambiguous=kinds["ambiguous"],
            trends=len(self.trends),
            trends_matched=trends["matches"],
            trends_contradicted=trends["contradicts"],
            implied=len(self.implied),
            implied_matched=implied["matches"],
            implied_contradicted=implied["contradicts"],
            implied_untied=implied["untied"],
        )

    @property
    def contradictions(self) -> tuple[Verdict | TrendVerdict, ...]:
        """The numbers and statements that the data contradict, in the order of the text."""
        return tuple(sorted((v for v in self._every if v.verdict == "contradicts"), key=lambda v: v.start))

    @property
    def contradicted(self) -> int:
        """How many numbers and statements the data contradict."""
        return len(self.contradictions)

    @property
    def _every(self) -> list[Verdict | TrendVerdict]:
        return [*self.verdicts, *self.trends, *self.implied]

    @property
    def clean(self) -> bool:
        """Whether something was verified, and nothing contradicts, is in doubt, untied or lost."""
        return (
            any(v.verdict == "matches" for v in self._every)
            and all(v.verdict in ("matches", "excluded") for v in self._every)
            and not self.arithmetic
            and not self.lost
        )

    def to_json(self) -> dict[str, Any]:
        """Return the audit as plain values, for `fazhi audit --json`."""
        coverage = self.coverage
        return {
            "found": coverage.found,
            "coverage": {name: getattr(coverage, name) for name in Coverage.__slots__},
            "year": self.year,
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "trends": [trend.to_json() for trend in self.trends],
            "implied": [verdict.to_json() for verdict in self.implied],
            "arithmetic": [finding.to_json() for finding in self.arithmetic],
            "lost": [_tie_json(tie) for tie in self.lost],
            "proposed": [_tie_json(tie) for tie in self.proposed],
            "notes": [*self.document.notes, *self.notes],
        }

    def _repr_html_(self) -> str:
        from fazhi_metrics.audit.rich import audit_html

        return audit_html(self)

    def __str__(self) -> str:
        from fazhi_metrics.audit.display import audit_text

        return audit_text(self)


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
