"""One table, laid out and perhaps recognised: its year, its columns, its records; or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fazhi_metrics.addresses import a1, letters
from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.convert import converter
from fazhi_metrics.cleaning.display_text import display_text
from fazhi_metrics.cleaning.inputs import Job
from fazhi_metrics.cleaning.issues import Slice
from fazhi_metrics.cleaning.layout import Layout
from fazhi_metrics.cleaning.numbering import check_numbers
from fazhi_metrics.cleaning.part import Empty
from fazhi_metrics.cleaning.period import ORIGINS, Surroundings
from fazhi_metrics.cleaning.proofs import prove_totals
from fazhi_metrics.cleaning.recognise import ENOUGH, Match, known_excluded
from fazhi_metrics.cleaning.records import Beside, TableReader
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.cleaning.sections import section_texts, sectioned, stated_value
from fazhi_metrics.datasets import YEAR, Dataset
from fazhi_metrics.datasets.base import Origin
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.errors import capped
from fazhi_metrics.quantities import read_date
from fazhi_metrics.redaction import names_a_person

_MOSTLY = 0.8
_COUNTED = re.compile(r"共(?:计|导出)\s*(\d+)\s*[条件起]")


def refuse_table(context: Context, block: Block, rivals: Sequence[Match]) -> None:
    """Set aside a table that is no ledger's, or could be two, with the reason."""
    _refuse(context, block, "unknown_table")
    _unknown(context, block, [field.header for field in block.fields], rivals)


def clean_table(context: Context, job: Job, layout: Layout) -> None:
    """Determine the year of a table and read it; or set all of it aside with the reason."""
    block, match = layout.block, layout.match
    around = Surroundings(block.titles, block.sheet.name, context.file)
    dataset = match.dataset
    year, origin = _year(context, block, match, around)
    if year is None and not _every_year_stated(context, block, match):
        context.fault("year_unknown", block.sheet.name, dataset=dataset.name)
        _refuse(context, block, "unknown_table", dataset)
        return
    if job.years is not None and year is not None and year not in job.years:
        _refuse(context, block, "year_not_asked", dataset)
        return
    if year is not None and year not in job.town.years:
        context.fault(
            "year_unlisted", block.sheet.name, dataset=dataset.name, year=year, words={"year": year}
        )
    context.exclude(block.sheet, block.others, dataset=dataset.name)
    if block.first:
        _hidden_lines(context, block, dataset)
    if not block.ats:
        _exclude_lines(context, block, [total.line for total in block.totals], "total", dataset)
        if not _rows_lost(context, block, match, year) and year is not None:
            _empty(context, block, dataset, year, around.months())
        return
    reader = TableReader(context, block, match, year)
    heading: dict[str, tuple[Any, Origin, str]] = {
        name: (value, "header", "") for name, value in layout.heading.items()
    }
    beside = {**heading, **_beside(reader, around, heading)}
    _columns(reader, beside)
    reader.read()
    sectioned(reader)
    reader.compute({name: value for name, (value, *_) in beside.items()})
    prove_totals(reader)
    for carried in reader.carried.values():
        if carried.column.identifier:
            check_numbers(context, carried)
    _counted(reader)
    _months(reader, around)
    reader.store(beside, origin)


def _rows_lost(context: Context, block: Block, match: Match, year: int | None) -> bool:
    """Report totals that state something where there is no row to add up."""
    lost = False
    for name, place in match.places.items():
        column, field = match.dataset.by_name[name], block.fields[place]
        for total in block.totals if column.additive else ():
            raw = block.raws(field.line, [total.line])[0]
            stated = converter(column, context.town)(raw).value
            if stated:
                lost = True
                words = {"stated": display_text(stated), "parts": "表内各行（一行也没有）", "computed": 0}
                words |= {"gap": display_text(stated), "hint": ""}
                others = {"dataset": match.dataset.name, "year": year, "effect": 1.0, "column": name}
                others["reach"] = Reach.ABSENT
                cell = block.cell(field.line, total.line)
                context.fault(
                    "total_differs", block.sheet.name, cell, raw, words, amount=float(stated), **others
                )
    return lost


def _empty(context: Context, block: Block, dataset: Dataset, year: int, months: tuple[int, ...]) -> None:
    """Note a table without a record: nothing happened in its months, which is more than a missing table says."""
    context.empty.append(Empty(dataset.name, year, months))
    period = f"{year} 年" + (f" {capped(map(str, months))} 月" if months else "")
    words = {"period": period, "dataset": dataset.title}
    slices = [Slice(month=month) for month in months]
    context.fault(
        "table_empty", block.sheet.name, dataset=dataset.name, year=year, words=words, slices=slices
    )


