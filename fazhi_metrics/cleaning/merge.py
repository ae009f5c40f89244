"""The parts of all workbooks put together: one numbering of sources, one table per dataset and year.

Parts come in their order and are let go of: records are written and checked in slices of a fixed size, so
that neither the bytes nor the memory depend on how many workbooks there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from fazhi_metrics.addresses import split
from fazhi_metrics.cleaning.corrections import Applied, Correction
from fazhi_metrics.cleaning.display_text import typed_text
from fazhi_metrics.cleaning.identities import Ledgers, LineOfCells, gatherers, identities
from fazhi_metrics.cleaning.impact import Headline, Impacts
from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.locate import Locator, Place
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.cleaning.part import Part
from fazhi_metrics.cleaning.rules import SETTLING
from fazhi_metrics.cleaning.silences import Silences
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.schema import SOURCE
from fazhi_metrics.project import Town
from fazhi_metrics.redaction import redacted
from fazhi_metrics.store import Draft

if TYPE_CHECKING:
    import pyarrow as pa

SLICE: Final = 1 << 16  # records that are checked at once


class Merge:
    """Puts the parts of a run together into a draft of processed data, and finds what is wrong between them.

    `silences` notes what the months and villages hold that an answer calls silent.

    `issues` are those the parts brought; `found` those found here, which do not yet say what was typed;
    `shifts` the number that each workbook's first source has.
    """

    def __init__(
        self,
        draft: Draft,
        datasets: Sequence[Dataset],
        switched_on: frozenset[str] = frozenset(),
        headlines: Sequence[Headline] = (),
        silences: Silences | None = None,
    ) -> None:
        self._draft, self._datasets, self._switched_on = draft, datasets, switched_on
        self.declared = {dataset.name: dataset for dataset in datasets}
        self.shifts: dict[str, int] = {}
        self._gatherers = gatherers(datasets)
        self._settled: set[Place] = set()
        self._waiting: dict[tuple[str, int], list[pa.Table]] = {}
        self._waiting_rows: Counter[tuple[str, int]] = Counter()
        self._empty: dict[tuple[str, int], frozenset[int]] = {}
        self.locator = Locator()
        self.impacts = Impacts(headlines, datasets)
        self.silences = silences or Silences(())
        self.validators: dict[str, dict[int, Validator]] = {}
        self.conserved: dict[str, Conservation] = {}
        self.issues: list[Issue] = []
        self.found: list[Issue] = []
        self.applied: list[Applied] = []
        self.proved = 0

    @property
    def records(self) -> dict[tuple[str, int], int]:
        """How many records there are, by dataset and year."""
        return {
            (name, year): validator.rows
            for name, years in sorted(self.validators.items())
            for year, validator in sorted(years.items())
        }

    def add(self, part: Part) -> None:
        """Add the part of the next workbook."""
        self.issues += part.issues
        for each in part.issues:
            if each.rule in SETTLING:
                self._settled |= {Place(each.file, each.sheet, split(cell)[1]) for cell in each.cells}
        self.conserved[part.file] = part.conservation
        self.applied += part.applied
        self.proved += part.proved
        for name, year, months in part.empty:
            self._empty[name, year] = self._empty.get((name, year), frozenset()) | frozenset(months)
        shift = self.shifts[part.file] = self.locator.add(part.sources, part.spans)
        self._draft.add("log", part.log)
        for name, table in part.records.items():
            years = {source.year for source in part.sources if source.dataset == name}
            for year, records in _by_year(_renumbered(table, shift), years):
                self._take(name, year, records)

    def _take(self, name: str, year: int, records: pa.Table) -> None:
        import pyarrow as pa

        waiting = self._waiting.setdefault((name, year), [])
        waiting.append(records)
        self._waiting_rows[name, year] += records.num_rows
        while self._waiting_rows[name, year] >= SLICE:
            whole = pa.concat_tables(waiting)
            self._slice(name, year, whole.slice(0, SLICE))
            waiting[:] = [whole.slice(SLICE)]
            self._waiting_rows[name, year] -= SLICE

    def _slice(self, name: str, year: int, records: pa.Table) -> None:
        if not records.num_rows:
            return
        whole = records.combine_chunks()
        years = self.validators.setdefault(name, {})
        if year not in years:
            years[year] = Validator(
                self.declared[name],
                year,
                self.locator,
                self._settled,
                self._gatherers.get(name, ()),
                self._switched_on,
            )
        self.found += years[year].check(whole)
        self.impacts.observe(name, year, whole)
        self.silences.observe(self.declared[name], year, whole)
        self._draft.add(f"{name}-{year}", whole)

    def close(self, town: Town) -> None:
        """Check what waits, then what can only be said when all records were seen."""
        import pyarrow as pa

        for (name, year), tables in sorted(self._waiting.items()):
            self._slice(name, year, pa.concat_tables(tables))
        self._waiting.clear()
        for _, years in sorted(self.validators.items()):
            for _, validator in sorted(years.items()):
                self.found += validator.close()
        doubted = {LineOfCells(i.file, i.sheet, i.column) for i in self.issues if i.rule == "total_differs"}
        ledgers = Ledgers(self.validators, town, self._empty, doubted)
        self.found += identities(self._datasets, ledgers, self._switched_on)


def _renumbered(table: pa.Table, shift: int) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    number = pc.add(table[SOURCE], pa.scalar(shift, pa.int32()))
    return table.set_column(table.column_names.index(SOURCE), SOURCE, number)


def _by_year(table: pa.Table, years: set[int]) -> Iterable[tuple[int, pa.Table]]:
    import pyarrow.compute as pc

    if len(years) == 1:
        return [(next(iter(years)), table)]
    return [(year, table.filter(pc.equal(table["year"], year))) for year in sorted(years)]


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
            redacted(typed_text(c.before)),
            redacted(typed_text(c.after)),
            redacted(c.reason),
            redacted(c.evidence),
            c.approved_by,
            c.date.isoformat(),
        )
        for c in corrections
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    schema = pa.schema([(name, pa.int32() if name == "number" else pa.string()) for name in names])
    return pa.table(dict(zip(names, map(list, columns), strict=True)), schema=schema)
