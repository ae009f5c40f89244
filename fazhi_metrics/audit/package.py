"""A Word file as a package of parts, opened with limits: no entities, no network, no bombs."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from fazhi_metrics.errors import ReportError

MOST_PARTS = 20_000
LARGEST_PART = 128 * 2**20
LARGEST_PACKAGE = 512 * 2**20
# Office text compresses 5 to 30 times; only a file made to burst does better than this at such a size.
BOMB_SIZE, BOMB_RATIO = 16 * 2**20, 150

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
)

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
}


def short(tag: object, _known: dict[str, str] = {}) -> str:  # noqa: B006  (a cache, shared on purpose)
    """Return `w:p` for a tag in Clark notation, whichever edition of the standard it is written in."""
    if not isinstance(tag, str):
        return ""
    name = _known.get(tag)
    if name is None:
        space, _, local = tag.rpartition("}")
        prefix = PREFIXES.get(space[1:])
        name = _known[tag] = f"{prefix}:{local}" if prefix else local
    return name


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by its short name (`w:val`), in either edition of the standard."""
    for key, value in element.attrib.items():
        if short(key) == name:
            return str(value)
    return None


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part to another; an external one is never followed."""

    id: str
    type: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of an Office file; XML is parsed on demand, without entities or network."""

    name: str
    archive: zipfile.ZipFile
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    def __contains__(self, part: str) -> bool:
        return part in self.archive.NameToInfo

    def data(self, part: str) -> bytes:
        """Return the bytes of a part; raises ReportError when it is missing, damaged or too large."""
        try:
            with self.archive.open(part) as stream:
                data = stream.read(LARGEST_PART + 1)
        except KeyError:
            raise damaged(self.name, f"缺少 {part}") from None
        except _BROKEN:
            raise damaged(self.name, f"{part} 解压出错") from None
        except RuntimeError:  # what zipfile says when a password is missing
            raise ReportError(
                "文件加了密码", where=self.name, todo="请在 Word 或 WPS 中去掉密码后另存"
            ) from None
        if len(data) > LARGEST_PART:
            raise ReportError("文件解压后过大，不予打开", where=self.name)
        return data

    def tree(self, part: str) -> etree._Element:
        """Return the root of an XML part."""
        if part not in self._trees:
            self._trees[part] = parse_xml(self.data(part), self.name, part)
        return self._trees[part]

    def with_parts(self, changed: dict[str, bytes]) -> bytes:
        """Return the file with some parts changed or added, and every other part as it was."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.archive.infolist():
                target.writestr(info, changed.get(info.filename) or self.data(info.filename))
            for name in sorted(set(changed) - set(self.archive.namelist())):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, changed[name])
        return out.getvalue()

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by id; `""` gives those of the package."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return {}
        found: dict[str, Relation] = {}
        for element in self.tree(rels):
            if short(element.tag) != "rel:Relationship":
                continue
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(element.get("Id", ""), kind, target, external)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of one kind (`styles`, `header`) that `part` points to and that exist."""
        return [
            relation.target
            for relation in self.relations(part).values()
            if relation.type == kind and not relation.external and relation.target in self
        ]

    def main(self) -> str:
        """Return the name of the main document part; raises ReportError when there is none."""
        for part in self.related("", "officeDocument"):
            if short(self.tree(part).tag) == "w:document":
                return part
        raise ReportError(
            "不是 Word 文档（里面没有正文）", where=self.name, todo="请用 Word 或 WPS 另存为 .docx"
        )


def open_package(data: bytes, name: str) -> Package:
    """Open a .docx; raises ReportError for a damaged, encrypted, foreign or bursting file."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ReportError(
            "这是旧版 .doc 文件，或是加了密码的文件",
            where=name,
            todo="请在 Word 或 WPS 中去掉密码，另存为 .docx",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise ReportError(
            "不是 Word 文档，或文件已损坏", where=name, todo="请用 Word 或 WPS 打开后另存为 .docx"
        ) from None
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or total > LARGEST_PACKAGE:
        raise ReportError(f"文件解压后过大（{total // 2**20} MB，{len(infos)} 个部件），不予打开", where=name)
    for info in infos:
        packed = max(info.compress_size, 1)
        if info.file_size > BOMB_SIZE and info.file_size / packed > BOMB_RATIO:
            raise ReportError(
                f"部件 {info.filename} 的压缩比异常（{info.file_size // packed} 倍），不予打开", where=name
            )
    return Package(name, archive)


def parse_xml(data: bytes, name: str, part: str) -> etree._Element:
    """Parse XML without DTD, entities or network; nesting is bounded by the parser."""
    if b"<!DOCTYPE" in (data.replace(b"\0", b"") if b"\0" in data[:200] else data):
        raise ReportError(f"{part} 里有文档类型声明（可能藏有实体炸弹），不予打开", where=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        text = str(error)
        if "depth" in text:
            raise ReportError(f"{part} 的嵌套层数过多，不予打开", where=name) from None
        raise damaged(name, f"{part} 不是完整的 XML") from None


def damaged(name: str, detail: str) -> ReportError:
    """Return the error for a file that is broken inside."""
    return ReportError(
        f"文件已损坏（{detail}）", where=name, todo="请用 Word 或 WPS 打开、修复后另存为 .docx"
    )
