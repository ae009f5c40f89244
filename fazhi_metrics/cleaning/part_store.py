"""The parts of a run by position: in memory while there is room, and always on disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fazhi_metrics.cleaning.cache import Cache
from fazhi_metrics.cleaning.part import Part

_ROOM: Final = (
    32_000_000  # bytes of parts held in memory; beyond this a part is read back when its turn comes
)


class PartStore:
    """Keeps the part of every job until all are there, so that the memory a run takes does not grow with it.

    `keys` are the jobs' digests, in their order.
    """

    def __init__(self, cache: Cache, keys: Sequence[str]) -> None:
        self._cache, self._keys = cache, keys
        self._held: dict[int, Part] = {}
        self._room = _ROOM

    def has(self, position: int) -> bool:
        """Whether a part of an earlier run may be taken over."""
        return self._cache.has(self._keys[position])

    def put(self, position: int, part: Part) -> None:
        """Keep the part of a job; that of a workbook that changed meanwhile for this run alone."""
        size = 0 if part.changed else self._cache.put(self._keys[position], part)
        if size <= self._room:
            self._room -= size
            self._held[position] = part

    def get(self, position: int) -> Part | None:
        """Return the part of a job; None when what lies on disk is damaged or gone."""
        return self._held.get(position) or self._cache.get(self._keys[position])
