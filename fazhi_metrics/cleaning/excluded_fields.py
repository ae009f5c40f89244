"""The fields of a recognised table that are not kept: running numbers, people, and what no column claims."""

from __future__ import annotations

from fazhi_metrics.cleaning.block import Block, Field
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.display_text import typed_text
from fazhi_metrics.cleaning.numbering import check_serial
from fazhi_metrics.cleaning.recognise import is_serial, is_total
from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.redaction import HIDDEN, names_a_person, valid_id_number


def exclude_field(context: Context, block: Block, field: Field, dataset: Dataset, rule: str) -> None:
    """Log every record's cell of one field under one rule, once for a table that several blocks are read of."""
    if field.again:
        return
    context.exclude_line(block, field.line, block.ats, rule, dataset=dataset.name, column=field.header)


def unclaimed_field(context: Context, block: Block, field: Field, dataset: Dataset) -> None:
    """Log a field that no column of the dataset claims, by what its header says it is."""
    if is_serial(field.header):
        exclude_field(context, block, field, dataset, "serial")
        check_serial(context, block, field, dataset)
    elif names_a_person(field.header):
        exclude_field(context, block, field, dataset, "personal")
    elif is_total(field.header):
        exclude_field(context, block, field, dataset, "total")
    else:
        exclude_field(
            context, block, field, dataset, "unknown_column" if block.axis == "row" else "unknown_row"
        )


def personal_field(context: Context, block: Block, field: Field, column: Column, dataset: Dataset) -> None:
    """Log a personal field without its content; ID numbers are checked before they are forgotten."""
    exclude_field(context, block, field, dataset, "personal")
    if "身份证" not in column.title:
        return
    seen: dict[str, int] = {}
    for at, raw in zip(block.ats, block.raws(field.line, block.ats), strict=True):
        number = typed_text(raw).strip().upper()
        if not number:
            continue
        cell, sheet = block.cell(field.line, at), block.sheet.name
        if not valid_id_number(number):
            context.fault("id_number_invalid", sheet, cell, typed=HIDDEN, dataset=dataset.name)
        if (first := seen.setdefault(number, at)) != at:
            words = {"other": block.cell(field.line, first)}
            context.fault("person_twice", sheet, cell, typed=HIDDEN, words=words, dataset=dataset.name)
