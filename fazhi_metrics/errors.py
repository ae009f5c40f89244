"""Errors that an analyst can cause: each says in Chinese what is wrong, where, and what to do next."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class FazhiError(Exception):
    """Something in the input or the call that an analyst can mend.

    The message has up to three parts: what is wrong, where (file, sheet, cell), what to do.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        text = f"{where}：{what}" if where else what
        super().__init__(f"{_ended(text)}{_ended(todo)}")

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of the calls that led here."""
        return [str(self)]


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence[-1] in "。？！" else f"{sentence}。"


class ProjectError(FazhiError):
    """The project folder or its fazhi.toml cannot be used."""


class FileError(FazhiError):
    """The system does not let a file or folder be read or written."""


class WorkbookError(FazhiError):
    """A file cannot be read as a workbook."""


class DatasetError(FazhiError):
    """A dataset, column or year that does not exist."""


class CleaningError(FazhiError):
    """Raw data cannot be turned into processed data."""


class StoreError(FazhiError):
    """Processed data is missing, older than raw data, or damaged."""


class IndicatorError(FazhiError):
    """An indicator cannot be computed as asked: unknown, not divisible that way, or two definitions."""


class ChartError(FazhiError):
    """A chart cannot be drawn or exported."""


class ReportError(FazhiError):
    """A report, its template or its ties cannot be used."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a closing sentence with the nearest known name, or the list of all names.

    >>> did_you_mean("dispute", ["disputes", "appeals"])
    '您是不是要找 disputes？'
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"您是不是要找 {near[0]}？"
    return f"可用的有：{capped(names)}" if names else ""


def capped(items: Iterable[str], limit: int = 12, joiner: str = "、") -> str:
    """Join items for a message, at most `limit` of them.

    >>> capped(["甲", "乙", "丙"], limit=2)
    '甲、乙（其余 1 处）'
    """
    every = list(items)
    text = joiner.join(every[:limit])
    return f"{text}（其余 {len(every) - limit} 处）" if len(every) > limit else text
