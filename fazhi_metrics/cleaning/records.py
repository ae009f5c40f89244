"""A recognised table as typed records, with every cell kept or logged and every problem at its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from fazhi_metrics.cleaning.block import Block, Field
from fazhi_metrics.cleaning.carried import Carried
from fazhi_metrics.cleaning.computing import computed
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.convert import Cell, converter
from fazhi_metrics.cleaning.correct import correct, correct_by_key, declared_for
from fazhi_metrics.cleaning.display_text import display_text, typed_text
from fazhi_metrics.cleaning.excluded_fields import exclude_field, personal_field, unclaimed_field
from fazhi_metrics.cleaning.log import Entries
from fazhi_metrics.cleaning.part import FieldSource, Source, Span
from fazhi_metrics.cleaning.recognise import Match
from fazhi_metrics.cleaning.unit_factors import unit_factor
from fazhi_metrics.datasets import Column
from fazhi_metrics.datasets.base import Origin
from fazhi_metrics.datasets.schema import AT, SOURCE, arrow_schema
from fazhi_metrics.quantities import NOT_APPLICABLE
from fazhi_metrics.redaction import HIDDEN

Beside = Mapping[str, tuple[Any, Origin, str]]
Run = tuple[int, list[int]]
Told = tuple[int, Any, Cell]
_RULE, _VALUE = attrgetter("rule"), attrgetter("value")
_BEFORE, _AFTER = attrgetter("before"), attrgetter("after")


def _unknown(cell: Cell, column: Column) -> bool:
    """Whether a mark says that there is a value, which nobody knows or tells: 不详, 保密."""
    return column.type != "text" and cell.note in ("不详", "保密", "星号", "省略号")


def _fractions(raws: Sequence[Any]) -> bool:
    """Whether rates are typed as parts of one: all of several lie below it, under a header without %."""
    numbers = [raw for raw in raws if isinstance(raw, int | float) and not isinstance(raw, bool)]
    part = any(raw != int(raw) for raw in numbers)
    return len(numbers) > 2 and part and all(0 <= raw <= 1 for raw in numbers)


class TableReader:
    """Reads one block as records of one dataset; `year` is the one stated around the table."""

    def __init__(self, context: Context, block: Block, match: Match, year: int | None) -> None:
        self.context, self.block, self.match, self.year = context, block, match, year
        self.dataset = match.dataset
        self.sheet = block.sheet.name
        self.carried: dict[str, Carried] = {}
        self.placed: dict[str, dict[int, Any]] = {}
        self.computed: dict[str, dict[int, Any]] = {}
        self.corrections = declared_for(context, self.sheet)
        self._runs: dict[str, list[Run]] = {}

    def read(self) -> None:
        """Read every field: typed cells in `carried`, the rest in the log, problems among the issues."""
        columns = {place: self.dataset.by_name[name] for name, place in self.match.places.items()}
        for place, field in enumerate(self.block.fields):
            column = columns.get(place)
            if column is not None and column.type == "ignore":
                exclude_field(self.context, self.block, field, self.dataset, "unknown_column")
            elif column is None:
                unclaimed_field(self.context, self.block, field, self.dataset)
            elif column.personal:
                personal_field(self.context, self.block, field, column, self.dataset)
            else:
                self._field(field, column)
        for carried in self.carried.values():
            self._runs[carried.column.name] = self._share(carried)
        if self.context.corrections:
            correct_by_key(self.context, self.dataset, self.year or 0, self.carried, self.block.ats)

    def _field(self, field: Field, column: Column) -> None:
        factor = unit_factor(field.unit, column) if column.numeric else 1
        if factor is None and not field.own:
            factor = 1
        if factor is None:
            words = {"unit": field.unit or "", "expected": column.unit or ""}
            cell = self.block.cell(field.line, self.block.ats[0])
            self.fault(
                "unit_unknown",
                cell,
                words,
                typed=self.context.wording(field.header),
                effect=1.0,
                whole=True,
                column=column.name,
            )
            exclude_field(self.context, self.block, field, self.dataset, "unreadable")
            return
        convert = converter(column, self.context.town, year=self.year, factor=factor)
        ats = self.block.ats
        raws = self.block.raws(field.line, ats)
        if column.type == "percent" and field.unit is None and _fractions(raws):
            factor = 100
            convert = converter(column, self.context.town, year=self.year, factor=factor)
            seen = raws
        elif column.type == "percent":
            seen = [self.in_percent(column, field.line, at, raw) for at, raw in zip(ats, raws, strict=True)]
        else:
            seen = raws
        cells = convert.line(seen)
        carried = Carried(
            self.dataset, column, self.block, field, convert, dict(zip(ats, cells, strict=True))
        )
        self.carried[column.name] = carried
        if field.again:
            return
        rules = list(map(_RULE, cells))
        kept = rules.count("")
        self.context.kept += kept
        if kept == len(cells) and not self.corrections:
            return
        changed = [told for told in zip(ats, raws, cells, strict=True) if told[2].rule not in ("", "blank")]
        if self.corrections:
            changed = self._corrected(carried, raws, changed)
        self._note(carried, changed)

    def _corrected(self, carried: Carried, raws: Sequence[Any], changed: list[Told]) -> list[Told]:
        """Apply the corrections that name a cell of this line; return the other cells that were changed."""
        corrected = set()
        for at, raw in zip(self.block.ats, raws, strict=True):
            if found := self.corrections.get(carried.cell(at)):
                self.context.kept -= carried.cells[at].rule == ""
                carried.cells[at] = correct(self.context, found, carried, at, raw)
                corrected.add(at)
        return [told for told in changed if told[0] not in corrected]

    def in_percent(self, column: Column, line: int, at: int, raw: Any) -> Any:
        """Return a number shown with a percent format in percent units, as the sheet shows it."""
        shown_so = column.type == "percent" and self.block.spot(line, at) in self.block.sheet.percent
        if shown_so and isinstance(raw, int | float) and not isinstance(raw, bool):
            return Decimal(typed_text(raw)) * 100
        return raw

    def _note(self, carried: Carried, changed: Sequence[Told]) -> None:
        """Log the cells of a line that were not kept as typed, and report their problems."""
        column = carried.column
        alike: dict[tuple[str, str], tuple[list[int], list[Cell]]] = {}
        applies = column.type not in ("village", "date", "year", "month", "half")
        for at, _, cell in changed:
            if cell.problem:
                typed = HIDDEN if cell.rule == "scrubbed" else cell.before
                name = carried.cell(at)
                self.fault(cell.problem, name, cell.words, typed=typed, column=column.name)
            elif cell.rule == "missing" and cell.note == NOT_APPLICABLE and applies:
                pass  # a value of its own: said of all of them at once
            elif cell.rule == "missing" and (column.required or _unknown(cell, column)):
                words = {"column": column.title, "typed": cell.before, "reason": cell.note}
                self.fault("marked_missing", carried.cell(at), words, typed=cell.before, column=column.name)
            kind = cell.rule, cell.note
            if kind not in alike:
                alike[kind] = [], []
            ats, cells = alike[kind]
            ats.append(at)
            cells.append(cell)
        names = (self.dataset.name, column.title)
        if applies and (
            cells_ := [carried.cell(at) for at in alike.get(("missing", NOT_APPLICABLE), ((),))[0]]
        ):
            words = {"column": column.title, "count": str(len(cells_))}
            self.fault(
                "not_applicable",
                cells_[0],
                words,
                typed=NOT_APPLICABLE,
                column=column.name,
                beside=cells_[1:],
            )
        for (rule, note), (ats, cells) in alike.items():
            told = (
                self.block.cells(carried.field.line, ats),
                list(map(_BEFORE, cells)),
                list(map(_AFTER, cells)),
            )
            self.context.enter(Entries(rule, self.sheet, *told, *names, note))

    def _share(self, carried: Carried) -> list[Run]:
        """Give each record its share of merged and printed-once cells; return the runs that share one.

        A number merged over several records is nobody's but the first record's.
        """
        column, cells = carried.column, carried.cells
        runs = self.block.runs(carried.field.line)
        shared = {at for _, covered in runs for at in covered}
        for anchor, covered in runs:
            first = cells.get(anchor) or carried.convert(self.block.raws(carried.field.line, [anchor])[0])
            if column.numeric and not first.blank:
                words = {"column": column.title, "count": len(covered)}
                beside = self.block.cells(carried.field.line, covered)
                raw, cell = display_text(first.value), carried.cell(anchor)
                self.fault("merged_number", cell, words, raw=raw, column=column.name, beside=beside)
            for at in covered:
                if at != anchor and cells[at].blank and not column.numeric:
                    cells[at] = first._replace(rule="", problem=None)
        if column.fill_down:
            runs += self._printed_once(cells, shared)
        return runs

    def _printed_once(self, cells: dict[int, Cell], shared: set[int]) -> list[Run]:
        runs: list[Run] = []
        for at in self.block.ats:
            if at in shared:
                continue
            if not cells[at].blank:
                runs.append((at, [at]))
            elif runs:
                anchor, covered = runs[-1]
                covered.append(at)
                cells[at] = cells[anchor]._replace(rule="", problem=None)
        return [run for run in runs if len(run[1]) > 1]

    def compute(self, beside: Mapping[str, Any]) -> None:
        """Work out the columns that are made of others; one that lacks a part is left out."""
        for column in self.dataset.columns:
            if column.compute is None:
                continue
            lines = [self._values(name, beside) for name in column.compute.columns]
            if all(line is not None for line in lines):
                self.computed[column.name] = {
                    at: computed(column.compute, [line[at] for line in lines if line is not None])
                    for at in self.block.ats
                }

    def _values(self, name: str, beside: Mapping[str, Any]) -> Mapping[int, Any] | None:
        """Return the values of a column by record; None where the table has none of it."""
        if name in self.carried:
            return {at: cell.value for at, cell in self.carried[name].cells.items()}
        if name in beside:
            return dict.fromkeys(self.block.ats, beside[name])
        return self.computed.get(name) or self.placed.get(name)

    def store(self, beside: Beside, year_origin: Origin) -> None:
        """Add the records to the context, one source a year.

        `beside` holds the values (with their origin, and the cell of a title) of columns that no cell carries; `year_origin` says
        where the year was stated, "cell" when a column or the dates state it.
        """
        stated = self.carried.get("year")
        if stated is None and self.year is not None:
            self._store_year(self.year, self.block.ats, beside, year_origin)
            return
        years = [(stated.cells[at].value if stated else None) or self.year for at in self.block.ats]
        for year in sorted({each for each in years if each is not None}):
            rows = [at for at, own in zip(self.block.ats, years, strict=True) if own == year]
            self._store_year(year, rows, beside, year_origin)

    def _store_year(self, year: int, rows: Sequence[int], beside: Beside, year_origin: Origin) -> None:
        import pyarrow as pa

        number, inside = len(self.context.sources), set(rows)
        shared = {name: value for name, (value, *_) in beside.items()} | {SOURCE: number, "year": year}
        arrays = []
        schema = arrow_schema(self.dataset)
        for field in schema:
            carried = self.carried.get(field.name)
            if field.name == AT:
                array = pa.array(rows, field.type)
            elif (made := self.computed.get(field.name) or self.placed.get(field.name)) is not None:
                array = pa.array([made[at] for at in rows], field.type)
            elif field.name in (SOURCE, "year") or carried is None:
                array = pa.repeat(pa.scalar(shared.get(field.name), field.type), len(rows))
            else:
                cells = carried.cells
                whole = len(rows) == len(cells)
                values = list(map(_VALUE, cells.values() if whole else map(cells.__getitem__, rows)))
                array = pa.array(values, field.type)
            arrays.append(array)
        self.context.records.setdefault(self.dataset.name, []).append(pa.table(arrays, schema=schema))
        self.context.sources.append(self._source(year, beside, year_origin))
        for name, runs in self._runs.items():
            for anchor, covered in runs:
                if own := [at for at in covered if at in inside]:
                    self.context.spans.append(Span(number, name, min(own), max(own), anchor))

    def _source(self, year: int, beside: Beside, year_origin: Origin) -> Source:
        fields = [
            FieldSource(name, carried.field.line, "cell", self.context.wording(carried.field.header))
            for name, carried in self.carried.items()
        ]
        fields += [FieldSource(name, None, origin, cell) for name, (_, origin, cell) in beside.items()]
        fields += [FieldSource(name, None, "section", "") for name in self.placed]
        fields += [FieldSource(name, None, "computed", "") for name in self.computed]
        if "year" not in self.carried:
            fields.append(FieldSource("year", None, year_origin, ""))
        return Source(self.dataset.name, year, self.context.file, self.sheet, self.block.axis, tuple(fields))

    def fault(
        self,
        rule: str,
        cell: str,
        words: Mapping[str, Any] = MappingProxyType({}),
        *,
        raw: Any = None,
        typed: str | None = None,
        effect: float | None = None,
        whole: bool = False,
        **others: Any,
    ) -> None:
        """Report an issue at a cell of this table; with `whole`, it is about all of its records."""
        share = 1 / max(1, len(self.block.ats)) if effect is None else effect
        if whole:
            others["beside"] = (self.block.area,)
        named = {"dataset": self.dataset.name, "year": self.year, "effect": share}
        self.context.fault(rule, self.sheet, cell, raw, words, typed=typed, **named, **others)
