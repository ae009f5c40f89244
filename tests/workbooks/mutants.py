"""Small workbooks of every format, and seeded damage to them: bits, bytes, blocks, parts and claims."""

import io
import random
import struct
import zipfile

import openpyxl
import xlwt

ROWS = [
    ["示例镇人口与户数统计表（2025年）", "", "", "", ""],
    ["单位：户、人", "", "", "", ""],
    ["序号", "村名", "户数", "人口", "备注"],
    *[[n, f"示例{n}村", 100 + n, 300.5 + n, "" if n % 3 else "待核实"] for n in range(1, 13)],
    ["合计", "", 1278, 3684, ""],
    ["注：示例数据。", "", "", "", ""],
]
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(sheets=1):
    """A workbook as openpyxl writes it, with merged, hidden and percent cells and formulas without result."""
    book = openpyxl.Workbook()
    for index in range(sheets):
        sheet = book.active if index == 0 else book.create_sheet(f"表{index + 1}")
        for row in ROWS:
            sheet.append([value if value != "" else None for value in row])
        sheet.merge_cells("A1:E1")
        sheet["C17"] = "=SUM(C4:C15)"
        sheet["D5"].number_format = "0.0%"
        sheet.row_dimensions[6].hidden = True
    return _saved(book)


def _saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls():
    """The same as an Excel 97 workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if value != "":
                sheet.write(r, c, value)
    return _saved(book)


def csv(encoding="gb18030"):
    """The same as text."""
    return "\r\n".join(",".join(map(str, row)) for row in ROWS).encode(encoding)


def html():
    """The same as a web page that calls itself .xls."""
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in ROWS)
    return f"<html><head><meta charset='utf-8'></head><body><table>{rows}</table></body></html>".encode()


def ods():
    """The same as an OpenDocument sheet, as small as one can be."""
    cells = []
    for row in ROWS:
        cells.append("<table:table-row>")
        for value in row:
            if value == "":
                cells.append("<table:table-cell/>")
            elif isinstance(value, str):
                cells.append(
                    f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
                )
            else:
                cells.append(f'<table:table-cell office:value-type="float" office:value="{value}"/>')
        cells.append("</table:table-row>")
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表1">{"".join(cells)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def spreadsheet_xml():
    """The same as an Excel 2003 XML workbook."""
    rows = []
    for row in ROWS:
        cells = []
        for index, value in enumerate(row, 1):
            if value != "":
                kind = "String" if isinstance(value, str) else "Number"
                cells.append(f'<Cell ss:Index="{index}"><Data ss:Type="{kind}">{value}</Data></Cell>')
        rows.append(f"<Row>{''.join(cells)}</Row>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表1"><Table>'
        f"{''.join(rows)}</Table></Worksheet></Workbook>"
    ).encode()


def zipped(parts):
    """A zip of named parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def raw_xlsx(sheet_data, *, sheets=1, before="", sheet_tail=""):
    """An .xlsx around hand-written sheet XML, for claims that no office program would make."""
    names = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData>{sheet_tail}</worksheet>'
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">{links}</Relationships>',
    }
    return zipped(parts | {f"xl/worksheets/sheet{n}.xml": sheet for n in range(1, sheets + 1)})


def bases():
    """A workbook of every format that the campaign damages."""
    return {
        "a.xlsx": xlsx(),
        "b.xlsx": xlsx(3),
        "c.xls": xls(),
        "d.csv": csv(),
        "e.csv": csv("utf-8"),
        "f.tsv": csv("utf-16"),
        "g.xls": html(),
        "h.ods": ods(),
        "i.xls": spreadsheet_xml(),
        "j.xlsb": xlsb(),
    }


def mutate(data, rng):
    """Damage a file in one of several ways."""
    way = rng.randrange(8)
    if way < 6 or not data.startswith(b"PK"):
        return _damage(data, rng, way)
    return _damage_part(data, rng)


def _damage(data, rng, way):
    found = bytearray(data)
    if way == 0:
        return bytes(found[: rng.randrange(len(found))])
    if way == 1:
        for _ in range(rng.randint(1, 8)):
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    elif way == 2:
        start = rng.randrange(len(found))
        found[start : start + rng.randint(1, 200)] = rng.randbytes(rng.randint(0, 200))
    elif way == 3:
        start = rng.randrange(len(found))
        block = found[start : start + rng.randint(1, 400)]
        at = rng.randrange(len(found))
        found[at:at] = block * rng.randint(1, 20)
    elif way == 4:
        for _ in range(rng.randint(1, 30)):
            found[rng.randrange(len(found))] = rng.choice((0, 0xFF, 0x7F, 0x80, 0x20))
    else:
        start = rng.randrange(len(found))
        found[start : start + 4] = rng.choice(
            (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\0\0\0")
        )
    return bytes(found)


def _damage_part(data, rng):
    """Damage one inflated part and pack it again, so that the damage reaches the reader behind the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(parts))
    part = parts[name]
    if not part or rng.random() < 0.1:
        parts[name] = b""
    elif rng.random() < 0.5:
        parts[name] = _damage(part, rng, rng.randrange(6))
    else:
        text = part.decode("utf-8", "replace")
        old, new = rng.choice((("<v>", "<v>9e999"), ('r="C', 'r="XFD'), ('r="5"', 'r="1048576"'), ("<row", "<rov"),
                               ('t="n"', 't="s"'), ("</c>", ""), ("A1:E1", "A1:XFD1048576"), ('"1"', '"-1"'), ("<f>", "<f><f>")))  # fmt: skip
        parts[name] = text.replace(old, new, rng.randint(1, 5)).encode()
    return zipped(parts)


def campaign(seed, count):
    """Yield (name, damaged bytes), the same for the same seed."""
    rng = random.Random(seed)
    every = list(bases().items())
    for number in range(count):
        name, data = every[number % len(every)]
        yield f"{number}-{name}", mutate(data, rng)


def xlsb():
    """The same as a binary .xlsb, written record by record: numbers, texts, a percent, a hidden row."""

    def record(kind, body=b""):
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = len(body)
        length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
        return head + length + body

    def text(value):
        return len(value).to_bytes(4, "little") + value.encode("utf-16-le")

    extent = (0, len(ROWS) - 1, 0, 4)
    rows = [record(129), record(148, struct.pack("<4I", *extent)), record(145)]
    for r, row in enumerate(ROWS):
        flags = 0x10 if r == 5 else 0
        rows.append(
            record(0, r.to_bytes(4, "little") + bytes(4) + b"\x2c\x01" + b"\0" + bytes([flags]) + bytes(5))
        )
        for c, value in enumerate(row):
            style = 1 if (r, c) == (4, 3) else 0
            place = c.to_bytes(4, "little") + style.to_bytes(3, "little") + b"\0"
            if isinstance(value, str) and value:
                rows.append(record(6, place + text(value)))
            elif not isinstance(value, str):
                rows.append(record(5, place + struct.pack("<d", value)))
    sheet = b"".join([*rows, record(146), record(130)])
    bundle = record(156, bytes(4) + (1).to_bytes(4, "little") + text("rId1") + text("表1"))
    book = record(131) + record(143) + bundle + record(144) + record(132)
    formats = b"".join(record(47, bytes(2) + code.to_bytes(2, "little") + bytes(12)) for code in (0, 9))
    styles = record(278) + record(617, (2).to_bytes(4, "little")) + formats + record(618) + record(279)
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.ms-excel"
    parts = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
        f'<Default Extension="bin" ContentType="{kind}.sheet.binary.macroEnabled.main"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.bin"/></Relationships>',
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles,
    }
    return zipped(parts)
