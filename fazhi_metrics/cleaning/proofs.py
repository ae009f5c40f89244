"""The totals of one table held against its records, so that they may stay out of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from fazhi_metrics.addresses import Block
from fazhi_metrics.cleaning.carried import Carried
from fazhi_metrics.cleaning.convert import BLANK
from fazhi_metrics.cleaning.correct import correct
from fazhi_metrics.cleaning.display_text import display_text, is_blank
from fazhi_metrics.cleaning.issues import Candidate
from fazhi_metrics.cleaning.locate import Place
from fazhi_metrics.cleaning.records import TableReader
from fazhi_metrics.cleaning.totals import Finding, Line, Total, prove
from fazhi_metrics.datasets.checks import PercentOf, RowCheck, Severity, percent_agrees
from fazhi_metrics.datasets.schema import arrow_type, frame
from fazhi_metrics.quantities import Amount

_LIMIT: Final = 10**15  # no number of an office comes near it
_SLIPPED = "。合计自己像是打错了数位"


def prove_totals(reader: TableReader) -> None:
    """Prove every total of a table that was read, report those that differ, and log all of them."""
    block = reader.block
    if not block.totals:
        return
    stated = {
        name: _stated(reader, carried) for name, carried in reader.carried.items() if carried.column.numeric
    }
    notes: dict[tuple[int, int], str] = {}
    for name, values in stated.items():
        carried = reader.carried[name]
        if carried.column.additive:
            _prove_column(reader, carried, values, notes)
    for check in reader.dataset.checks:
        if isinstance(check, PercentOf) and {check.rate, check.part, check.whole} <= set(stated):
            _prove_rates(reader, check, stated, notes)
    for field in block.fields:
        for total in block.totals if not field.again else ():
            raw = block.raws(field.line, [total.line])[0]
            name = block.cell(field.line, total.line)
            if is_blank(raw) or name in reader.corrections:
                continue
            note = notes.get((field.line, total.line), "")
            reader.context.exclude(
                block.sheet,
                [(*block.spot(field.line, total.line), "total")],
                dataset=reader.dataset.name,
                column=field.header,
                note=note,
            )


def _stated(reader: TableReader, carried: Carried) -> dict[int, Any]:
    """Return the totals of one column as typed numbers, by total line; unreadable ones are reported."""
    found: dict[int, Any] = {}
    for total in reader.block.totals:
        raw = reader.block.raws(carried.field.line, [total.line])[0]
        cell = carried.convert(reader.in_percent(carried.column, carried.field.line, total.line, raw))
        if cell.blank:  # what a blank cell of a record means says nothing of a total
            cell = BLANK
        if correction := reader.corrections.get(carried.cell(total.line)):
            cell = correct(reader.context, correction, carried, total.line, raw)
        elif cell.problem:
            name = carried.column.name
            reader.fault(cell.problem, carried.cell(total.line), cell.words, raw=raw, column=name, amount=0.0)
        found[total.line] = cell.value
    return found


def _prove_column(
    reader: TableReader, carried: Carried, stated: dict[int, Any], notes: dict[tuple[int, int], str]
) -> None:
    line, ats = carried.field.line, reader.block.ats
    readable = carried.readable
    totals = [total for total in reader.block.totals if not total.label.startswith("其中")]
    for finding in prove(ats, totals, {**readable, **stated}):
        reader.context.proved += finding.proved
        notes[line, finding.line] = (
            "与各行相加相符" if finding.proved else f"各行相加为 {display_text(finding.computed)}"
        )
        if not finding.proved:
            _report(reader, carried, finding)
    for total in reader.block.totals:
        if stated[total.line] is None or (line, total.line) in notes:
            continue
        notes[line, total.line] = "未核对"
        if total.label.startswith("其中"):
            _prove_share(reader, carried, total, stated[total.line], notes)
        elif len(readable) < len(ats):
            words = {"reason": "有的单元格没有读出"}
            name, raw = carried.cell(total.line), stated[total.line]
            reader.fault("total_unproved", name, words, raw=raw, column=carried.column.name, amount=0.0)


def _report(reader: TableReader, carried: Carried, finding: Finding) -> None:
    total, line = carried.cell(finding.line), carried.field.line
    corners = [reader.block.spot(line, at) for at in finding.parts]
    words = {
        "stated": display_text(finding.stated),
        "computed": display_text(finding.computed),
        "gap": display_text(finding.gap),
        "parts": str(Block(*corners[0], *corners[1])),
        "hint": _SLIPPED if any(line == finding.line for line, _ in finding.suspects) else "",
    }
    amount = abs(float(finding.gap))
    effect, column = min(1.0, amount / max(1.0, abs(float(finding.computed)))), carried.column.name
    finding = replace(finding, suspects=_mended_by(reader, carried, finding) or finding.suspects)
    others = [(at, candidate) for at, candidate in finding.suspects if at != finding.line]
    likely = [(total, finding.computed), *((carried.cell(at), value) for at, value in others)]
    about: dict[str, Any] = {"effect": effect, "column": column, "amount": amount, "gap": words["gap"]}
    about["candidates"] = [
        Candidate(Place(reader.context.file, reader.sheet, cell).address, display_text(value))
        for cell, value in likely
    ]
    reader.fault("total_differs", total, words, raw=finding.stated, beside=(words["parts"],), **about)
    for at, candidate in others:
        words = {"candidate": display_text(candidate), "total": total}
        severity: Severity = Severity.WARNING if len(others) == 1 else Severity.HINT
        raw = reader.block.raws(line, [at])[0]
        reader.fault(
            "total_suspect",
            carried.cell(at),
            words,
            raw=raw,
            severity=severity,
            **about,
        )


def _prove_share(
    reader: TableReader, carried: Carried, total: Total, stated: Any, notes: dict[tuple[int, int], str]
) -> None:
    """Prove a line that says of which (其中：行政村), where a code column tells which records it means."""
    for other in reader.carried.values():
        for code, spellings in other.column.codes.items():
            if not any(word in total.label for word in (code, *spellings) if len(word) > 1):
                continue
            scope = [at for at in reader.block.ats if other.cells[at].value == code]
            if not scope or any(at not in carried.readable for at in scope):
                return
            computed: Amount = sum(carried.readable[at] or 0 for at in scope)
            finding = Finding(total.line, stated, computed, (min(scope), max(scope)))
            reader.context.proved += finding.proved
            notes[carried.field.line, total.line] = (
                "与各行相加相符" if finding.proved else f"各行相加为 {display_text(computed)}"
            )
            if not finding.proved:
                _report(reader, carried, finding)
            return


def _prove_rates(
    reader: TableReader,
    check: PercentOf,
    stated: dict[str, dict[int, Any]],
    notes: dict[tuple[int, int], str],
) -> None:
    """Hold a total line's rate against its own counts: a rate is not added up."""
    carried = reader.carried[check.rate]
    for total in reader.block.totals:
        rate, part, whole = (stated[name][total.line] for name in (check.rate, check.part, check.whole))
        if rate is None or part is None or whole is None:
            continue
        agrees = percent_agrees(Decimal(rate), int(part), int(whole))
        reader.context.proved += agrees
        notes[carried.field.line, total.line] = "与本行计数相符" if agrees else "与本行计数不符"
        if not agrees:
            said = check.says(_TotalLine(reader, stated, total.line))
            reader.fault(
                said.message,
                carried.cell(total.line),
                {name: display_text(word) for name, word in said.words.items()},
                raw=reader.block.raws(carried.field.line, [total.line])[0],
                severity=check.severity,
                column=said.at,
                amount=0.0,
            )