def _hidden_lines(context: Context, block: Block, dataset: Dataset) -> None:
    """Report records and fields that the sheet hides: they count, though nobody sees them."""
    lines = [field.line for field in block.fields]
    rows, columns = (block.ats, lines) if block.axis == "row" else (lines, block.ats)
    hidden = [f"第 {row} 行" for row in rows if row in block.sheet.hidden_rows]
    hidden += [f"{letters(column)} 列" for column in columns if column in block.sheet.hidden_columns]
    if hidden:
        words = {"lines": capped(hidden)}
        context.fault("lines_hidden", block.sheet.name, dataset=dataset.name, words=words)


def _refuse(context: Context, block: Block, rule: str, dataset: Dataset | None = None) -> None:
    context.exclude(block.sheet, block.others, dataset=dataset.name if dataset else "")
    _exclude_lines(context, block, [*block.ats, *(total.line for total in block.totals)], rule, dataset)


def _exclude_lines(
    context: Context, block: Block, lines: Sequence[int], rule: str, dataset: Dataset | None
) -> None:
    """Log every cell of some record or total lines."""
    name = dataset.name if dataset else ""
    for field in block.fields:
        if field.again:
            continue
        own = "personal" if names_a_person(field.header) else rule
        context.exclude_line(block, field.line, lines, own, dataset=name, column=field.header)


def _unknown(context: Context, block: Block, headers: Sequence[str], rivals: Sequence[Match]) -> None:
    """Report a table that no dataset fits, or that two fit, with the nearest dataset."""
    corner = block.fields[0].cell if block.fields else ""
    if not corner and block.fields and block.ats:
        corner = block.cell(block.fields[0].line, block.ats[0])
    best = [m for m in rivals if m.score == rivals[0].score] if rivals else []
    if len(best) > 1 and best[0].score >= ENOUGH:
        words = {"first": best[0].dataset.title, "second": best[1].dataset.title}
        context.fault("table_ambiguous", block.sheet.name, corner, words=words)
        return
    near = f"，最接近的是{best[0].dataset.title}" if best and best[0].score >= 0.3 else ""
    words = {"headers": capped((context.wording(h) for h in headers if h), limit=6), "nearest": near}
    context.fault("table_unknown", block.sheet.name, corner, words=words)


def _year(context: Context, block: Block, match: Match, around: Surroundings) -> tuple[int | None, Origin]:
    """Return the year that the table's surroundings or its dates state, and where.

    Where a column states it for each record, the surroundings' year is for the records that leave it blank.
    """
    stated = around.years()
    if YEAR.name in match.places:
        return (int(stated[0].value) if stated else None), "cell"
    if stated:
        first = stated[0]
        other = next((each for each in stated if each.value != first.value), None)
        if other is not None:
            words = {
                "first": first.value,
                "first_origin": f"{ORIGINS[first.origin]}“{first.text}”",
                "second": other.value,
                "second_origin": f"{ORIGINS[other.origin]}“{other.text}”",
            }
            context.fault("year_conflict", block.sheet.name, words=words, dataset=match.dataset.name)
        return int(first.value), first.origin
    place = match.places.get(match.dataset.date or "")
    if place is None:
        return None, "cell"
    readings = (read_date(raw).value for raw in block.raws(block.fields[place].line, block.ats))
    years = {day.year for day in readings if day is not None and hasattr(day, "year")}
    return (years.pop() if len(years) == 1 else None), "cell"


def _every_year_stated(context: Context, block: Block, match: Match) -> bool:
    """Whether a column states the year of every record."""
    place = match.places.get(YEAR.name)
    if place is None:
        return False
    read = converter(YEAR, context.town)
    return all(read(raw).value is not None for raw in block.raws(block.fields[place].line, block.ats))


def _beside(reader: TableReader, around: Surroundings, heading: Mapping[str, Any]) -> Beside:
    """Return the columns that the table's surroundings state instead of its cells."""
    found: dict[str, tuple[Any, Origin, str]] = {}
    for column in reader.dataset.columns:
        if column.name in reader.match.places or column.name in heading or column.origins == ("cell",):
            continue
        if "section" in column.origins and section_texts(reader.block):
            continue
        for origin, text in around.texts():
            if (origin in column.origins or (origin == "title" and "section" in column.origins)) and (
                value := stated_value(column, text, reader.context.town)
            ) is not None:
                found[column.name] = (value, origin, _title_cell(reader, text) if origin == "title" else "")
                break
        else:
            if column.required:
                words = {"title": column.title}
                reader.fault("origin_unknown", "", words, effect=1.0, whole=True, column=column.name)
    return found


