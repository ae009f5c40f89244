"""What is wrong with raw data, at which cell, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import address, read_block
from fazhi_metrics.cleaning.rules import RULES, Reach
from fazhi_metrics.datasets.checks import Severity

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class RecordRange:
    """The records `first` to `last` (`_at`) of one source (`_source`): what an issue is about."""

    source: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a ledger's year: a village or a month of it, or both; None is every one."""

    village: str | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a cell may have to say instead: its address in full and an exact number as text."""

    cell: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One problem in the raw data, in words an office can act on; it never holds personal data.

    `dataset` is the English name (empty when the table is unknown), `rule` an id of RULES or of a
    dataset's check, `cell` an address within the sheet (`C7`, `C5:C24`, or empty for a whole sheet or
    file), `typed` the cell as typed, `column` the English name of the column it is about.

    `effect`, by which issues of one severity are ranked, is the largest share (0 to 1) by which mending it
    could move a headline figure, and `figure` that figure's title; where nobody said which figures there
    are, it is the share of the dataset's records at stake. `amount` is by how much a number would change,
    where that is known.

    For what is computed from the data, an issue also says what mending it could change: `reach` in which way,
    `columns` the columns in one of which the mistake may be (none: the records as a whole), `cells` the
    addresses in full, `records` the records that lie there, and `slices` their villages and months (none
    where they are very many), or those of which records are absent. Of a total that differs, `gap` is what
    its parts lack to come to it, as an exact number with its sign, and `candidates` are the cells in one of
    which the mistake is, each with its likely value.

    `settled` is the answer that somebody gave to it (已核实, who, when, why), empty while it is open; `seen` is
    the digest of what it says and of the records it is about, to which an answer is bound.
    """

    severity: Severity
    dataset: str
    rule: str
    title: str
    file: str
    sheet: str | None
    cell: str
    typed: str
    why: str
    todo: str
    year: int | None = None
    effect: float = 0.0
    column: str = ""
    amount: float | None = None
    figure: str = ""
    reach: Reach = Reach.NOTHING
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    records: tuple[RecordRange, ...] = ()
    slices: tuple[Slice, ...] = ()
    gap: str = ""
    candidates: tuple[Candidate, ...] = ()
    settled: str = ""
    seen: str = ""

    @property
    def where(self) -> str:
        """The address in full: `2025/人口与户数.xlsx!人口!C7`."""
        return address(self.file, self.sheet, self.cell)

    @property
    def impact(self) -> str:
        """The figure of the report it could move and by how much at most, or an empty string."""
        if not self.figure:
            return ""
        return f"{self.figure}（至多 {self.effect:.1%}）" if self.effect < 1 else f"{self.figure}（算不出）"

    def __str__(self) -> str:
        typed = f"“{self.typed}”" if self.typed else ""
        return f"{self.severity} {self.where} {self.title}{typed}：{self.why}。{self.settled or self.todo}"


def issue(
    rule: str,
    *,
    file: str,
    sheet: str | None = None,
    cell: str = "",
    typed: str = "",
    dataset: str = "",
    year: int | None = None,
    effect: float = 0.0,
    severity: Severity | None = None,
    todo: str = "",
    name: str = "",
    column: str = "",
    amount: float | None = None,
    reach: Reach | None = None,
    columns: Sequence[str] | None = None,
    beside: Sequence[str] = (),
    slices: Sequence[Slice] = (),
    gap: str = "",
    candidates: Sequence[Candidate] = (),
    settled: str = "",
    words: Mapping[str, Any] = MappingProxyType({}),
) -> Issue:
    """Make an issue of a rule, its reason and advice filled in with `words`.

    `name` is the id of the dataset's check when the rule is its kind; `severity`, `todo` and `reach` override
    the rule's own. `beside` are further cells of the same sheet that it is about.
    """
    declared = RULES[rule]
    reach = Reach.NOTHING if amount == 0 else reach or declared.reach
    if columns is None:
        columns = (column,) if column and reach is not Reach.EXCESS else ()
    places = [place for place in dict.fromkeys((cell, *beside)) if place]
    return Issue(
        severity=severity or declared.severity,
        dataset=dataset,
        rule=name or rule,
        title=declared.title,
        file=file,
        sheet=sheet,
        cell=cell,
        typed=typed,
        why=declared.why.format(**words),
        todo=todo or declared.todo.format(**words),
        year=year,
        effect=effect,
        column=column,
        amount=amount,
        reach=reach,
        columns=tuple(columns),
        cells=tuple(address(file, sheet, place) for place in places or ("",)),
        slices=tuple(slices),
        gap=gap,
        candidates=tuple(candidates),
        settled=settled,
    )


def ranked(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Sort issues: open ones before settled, the gravest first, then by how much is at stake, then by address."""
    return tuple(
        sorted(
            issues,
            key=lambda each: (
                bool(each.settled),
                each.severity.order,
                -each.effect,
                each.file,
                each.sheet or "",
                _place(each.cell),
                each.rule,
                each.why,
            ),
        )
    )


def _place(cell: str) -> tuple[int, int, str]:
    spot = read_block(cell)
    return (spot.top, spot.left, "") if spot else (0, len(cell), cell)


def issues_table(issues: Iterable[Issue]) -> pa.Table:
    """Return issues.parquet: a row per issue, in order."""
    import pyarrow as pa

    texts, number, slices = (
        pa.list_(pa.string()),
        pa.int32(),
        [("village", pa.string()), ("month", pa.int32())],
    )
    types = {
        "year": number,
        "effect": pa.float64(),
        "amount": pa.float64(),
        "columns": texts,
        "cells": texts,
        "records": pa.list_(pa.struct([("source", number), ("first", number), ("last", number)])),
        "slices": pa.list_(pa.struct(slices)),
        "candidates": pa.list_(pa.struct([("cell", pa.string()), ("value", pa.string())])),
    }
    schema = pa.schema([(each.name, types.get(each.name, pa.string())) for each in fields(Issue)])
    return pa.Table.from_pylist([asdict(each) for each in issues], schema=schema)


def issues_of(table: pa.Table) -> tuple[Issue, ...]:
    """Return the issues of an issues.parquet."""
    return tuple(map(issue_from, table.to_pylist()))


def issue_from(plain: Mapping[str, Any]) -> Issue:
    """Return the issue that `dataclasses.asdict` turned into plain values."""
    nested = {"records": RecordRange, "slices": Slice, "candidates": Candidate}
    return Issue(
        **{
            **plain,
            "severity": Severity(plain["severity"]),
            "reach": Reach(plain["reach"]),
            "columns": tuple(plain["columns"]),
            "cells": tuple(plain["cells"]),
            **{name: tuple(kind(**each) for each in plain[name]) for name, kind in nested.items()},
        }
    )
