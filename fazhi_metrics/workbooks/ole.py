"""The compound file that an .xls is stored in: its streams, read without trusting its chains."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE: Final = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors


class BrokenFileError(Exception):
    """The compound file contradicts itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream in the directory."""

    name: str
    start: int
    size: int


class CompoundFile:
    """The directory and streams of a compound file held in memory.

    Every chain of sectors is walked at most once per sector, so that a cycle ends in an error.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise BrokenFileError("header")
        self._data = data
        (shift, mini_shift) = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenFileError("sector size")
        self._size = 1 << shift
        self._count = len(data) // self._size
        first_directory, self._cutoff, first_mini = struct.unpack_from("<I4xII", data, 48)
        first_difat, difat_count = struct.unpack_from("<II", data, 68)
        self._fat = self._read_fat(first_difat, difat_count)
        self.entries = self._read_directory(self._chain(first_directory))
        self._mini_fat = self._longs(self._chain(first_mini)) if first_mini < _FREE else ()
        self._mini_stream: bytes | None = None

    def stream(self, *names: str) -> bytes | None:
        """Return the content of the first stream found under one of the names."""
        for name in names:
            for entry in self.entries:
                if entry.name == name and entry.size:
                    return self._content(entry)
        return None

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise BrokenFileError("sector beyond the end")
        return self._data[start : start + self._size]

    def _longs(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _read_fat(self, first_difat: int, difat_count: int) -> tuple[int, ...]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        number, seen = first_difat, 0
        while number < _FREE and seen <= min(difat_count, self._count):
            longs = self._longs(self._sector(number))
            sectors.extend(longs[:-1])
            number, seen = longs[-1], seen + 1
        wanted = [sector for sector in sectors if sector < _FREE]
        if len(wanted) > self._count:
            raise BrokenFileError("allocation table")
        return self._longs(b"".join(map(self._sector, wanted)))

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        seen: set[int] = set()
        while number < _FREE:
            if number in seen or number >= len(self._fat):
                raise BrokenFileError("cyclic or broken chain")
            seen.add(number)
            parts.append(self._sector(number))
            number = self._fat[number]
        return b"".join(parts)

    def _read_directory(self, data: bytes) -> tuple[Entry, ...]:
        found = []
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind in (1, 2, 5) and 2 <= length <= 64:
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", data, at + 116)
                found.append(Entry("\0root" if kind == 5 else name, start, size))
        return tuple(found)

    def _content(self, entry: Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._chain(entry.start)[: entry.size]
        if self._mini_stream is None:
            root = next((e for e in self.entries if e.name == "\0root"), None)
            if root is None:
                raise BrokenFileError("no root")
            self._mini_stream = self._chain(root.start)
        parts: list[bytes] = []
        seen: set[int] = set()
        number = entry.start
        while number < _FREE:
            if number in seen or number >= len(self._mini_fat):
                raise BrokenFileError("cyclic or broken chain")
            seen.add(number)
            parts.append(self._mini_stream[number * 64 : number * 64 + 64])
            number = self._mini_fat[number]
        return b"".join(parts)[: entry.size]
