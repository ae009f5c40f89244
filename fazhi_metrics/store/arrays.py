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


def flat(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[Any]:
    """Return a column of whole numbers, times or flags as one numpy array; nothing in it may be missing.

    Raises ValueError when something is.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.null_count:
        raise ValueError("fill the missing values first")
    boolean = pa.types.is_boolean(column.type)
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    kind = pa.uint8() if boolean else column.type
    dtype = np.dtype(f"{'u' if str(kind).startswith('uint') else 'i'}{kind.bit_width // 8}")
    parts = [np.zeros(0, dtype)] if not chunks else []
    for chunk in chunks:
        numbers = pc.cast(chunk, kind) if boolean else chunk
        raw = np.frombuffer(numbers.buffers()[1] or b"", dtype)
        parts.append(raw[numbers.offset : numbers.offset + len(numbers)])
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return whole.view(np.bool_) if boolean else whole


def as_mask(mask: npt.NDArray[np.bool_]) -> pa.BooleanArray:
    """Return a numpy mask as an Arrow array of bits."""
    import numpy as np
    import pyarrow as pa

    bits = pa.py_buffer(np.packbits(mask, bitorder="little").tobytes())
    return pa.Array.from_buffers(pa.bool_(), len(mask), [None, bits])
