"""What must hold within a record, declared as data: a check is one class.

A kind of check says what passes (to pandera), what is said where a record does not, which columns it holds
against each other and which of them a mistake could move. Adding a kind takes its class here and its message
in `cleaning.rules`; what must hold over a year or between ledgers is in `year_checks`.

Each check carries its severity (error: a figure would be wrong; warning: somebody must look; hint: good to
know) and, where the general advice does not do, its own `todo`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from fazhi_metrics.declared import Place, setting

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.datasets.base import Dataset


UNCHECKED: Final = "不核对"


class Severity(StrEnum):
    """How grave a problem is; members stand in order, the gravest first, and are their own Chinese titles."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"

    @property
    def order(self) -> int:
        """Its place in a list that begins with the gravest."""
        return tuple(Severity).index(self)

    @property
    def colour(self) -> str:
        """The fill of a cell that has such a problem, as RRGGBB."""
        return {"错误": "FFC7CE", "警告": "FFEB9C", "提示": "DDEBF7"}[self]


class Record(Protocol):
    """A record that does not pass, as a check sees it; columns go by their English names."""

    def title(self, column: str) -> str:
        """The Chinese title of a column."""

    def value(self, column: str) -> Any:
        """Its typed value, None where it is missing."""

    def cell(self, column: str) -> str:
        """The name of its cell, empty where no cell carries it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a check says of a record: the message of the rules page, its words, and the column it stands at."""

    message: str
    at: str
    words: Mapping[str, Any]
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Check(ABC):
    """What must hold; `rule` is its stored id.

    With `optional`, it holds only where the town's fazhi.toml switches it on by that id.
    """

    rule: str
    severity: Severity = field(default=Severity.ERROR, kw_only=True)
    todo: str = field(default="", kw_only=True)
    optional: bool = field(default=False, kw_only=True)

    looks_at: ClassVar[tuple[str, ...]] = ()  # the fields that name the columns it looks at

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be; none where records are absent."""
        named = (getattr(self, name) for name in self.looks_at)
        return tuple(name for each in named for name in ((each,) if isinstance(each, str) else each))

    def share(self, dataset: Dataset, effect: float) -> float | None:
        """The share of a figure at stake where the check alone knows it; None where columns tell it."""
        return None


@dataclass(frozen=True, slots=True)
class RowCheck(Check):
    """What must hold within a record."""

    @abstractmethod
    def passes(self, records: pd.DataFrame) -> pd.Series:
        """Return which records pass; one that misses a value does, as that is another rule's business."""

    @abstractmethod
    def says(self, record: Record) -> Said:
        """Return what is wrong with a record that does not pass."""


@dataclass(frozen=True, slots=True)
class NotMore(RowCheck):
    """Within a record: `lesser` is not more than `greater` (numbers), or not later (dates)."""

    lesser: str
    greater: str

    looks_at = ("lesser", "greater")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """A comparison."""
        return _passes(records[self.lesser] <= records[self.greater], records, self.could_move)

    def says(self, record: Record) -> Said:
        """Said at the number that is too large, or at the date that is too early."""
        dates = hasattr(record.value(self.greater), "year")
        at, other = (self.greater, self.lesser) if dates else (self.lesser, self.greater)
        words = {"lesser": record.title(self.lesser), "greater": record.title(self.greater)} | {
            "left": record.value(self.lesser),
            "right": record.value(self.greater),
        }
        return Said("not_later" if dates else "not_more", at, {**words, "other": record.cell(other)})


@dataclass(frozen=True, slots=True)
class Adds(RowCheck):
    """Within a record: `whole` is the sum of `parts` (受理 = 办结 + 在办 + 不予受理)."""

    whole: str
    parts: tuple[str, ...]

    looks_at = ("whole", "parts")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """An exact sum."""
        return _passes(records[list(self.parts)].sum(axis=1) == records[self.whole], records, self.could_move)

    def says(self, record: Record) -> Said:
        """Said at the whole."""
        words = {"whole": record.title(self.whole), "stated": record.value(self.whole)}
        words["computed"] = sum(record.value(part) or 0 for part in self.parts)
        words["parts"] = "、".join(record.title(part) for part in self.parts)
        return Said("adds", self.whole, words)


