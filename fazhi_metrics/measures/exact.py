"""Exact sums by group: whole numbers and scaled decimals only, never a rounded float."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.quantities import Amount
from fazhi_metrics.store.arrays import flat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]

_FLOAT_EXACT = 1 << 53
_INT_EXACT = 1 << 63
_DAY = 86_400_000_000


def whole_numbers(column: pa.ChunkedArray) -> tuple[Ints, int]:
    """Return a column as whole numbers and the power of ten they are scaled by; missing values are 0.

    Decimals give their unscaled numbers (58670.24 is 5867024 with scale 2), dates their days since 1970.

    Raises:
        TypeError: the column holds neither numbers nor dates, or floats, whose sums are not exact.
        OverflowError: a decimal has more than eighteen digits.
    """
    import numpy as np
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind):
        stamps = column.cast(pa.timestamp("us")).cast(pa.int64())
        return flat(stamps, 0) // _DAY, 0
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        numbers = column.cast(pa.int64())
        return flat(numbers, 0), 0
    if not pa.types.is_decimal(kind):
        raise TypeError(f"no exact sum of {kind}")
    wide = column.cast(pa.decimal128(38, kind.scale))
    parts = [_unscaled(chunk) for chunk in (wide.fill_null(Decimal(0)) if wide.null_count else wide).chunks]
    return (np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)), kind.scale


def _unscaled(array: pa.Array) -> Ints:
    """Read the low halves of 128-bit decimals, having made sure that the high halves only carry the sign."""
    import numpy as np

    words = np.frombuffer(array.buffers()[1], dtype="<i8")[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = words[0::2], words[1::2]
    if not np.array_equal(high, low >> 63):
        raise OverflowError("a decimal of more than eighteen digits")
    return low.astype(np.int64)


def sums_by_group(groups: Ints, values: Ints, size: int) -> list[int]:
    """Return the exact sum of `values` in each of `size` groups.

    `groups` holds the group of every value. Floats are used only where every partial sum stays below 2**53
    and is therefore a whole number without rounding; beyond 64 bits Python's own integers take over.
    """
    import numpy as np

    if not len(values):
        return [0] * size
    largest = max(abs(int(values.min())), abs(int(values.max())))
    if largest * len(values) < _FLOAT_EXACT:
        return [int(total) for total in np.bincount(groups, weights=values, minlength=size).tolist()]
    if largest * len(values) < _INT_EXACT:
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, groups, values)
        return [int(total) for total in sums.tolist()]
    exact = [0] * size
    for group, value in zip(groups.tolist(), values.tolist(), strict=True):
        exact[group] += value
    return exact


def unscaled(number: int, scale: int) -> Amount:
    """Put the decimal point back: `unscaled(5867024, 2)` is Decimal("58670.24").

    >>> unscaled(5867024, 2), unscaled(7, 0)
    (Decimal('58670.24'), 7)
    """
    if not scale:
        return number
    # scaleb rounds to the context's 28 digits; a tuple of digits keeps them all.
    return Decimal((number < 0, tuple(int(digit) for digit in str(abs(number))), -scale))
