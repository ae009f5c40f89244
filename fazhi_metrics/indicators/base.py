"""What an indicator is: two sums, a scale and a definition that has a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["is", "in", "is_not", "at_least", "at_most", "known"]
Better = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a column of a dataset; conditions of a sum all hold together."""

    column: str
    operator: Operator = "is"
    values: tuple[str | int | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the rows of a dataset that pass `where`: of `column`, or of the rows when it is None.

    `distinct` counts the different values of `column` instead; such a count does not add up over parts
    and is declared so.
    """

    dataset: str
    column: str | None = None
    where: tuple[Where, ...] = ()
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A governance indicator: numerator over denominator (a count has none), times `scale`.

    `decimals` is how many places the report prints; `version` and `since` name the definition (口径), and
    a comparison across two versions is refused. `cite` is the wording pattern of the report.
    """

    id: str
    title: str
    unit: str
    definition: str
    numerator: Sum
    denominator: Sum | None = None
    scale: int = 1
    decimals: int = 0
    better: Better = "none"
    theme: str = ""
    version: str = "1"
    since: int = 2024
    words: tuple[str, ...] = ()
