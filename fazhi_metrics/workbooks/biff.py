"""The records of an .xls: what calamine does not tell of its sheets."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fazhi_metrics.workbooks import limits
from fazhi_metrics.workbooks.biffrich import rich_texts
from fazhi_metrics.workbooks.facts import PERCENT_FORMATS, Facts, Styles, is_percent_format
from fazhi_metrics.workbooks.numberformat import read_format
from fazhi_metrics.workbooks.ole import BrokenFileError
from fazhi_metrics.workbooks.richtext import Rich
from fazhi_metrics.workbooks.sheets import Span

BOF, EOF, FILEPASS, BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
FONT, FORMAT, XF = 0x0031, 0x041E, 0x00E0
ROW, COLINFO, DIMENSIONS, STRINGS, WSBOOL = 0x0208, 0x007D, 0x0200, 0x00FC, 0x0081
NOTE, OBJECT, TEXT_OBJECT, CONTINUE = 0x001C, 0x005D, 0x01B6, 0x003C
FORMULA, BOOLERR, MULRK, MULBLANK, SHARED = 0x0006, 0x0205, 0x00BD, 0x00BE, 0x00FD
LABEL, FORMATTED, CODEPAGE = 0x0204, 0x00D6, 0x0042
# Records of one cell, which begin with row, column and style: NUMBER, RK, LABEL, LABELSST, RSTRING.
_SINGLE: Final = frozenset({0x0203, 0x027E, LABEL, SHARED, FORMATTED, FORMULA, BOOLERR})
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_AREA, _SUMMED = b"\x25", b"\x19\x10"  # the tokens of =SUM(B3:B7)
_NOTE_OBJECT: Final = 0x19
_MOST_ROWS: Final = 1 << 16
_MOST_COLUMNS: Final = 256
_BOLD: Final = 600
_BIFF5: Final = b"\x00\x05"
_CODECS: Final = {
    936: "gb18030",
    950: "big5",
    932: "cp932",
    949: "cp949",
    1200: "utf-16-le",
    32768: "mac_roman",
}
_PLAIN: Final = (False, False, False)
_HEADER: Final = struct.Struct("<HH")
_THREE: Final = struct.Struct("<HHH")


@dataclass(slots=True)
class Globals:
    """What the first part of the stream says of the whole workbook."""

    encrypted: bool = False
    sheets: list[int | None] = field(
        default_factory=list
    )  # where its records begin; None of what is no worksheet
    names: list[str] = field(default_factory=list)  # of the sheets, where their letters are in a code page
    codec: str | None = None  # of texts, in workbooks from before 1997
    styles: Styles = field(default_factory=Styles)
    rich: dict[int, Rich] = field(default_factory=dict)  # shared texts in which something is struck or raised


def read_globals(stream: bytes) -> Globals:
    """Read the workbook's own records: sheets, styles, and whether it is encrypted."""
    found = Globals()
    codes: dict[int, str] = {}
    fonts: list[tuple[bool, bool, bool]] = []  # bold, struck, raised
    texts: list[bytes] = []
    before = 0
    formats: list[tuple[int, int, int]] = []  # font, number format, indent
    for kind, body in _records(stream, 0):
        if kind == BOF and body[:2] == _BIFF5:
            found.codec = "cp1252"
        elif kind == FILEPASS:
            found.encrypted = True
            return found  # the rest is no longer to be read
        elif kind == CODEPAGE and found.codec:
            found.codec = _codec(int.from_bytes(body[:2], "little"))
        elif kind == BOUNDSHEET and len(body) >= 6:
            found.sheets.append(None if body[5] & 15 else int.from_bytes(body[:4], "little"))
            if found.codec:
                found.names.append(body[7 : 7 + body[6]].decode(found.codec, "replace"))
        elif kind == FONT and len(body) >= 8:
            raised = len(body) >= 10 and body[8] == 1
            fonts.append((int.from_bytes(body[6:8], "little") >= _BOLD, bool(body[2] & 8), raised))
        elif kind == FORMAT and len(body) >= 5:
            code = body[3 : 3 + body[2]].decode(found.codec, "replace") if found.codec else _text(body[2:])
            codes[int.from_bytes(body[:2], "little")] = code
        elif kind == STRINGS and len(body) >= 8:
            if int.from_bytes(body[4:8], "little") > len(stream) // 3:
                raise BrokenFileError("more texts than bytes")
            texts.append(body)
        elif kind == CONTINUE and texts and before in (STRINGS, CONTINUE):
            texts.append(body)
        elif kind == XF and len(body) >= 9:
            font, code = struct.unpack_from("<HH", body)
            formats.append((font, code, 0 if found.codec else body[8] & 15))
        elif kind == EOF:
            break
        before = kind
    numbered = {place if place < 4 else place + 1: font for place, font in enumerate(fonts)}  # there is no 4
    if texts and any(struck or raised for _, struck, raised in fonts):
        found.rich = rich_texts(texts, {n: (struck, raised) for n, (_, struck, raised) in numbered.items()})
    percents = PERCENT_FORMATS | {key for key, code in codes.items() if is_percent_format(code)}
    found.styles = Styles(
        frozenset(place for place, (_, code, _) in enumerate(formats) if code in percents),
        frozenset(place for place, (font, _, _) in enumerate(formats) if numbered.get(font, _PLAIN)[0]),
        {place: indent for place, (_, _, indent) in enumerate(formats) if indent},
        {
            place: shown
            for place, (_, code, _) in enumerate(formats)
            if (shown := read_format(codes.get(code, "")))
        },
        frozenset(place for place, (font, _, _) in enumerate(formats) if numbered.get(font, _PLAIN)[1]),
    )
    return found


