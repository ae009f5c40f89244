"""Where one workbook is worked on: its log, issues, sources and counts while they grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import a1
from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.corrections import Applied, Correction
from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.log import Conservation, Entries, Log
from fazhi_metrics.cleaning.part import Empty, Source, Span
from fazhi_metrics.cleaning.privacy import (
    HIDDEN,
    holds_personal_number,
    unclaimed_text,
    without_numbers,
    without_signatures,
)
from fazhi_metrics.cleaning.shown import is_blank, typed_text
from fazhi_metrics.project import Town
from fazhi_metrics.workbooks.sheets import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

# What stands in these cells is the sheet's own wording; anything else unclaimed may name a person.
_OPEN = frozenset(
    {"title", "unit", "form", "header", "note", "total", "derived", "section", "label", "serial"}
)
_SMALL = 10**9  # a smaller number is shorter than any personal one


@dataclass(slots=True)
class Bench:
    """The state of cleaning one workbook; `part` of the run is made of it at the end."""

    file: str
    town: Town
    corrections: tuple[Correction, ...]
    log: Log
    issues: list[Issue] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    applied: list[Applied] = field(default_factory=list)
    empty: list[Empty] = field(default_factory=list)
    records: dict[str, list[pa.Table]] = field(default_factory=dict)
    read: int = 0
    kept: int = 0
    logged: int = 0
    proved: int = 0

    @property
    def conservation(self) -> Conservation:
        """The count of cells so far."""
        return Conservation(self.read, self.kept, self.logged)

    def fault(
        self,
        rule: str,
        sheet: str | None,
        cell: str = "",
        raw: Any = None,
        words: Mapping[str, Any] = MappingProxyType({}),
        **others: Any,
    ) -> None:
        """Report an issue at a cell; what was typed is quoted without personal numbers."""
        typed = others.pop("typed", None)
        if typed is None:
            typed = "" if is_blank(raw) else without_numbers(typed_text(raw))
        self.issues.append(
            issue(rule, file=self.file, sheet=sheet, cell=cell, typed=typed, words=words, **others)
        )

    def enter(self, entries: Entries) -> None:
        """Log non-empty cells; what was typed has personal numbers already hidden."""
        self.log.add(entries)
        self.logged += len(entries.cells)

    def set_aside(
        self,
        sheet: Sheet,
        cells: Iterable[tuple[int, int, str]],
        *,
        dataset: str = "",
        column: str = "",
        note: str = "",
    ) -> int:
        """Log the non-empty cells among these (row, column, rule), none of which is data; return how many."""
        by_rule: dict[str, list[tuple[str, str]]] = {}
        for row, place, rule in cells:
            raw = sheet.value(row, place)
            if not is_blank(raw):
                by_rule.setdefault(rule, []).append((a1(row, place), shown_aside(rule, raw)))
        for rule, found in by_rule.items():
            cells_, befores = zip(*found, strict=True)
            self.enter(Entries(rule, sheet.name, cells_, befores, None, dataset, column, note))
        return sum(map(len, by_rule.values()))

    def set_line_aside(
        self, block: Block, line: int, ats: Sequence[int], rule: str, *, dataset: str = "", column: str = ""
    ) -> None:
        """Log the non-empty cells of one line of a block under one rule."""
        raws = block.raws(line, ats)
        found = [(at, raw) for at, raw in zip(ats, raws, strict=True) if not is_blank(raw)]
        befores = (
            [HIDDEN] * len(found) if rule == "personal" else [shown_aside(rule, raw) for _, raw in found]
        )
        names = block.cells(line, [at for at, _ in found])
        self.enter(Entries(rule, block.sheet.name, names, befores, None, dataset, column))


def shown_aside(rule: str, raw: Any) -> str:
    """Return a cell that is not data as the log may show it.

    Signatures under a table are hidden; free text that nothing claims is not repeated.
    """
    if rule == "personal":
        return HIDDEN
    if raw.__class__ is float and raw.is_integer() and abs(raw) < _SMALL:
        return str(int(raw))
    text = typed_text(raw)
    if not isinstance(raw, str):
        return without_numbers(text)
    if rule in _OPEN:
        return without_signatures(text)
    return without_numbers(text) if holds_personal_number(text) else unclaimed_text(text)
