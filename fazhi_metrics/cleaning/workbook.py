"""One workbook from first cell to last: its tables recognised, read and proved, every cell accounted for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from fazhi_metrics.addresses import join
from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.inputs import Job
from fazhi_metrics.cleaning.layout import layouts
from fazhi_metrics.cleaning.log import Log
from fazhi_metrics.cleaning.part import Part, Source
from fazhi_metrics.cleaning.raw_names import shown_sheets
from fazhi_metrics.cleaning.recognise import Match, recogniser
from fazhi_metrics.cleaning.settle import LeftOut
from fazhi_metrics.cleaning.tables import clean_table, refuse_table
from fazhi_metrics.cleaning.view import across, as_rows, month_columns
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.errors import FazhiError, WorkbookError, capped
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.store.manifest import file_digest
from fazhi_metrics.workbooks import Table, read_book, read_bytes
from fazhi_metrics.workbooks.sheets import Sheet, Workbook

_MOSTLY = 0.8
_COUNTED = re.compile(r"共(?:计|导出)\s*(\d+)\s*[条件起]")


def clean_workbook(job: Job) -> Part:
    """Clean one workbook; the result depends on the job alone.

    The bytes that are read are those whose digest is compared with the run's. A file that cannot be read, or
    is no longer what the run saw of it, yields a part with one issue and no records.
    """
    context = Context(job.file.name, job.town, job.corrections, Log(job.file.name))
    whole = next((each for each in job.left_out if each.sheet is None), None)
    sha256 = ""
    try:
        data = read_bytes(job.file.path, job.file.name)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 != job.file.sha256:
            return _changed(context)
        book = read_book(data, name=job.file.name, shown=partial(shown_sheets, known=context.villages))
    except WorkbookError as error:
        if whole and (sha256 or file_digest(job.file.path) or "") == job.file.sha256:
            return _without(job, None, whole)
        if (sha256 or file_digest(job.file.path) or "") != job.file.sha256:
            return _changed(context)
        context.fault("workbook_unreadable", None, words={"reason": error.what}, todo=error.todo)
        return _part(context)
    try:
        for sheet in book.workbook.sheets:
            tables = [table for table in book.tables if table.source is sheet]
            out = next((each for each in job.left_out if each.sheet == sheet.name), None)
            if out is None:
                _clean_sheet(context, job, sheet, tables)
            elif not whole:
                _leave_out(context, job, sheet, tables, out)
    except FazhiError:
        raise
    except Exception as error:  # one workbook that we do not understand must not end a county's run
        return _refused(job, book.workbook, type(error).__name__)
    if not context.conservation.holds:
        return _refused(job, book.workbook, str(context.conservation))
    if whole:
        return _without(job, book.workbook, whole, context.sources)
    if not book.tables:
        context.fault("workbook_empty", None, severity=Severity.ERROR if context.read else Severity.WARNING)
    return _part(context)


def _changed(context: Context) -> Part:
    """Return the part of a workbook that was changed while the run went on: nothing of it is believed."""
    context.fault("workbook_changed", None)
    return replace(_part(context), changed=True)


def _refused(job: Job, book: Workbook, reason: str) -> Part:
    """Return the part of a workbook that could not be accounted for: nothing kept, every cell logged."""
    context = Context(job.file.name, job.town, job.corrections, Log(job.file.name))
    for sheet in book.sheets:
        _log_whole(context, sheet, "unclaimed")
    context.fault("workbook_refused", None, words={"reason": reason})
    return _part(context)


def _log_whole(context: Context, sheet: Sheet, rule: str) -> int:
    """Log every cell of a sheet under one rule; return how many."""
    cells = [(row, column, rule) for row, column, _ in sheet.cells()]
    context.read += len(cells)
    return context.exclude(sheet, cells)


def _leave_out(context: Context, job: Job, sheet: Sheet, tables: Sequence[Table], out: LeftOut) -> None:
    """Log every cell of a sheet that an answer leaves out, and say which ledgers it would have fed."""
    aside = Context(job.file.name, job.town, (), Log(job.file.name))
    _clean_sheet(aside, job, sheet, tables)
    _log_whole(context, sheet, out.rule)
    _say_left_out(context, out, aside.sources)


def _say_left_out(context: Context, out: LeftOut, sources: Sequence[Source]) -> None:
    fed: list[tuple[str, int | None]] = [*sorted({(each.dataset, each.year) for each in sources})]
    for dataset, year in fed or [("", None)]:
        context.fault(out.rule, out.sheet, dataset=dataset, year=year, settled=out.text)


def _without(job: Job, book: Workbook | None, out: LeftOut, sources: Sequence[Source] = ()) -> Part:
    """Return the part of a workbook that an answer leaves out: nothing kept, every cell logged."""
    context = Context(job.file.name, job.town, (), Log(job.file.name))
    for sheet in book.sheets if book else ():
        _log_whole(context, sheet, out.rule)
    _say_left_out(context, out, sources)
    return _part(context)


def interrupted(job: Job) -> Part:
    """Return the part of a workbook whose reading ended its process twice."""
    context = Context(job.file.name, job.town, job.corrections, Log(job.file.name))
    words = {"reason": "读取时程序中断，可能是文件过大或已损坏"}
    context.fault("workbook_unreadable", None, words=words)
    return _part(context)


def _part(context: Context) -> Part:
    import pyarrow as pa

    return Part(
        file=context.file,
        records={
            name: tables[0] if len(tables) == 1 else pa.concat_tables(tables).combine_chunks()
            for name, tables in context.records.items()
        },
        sources=tuple(context.sources),
        spans=tuple(context.spans),
        log=context.log.table(),
        issues=tuple(context.issues),
        conservation=context.conservation,
        applied=tuple(context.applied),
        proved=context.proved,
        empty=tuple(context.empty),
    )


def _clean_sheet(context: Context, job: Job, sheet: Sheet, tables: Sequence[Table]) -> None:
    if sheet.hidden:
        if count := _log_whole(context, sheet, "hidden_sheet"):
            context.fault("sheet_hidden", sheet.name, words={"count": count})
        return
    claims: dict[int, frozenset[int]] = {}
    for table in tables:
        block, matches, rivals = _laid_out(job, table, context.file)
        for row, columns in block.claims().items():
            claims[row] = claims[row] | columns if row in claims else columns
        if not matches:
            refuse_table(context, block, rivals)
        for each in layouts(block, matches) if matches else ():
            clean_table(context, job, each)
    left: list[tuple[int, int]] = []
    every, spaces = frozenset(range(1, sheet.width + 1)), _holds_spaces(sheet)
    whole = {id(columns) for columns in claims.values() if columns >= every}
    for row, raws in enumerate(sheet.rows, 1):
        if not spaces and id(claims.get(row)) in whole:
            context.read += len(raws) - raws.count("")
            continue
        filled = [place for place, raw in enumerate(raws, 1) if raw.__class__ is not str or raw.strip()]
        context.read += len(filled)
        if not claims.get(row, frozenset()).issuperset(filled):
            left += ((row, column) for column in filled if column not in claims.get(row, ()))
    context.exclude(sheet, ((row, column, "unclaimed") for row, column in left))
    if left:
        names = [str(block) for block in join(left)]
        words = {"count": len(left), "where": capped(names)}
        context.fault("block_unclaimed", sheet.name, names[0], words=words)


def _holds_spaces(sheet: Sheet) -> bool:
    """Whether a cell holds white space and nothing else."""
    different = set(chain.from_iterable(sheet.rows))
    return any(raw.__class__ is str and raw and not raw.strip() for raw in different)


def _laid_out(job: Job, table: Table, file: str) -> tuple[Block, Sequence[Match], Sequence[Match]]:
    """Return a table as a block with the dataset it is; months across are turned into records."""
    block = as_rows(table)
    hints = [*table.titles, table.sheet or "", file]
    known = recogniser(catalogue_of(job.town))
    headers = [field.header for field in block.fields]
    match, rivals = known.recognise(headers, hints)
    if match is None and (months := month_columns(table)):
        turned = across(table, months)
        if turned is not None:
            match, crossed = known.recognise_labels([field.header for field in turned.fields], hints)
            return (turned, (match,), crossed) if match is not None else (block, (), crossed)
    return block, (match, *known.beside(headers, match)) if match else (), rivals
