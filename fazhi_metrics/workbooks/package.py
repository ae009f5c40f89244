"""The zip of a workbook: whether it is safe to parse, and the parts in it."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from fazhi_metrics.workbooks import limits, refusals, xlsb
from fazhi_metrics.workbooks.facts import Facts, Styles
from fazhi_metrics.workbooks.richtext import Rich, shared_texts
from fazhi_metrics.workbooks.sheettotals import scan_table, scan_totals
from fazhi_metrics.workbooks.sheetxml import (
    attributes_of,
    check_extent,
    has_entities,
    read_styles,
    scan_comments,
    scan_sheet,
)

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_WORKSHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")  # always inflated here, and measured so
_NOT_SHEETS: Final = re.compile(
    r"sharedstrings|theme|media/|printersettings|vbaproject|drawings?/|\.(?:bin|png|jpe?g|emf|wmf|vml)$", re.I
)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_LOCAL_HEADER: Final = 30  # bytes before a member's name
_AT_ONCE: Final = 64 << 20  # what a member may inflate to at most to be inflated without a bound


class Package:
    """The zip of an .xlsx, checked before anything parses it.

    Raises `WorkbookError` for a bomb, an entity declaration, or more cells than can be held.
    """

    def __init__(self, data: bytes, where: str) -> None:
        self._data, self._where = data, where
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._members = {info.filename.lstrip("/"): info for info in self._archive.infolist()}
        self._check_sizes()
        self._parts: list[str | None] | None = None
        self._styles: Styles | None = None
        self._rich: Mapping[int, Rich] | None = None
        self._has_tables = any(name.startswith("xl/tables/") for name in self._members)
        self._has_comments = any("comments" in name for name in self._members)

    def has(self, name: str) -> bool:
        """Whether there is a part of a name."""
        return name in self._members

    def read(self, name: str) -> bytes | None:
        """Return a part's bytes, or None when there is no such part."""
        info = self._members.get(name) or self._members.get(name.lstrip("/"))
        if info is None:
            return None
        try:
            return self._inflate(info)
        except _BROKEN as error:
            raise refusals.corrupt(self._where, "压缩内容不完整") from error

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        """Return what a member holds, which is never more than it claims; calamine checks the checksums."""
        if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & 1:
            return self._archive.read(info)
        at = info.header_offset
        if self._data[at : at + 4] != b"PK\3\4":
            raise zipfile.BadZipFile
        name, extra = struct.unpack_from("<HH", self._data, at + 26)
        start = at + _LOCAL_HEADER + name + extra
        packed = memoryview(self._data)[start : start + info.compress_size]
        if max(info.compress_size * limits.DEFLATE_RATIO, info.file_size) <= _AT_ONCE:
            found = zlib.decompress(packed, -zlib.MAX_WBITS, max(info.file_size, 1))
        else:
            found = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
        if len(found) != info.file_size:
            raise zipfile.BadZipFile
        return found

    def facts(self, index: int, count: int) -> Facts:
        """Scan the sheet at a 0-based place among the workbook's sheets; its size is checked first."""
        facts = Facts()
        if self._parts is None:
            alone = [
                name for name in self._members if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            self._parts = list(alone) if len(alone) == count == 1 else self._sheet_parts()
        part = self._parts[index] if index < len(self._parts) else None
        xml = self.read(part) if part else None
        if xml is None:
            return facts
        check_extent(xml, self._where)
        scan_sheet(xml, self.styles(), facts, self._rich_texts())
        scan_totals(xml, facts)
        if part and (self._has_comments or self._has_tables):
            folder, base = posixpath.split(part)
            for kind, target in self._relations(f"{folder}/_rels/{base}.rels", folder).values():
                if kind.endswith("/comments"):
                    scan_comments(self.read(target) or b"", facts)
                elif kind.endswith("/table"):
                    scan_table(self.read(target) or b"", facts)
        return facts

    def styles(self) -> Styles:
        """The cell styles of the workbook that say something about values or labels."""
        if self._styles is None:
            xml = self.read("xl/styles.xml")
            self._styles = read_styles(xml) if xml else Styles()
        return self._styles

    def _rich_texts(self) -> Mapping[int, Rich]:
        """The shared texts in which something is struck or raised."""
        if self._rich is None:
            self._rich = shared_texts(self.read("xl/sharedStrings.xml") or b"")
        return self._rich

    def binary_facts(self) -> list[Facts]:
        """Scan the sheets of an .xlsb; their sizes are checked."""
        targets = self._relations("xl/_rels/workbook.bin.rels", "xl")
        styles = xlsb.read_styles(self.read("xl/styles.bin") or b"")
        parts = [
            targets.get(key, ("", ""))[1] for key in xlsb.sheet_keys(self.read("xl/workbook.bin") or b"")
        ]
        return [xlsb.read_facts(self.read(part) or b"", styles, self._where) for part in parts]

    def without_macro_sheets(self) -> bytes | None:
        """Return the package without the sheets of Excel 4.0 macros, which calamine refuses; None without any."""
        main = "xl/workbook.xml"
        targets = self._relations("xl/_rels/workbook.xml.rels", "xl")
        macros = {
            key for key, (kind, target) in targets.items() if "acrosheet" in kind or "acrosheet" in target
        }
        xml = self.read(main)
        if not macros or xml is None:
            return None
        for match in reversed(list(_SHEET.finditer(xml))):
            if any(k.endswith(":id") and v in macros for k, v in attributes_of(match[1]).items()):
                end = (
                    match.end()
                    if xml[match.end() - 2 : match.end()] == b"/>"
                    else xml.find(b">", match.end()) + 1
                )
                xml = xml[: match.start()] + xml[end:]
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, info in self._members.items():
                archive.writestr(name, xml if name == main else self._inflate(info))
        return made.getvalue()

    def check_other_sheets(self) -> None:
        """Check the extent of every part that calamine might take for a sheet and `facts` did not see."""
        known = set(self._parts or ())
        for name in self._members:
            if name in known or _NOT_SHEETS.search(name) or not name.lower().endswith((".xml", "")):
                continue
            if "sheet" in name.lower() and not name.endswith(".rels"):
                xml = self.read(name)
                if xml and b"sheetData" in xml:
                    check_extent(xml, self._where)

    def _check_sizes(self) -> None:
        total = 0
        for info in self._members.values():
            total += info.file_size
            if info.file_size > limits.BOMB_BYTES and info.file_size > limits.BOMB_RATIO * max(
                info.compress_size, 1
            ):
                raise refusals.bomb(self._where, "压缩比异常，像压缩炸弹")
            if info.compress_size * limits.DEFLATE_RATIO > limits.INFLATED_BYTES and not _WORKSHEET.fullmatch(
                info.filename
            ):
                self._measure(info)
        if total > limits.INFLATED_BYTES:
            raise refusals.too_big(self._where, f"解压后有 {total >> 20} MB")

    def _measure(self, info: zipfile.ZipInfo) -> None:
        """Inflate a large member piece by piece: its header may lie about its size."""
        seen = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(1 << 20):
                    seen += len(piece)
        except _BROKEN as error:
            raise refusals.corrupt(self._where, "压缩内容不完整") from error
        if seen > limits.INFLATED_BYTES:
            raise refusals.too_big(self._where, f"解压后超过 {limits.INFLATED_BYTES >> 20} MB")

    def _sheet_parts(self) -> list[str | None]:
        """Return the parts of the sheets in workbook order."""
        main = "xl/workbook.xml"
        if main not in self._members:
            root = self._relations("_rels/.rels", "")
            main = next((t for kind, t in root.values() if kind.endswith("/officeDocument")), main)
        xml = self.read(main)
        if xml is None:
            return []
        if has_entities(xml):
            raise refusals.bomb(self._where, "含有实体声明")
        folder, base = posixpath.split(main)
        targets = self._relations(f"{folder}/_rels/{base}.rels", folder)
        found: list[str | None] = []
        for match in _SHEET.finditer(xml):
            key = next((v for k, v in attributes_of(match[1]).items() if k.endswith(":id")), "")
            found.append(targets.get(key, ("", None))[1])
        if len(found) > limits.SHEETS:
            raise refusals.too_big(self._where, f"有 {len(found)} 个工作表")
        return found

    def _relations(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        xml = self.read(part) or b""
        relations = {}
        for match in _RELATION.finditer(xml):
            attributes = attributes_of(match[1])
            target = attributes.get("Target", "")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            relations[attributes.get("Id", "")] = (attributes.get("Type", ""), path)
        return relations
