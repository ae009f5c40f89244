"""The shared texts of an .xls in which something is struck through or raised."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Final

from fazhi_metrics.workbooks.richtext import Rich, Run, read_runs

_WIDE, _EXTENDED, _RICH = 1, 4, 8
_MOST: Final = 1 << 15  # characters of one text


class _Pieces:
    """The bodies of a record and of those that continue it, read as one; a text may be cut between two."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self._bodies, self._place, self._at = bodies, 0, 0

    def take(self, count: int) -> bytes:
        """Return the next bytes, over the end of a piece where it must be."""
        found = b""
        while len(found) < count:
            if self._at >= len(self._bodies[self._place]):
                self._place, self._at = self._place + 1, 0
            part = self._bodies[self._place][self._at : self._at + count - len(found)]
            self._at += len(part)
            found += part
        return found

    def text(self, length: int, wide: bool) -> str:
        """Return the next characters; a piece that continues a text says anew how wide they are."""
        found = ""
        while len(found) < length:
            body = self._bodies[self._place]
            if self._at >= len(body):
                self._place, self._at = self._place + 1, 1
                body = self._bodies[self._place]
                wide = bool(body[0] & _WIDE)
            size = 2 if wide else 1
            part = body[self._at : self._at + size * (length - len(found))]
            part = part[: len(part) // size * size]
            if not part:
                raise IndexError
            self._at += len(part)
            found += part.decode("utf-16-le", "replace") if wide else part.decode("latin-1")
        return found


def rich_texts(bodies: Sequence[bytes], fonts: Mapping[int, tuple[bool, bool]]) -> dict[int, Rich]:
    """Find the shared texts in which something is struck or raised, by their number.

    `bodies` are the record of shared texts and those that continue it, `fonts` says by number which fonts are
    struck and raised. What is cut off or contradicts itself is not looked at any further.
    """
    pieces, found = _Pieces(bodies), {}
    try:
        count = struct.unpack("<II", pieces.take(8))[1]
        for number in range(count):
            length, flags = struct.unpack("<HB", pieces.take(3))
            runs = int.from_bytes(pieces.take(2), "little") if flags & _RICH else 0
            extra = int.from_bytes(pieces.take(4), "little") if flags & _EXTENDED else 0
            if length > _MOST:
                break
            text = pieces.text(length, bool(flags & _WIDE))
            marks = [struct.unpack("<HH", pieces.take(4)) for _ in range(runs)]
            pieces.take(extra)
            rich = read_runs(_runs(text, marks, fonts)) if marks else None
            if rich is not None:
                found[number] = rich
    except (IndexError, struct.error):
        return found
    return found


def _runs(text: str, marks: Sequence[tuple[int, int]], fonts: Mapping[int, tuple[bool, bool]]) -> list[Run]:
    starts = [0, *(start for start, _ in marks)]
    faces = [(False, False), *(fonts.get(font, (False, False)) for _, font in marks)]
    ends = [*starts[1:], len(text)]
    return [Run(text[a:b], *face) for a, b, face in zip(starts, ends, faces, strict=True) if b > a]
