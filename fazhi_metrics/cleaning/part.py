"""What cleaning one workbook yields: typed records, where each came from, the log and the issues.

A part is plain data, so that it can travel between processes and machines. Its sources are numbered from
0; the run renumbers them when it puts the parts together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from fazhi_metrics.cleaning.corrections import Applied
from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.datasets.base import Origin

if TYPE_CHECKING:
    import pyarrow as pa

Axis = Literal["row", "column"]


class FieldSource(NamedTuple):
    """Where a source carries a field: its sheet column (or row, when records are columns), or no cell.

    `header` is the header as typed or, of a value that a title states, the cell of that title.
    """

    field: str
    at: int | None
    origin: Origin
    header: str


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one sheet, as records of a dataset and year; `axis` says what a record is."""

    dataset: str
    year: int
    file: str
    sheet: str | None
    axis: Axis
    fields: tuple[FieldSource, ...]


class Span(NamedTuple):
    """Records first..last of a source take a field from the cell at `anchor` (a row, or a column)."""

    source: int
    field: str
    first: int
    last: int
    anchor: int


class Empty(NamedTuple):
    """A table of a dataset without a record, and the months it is for (none: not said)."""

    dataset: str
    year: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one workbook. `records` has an Arrow table per dataset, in its arrow_schema.

    `changed` says that the file was no longer what the run had seen, so that nothing was taken from it.
    """

    file: str
    records: Mapping[str, pa.Table]
    sources: tuple[Source, ...]
    spans: tuple[Span, ...]
    log: pa.Table
    issues: tuple[Issue, ...]
    conservation: Conservation
    applied: tuple[Applied, ...] = ()
    proved: int = 0
    empty: tuple[Empty, ...] = ()
    changed: bool = False


SOURCE_FIELDS: Final = (
    "source",
    "dataset",
    "year",
    "file",
    "sheet",
    "axis",
    "field",
    "at",
    "origin",
    "header",
)
SPAN_FIELDS: Final = Span._fields


def sources_table(sources: Iterable[Source]) -> pa.Table:
    """Return sources.parquet: a row per source and field."""
    import pyarrow as pa

    rows = [
        (number, s.dataset, s.year, s.file, s.sheet, s.axis, f.field, f.at, f.origin, f.header)
        for number, s in enumerate(sources)
        for f in s.fields
    ]
    types = (pa.int32(), pa.string(), pa.int32(), *(pa.string(),) * 4, pa.int32(), pa.string(), pa.string())
    columns = list(zip(*rows, strict=True)) or [()] * len(SOURCE_FIELDS)
    schema = pa.schema(list(zip(SOURCE_FIELDS, types, strict=True)))
    return pa.table(dict(zip(SOURCE_FIELDS, map(list, columns), strict=True)), schema=schema)


def spans_table(spans: Iterable[Span]) -> pa.Table:
    """Return spans.parquet."""
    import pyarrow as pa

    columns = list(zip(*spans, strict=True)) or [()] * len(SPAN_FIELDS)
    types = (pa.int32(), pa.string(), pa.int32(), pa.int32(), pa.int32())
    schema = pa.schema(list(zip(SPAN_FIELDS, types, strict=True)))
    return pa.table(dict(zip(SPAN_FIELDS, map(list, columns), strict=True)), schema=schema)
