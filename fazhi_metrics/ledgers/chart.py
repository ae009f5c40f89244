"""What a chart is: a declaration of which indicators it shows, divided by what, in which kind of picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "ranked_bars",
    "ranked_dots",
    "dumbbell",
    "lines",
    "shares",
    "heat",
    "steps",
    "pairs",
    "panels",
    "multiples",
    "years",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart of the catalogue.

    `title` is its Chinese name; the title printed on the chart is the finding, made from the numbers.
    `indicators` are measured `by` the dimensions, in the order in which the kind reads them. `names` are
    short names for the indicators on the chart, where their own titles are too long. `noun` is one part
    with its measure word (个村). `compared` charts show last year beside this. `verb` says what a larger
    count is (最多, 最大); `after` follows a part's label in a sentence (餐饮 + 领域).
    """

    id: str
    title: str
    theme: str
    kind: Kind
    indicators: tuple[str, ...]
    by: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    noun: str = "类"
    compared: bool = False
    verb: str = "最多"
    after: str = ""