@dataclass(frozen=True, slots=True)
class PercentOf(RowCheck):
    """Within a record: the typed `rate` is `part` over `whole`, to the places that were typed."""

    rate: str
    part: str
    whole: str

    looks_at = ("rate", "part", "whole")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """See `percent_agrees`."""
        import pandas as pd

        columns = (records[name] for name in self.could_move)
        agree = [
            bool(pd.isna(r) or pd.isna(p) or pd.isna(w)) or percent_agrees(r, int(p), int(w))
            for r, p, w in zip(*columns, strict=True)
        ]
        return pd.Series(agree, index=records.index)

    def says(self, record: Record) -> Said:
        """Said at the rate."""
        part, whole = record.value(self.part), record.value(self.whole)
        words = {"rate": record.title(self.rate), "stated": record.value(self.rate)}
        words["part"] = f"{record.title(self.part)}（{part}）"
        words["whole"] = f"{record.title(self.whole)}（{whole}）"
        words["computed"] = f"{100 * int(part) / int(whole):.2f}" if whole else "—"
        return Said("percent_of", self.rate, words)


def _side(place: Place) -> Severity | None:
    return None if place.value == UNCHECKED else place.read(Severity)


@dataclass(frozen=True, slots=True)
class Together(RowCheck):
    """Within a record: `column` has a value exactly when `flag` is yes.

    `missing` is the severity of a yes without a value, `extra` that of a value without a yes; None (不核对)
    leaves that side unchecked.
    """

    flag: str
    column: str
    missing: Severity | None = setting(Severity.WARNING, hook=_side)
    extra: Severity | None = setting(Severity.ERROR, hook=_side)

    looks_at = ("flag", "column")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """A flag that is missing passes."""
        flag, filled = records[self.flag], records[self.column].notna()
        passes = flag.notna() | True
        if self.missing:
            passes = passes & ~(flag.fillna(False).astype(bool) & ~filled)
        if self.extra:
            passes = passes & ~(~flag.fillna(True).astype(bool) & filled)
        return passes

    def says(self, record: Record) -> Said:
        """Said at the column, by the side that is broken."""
        filled = record.value(self.column) is not None
        message, severity = (
            ("value_without_flag", self.extra) if filled else ("flag_without_value", self.missing)
        )
        words = {"flag": record.title(self.flag), "column": record.title(self.column)}
        return Said(message, self.column, {**words, "other": record.cell(self.flag)}, severity)


@dataclass(frozen=True, slots=True)
class Soon(RowCheck):
    """Within a record: the date `later` comes no more than `days` days after `earlier`."""

    earlier: str
    later: str
    days: int = 330
    severity: Severity = field(default=Severity.WARNING, kw_only=True)
    todo: str = field(default="请核对年份", kw_only=True)

    looks_at = ("earlier", "later")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """Where the earlier date is of another year, it is the one to be mended, and this passes."""
        earlier, later = records[self.earlier], records[self.later]
        near = ((later - earlier).dt.days <= self.days) | (earlier.dt.year != records["year"])
        return _passes(near, records, self.could_move)

    def says(self, record: Record) -> Said:
        """Said at the later date."""
        words = {"earlier": record.title(self.earlier), "later": record.title(self.later), "days": self.days}
        words |= {"left": record.value(self.earlier), "right": record.value(self.later)}
        return Said("late", self.later, {**words, "other": record.cell(self.earlier)})


@dataclass(frozen=True, slots=True)
class Reached(RowCheck):
    """Within a record: where `flag` is yes, `part` has come up to `whole` (销号 means every 隐患 is mended)."""

    flag: str
    part: str
    whole: str
    severity: Severity = field(default=Severity.WARNING, kw_only=True)

    looks_at = ("flag", "part", "whole")

    def passes(self, records: pd.DataFrame) -> pd.Series:
        """A comparison where the flag is yes."""
        reached = (records[self.part] >= records[self.whole]) | ~records[self.flag].astype("boolean")
        return _passes(reached, records, self.could_move)

    def says(self, record: Record) -> Said:
        """Said at the flag."""
        words = {"flag": record.title(self.flag)}
        words |= {"part": record.title(self.part), "whole": record.title(self.whole)}
        words |= {"left": record.value(self.part), "right": record.value(self.whole)}
        return Said("not_reached", self.flag, {**words, "other": record.cell(self.part)})


def percent_agrees(rate: Decimal, part: int, whole: int) -> bool:
    """Whether a rate in percent is part over whole, rounded to the places of the rate.

    >>> percent_agrees(Decimal("96"), 962, 1000), percent_agrees(Decimal("96.1"), 962, 1000)
    (True, False)
    """
    if whole == 0:
        return rate == 0 and part == 0
    places = max(0, -int(rate.normalize().as_tuple().exponent))
    gap: Decimal = abs(rate * whole - 100 * part) * 2 * 10**places
    return gap <= whole


def _passes(holds: pd.Series, records: pd.DataFrame, used: tuple[str, ...]) -> pd.Series:
    """A comparison passes where it holds, and where a value is missing."""
    return holds.fillna(True).astype(bool) | records[list(used)].isna().any(axis=1)
