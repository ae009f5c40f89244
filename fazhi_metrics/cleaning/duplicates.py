"""Records that share a key, found without holding all records in memory.

The first slice is compared as it is. Only where more slices follow are keys turned into hashes of 128 bits,
which two different keys do not share in any amount of data a province could produce.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fazhi_metrics.datasets.gathering import Spot
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

_HASH_KEYS: Final = ("0123456789123456", "6543219876543210")


class _Hashed(NamedTuple):
    """The two halves of the hash of every key of a slice, and where its records lie."""

    first: npt.NDArray[Any]
    second: npt.NDArray[Any]
    source: npt.NDArray[Any]
    at: npt.NDArray[Any]


class Keys:
    """The keys of one dataset and year; a record whose key is not complete has none.

    With `instead_of`, only the records that lack one of those columns are compared, and a missing value
    equals a missing value: what tells records apart that have no number.
    """

    def __init__(self, key: tuple[str, ...], *, instead_of: tuple[str, ...] = ()) -> None:
        self._key = list(key)
        self._instead_of = list(instead_of)
        self._first: pd.DataFrame | None = None
        self._hashed: list[_Hashed] = []

    def observe(self, records: pd.DataFrame) -> None:
        """Take in a slice of the records."""
        if not self._key:
            return
        known = self._compared(records)[[*self._key, SOURCE, AT]]
        if self._first is None and not self._hashed:
            self._first = known
            return
        if self._first is not None:
            self._hashed.append(self._hash(self._first))
            self._first = None
        self._hashed.append(self._hash(known))

    def duplicates(self) -> Iterator[tuple[Spot, Spot]]:
        """Yield (record, first record of the same key) for every record after the first, in order."""
        if self._first is not None:
            repeated = self._first[self._first.duplicated(self._key, keep=False)]
            groups = repeated.groupby(self._key, sort=False, dropna=False).ngroup().tolist()
            spots = zip(repeated[SOURCE].tolist(), repeated[AT].tolist(), strict=True)
            yield from _after_the_first(zip(groups, spots, strict=True))
        elif self._hashed:
            yield from _after_the_first(self._repeated())

    def _compared(self, records: pd.DataFrame) -> pd.DataFrame:
        if self._instead_of:
            return records[records[self._instead_of].isna().any(axis=1)]
        return records[records[self._key].notna().all(axis=1)]

    def _repeated(self) -> Iterator[tuple[Any, tuple[int, int]]]:
        """Yield the hash and the place of every record whose hash occurs more than once, in order."""
        import numpy as np

        halves = np.concatenate([hashed.first for hashed in self._hashed])
        halves.sort()
        several = np.unique(halves[1:][halves[1:] == halves[:-1]])
        del halves
        for hashed in self._hashed if len(several) else ():
            for at in np.flatnonzero(np.isin(hashed.first, several)).tolist():
                key = (int(hashed.first[at]), int(hashed.second[at]))
                yield key, (int(hashed.source[at]), int(hashed.at[at]))

    def _hash(self, records: pd.DataFrame) -> _Hashed:
        from pandas.util import hash_pandas_object

        halves = (
            hash_pandas_object(records[self._key], index=False, hash_key=hash_key).to_numpy()
            for hash_key in _HASH_KEYS
        )
        places = (records[name].to_numpy().astype("i4") for name in (SOURCE, AT))
        return _Hashed(*halves, *places)


def _after_the_first(records: Iterable[tuple[Any, tuple[int, int]]]) -> Iterator[tuple[Spot, Spot]]:
    seen: dict[Any, Spot] = {}
    for key, place in records:
        spot = Spot(*place)
        first = seen.setdefault(key, spot)
        if first is not spot:
            yield spot, first
