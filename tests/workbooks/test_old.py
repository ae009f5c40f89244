"""Old workbooks, encrypted ones, and sheets of dialogs and macros among the others."""

from __future__ import annotations

import random
import struct
import zipfile

import openpyxl
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.workbooks import read_tables
from fazhi_metrics.workbooks.ole import CompoundFile

ROWS = [["村名", "户数"], ["甲村", 31], ["乙村", 42], ["丙村", 53]]


def record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def records(stream):
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def stream_of(path):
    return CompoundFile(path.read_bytes()).stream("Workbook")


def xls(path, sheets=("一", "二", "三")):
    book = xlwt.Workbook()
    for name in sheets:
        sheet = book.add_sheet(name)
        for r, row in enumerate(ROWS):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    book.save(str(path))
    return stream_of(path)


def biff5(codec, page):
    """A workbook as Excel 95 wrote it, its letters in a code page."""
    name, unit = "人口".encode(codec), '0.0"亩"'.encode(codec)

    def head(offset):
        return b"".join([
            record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)),
            record(0x42, struct.pack("<H", page)),
            *[record(0x31, struct.pack("<HHHH", 200, 0, 0x7FFF, 400) + bytes(6) + b"\5Arial")] * 5,
            record(0x41E, struct.pack("<HB", 164, 4) + b"0.0%"),
            record(0x41E, struct.pack("<HB", 165, len(unit)) + unit),
            *[record(0xE0, struct.pack("<HH", 0, form) + bytes(12)) for form in (*[0] * 16, 164, 165)],
            record(0x85, struct.pack("<IHB", offset, 0, len(name)) + name),
            record(0xA, b""),
        ])  # fmt: skip

    def text(row, column, said):
        raw = said.encode(codec)
        return record(0x204, struct.pack("<HHHH", row, column, 15, len(raw)) + raw)

    body = [
        record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)),
        text(0, 0, "村名"),
        text(0, 1, "满意率"),
        text(0, 2, "林地"),
    ]
    for row, place in enumerate(["甲村", "乙村", "丙村"], 1):
        body += [
            text(row, 0, place),
            record(0x203, struct.pack("<HHHd", row, 1, 16, 0.9 + row / 100)),
            record(0x203, struct.pack("<HHHd", row, 2, 17, row + 0.5)),
        ]
    return head(len(head(0))) + b"".join([*body, record(0xA, b"")])


@pytest.mark.parametrize(("codec", "page"), [("gbk", 936), ("utf-8", 65001)])
def test_a_workbook_from_before_1997_keeps_its_letters_and_formats(tmp_path, codec, page):
    XlsDoc().save(str(tmp_path / "表.xls"), biff5(codec, page))
    (table,) = read_tables(tmp_path / "表.xls")
    assert (table.sheet, [c.header for c in table.columns]) == ("人口", ["村名", "满意率", "林地"])
    assert [(c.unit, c.type) for c in table.columns] == [(None, "text"), ("%", "percent"), ("亩", "float")]
    assert table.values("A") == ["甲村", "乙村", "丙村"]


def test_an_encrypted_old_workbook_is_named_so(tmp_path):
    draw = random.Random(1)
    noise = lambda length: bytes(draw.randrange(256) for _ in range(length))  # noqa: E731
    kept = [
        record(
            kind,
            body if kind == 0x809 else body[:4] + noise(len(body) - 4) if kind == 0x85 else noise(len(body)),
        )
        for kind, body in records(xls(tmp_path / "表.xls"))
    ]
    kept.insert(1, record(0x2F, struct.pack("<HHH", 1, 1, 1) + noise(48)))
    XlsDoc().save(str(tmp_path / "密.xls"), b"".join(kept))
    with pytest.raises(FazhiError, match="加了密码"):
        read_tables(tmp_path / "密.xls")


@pytest.mark.parametrize("kind", [1, 2, 6])
def test_a_sheet_of_another_kind_in_an_old_workbook_leaves_the_others(tmp_path, kind):
    changed, seen = b"", 0
    for number, body in records(xls(tmp_path / "表.xls")):
        seen += number == 0x85
        changed += record(
            number, body[:5] + bytes([kind]) + body[6:] if number == 0x85 and seen == 2 else body
        )
    XlsDoc().save(str(tmp_path / "宏.xls"), changed)
    assert [(t.sheet, t.values("B")) for t in read_tables(tmp_path / "宏.xls")] == [
        ("一", [31, 42, 53]),
        ("三", [31, 42, 53]),
    ]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("macrosheets", "xlMacrosheet"), ("dialogsheets", "dialogsheet"), ("chartsheets", "chartsheet")],
)
def test_a_sheet_of_another_kind_leaves_the_others(tmp_path, folder, kind):
    book = openpyxl.Workbook()
    for name in ("一", "二", "三"):
        sheet = book.create_sheet(name)
        for row in ROWS:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "表.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "表.xlsx") as source,
        zipfile.ZipFile(tmp_path / "宏.xlsm", "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                name, data = f"xl/{folder}/sheet1.xml", f"<{kind}/>".encode()
            elif name.endswith("workbook.xml.rels"):
                lines = data.decode().split("<Relationship ")
                lines = [
                    line.replace("worksheets/sheet2.xml", f"{folder}/sheet1.xml").replace("/worksheet\"", f"/{kind}\"")
                    if "sheet2.xml" in line else line
                    for line in lines
                ]  # fmt: skip
                data = "<Relationship ".join(lines).encode()
            target.writestr(name, data)
    assert [(t.sheet, t.values("B")) for t in read_tables(tmp_path / "宏.xlsm")] == [
        ("一", [31, 42, 53]),
        ("三", [31, 42, 53]),
    ]