def _title_cell(reader: TableReader, title: str) -> str:
    """Return the cell above a table in which (part of) a title stands; empty where none does."""
    for row, line in enumerate(reader.block.sheet.rows, 1):
        for column, typed in enumerate(line, 1):
            if isinstance(typed, str) and typed.strip() and typed.strip() in title:
                return a1(row, column)
    return ""


def _columns(reader: TableReader, beside: Beside) -> None:
    """Report columns that are missing, double, misspelt or unknown."""
    match, block, title = reader.match, reader.block, reader.dataset.title
    headers = {place: field.header for place, field in enumerate(block.fields)}

    def at(place: int) -> str:
        return block.fields[place].cell

    for name, places in match.doubles.items():
        words = {"header": headers[places[0]], "title": reader.dataset.by_name[name].title}
        words["other"] = "、".join(at(place).rstrip("0123456789") for place in places[1:])
        reader.fault("column_twice", at(places[0]), words, effect=1.0, whole=True, column=name)
    near = {place: name for place, name in match.near().items() if not names_a_person(headers[place])}
    titled = {column.title: column for column in reader.dataset.columns}
    for place, title_ in near.items():
        column, header = titled[title_], headers[place]
        words = {"header": header, "nearest": title_}
        typed = reader.context.wording(header)
        severity = Severity.ERROR if column.required else Severity.WARNING
        reader.fault(
            "column_near",
            at(place),
            words,
            typed=typed,
            severity=severity,
            effect=1.0,
            whole=True,
            column=column.name,
        )
    for column in match.missing:
        if column.title not in near.values() and column.name not in beside and column.required:
            # No figure needs an identifier, and many an office numbers nothing.
            rule, effect = ("identifier_missing", 0.0) if column.identifier else ("column_missing", 1.0)
            reader.fault(rule, "", {"title": column.title}, effect=effect, whole=True, column=column.name)
    taken = match.taken | near.keys()
    left = {
        place: header
        for place, header in headers.items()
        if place not in taken and header and not known_excluded(header) and not names_a_person(header)
    }
    if reader.dataset.own and left:
        names = capped(reader.context.wording(header) for header in left.values())
        reader.fault("columns_left", at(min(left)), {"headers": names, "dataset": title}, effect=0.0)
    else:
        for place, header in left.items():
            rule = "column_unknown" if block.axis == "row" else "row_unknown"
            reader.fault(rule, at(place), {"header": header, "dataset": title}, effect=0.0)
    for stranger in block.strangers:
        header = reader.context.wording(stranger.header)
        if "月" in header:
            reader.fault(
                "month_unreadable",
                stranger.cell,
                {"column": "月份"},
                typed=header,
                column="month",
                reach=Reach.ABSENT,
            )
        elif header and not names_a_person(header):
            words = {"header": header, "dataset": title}
            reader.fault("column_unknown", stranger.cell, words, effect=0.0)


def _counted(reader: TableReader) -> None:
    """Hold the number of records that a note states (共导出 1286 条) against the records."""
    for note in reader.block.notes:
        found = _COUNTED.search(note)
        if found and int(found[1]) != len(reader.block.ats):
            words = {"stated": found[1], "computed": len(reader.block.ats)}
            amount = float(abs(int(found[1]) - len(reader.block.ats)))
            reader.fault("count_differs", "", words, typed=found[0], amount=amount)


def _months(reader: TableReader, around: Surroundings) -> None:
    """Report dates outside the month or quarter that the table is named for, when most are inside it."""
    months, dated = around.months(), reader.carried.get(reader.dataset.date or "")
    if not months or dated is None:
        return
    days = {at: cell.value for at, cell in dated.cells.items() if cell.value is not None}
    outside = [at for at, day in days.items() if day.month not in months and day.year == reader.year]
    if outside and len(outside) <= (1 - _MOSTLY) * len(days):
        name = f"{months[0]} 月" if len(months) == 1 else f"{months[0]} 至 {months[-1]} 月"
        for at in outside:
            words = {"column": dated.column.title, "date": days[at].date().isoformat(), "months": name}
            raw = reader.block.raws(dated.field.line, [at])[0]
            reader.fault("date_in_months", dated.cell(at), words, raw=raw, column=dated.column.name)
