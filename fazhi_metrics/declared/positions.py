"""Which line of a TOML text each key stands on.

Only asked when an error is to be worded, and only of a text that has been read as TOML already.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

Path = tuple[str | int, ...]

_MULTILINE = r'"{3}(?:\\[\s\S]|[^\\])*?"{3,5}' + r"|'{3}[\s\S]*?'{3,5}"
_SINGLE = r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'"
_TOKEN = re.compile(
    rf"(?P<text>{_MULTILINE}|{_SINGLE})|#[^\n]*|(?P<mark>[\[\]{{}}=,.\n])|(?P<bare>[^\s\[\]{{}}=,.#\"']+)"
)


class _Token(NamedTuple):
    text: str
    offset: int
    quoted: bool


@lru_cache(maxsize=4)
def positions(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of every key, table and list item of a valid TOML text, by its path.

    >>> positions('[town]\\nyears = [\\n  2025,\\n]')[("town", "years", 0)]
    3
    """
    return _Walk(text).lines


class _Walk:
    """One walk over the tokens; `lines` is what it found."""

    def __init__(self, text: str) -> None:
        self._starts = [match.end() for match in re.finditer("\n", text)]
        self._tokens = [
            _Token(match.group(), match.start(), match.lastgroup == "text")
            for match in _TOKEN.finditer(text)
            if match.lastgroup
        ]
        self._next = 0
        self._counts: dict[Path, int] = {}
        self.lines: dict[Path, int] = {}
        table: Path = ()
        while self._next < len(self._tokens):
            if self._skips("\n"):
                continue
            table = self._header() if self._is("[") else self._pair(table)

    def _is(self, *marks: str) -> bool:
        at = self._next
        return at < len(self._tokens) and not self._tokens[at].quoted and self._tokens[at].text in marks

    def _skips(self, *marks: str) -> bool:
        skipped = self._is(*marks)
        self._next += skipped
        return skipped

    def _note(self, path: Path) -> Path:
        at = self._tokens[min(self._next, len(self._tokens) - 1)].offset
        self.lines.setdefault(path, bisect_right(self._starts, at) + 1)
        return path

    def _header(self) -> Path:
        self._next += 1
        array = self._skips("[")
        keys = self._keys()
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = self._note((*path, key))
            if array and number == len(keys):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = self._note((*path, self._counts[path] - 1))
        while self._skips("]"):
            pass
        return path

    def _pair(self, table: Path) -> Path:
        path = table
        for key in self._keys():
            path = self._note((*path, key))
        self._next += 1
        self._value(path)
        return table

    def _keys(self) -> list[str]:
        keys = []
        while not self._is("=", "]"):
            token = self._tokens[self._next]
            if not self._is("."):
                keys.append(tomllib.loads(f"k = {token.text}")["k"] if token.quoted else token.text)
            self._next += 1
        return keys

    def _value(self, path: Path) -> None:
        if self._skips("["):
            number = 0
            while not self._skips("]"):
                if not self._skips(",", "\n"):
                    self._value(self._note((*path, number)))
                    number += 1
        elif self._skips("{"):
            while not self._skips("}"):
                if not self._skips(",", "\n"):
                    self._pair(path)
        else:
            while self._next < len(self._tokens) and not self._is(",", "]", "}", "\n"):
                self._next += 1
