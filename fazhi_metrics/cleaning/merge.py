"""The parts of all workbooks put together: one numbering of sources, one table per dataset and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning.corrections import Applied, Correction
from fazhi_metrics.cleaning.part import Part, Source, Span
from fazhi_metrics.cleaning.privacy import without_numbers
from fazhi_metrics.cleaning.shown import typed_text
from fazhi_metrics.datasets.schema import SOURCE

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Merged:
    """All records of a run, by (dataset, year), with their sources, spans and log."""

    records: Mapping[tuple[str, int], pa.Table]
    sources: tuple[Source, ...]
    spans: tuple[Span, ...]
    log: pa.Table


def merge(parts: Sequence[Part]) -> Merged:
    """Put parts together in their order; sources are numbered through."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tables: dict[str, list[pa.Table]] = {}
    sources: list[Source] = []
    spans: list[Span] = []
    for part in parts:
        shift = len(sources)
        sources += part.sources
        spans += (span._replace(source=span.source + shift) for span in part.spans)
        for dataset, table in part.records.items():
            number = pc.add(table[SOURCE], pa.scalar(shift, pa.int32()))
            place = table.column_names.index(SOURCE)
            tables.setdefault(dataset, []).append(table.set_column(place, SOURCE, number))
    records: dict[tuple[str, int], pa.Table] = {}
    for dataset, pieces in sorted(tables.items()):
        whole = pa.concat_tables(pieces)
        for year in sorted(pc.unique(whole["year"]).to_pylist()):
            records[dataset, year] = whole.filter(pc.equal(whole["year"], year))
    return Merged(records, tuple(sources), tuple(spans), pa.concat_tables([part.log for part in parts]))


def corrections_table(corrections: Iterable[Correction], applied: Iterable[Applied]) -> pa.Table:
    """Return corrections.parquet: each correction with the one cell it was applied to."""
    import pyarrow as pa

    places = {each.number: each.cell for each in applied}
    names = ("number", "cell", "target", "before", "after", "reason", "evidence", "approved_by", "date")
    rows = [
        (
            c.number,
            places[c.number],
            c.target,
            without_numbers(typed_text(c.before)),
            without_numbers(typed_text(c.after)),
            c.reason,
            c.evidence,
            c.approved_by,
            c.date.isoformat(),
        )
        for c in corrections
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    schema = pa.schema([(name, pa.int32() if name == "number" else pa.string()) for name in names])
    return pa.table(dict(zip(names, map(list, columns), strict=True)), schema=schema)
