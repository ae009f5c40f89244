"""One parquet file that grows piece by piece, its bytes the same however the pieces were cut."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 1 << 16  # rows of a row group: what is held in memory before it is written


class GrowingTable:
    """A parquet file being written, in row groups of exactly `ROWS` rows and a last one of the rest.

    Strings are stored plain, dates as microsecond timestamps, decimals as they are; metadata is dropped,
    because it names versions and would change the bytes.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        self.path, self.schema = path, plain_schema(schema)
        self.rows = 0
        self._waiting: list[pa.Table] = []
        self._count = 0
        # Every setting that shapes the bytes is fixed here rather than left to the library's defaults.
        self._writer = pq.ParquetWriter(
            path,
            self.schema,
            version="2.6",
            data_page_version="1.0",
            compression="snappy",
            use_dictionary=True,
            write_statistics=searched(self.schema),
            store_schema=False,
        )

    def add(self, table: pa.Table) -> None:
        """Add rows; they are written once there are enough of them.

        Raises ValueError (pyarrow's ArrowInvalid among them) when the columns are others.
        """
        if not table.schema.equals(self.schema, check_metadata=True):
            if table.column_names != self.schema.names:
                raise ValueError(f"{self.path.stem}: columns {table.column_names}, not {self.schema.names}")
            table = table.cast(self.schema)
        self._waiting.append(table)
        self._count += table.num_rows
        while self._count >= ROWS:
            self._write(ROWS)

    def close(self) -> dict[str, object]:
        """Write what waits and flush it to disk; return the file's rows, bytes and SHA-256."""
        if self._count or not self.rows:
            self._write(self._count)
        self._writer.close()
        with self.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        return {"rows": self.rows, "bytes": self.path.stat().st_size, "sha256": digest}

    def abandon(self) -> None:
        """Let go of the file; what was written of it is of no use."""
        self._waiting.clear()
        self._writer.close()

    def _write(self, rows: int) -> None:
        import pyarrow as pa

        whole = pa.concat_tables(self._waiting) if self._waiting else self.schema.empty_table()
        self._writer.write_table(whole.slice(0, rows).combine_chunks(), row_group_size=ROWS)
        self.rows += rows
        self._count -= rows
        self._waiting = [whole.slice(rows)] if self._count else []


def searched(schema: pa.Schema) -> list[str]:
    """Return the columns by whose least and greatest values row groups are passed over.

    Numbers and dates, and the first column, which tables are sorted by; to compare the texts of all others
    would be a quarter of the time of writing.
    """
    import pyarrow as pa

    return [field.name for at, field in enumerate(schema) if not at or not pa.types.is_string(field.type)]


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """Return a schema in the few types that every parquet reader knows alike, without metadata."""
    import pyarrow as pa

    fields = []
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
            kind = pa.string()
        elif pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            kind = pa.timestamp("us")
        elif pa.types.is_integer(kind) and kind.bit_width < 32:
            kind = pa.int32()
        fields.append(pa.field(field.name, kind, nullable=field.nullable))
    return pa.schema(fields)
