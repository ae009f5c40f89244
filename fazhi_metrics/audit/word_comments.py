"""The comments part of a Word file being annotated, and the marks that lead to it."""

from __future__ import annotations

from lxml import etree

from fazhi_metrics.audit.package import Package, attribute, parse_xml, short
from fazhi_metrics.audit.word import Stretch

AUTHOR, INITIALS = "数据核对", "核"
COMMENTS = "comments"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def serialised(root: etree._Element) -> bytes:
    """Return a part as it is stored."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def set_text(node: etree._Element, text: str) -> None:
    """Set the text of a text node, keeping the spaces at its ends."""
    node.text = text
    if text != text.strip():
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


class Comments:
    """Writes comments in any order; `parts` gives them in the order of their numbers."""

    def __init__(self, package: Package, main: str) -> None:
        self.package, self.main = package, main
        root = package.tree(main)
        self.space = str(root.tag).partition("}")[0] + "}"
        existing = package.related(main, COMMENTS)
        self.part = existing[0] if existing else "word/comments.xml"
        self.new = not existing
        if existing:
            self.root = package.tree(self.part)
        else:
            self.root = parse_xml(
                f'<w:comments xmlns:w="{self.space[1:-1]}"/>'.encode(), package.name, self.part
            )
        ids = [attribute(e, "w:id") or "" for e in (*self.root, *root.iter(f"{self.space}commentReference"))]
        self.first = max((int(i) for i in ids if i.isdecimal()), default=-1) + 1
        self.body = next((p for p in root.iter(f"{self.space}p")), None)
        self.references = {
            attribute(e, "w:id"): e
            for kind in ("footnote", "endnote")
            for e in root.iter(f"{self.space}{kind}Reference")
        }
        self.written: dict[int, etree._Element] = {}

    def place(
        self, number: int, shown: str, lines: tuple[str, ...], runs: list[etree._Element], stretch: Stretch
    ) -> None:
        """Write one comment and mark the runs that it is on, or the paragraph that they belong to."""
        identity = str(self.first + number)
        paragraph = stretch.element
        boxes = [a for a in paragraph.iterancestors() if short(a.tag) == "w:txbxContent"]
        if stretch.part == self.main and not boxes and stretch.place.kind != "chart":
            self._mark(identity, runs, paragraph, shown)
            self._write(number, identity, lines)
            return
        host: etree._Element | None = self.body
        if stretch.part == self.main:
            host = paragraph
            if boxes:
                host = next((a for a in boxes[-1].iterancestors() if short(a.tag) == "w:p"), self.body)
        elif stretch.place.kind in ("footnote", "endnote"):
            note = next(
                (a for a in paragraph.iterancestors() if short(a.tag) in ("w:footnote", "w:endnote")), None
            )
            reference = self.references.get(attribute(note, "w:id") if note is not None else None)
            run = reference.getparent() if reference is not None else None
            host = (
                next((a for a in run.iterancestors() if short(a.tag) == "w:p"), self.body)
                if run is not None
                else host
            )
        if host is not None:
            host.append(self._reference(identity))
            self._write(number, identity, (f"{stretch.place.label}“{shown}”", *lines))

    def _mark(self, identity: str, runs: list[etree._Element], paragraph: etree._Element, shown: str) -> None:
        start = etree.Element(f"{self.space}commentRangeStart", {f"{self.space}id": identity})
        end = etree.Element(f"{self.space}commentRangeEnd", {f"{self.space}id": identity})
        if runs:
            runs[0].addprevious(start)
            runs[-1].addnext(end)
            last: etree._Element | None = runs[-1]
        else:
            last = self._bound_control(paragraph, shown)
            if last is None:
                paragraph.append(self._reference(identity))
                return
            last.addprevious(start)
            last.addnext(end)
        top = end
        for above in end.iterancestors():
            if short(above.tag) == "w:p":
                break
            top = above
        top.addnext(self._reference(identity))

    def _bound_control(self, paragraph: etree._Element, shown: str) -> etree._Element | None:
        for control in paragraph.iter(f"{self.space}sdt"):
            text = "".join(e.text or "" for e in control.iter(f"{self.space}t"))
            if shown in text:
                return control
        return None

    def _reference(self, identity: str) -> etree._Element:
        run = etree.Element(f"{self.space}r")
        etree.SubElement(run, f"{self.space}commentReference", {f"{self.space}id": identity})
        return run

    def _write(self, number: int, identity: str, lines: tuple[str, ...]) -> None:
        w = self.space
        comment = etree.Element(
            f"{w}comment", {f"{w}id": identity, f"{w}author": AUTHOR, f"{w}initials": INITIALS}
        )
        for line in lines:
            paragraph = etree.SubElement(comment, f"{w}p")
            run = etree.SubElement(paragraph, f"{w}r")
            set_text(etree.SubElement(run, f"{w}t"), _printable(line))
        self.written[number] = comment

    def parts(self) -> dict[str, bytes]:
        """Return the comments part, and what a file needs to know of it."""
        for number in sorted(self.written):
            self.root.append(self.written[number])
        parts = {self.part: serialised(self.root)}
        if not self.new:
            return parts
        types = self.package.tree("[Content_Types].xml")
        space = str(types.tag).partition("}")[0] + "}"
        etree.SubElement(types, f"{space}Override", {"PartName": f"/{self.part}", "ContentType": _TYPE})
        folder, _, base = self.main.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        relations = self.package.tree(rels)
        space = str(relations.tag).partition("}")[0] + "}"
        taken = {e.get("Id") for e in relations}
        identity = next(f"rIdFazhi{n}" for n in range(len(taken) + 1) if f"rIdFazhi{n}" not in taken)
        where = self.part.removeprefix(f"{folder}/")
        etree.SubElement(
            relations,
            f"{space}Relationship",
            {"Id": identity, "Type": f"{_OFFICE}/{COMMENTS}", "Target": where},
        )
        parts["[Content_Types].xml"] = serialised(types)
        parts[rels] = serialised(relations)
        return parts


def _printable(text: str) -> str:
    """Drop the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or c >= " ")
