"""Cutting a text into records and fields; a stray quotation mark swallows no lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

# A quotation mark that is never closed swallows the rest of the file; no cell has so many lines.
_CELL_LINES: Final = 100
_SAMPLE: Final = 400


def cut_records(text: str, separator: str) -> tuple[list[list[Any]] | None, dict[int, str]]:
    """Return the records of a text, an empty one for every further line of a record, and what is to be said.

    None when a field is too long.
    """
    try:
        if '"' not in text:
            return list(map(list, csv.reader(io.StringIO(text, newline=""), delimiter=separator))), {}
        rows, spans = _quoted(text, separator)
    except csv.Error:
        return _unquoted(text, separator)
    if not spans or not _swallows(rows, spans, separator):
        return rows, {}
    return _line_by_line(text, separator)


def _quoted(text: str, separator: str) -> tuple[list[list[Any]], dict[int, int]]:
    """Cut a text as quotation marks say; and how many lines each record of several lines has."""
    rows: list[list[Any]] = []
    spans: dict[int, int] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for fields in reader:
        lines = reader.line_num - len(rows)
        if lines > 1:
            spans[len(rows)] = lines
        rows.append(list(fields))
        rows.extend([] for _ in range(lines - 1))
    return rows, spans


def _swallows(rows: Sequence[Sequence[str]], spans: dict[int, int], separator: str) -> bool:
    """Whether a record of several lines holds lines that are records themselves, or lines without end."""
    usual = _usual(rows)
    for place, lines in spans.items():
        if lines > _CELL_LINES:
            return True
        inner = [line for field in rows[place] for line in field.split("\n")[1:] if "\n" in field]
        if usual > 1 and any(line.count(separator) >= usual - 1 for line in inner):
            return True
        if usual > 1 and len(rows[place]) > usual + lines // 2 + 1:
            return True
    return False


def _usual(rows: Sequence[Sequence[str]]) -> int:
    counts = Counter(len(row) for row in rows[:_SAMPLE] if any(row))
    return counts.most_common(1)[0][0] if counts else 0


def _line_by_line(text: str, separator: str) -> tuple[list[list[Any]] | None, dict[int, str]]:
    """Cut a text line by line; lines are joined to one record only where that gives as many fields as usual."""
    lines = text.splitlines()
    usual = Counter(line.count(separator) + 1 for line in lines[:_SAMPLE] if line.strip() and '"' not in line)
    width = usual.most_common(1)[0][0] if usual else 0
    rows: list[list[Any]] = []
    notes: dict[int, str] = {}
    place = 0
    while place < len(lines):
        taken, fields = _record(lines, place, separator, width)
        if fields is None:
            taken, fields = 1, [field.replace('"', "") for field in lines[place].split(separator)]
            notes[place + 1] = f"第{place + 1}行的引号不成对"
        rows.append(fields)
        rows.extend([] for _ in range(taken - 1))
        place += taken
    return rows, notes


def _record(lines: Sequence[str], place: int, separator: str, width: int) -> tuple[int, list[Any] | None]:
    """Return how many lines a record has, and its fields; None when its quotation marks do not close."""
    for taken in range(1, min(_CELL_LINES, len(lines) - place) + 1):
        joined = "\n".join(lines[place : place + taken])
        if (
            taken > 1
            and lines[place + taken - 1].count(separator) >= width - 1 > 0
            and '"' not in lines[place + taken - 1]
        ):
            return taken, None  # a record of its own
        if joined.count('"') % 2 == 0:
            fields = next(
                csv.reader([joined] if taken == 1 else io.StringIO(joined, newline=""), delimiter=separator),
                [],
            )
            return (taken, list(fields)) if taken == 1 or len(fields) == width else (taken, None)
    return 1, None


def _unquoted(text: str, separator: str) -> tuple[list[list[Any]] | None, dict[int, str]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
        return list(map(list, reader)), {}
    except csv.Error:
        return None, {}