@dataclass(frozen=True, slots=True)
class _TotalLine:
    """A line of totals as a check sees a record."""

    reader: TableReader
    stated: Mapping[str, Mapping[int, Any]]
    line: int

    def title(self, column: str) -> str:
        return self.reader.dataset.by_name[column].title

    def value(self, column: str) -> Any:
        return self.stated[column][self.line]

    def cell(self, column: str) -> str:
        return self.reader.carried[column].cell(self.line)


def _mended_by(reader: TableReader, carried: Carried, finding: Finding) -> tuple[tuple[Line, Amount], ...]:
    """Return the one record whose contradiction would go if the gap were put right in it; () when not one.

    A total says by how much its column is off, not in which record. Where one record breaks a check of its
    own, and would no longer break it with the gap put right there, two witnesses name the same cell.
    """
    import pyarrow as pa

    columns, name, (first, last) = reader.dataset.by_name, carried.column.name, finding.parts
    typed = {at: v for at, v in carried.readable.items() if v is not None and first <= at <= last}
    mended = {at: v + finding.gap for at, v in typed.items() if 0 <= v + finding.gap < _LIMIT}

    def passes(check: RowCheck, own: Mapping[Line, Amount]) -> list[bool]:
        values = {each: [reader.carried[each].cells[at].value for at in own] for each in check.could_move}
        values[name] = list(own.values())
        arrays = {each: pa.array(column, arrow_type(columns[each])) for each, column in values.items()}
        return list(map(bool, check.passes(frame(pa.table(arrays)))))

    broken, still = set[Line](), set[Line]()
    for check in reader.dataset.checks:
        if not isinstance(check, RowCheck) or name not in check.could_move or not mended:
            continue
        if reader.carried.keys() >= set(check.could_move):
            before, after = passes(check, {at: typed[at] for at in mended}), passes(check, mended)
            bad = {at: now for at, was, now in zip(mended, before, after, strict=True) if not was}
            broken |= bad.keys()
            still |= {at for at, now in bad.items() if not now}
    found = [(at, mended[at]) for at in mended if at in broken - still]
    return tuple(found) if len(found) == 1 else ()
