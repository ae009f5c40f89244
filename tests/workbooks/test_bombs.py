"""Files made or broken to exhaust the machine end in a table or a clear error, soon and in little memory."""

from __future__ import annotations

import time

import pytest

from fazhi_metrics.addresses import letters
from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks import read_tables
from tests.workbooks import mutants
from tests.workbooks.mutants import campaign, raw_xlsx, zipped


def cell(place, value=1):
    return f'<c r="{place}"><v>{value}</v></c>'


def rows(*numbers):
    return "".join(f'<row r="{n}">{cell(f"A{n}", n)}{cell(f"B{n}", 2 * n)}</row>' for n in numbers)


def ods_of(row):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="a">{row}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>",
    })  # fmt: skip


REFUSED = {
    "two cells as far apart as can be": lambda: raw_xlsx(
        f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'
    ),
    "a far cell inside the first row": lambda: raw_xlsx(f'<row r="1">{cell("A1")}{cell("XFD1048576")}</row>'),
    "references in single quotes": lambda: raw_xlsx("<row r='1'><c r='XFD104857'><v>1</v></c></row>"),
    "references in lower case": lambda: raw_xlsx(f'<row r="1">{cell("a1")}{cell("xfd104857")}</row>'),
    "references with spaces": lambda: raw_xlsx('<row r="1"><c r = "XFD104857"><v>1</v></c></row>'),
    "a reference given twice": lambda: raw_xlsx(
        '<row r="1"><c r="A1" s="0" r="XFD104857"><v>1</v></c></row>'
    ),
    "a tag with a prefix": lambda: raw_xlsx(rows(1) + '<row r="2"><z:c r="XFD104857"><v>1</v></z:c></row>'),
    "cells without references in a far row": lambda: raw_xlsx(
        rows(1) + '<row r="99999">' + "<c><v>1</v></c>" * 16_384 + "</row>"
    ),
    "rows without numbers": lambda: raw_xlsx("<row/>" * 99_999 + f"<row>{'<c><v>1</v></c>' * 9_999}</row>"),
    "a tag inside a quoted text": lambda: raw_xlsx('<row r="1"><c q="<" r="XFD104857"><v>1</v></c></row>'),
    "a column beyond the last": lambda: raw_xlsx(f'<row r="1">{cell("A1")}{cell("ZZZZ1")}</row>'),
    "ten thousand sheets": lambda: raw_xlsx(rows(1), sheets=10_000),
    "entities that grow": lambda: raw_xlsx(
        rows(1), before='<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    ),
    "a zip bomb": lambda: raw_xlsx(" " * 60_000_000 + rows(1)),
    "rows and columns repeated to the end": lambda: ods_of(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float"'
        ' office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    ),
    "an entity in Excel 2003 XML": lambda: mutants.spreadsheet_xml().replace(
        b'<?xml version="1.0"?>', b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aa">]>'
    ),
    "a web page of enormous spans": lambda: (
        "<table>" + "<tr><td colspan=1000 rowspan=1000>x</td></tr>" * 99
    ).encode(),
    "two hundred thousand columns": lambda: (",".join("1" * 200_000) + "\n").encode(),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_exhaust_the_machine_is_refused(tmp_path, case):
    path = tmp_path / "a.xlsx"
    path.write_bytes(REFUSED[case]())
    with pytest.raises(WorkbookError) as caught:
        read_tables(path)
    assert caught.value.todo


READ = {
    "cells without references": (
        lambda: raw_xlsx("".join(f"<row><c><v>{n}</v></c><c><v>{2 * n}</v></c></row>" for n in range(1, 5))),
        2,
    ),
    "overlapping merges": (
        lambda: raw_xlsx(rows(1, 2, 3), sheet_tail='<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="B2:A1"/></mergeCells>'),
        2,
    ),
    "one merge over the whole sheet": (
        lambda: raw_xlsx(rows(1, 2, 3), sheet_tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        2,
    ),
    "styled empty rows to the end": (
        lambda: raw_xlsx(rows(1, 2) + "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 120_000))),
        2,
    ),
    "all 16,384 columns": (
        lambda: raw_xlsx("".join(
            f'<row r="{r}">' + "".join(cell(f"{letters(n)}{r}", n) for n in range(1, 16_385)) + "</row>" for r in (1, 2)
        )),
        16_384,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_what_only_looks_enormous_is_read(tmp_path, case):
    data, columns = READ[case]
    path = tmp_path / "a.xlsx"
    path.write_bytes(data())
    assert len(read_tables(path)[0].columns) == columns


def test_a_seeded_campaign_of_damaged_files_ends_in_tables_or_clear_errors(tmp_path):
    read = refused = 0
    for name, data in campaign(20251231, 240):
        path = tmp_path / name
        path.write_bytes(data)
        try:
            for table in read_tables(path):
                for column in table.columns:
                    table.values(column.index)
            read += 1
        except WorkbookError as error:
            assert error.todo
            refused += 1
    assert read > 40
    assert refused > 40


def test_a_long_column_of_codes_is_read_in_time_that_grows_with_its_length(tmp_path):
    """Lines that nearly are what is looked for must not be tried in ever more ways."""
    codes = [f"A1B2C3D4E5F6G7H{n}" for n in range(8_000)] + ["注 1"]
    path = tmp_path / "a.csv"
    path.write_text("编号,户数\n" + "".join(f"{code},{n}\n" for n, code in enumerate(codes)), "utf-8")
    begin = time.process_time()
    assert read_tables(path)[0].columns[0].type == "text"
    assert time.process_time() - begin < 5
