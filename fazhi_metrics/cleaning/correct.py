"""Declared corrections applied to the cells of one table, each logged and counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fazhi_metrics.addresses import address
from fazhi_metrics.cleaning.carried import Carried
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.convert import Cell
from fazhi_metrics.cleaning.corrections import Applied, Correction
from fazhi_metrics.cleaning.display_text import display_text, is_blank
from fazhi_metrics.cleaning.log import Entries
from fazhi_metrics.datasets import Dataset


def declared_for(context: Context, sheet: str | None) -> dict[str, Correction]:
    """Return the corrections that name a cell of this sheet, by the cell's name."""
    prefix = f"{address(context.file, sheet)}!"
    named = {c.cell.removeprefix(prefix): c for c in context.corrections if c.cell.startswith(prefix)}
    return {cell: correction for cell, correction in named.items() if "!" not in cell}


def correct(context: Context, correction: Correction, carried: Carried, at: int, raw: Any) -> Cell:
    """Apply a correction to one cell, log it, and return what the cell now says.

    The cell must not have been counted yet. A correction whose `before` is not what stands there is noted
    as such, which stops the run at its end.
    """
    sheet, cell = carried.block.sheet.name, carried.block.cell(carried.field.line, at)
    place = address(context.file, sheet, cell)
    before = carried.convert.display_text(raw, unreadable=not correction.expects(raw))
    context.applied.append(Applied(correction.number, place, before, correction.expects(raw)))
    after = carried.convert(correction.after)
    if after.problem:
        context.fault(
            after.problem,
            sheet,
            cell,
            words=after.words,
            typed=after.before,
            dataset=carried.dataset.name,
            column=carried.column.name,
        )
    note = f"更正第 {correction.number} 条：{correction.reason}"
    value = None if after.value is None else display_text(after.value)
    names = (carried.dataset.name, carried.column.title, note)
    if is_blank(raw):  # it was not read as a cell, so it does not count among the cells logged
        context.log.add(Entries("correction", sheet, [cell], [""], [value], *names))
    else:
        context.enter(Entries("correction", sheet, [cell], [before], [value], *names))
    return after._replace(rule="", problem=None)


def correct_by_key(
    context: Context, dataset: Dataset, year: int, carried: Mapping[str, Carried], ats: Sequence[int]
) -> None:
    """Apply the corrections that name a record by its key and a column, and take back what was said before."""
    for correction in context.corrections:
        if correction.dataset != dataset.name or correction.year not in (None, year):
            continue
        target = carried.get(correction.column)
        keys = {name: carried[name] for name in correction.key if name in carried}
        if target is None or len(keys) < len(correction.key):
            continue
        wanted = {name: key.convert(correction.key[name]).value for name, key in keys.items()}
        for at in ats:
            if all(key.cells[at].value == wanted[name] for name, key in keys.items()):
                _replace(context, correction, target, at)


def _replace(context: Context, correction: Correction, target: Carried, at: int) -> None:
    sheet, cell = target.block.sheet.name, target.block.cell(target.field.line, at)
    if not target.cells[at].blank:
        if context.log.take_back(sheet, cell):
            context.logged -= 1
        else:
            context.kept -= 1
    context.issues[:] = [each for each in context.issues if (each.sheet, each.cell) != (sheet, cell)]
    raw = target.block.raws(target.field.line, [at])[0]
    target.cells[at] = correct(context, correction, target, at, raw)
