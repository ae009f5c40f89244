"""What stands around a number: the words it is counted by, its clause, its sentence, its section and year."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.plaintext import lines

_SENTENCE_ENDS = "。！？；\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + "，,：:"
_MAJOR = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]+[章部]")
_MINOR = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+节")
_PLANS = re.compile(r"下一(?:年度|年|步|阶段)|明年|来年|今后|打算|下步")
_LAST_YEAR = re.compile(r"上年|去年|上一年|前一年|同期")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_CHANGED_TO = re.compile(
    r"^[^。；]{0,4}?(?:上升|提升|提高|增长|增加|升|下降|降低|减少|降|调整|变|压减|压降|扩大|增)[^。；\d]{0,4}?[至到为]"
)
_OPENING_YEAR = re.compile(r"\s*(?:截至|截止|到)?\s*((?:19|20)\d\d)年(?:度|末|底|全年)?[，,]")
_COMPARED = re.compile(r"(?:比|较|与|同|和)(?:上年|去年|上一年|前一年|(?:19|20)\d\d年)(?:度|同期|末)?")
_MEANT = re.compile(r"力争|预计|计划|目标|争取(?=化解|实现|完成|达到|解决|办结)")  # not done yet
_FROM = re.compile(r"(?:由|从)[^。；，]{0,14}$")
_JOINS = re.compile(r"[、和及与，,（(）)\s]*(?:分别)?[为是有达]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of one number or statement, white space dropped.

    `near` is what leads up to it, back to the number or the clause mark before (for a number right behind
    another one, what leads up to that one); `counted` is what is counted, up to the next mark or number;
    `clause` and `sentence` are the whole of both, the number itself left out; `heads` name a cell of a table;
    `section` is the heading above. `year` is the year that the words speak of, None when they name none;
    `plan` that they speak of what is yet to be done.
    """

    near: str
    counted: str
    clause: str
    sentence: str
    section: str = ""
    heads: tuple[str, ...] = ()
    year: int | None = None
    plan: bool = False


