"""Where one workbook is worked on: its log, issues, sources and counts while they grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import a1
from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.corrections import Applied, Correction
from fazhi_metrics.cleaning.display_text import is_blank, typed_text
from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.log import Conservation, Entries, Log
from fazhi_metrics.cleaning.part import Empty, Source, Span
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words
from fazhi_metrics.redaction import HIDDEN, measured, names_a_person, quoted, redacted
from fazhi_metrics.workbooks.sheets import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

# What stands in these cells is the sheet's own wording; anything else unclaimed may name a person.
_OPEN = frozenset({"title", "unit", "form", "header", "note", "section", "label"})
_SIGNED = frozenset({"title", "form", "note"})  # where people sign, the name in a cell of its own
_NUMBERED = frozenset({"total", "derived", "serial"})  # numbers, and the words that call them so
_CAPTION = 12  # characters; a longer text is a sentence
_SMALL = 10**9  # a smaller number is shorter than any personal one


@dataclass(slots=True)
class Context:
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

    @property
    def villages(self) -> frozenset[str]:
        """Every spelling of the town's villages: words that may be quoted, and are no names of people."""
        return village_words(self.town.villages)

    def wording(self, text: str) -> str:
        """Return the sheet's own wording (a title, a header) as it may be shown."""
        return redacted(text, known=self.villages)

    def quotation(self, raw: Any) -> str:
        """Return a cell as it may be shown: whole where it is a number, a date or like a village."""
        text = "" if is_blank(raw) else typed_text(raw)
        return quoted(text, self.villages) if isinstance(raw, str) else redacted(text)

    def fault(
        self,
        rule: str,
        sheet: str | None,
        cell: str = "",
        raw: Any = None,
        words: Mapping[str, Any] = MappingProxyType({}),
        **others: Any,
    ) -> None:
        """Report an issue at a cell; what was typed and the words of its message pass the door."""
        typed = others.pop("typed", None)
        if typed is None:
            typed = self.quotation(raw)
        said = {key: self.wording(word) if isinstance(word, str) else word for key, word in words.items()}
        self.issues.append(
            issue(rule, file=self.file, sheet=sheet, cell=cell, typed=typed, words=said, **others)
        )

    def enter(self, entries: Entries) -> None:
        """Log non-empty cells; what was typed has passed the door."""
        self.log.add(entries)
        self.logged += len(entries.cells)

    def exclude(
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
                signed = rule in _SIGNED and place > 1 and _announces(sheet.value(row, place - 1))
                told = HIDDEN if signed and isinstance(raw, str) else self.excluded(rule, raw)
                by_rule.setdefault(rule, []).append((a1(row, place), told))
        for rule, found in by_rule.items():
            cells_, befores = zip(*found, strict=True)
            self.enter(Entries(rule, sheet.name, cells_, befores, None, dataset, self.wording(column), note))
        return sum(map(len, by_rule.values()))

    def exclude_line(
        self, block: Block, line: int, ats: Sequence[int], rule: str, *, dataset: str = "", column: str = ""
    ) -> None:
        """Log the non-empty cells of one line of a block under one rule."""
        raws = block.raws(line, ats)
        found = [(at, raw) for at, raw in zip(ats, raws, strict=True) if not is_blank(raw)]
        befores = (
            [HIDDEN] * len(found) if rule == "personal" else [self.excluded(rule, raw) for _, raw in found]
        )
        names = block.cells(line, [at for at, _ in found])
        self.enter(Entries(rule, block.sheet.name, names, befores, None, dataset, self.wording(column)))

    def excluded(self, rule: str, raw: Any) -> str:
        """Return a cell that is not data as the log may show it; a text that nothing claims is not repeated."""
        if rule == "personal":
            return HIDDEN
        if raw.__class__ is float and raw.is_integer() and abs(raw) < _SMALL:
            return str(int(raw))
        text = typed_text(raw)
        if not isinstance(raw, str) or rule in _OPEN:
            return self.wording(text)
        if rule in _NUMBERED:
            return self.wording(text) if "计" in text else quoted(text, self.villages)
        return measured(text)


def _announces(raw: Any) -> bool:
    """Whether a cell says whose name stands in the next: 填表人."""
    return isinstance(raw, str) and len(raw) <= _CAPTION and names_a_person(raw.rstrip("：: "))
