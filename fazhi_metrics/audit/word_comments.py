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
            (f"w:{kind}", attribute(e, "w:id")): e
            for kind in ("footnote", "endnote")
            for e in root.iter(f"{self.space}{kind}Reference")
        }
        self.written: dict[int, etree._Element] = {}

    def place(
        self, number: int, shown: str, lines: tuple[str, ...], runs: list[etree._Element], stretch: Stretch
    ) -> None:
        """Write one comment and mark the runs that it is on, or what stands nearest to them in the body.

        Word keeps no comments in text boxes, drawings, notes, headers and footers: theirs are on the run that
        holds the box or drawing, on the reference to the note, and at the head of the section.
        """
        identity = str(self.first + number)
        if stretch.part == self.main and not _boxes(stretch) and stretch.place.kind != "chart":
            self._mark(identity, runs, stretch.element, shown)
        else:
            lines = (f"{stretch.place.label}“{shown}”", *lines)
            holder = self._holder(stretch)
            if holder is not None:
                self._around(identity, holder, holder)
            elif (paragraph := self._head_of_section(stretch.part)) is not None:
                self._at_head(identity, paragraph)
            else:
                return
        self._write(number, identity, lines)

    def _holder(self, stretch: Stretch) -> etree._Element | None:
        """Return the run of the body that holds a box, a drawing or the reference to a note."""
        inside = stretch.element
        if stretch.part == self.main:
            inside = (_boxes(stretch) or [inside])[-1]
        else:
            above = stretch.element.iterancestors()
            note = next((a for a in above if short(a.tag) in ("w:footnote", "w:endnote")), None)
            found = None if note is None else self.references.get((short(note.tag), attribute(note, "w:id")))
            if found is None:
                return None
            inside = found
        return next((a for a in inside.iterancestors() if short(a.tag) == "w:r"), None)

    def _head_of_section(self, part: str) -> etree._Element | None:
        """Return the first paragraph of the first section that shows a header or footer."""
        relations = self.package.relations(self.main)
        first = self.body
        for section in self.package.tree(self.main).iter(f"{self.space}sectPr"):
            shown = (relations.get(attribute(e, "r:id") or "") for e in section)
            if any(relation is not None and relation.target == part for relation in shown):
                return first
            owner = next((a for a in section.iterancestors() if short(a.tag) == "w:p"), None)
            if owner is None:
                break
            first = next((p for p in owner.itersiblings(f"{self.space}p")), first)
        return self.body

    def _at_head(self, identity: str, paragraph: etree._Element) -> None:
        """Put a comment before the first word of a paragraph."""
        at = 1 if len(paragraph) and short(paragraph[0].tag) == "w:pPr" else 0
        for offset, each in enumerate((*self._range(identity), self._reference(identity))):
            paragraph.insert(at + offset, each)

    def _range(self, identity: str) -> tuple[etree._Element, etree._Element]:
        start = etree.Element(f"{self.space}commentRangeStart", {f"{self.space}id": identity})
        end = etree.Element(f"{self.space}commentRangeEnd", {f"{self.space}id": identity})
        return start, end

    def _around(self, identity: str, first: etree._Element, last: etree._Element) -> None:
        """Mark a stretch of siblings, and put the reference behind whatever holds them in the paragraph."""
        start, end = self._range(identity)
        first.addprevious(start)
        last.addnext(end)
        top = end
        for above in end.iterancestors():
            if short(above.tag) == "w:p" or above.getparent() is None:
                break
            top = above
        top.addnext(self._reference(identity))

    def _mark(self, identity: str, runs: list[etree._Element], paragraph: etree._Element, shown: str) -> None:
        if runs:
            self._around(identity, runs[0], runs[-1])
            return
        control = self._bound_control(paragraph, shown)
        if control is None:
            paragraph.append(self._reference(identity))
        else:
            self._around(identity, control, control)

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


def _boxes(stretch: Stretch) -> list[etree._Element]:
    """Return the text boxes that a paragraph stands in, the innermost first."""
    return [a for a in stretch.element.iterancestors() if short(a.tag) == "w:txbxContent"]


def _printable(text: str) -> str:
    """Drop the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or c >= " ")
