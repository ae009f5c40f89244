"""Arrow columns as numpy arrays and back, without pandas.

pyarrow's own `ChunkedArray.to_numpy` and `pa.array(ndarray)` import pandas, which takes longer than reading
and adding up a year's ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa


def flat(column: pa.ChunkedArray | pa.Array, missing: int | None = None) -> npt.NDArray[Any]:
    """Return a column of whole numbers, times or flags as one numpy array.

    `missing` stands in for missing values; flags then come as small numbers.
    Raises ValueError when something is missing and nothing stands in for it.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.null_count and missing is None:
        raise ValueError("missing values need a number to stand in for them")
    boolean = pa.types.is_boolean(column.type)
    kind = pa.int8() if boolean else column.type
    dtype = np.dtype(f"{'u' if str(kind).startswith('uint') else 'i'}{kind.bit_width // 8}")
    parts = []
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
        numbers = pc.cast(chunk, kind) if boolean else chunk
        raw = np.frombuffer(numbers.buffers()[1] or b"", dtype)
        part = raw[numbers.offset : numbers.offset + len(numbers)]
        parts.append(
            np.where(flat(chunk.is_valid()), part, dtype.type(missing)) if chunk.null_count else part
        )
    whole = parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype), *parts])
    return whole.view(np.bool_) if boolean and missing is None else whole


def as_mask(mask: npt.NDArray[np.bool_]) -> pa.BooleanArray:
    """Return a numpy mask as an Arrow array of bits."""
    import numpy as np
    import pyarrow as pa

    bits = pa.py_buffer(np.packbits(mask, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.bool_(), len(mask), [None, bits])
