"""From a record and a field back to the cell that carried it, while a run is being put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fazhi_metrics.addresses import a1, address
from fazhi_metrics.cleaning.part import Source, Span


class Place(NamedTuple):
    """A cell, or with `cell` empty the whole sheet that a value came from."""

    file: str
    sheet: str | None
    cell: str

    @property
    def address(self) -> str:
        """The address in full."""
        return address(self.file, self.sheet, self.cell)


class Locator:
    """Finds the cell of any field of any record of the workbooks added so far."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.spans: list[Span] = []
        self._spans: dict[tuple[int, str], list[Span]] = {}

    def add(self, sources: Iterable[Source], spans: Iterable[Span]) -> int:
        """Add the sources and spans of a workbook; return the number that its first source has here."""
        shift = len(self.sources)
        self.sources += sources
        for own in spans:
            span = own._replace(source=own.source + shift)
            self.spans.append(span)
            self._spans.setdefault((span.source, span.field), []).append(span)
        return shift

    def place(self, source: int, at: int, field: str) -> Place:
        """Return where a record's field was typed; its sheet when no cell carries it."""
        home = self.sources[source]
        line = next((each.at for each in home.fields if each.field == field), None)
        if line is None:
            return Place(home.file, home.sheet, "")
        for span in self._spans.get((source, field), ()):
            if span.first <= at <= span.last:
                at = span.anchor
        row, column = (line, at) if home.axis == "column" else (at, line)
        return Place(home.file, home.sheet, a1(row, column))

    def spanned(self, source: int, at: int, field: str) -> bool:
        """Whether a record takes the field from a cell that it shares with other records."""
        return any(span.first <= at <= span.last for span in self._spans.get((source, field), ()))

    def whole(self, sources: Iterable[int]) -> Place:
        """Return the sheet, file or folder that the given sources have in common."""
        homes = [self.sources[number] for number in sources]
        files = {home.file for home in homes}
        if len(files) != 1:
            folders = {file.rpartition("/")[0] for file in files}
            return Place(f"{folders.pop()}/" if len(folders) == 1 else "", None, "")
        sheets = {home.sheet for home in homes}
        return Place(files.pop(), sheets.pop() if len(sheets) == 1 else None, "")
