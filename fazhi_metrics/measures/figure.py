"""One figure of a report: its value, how a report words it, and the cells that it comes from.

Values are exact; only `to_json` and `wording` round. In JSON a whole value is an int, a decimal sum the short
decimal that equals it (58670.24), and a rate a float rounded half up to six places, which is finer than any
report prints.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.faces import Shown
from fazhi_metrics.measures.change import Change
from fazhi_metrics.measures.citing import cite_change
from fazhi_metrics.measures.part import Part
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import change_text, months_text
from fazhi_metrics.quantities import Exact, rounded

HIDDEN = "不列出"
_JSON_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Shown):
    """One figure of a report.

    `value`, `numerator` and `denominator` are exact (int, Decimal, Fraction). `part` is the measured value with
    its status, bounds and reasons; `wording` says no more than that status allows. `cells` are the addresses
    below data/raw that it was computed from, as blocks. `base_value` is the value of `base_year`, and `change`
    how it changed since, over the same `months` where one of the years is not whole; all are None (or none)
    where the two years cannot be compared. `corrections` are the declared corrections of its cells, in one line
    each.
    """

    id: str
    title: str
    value: Exact | None
    unit: str
    year: int
    wording: str
    definition: str
    numerator: Exact | None
    denominator: Exact | None
    cells: tuple[str, ...]
    base_year: int | None = None
    base_value: Exact | None = None
    change: Change | None = None
    notes: tuple[str, ...] = ()
    decimals: int = 0
    town: str = ""
    corrections: tuple[str, ...] = ()
    part: Part
    months: tuple[int, ...] = ()

    @property
    def status(self) -> Status:
        """How far the value can be relied on."""
        return self.part.status

    @property
    def few(self) -> bool:
        """Whether it is confidential: it tells of one or two persons, or would give such a number back."""
        return self.status is Status.CONFIDENTIAL

    @property
    def low(self) -> Exact | None:
        """The least that the value can be; None without limit."""
        return self.part.low

    @property
    def high(self) -> Exact | None:
        """The most that the value can be; None without limit."""
        return self.part.high

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not sound."""
        return self.part.reasons

    @property
    def as_of(self) -> dt.date | None:
        """The day that it speaks for, where time matters."""
        return self.part.as_of

    def cite(self) -> str:
        """Return the value in the report's idiom: 7560户, 40余起, 98.5%."""
        return self.wording

    def cite_change(self) -> str:
        """Return the change in the report's idiom: 同比下降12.3%, 提高0.9个百分点, 持平.

        Raises:
            IndicatorError: the figure has no year to be compared with.
        """
        if self.change is None or self.change.difference is None:
            raise IndicatorError(f"{self.title}没有可比的上年数", todo="、".join(self.notes))
        months = months_text(self.months) if self.months else ""
        if self.base_year == self.year - 1:
            return f"{months}{cite_change(self.change)}"
        words = change_text(self.change)
        side = "与" if words.endswith("持平") else "比"
        period = f"{self.base_year}年{'同期' if months else ''}"
        return f"{months}{side}{period}{words}"  # 同比 is with the year before, no other

    def sentence(self) -> str:
        """Return what a paragraph says of it: value, change, and whether the change may be chance alone."""
        said = f"{self.title}{self.wording}"
        if not self.status.has_value:
            return f"{said}（{'；'.join(self.reasons)}）" if self.reasons else said
        if self.change is None or self.change.difference is None:
            return said
        if self.change.status is Status.DOUBTFUL:
            return f"{said}，变化{Status.DOUBTFUL.title}"
        doubt = f"（{self.change.word}）" if self.change.chance is not None and self.change.difference else ""
        return f"{said}，{self.cite_change()}{doubt}"

    def to_json(self) -> dict[str, Any]:
        """Return the figure as figures.json holds it, numbers as plain ints and floats."""
        return {
            "id": self.id,
            "title": self.title,
            "value": plain_number(self.value),
            "unit": self.unit,
            "year": self.year,
            "wording": self.wording,
            "definition": self.definition,
            "numerator": plain_number(self.numerator),
            "denominator": plain_number(self.denominator),
            "cells": list(self.cells),
            **known_json(self.part),
            **({"corrections": list(self.corrections)} if self.corrections else {}),
        }


def known_json(part: Part) -> dict[str, Any]:
    """Return what is known of a measured value, as every JSON output says it."""
    return {
        "status": str(part.status),
        "status_title": part.status.title,
        "low": plain_number(part.low),
        "high": plain_number(part.high),
        "reasons": list(part.reasons),
        "as_of": part.as_of.isoformat() if part.as_of else None,
        "months": list(part.months),
    }


def plain_number(value: Exact | None) -> int | float | None:
    """Return an exact value as a plain number: whole ones as int, fractions rounded to six places.

    >>> from fractions import Fraction
    >>> plain_number(Decimal("58670.24")), plain_number(Fraction(200, 2)), plain_number(Fraction(2, 3))
    (58670.24, 100, 0.666667)
    """
    if value is None or isinstance(value, int):
        return value
    if value == int(value):
        return int(value)
    return float(value if isinstance(value, Decimal) else rounded(value, _JSON_PLACES))
