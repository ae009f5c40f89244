"""Records that share a key, found without holding all records in memory.

The first slice is compared as it is. Only where more slices follow are keys turned into hashes of 128 bits,
which two different keys do not share in any amount of data a province could produce.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.cleaning.facts import Spot
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

_HASH_KEYS: Final = ("0123456789123456", "6543219876543210")


class Keys:
    """The keys of one dataset and year; a record whose key is not complete has none."""

    def __init__(self, key: tuple[str, ...]) -> None:
        self._key = list(key)
        self._first: pd.DataFrame | None = None
        self._hashed: list[npt.NDArray[Any]] = []

    def observe(self, records: pd.DataFrame) -> None:
        """Take in a slice of the records."""
        if not self._key:
            return
        columns = records[[*self._key, SOURCE, AT]]
        known = columns[columns[self._key].notna().all(axis=1)]
        if self._first is None and not self._hashed:
            self._first = known
            return
        if self._first is not None:
            self._hashed.append(self._hash(self._first))
            self._first = None
        self._hashed.append(self._hash(known))

    def duplicates(self) -> Iterator[tuple[Spot, Spot]]:
        """Yield (record, first record of the same key) for every record after the first, in order."""
        import numpy as np

        if self._first is not None:
            repeated = self._first[self._first.duplicated(self._key, keep=False)]
            groups = repeated.groupby(self._key, sort=False).ngroup().tolist()
            spots = list(map(Spot, repeated[SOURCE].tolist(), repeated[AT].tolist()))
        elif self._hashed:
            every = np.concatenate(self._hashed)
            _, index, counts = np.unique(every[["a", "b"]], return_inverse=True, return_counts=True)
            at = np.flatnonzero(counts[index] > 1)
            groups = index[at].tolist()
            spots = list(map(Spot, every["source"][at].tolist(), every["at"][at].tolist()))
        else:
            return
        seen: dict[int, Spot] = {}
        for group, spot in zip(groups, spots, strict=True):
            first = seen.setdefault(group, spot)
            if first is not spot:
                yield spot, first

    def _hash(self, records: pd.DataFrame) -> npt.NDArray[Any]:
        import numpy as np
        from pandas.util import hash_pandas_object

        found = np.empty(len(records), [("a", "<u8"), ("b", "<u8"), ("source", "<i4"), ("at", "<i4")])
        for name, hash_key in zip("ab", _HASH_KEYS, strict=True):
            found[name] = hash_pandas_object(records[self._key], index=False, hash_key=hash_key).to_numpy()
        found["source"], found["at"] = records[SOURCE].to_numpy(), records[AT].to_numpy()
        return found
