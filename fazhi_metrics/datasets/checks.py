"""What must hold of records, declared as data: within a record, over a dataset, between datasets.

Each check carries its severity (error: a figure would be wrong; warning: somebody must look; hint: good to know)
and, where the general advice does not do, its own `todo`. The engine that runs them is in `cleaning`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


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


@dataclass(frozen=True, slots=True)
class NotMore:
    """Within a record: `lesser` is not more than `greater` (numbers), or not later (dates).

    With `optional`, it holds only where the town's fazhi.toml switches it on by its rule name.
    """

    rule: str
    lesser: str
    greater: str
    severity: Severity = Severity.ERROR
    todo: str = ""
    optional: bool = False

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.lesser, self.greater


@dataclass(frozen=True, slots=True)
class Adds:
    """Within a record: `whole` is the sum of `parts` (受理 = 办结 + 在办 + 不予受理)."""

    rule: str
    whole: str
    parts: tuple[str, ...]
    severity: Severity = Severity.ERROR
    todo: str = ""

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.whole, *self.parts


@dataclass(frozen=True, slots=True)
class PercentOf:
    """Within a record: the typed `rate` is `part` over `whole`, to the places that were typed."""

    rule: str
    rate: str
    part: str
    whole: str
    severity: Severity = Severity.ERROR
    todo: str = ""

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.rate, self.part, self.whole


@dataclass(frozen=True, slots=True)
class Together:
    """Within a record: `column` has a value exactly when `flag` is yes.

    `missing` is the severity of a yes without a value, `extra` that of a value without a yes; None leaves
    that side unchecked.
    """

    rule: str
    flag: str
    column: str
    missing: Severity | None = Severity.WARNING
    extra: Severity | None = Severity.ERROR
    todo: str = ""

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.flag, self.column


@dataclass(frozen=True, slots=True)
class Soon:
    """Within a record: the date `later` comes no more than `days` days after `earlier`."""

    rule: str
    earlier: str
    later: str
    days: int = 330
    severity: Severity = Severity.WARNING
    todo: str = "请核对年份"

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.earlier, self.later


@dataclass(frozen=True, slots=True)
class Reached:
    """Within a record: where `flag` is yes, `part` has come up to `whole` (销号 means every 隐患 is mended)."""

    rule: str
    flag: str
    part: str
    whole: str
    severity: Severity = Severity.WARNING
    todo: str = ""

    @property
    def could_move(self) -> tuple[str, ...]:
        """The columns in one of which the mistake may be."""
        return self.flag, self.part, self.whole


@dataclass(frozen=True, slots=True)
class Listed:
    """Within a record: `column` says of the village what the town's list of villages says."""

    rule: str
    column: Literal["district", "kind"]
    severity: Severity = Severity.WARNING
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """Over a year: every combination of `over` occurs ("village", "month" of the date, "half").

    With `unlikely`, for ledgers in which a quiet month is nothing strange: what is absent is only said when
    chance would leave it out in less than one of a thousand years.
    """

    rule: str
    over: tuple[Literal["village", "month", "half"], ...]
    severity: Severity = Severity.ERROR
    todo: str = ""
    unlikely: bool = False


@dataclass(frozen=True, slots=True)
class Steady:
    """Between two years: a number of the same place stays within `factor` times last year's.

    With `whole`, the sum over the year is compared instead.
    """

    rule: str
    columns: tuple[str, ...]
    factor: float = 2
    severity: Severity = Severity.WARNING
    todo: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Recurs:
    """Between two years: a value of `column` that is common in one occurs in the other."""

    rule: str
    column: str
    severity: Severity = Severity.WARNING
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """One side of an identity: a sum of `column`, or a count of records, where a flag is yes."""

    dataset: str
    column: str | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Agrees:
    """Between datasets: two tallies of a year are the same, month by month when `by` says so.

    Compared only where both datasets have records of that year.
    """

    rule: str
    left: Tally
    right: Tally
    by: Literal["month", "village"] | None = None
    severity: Severity = Severity.ERROR
    todo: str = ""


RowCheck = NotMore | Adds | PercentOf | Together | Soon | Reached
Check = RowCheck | Listed | Complete | Steady | Recurs | Agrees