def read_facts(stream: bytes, start: int | None, head: Globals) -> Facts:
    """Scan the records of the sheet that begins at an offset; there is nothing to scan of other sheets."""
    facts = Facts()
    if start is None:
        return facts
    styles, rich = head.styles, head.rich
    told = styles.told
    tall = wide = 0
    records = _records(stream, start)
    for kind, body in records:
        if kind in _SINGLE:
            if len(body) < 6:
                continue
            row, column, style = _THREE.unpack_from(body)
            tall, wide = max(tall, row), max(wide, column)
            if style in told:
                facts.mark(styles, style, (row + 1, column + 1))
            if head.codec and kind in (LABEL, FORMATTED) and len(body) >= 8:
                length = int.from_bytes(body[6:8], "little")
                facts.texts[row + 1, column + 1] = body[8 : 8 + length].decode(head.codec, "replace")
            if rich and kind == SHARED and int.from_bytes(body[6:10], "little") in rich:
                facts.rich[row + 1, column + 1] = rich[int.from_bytes(body[6:10], "little")]
            if kind == BOOLERR and len(body) >= 8 and body[7]:
                facts.unread[(row + 1, column + 1)] = _ERRORS.get(body[6], "#N/A")
            elif kind == FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
                facts.unread[(row + 1, column + 1)] = _ERRORS.get(body[8], "#N/A")
            if kind == FORMULA and body[22:23] == _AREA and body[31:33] == _SUMMED:
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 23)
                facts.sums[row + 1, column + 1] = Span(
                    top + 1, (left & 255) + 1, bottom + 1, (right & 255) + 1
                )
        elif kind == WSBOOL and len(body) >= 2:
            facts.outline_above = not body[0] & 0x40
        elif kind == MULRK and len(body) >= 6:
            row, first = _HEADER.unpack_from(body)
            tall, wide = max(tall, row), max(wide, first + (len(body) - 6) // 6 - 1)
            for place in range((len(body) - 6) // 6):
                style = int.from_bytes(body[4 + place * 6 : 6 + place * 6], "little")
                if style in told:
                    facts.mark(styles, style, (row + 1, first + place + 1))
        elif kind == DIMENSIONS and len(body) >= 14:
            first, last, left, right = struct.unpack_from("<IIHH", body)
            if not (first <= last <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
                raise BrokenFileError("dimensions")
        elif kind == ROW and len(body) >= 16:
            if body[12] & 7:
                facts.outline[int.from_bytes(body[:2], "little") + 1] = body[12] & 7
            if body[12] & 0x20:
                facts.hidden_rows.add(int.from_bytes(body[:2], "little") + 1)
        elif kind == COLINFO and len(body) >= 10:
            first, last = _HEADER.unpack_from(body)
            if body[8] & 1 and first <= last <= 256:
                facts.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind == EOF:
            break
    facts.comments.update(_comments(records))
    if wide >= _MOST_COLUMNS or (tall + 1) * (wide + 1) > limits.CELLS:
        raise BrokenFileError("cells beyond the last column, or too far apart")
    return facts


def _records(stream: bytes, at: int) -> list[tuple[int, bytes]]:
    """Cut the stream into records from an offset on, to the end of that part."""
    found = []
    unpack, size = _HEADER.unpack_from, len(stream) - 4
    depth = 0
    while 0 <= at <= size:
        kind, length = unpack(stream, at)
        found.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                break
    return found


def _comments(records: Sequence[tuple[int, bytes]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cell and the text of every comment: NOTE records name the cell, text objects hold the text."""
    texts: dict[int, str] = {}
    number: int | None = None
    for place, (kind, body) in enumerate(records):
        if kind == OBJECT and len(body) >= 8:
            _, _, sort, identity = struct.unpack_from("<HHHH", body)
            number = identity if sort == _NOTE_OBJECT else None
        elif kind == TEXT_OBJECT and number is not None and len(body) >= 12:
            texts[number] = _continued(records, place + 1, int.from_bytes(body[10:12], "little"))
        elif kind == NOTE and len(body) >= 8:
            row, column, _, identity = struct.unpack_from("<HHHH", body)
            if identity in texts:
                yield (row + 1, column + 1), texts[identity].strip()


def _continued(records: Sequence[tuple[int, bytes]], place: int, length: int) -> str:
    """Read a text of so many characters that stands in the records that continue another."""
    found = ""
    while len(found) < length and place < len(records) and records[place][0] == CONTINUE:
        body, rest = records[place][1], length - len(found)
        wide = body[:1] == b"\1"
        found += (
            body[1 : 1 + 2 * rest].decode("utf-16-le", "replace")
            if wide
            else body[1 : 1 + rest].decode("latin-1")
        )
        place += 1
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _codec(page: int) -> str:
    """The codec of a code page; of one that is not known, Windows-1252."""
    name = _CODECS.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _text(body: bytes) -> str:
    """Read a string with a length of two bytes, stored in one or two bytes a character."""
    length = int.from_bytes(body[:2], "little")
    if body[2] & 1:
        return body[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return body[3 : 3 + length].decode("latin-1")