class Contexts:
    """The contexts of all numbers of a document; `spans` are theirs, in order."""

    def __init__(self, document: Document, spans: Sequence[tuple[int, int]], year: int) -> None:
        self.document, self.spans, self.year = document, spans, year
        self.starts = [start for start, _ in spans]
        headings = list(_headings(document))
        self.heading_starts = [start for start, _ in headings]
        self.heading_texts = [text for _, text in headings]

    def of(self, start: int, end: int) -> Context:
        """Return the context of the stretch from start to end."""
        text, place = self.document.text, self.document.place(start)
        left, right = self._bounds(place, start, end)
        sentence_start = _last(text, _SENTENCE_ENDS, left, start)
        sentence_end = _next(text, _SENTENCE_ENDS, end, right)
        clause_start = _last(text, _CLAUSE_ENDS, sentence_start, start)
        clause_end = _next(text, _CLAUSE_ENDS, end, sentence_end)
        section = self._section(start)
        near, near_start = self._near(start, sentence_start)
        sentence = text[sentence_start:start] + "#" + text[end:sentence_end]
        return Context(
            near=near,
            counted=_squeezed(self._counted(end, clause_end)),
            clause=_squeezed(text[clause_start:start] + "#" + text[end:clause_end]),
            sentence=_squeezed(sentence),
            section=section,
            heads=place.heads,
            year=self._year(
                place, text[near_start:start], text[end:sentence_end], text[sentence_start:start]
            ),
            plan=bool(
                (not place.heads and (_PLANS.search(section) or self._later(section)))
                or _PLANS.search(sentence)
                or _MEANT.search(near)
                or any(_MEANT.search(head) for head in place.heads)
            ),
        )

    def sentence_start(self, start: int, end: int) -> int:
        """Return where the sentence of the stretch from start to end begins."""
        left, _ = self._bounds(self.document.place(start), start, end)
        return _last(self.document.text, _SENTENCE_ENDS, left, start)

    def _later(self, section: str) -> bool:
        """Whether a heading names a year after the report's: 2026年的主要安排."""
        return bool(self.year) and any(int(year) > self.year for year in _YEAR.findall(section))

    def _bounds(self, place: Place, start: int, end: int) -> tuple[int, int]:
        """Return how far the words around may reach: the place, or in running text a few lines."""
        if not self.document.wrapped:
            return place.start, place.end
        return max(0, start - 600), min(len(self.document.text), end + 300)

    def _near(self, start: int, sentence_start: int) -> tuple[str, int]:
        """Return the words that lead up to a number, and where those begin that say of which year it is.

        A number that directly follows another is led up to by the same words (户籍7560户26234人), and so is
        the end of a change by those of its beginning (信访由118件降到83件).
        """
        text = self.document.text
        year_from: int | None = None
        while True:
            index = bisect_left(self.starts, start) - 1
            previous = self.spans[index] if index >= 0 else None
            floor = max(sentence_start, previous[1]) if previous else sentence_start
            begin = _last(text, _CLAUSE_ENDS + "、（(）)", floor, start)
            words = text[begin:start]
            follows = previous is not None and previous[1] >= sentence_start
            between = _squeezed(text[previous[1] : start]) if previous and follows else ""
            changed = _CHANGED_TO.fullmatch(between) if between else None
            if (
                previous is None
                or not follows
                or not (changed or (not words.strip() and _JOINS.fullmatch(between)))
            ):
                return _squeezed(words), begin if year_from is None else year_from
            if changed and year_from is None:
                year_from = begin
            start = previous[0]

    def _counted(self, end: int, clause_end: int) -> str:
        index = bisect_right(self.starts, end - 1)
        stop = min(clause_end, self.starts[index]) if index < len(self.starts) else clause_end
        words = self.document.text[end:stop].partition("、")[0]
        closed = re.match(r"[^（(）)]*(?=[）)])", words)
        return closed.group() if closed else words

    def _section(self, start: int) -> str:
        index = bisect_right(self.heading_starts, start) - 1
        return self.heading_texts[index] if index >= 0 else ""

    def _year(self, place: Place, near: str, after: str, before: str) -> int | None:
        """Return the year that the heads of the cell, the words near, or the opening of the sentence name."""
        for head in reversed(place.heads):
            if found := _YEAR.findall(head):
                return int(found[-1])
            if _LAST_YEAR.search(head):
                return self.year - 1
        near = _COMPARED.sub("", near)
        if (_FROM.search(near) and _CHANGED_TO.search(after)) or _LAST_YEAR.search(near):
            return self.year - 1
        if named := _YEAR.findall(near):
            return int(named[-1])
        opening = _OPENING_YEAR.match(before)
        return int(opening.group(1)) if opening else None


def _headings(document: Document) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of every heading, a minor one together with the major one above it.

    A heading is what the file marks as one, and a line or paragraph that opens with its number (一、 or （一）).
    """
    places = lines(document.text) if document.wrapped else document.places
    major = ""
    for place in places:
        text = _opening(document.text[place.start : place.end].strip())
        if place.heads or not text:
            continue
        if _MINOR.match(text):
            yield place.start, f"{major} {text}".strip()
        elif _MAJOR.match(text) or place.kind == "heading":
            major = text
            yield place.start, text


def _opening(text: str) -> str:
    """Return a heading, or the first sentence of a paragraph that opens like one."""
    return _squeezed(re.split(r"[。；]", text, maxsplit=1)[0])[:60]


def _last(text: str, marks: str, low: int, high: int) -> int:
    """Return where the stretch after the last of some marks begins, between two offsets."""
    return max((at + 1 for mark in marks if (at := text.rfind(mark, low, high)) >= 0), default=low)


def _next(text: str, marks: str, low: int, high: int) -> int:
    return min((at for mark in marks if (at := text.find(mark, low, high)) >= 0), default=high)


def _squeezed(text: str) -> str:
    return "".join(text.split())
