"""The arithmetic inside a text, without any data: what it says of its own numbers must fit together.

Every stated number is an interval (98.5% is 98.45 to 98.55, 40余 is 40 to 50), and only what no values inside
the intervals could make true is reported, so that rounding is told from error:

- rates, shares and changes against the counts they are made of (arithmetic_changes.py);
- parts against their whole (arithmetic_parts.py);
- totals of a table against its rows and columns (arithmetic_tables.py);
- the same words with two numbers (here).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.audit.arithmetic_changes import check_changes
from fazhi_metrics.audit.arithmetic_parts import check_parts
from fazhi_metrics.audit.arithmetic_tables import check_tables
from fazhi_metrics.audit.context import Context, Contexts
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.intervals import interval, meet
from fazhi_metrics.audit.results import Finding
from fazhi_metrics.audit.sayings import Saying, finding_at

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, FigureClaim

_SHORTEST = 5  # the same words with fewer letters than this may well be of two things
_ENDS = "。！？"
# A line of plain text goes on in the next one unless it is short or the next one opens something new.
_BREAK = re.compile(
    r"\n(?=\s*(?:\n|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条]))|(?<=[：:；;])\n"
)
_SHORT_LINE = 12


def check_arithmetic(document: Document, claims: Claims) -> tuple[Finding, ...]:
    """Return what cannot be true of a text's own numbers, in the order of the text."""
    contexts = Contexts(document, [(c.start, c.end) for c in claims.figures], 0)
    around = [contexts.of(claim.start, claim.end) for claim in claims.figures]
    found = [*check_tables(document, claims.figures), *_said_twice(document, claims.figures, around)]
    for saying in _sayings(document, claims.figures):
        found += [*check_changes(saying), *check_parts(saying)]
    return tuple(sorted(set(found), key=lambda finding: (finding.start, finding.end, finding.reason)))


def _sayings(document: Document, figures: Sequence[FigureClaim]) -> Iterator[Saying]:
    """Yield the numbers of each sentence that has more than one; cells of tables have no sentences."""
    groups: dict[tuple[int, int], list[FigureClaim]] = defaultdict(list)
    ends = _sentence_ends(document)
    at = 0
    for claim in figures:
        place = document.place(claim.start)
        if place.heads:
            continue
        while at < len(ends) and ends[at] <= claim.start:
            at += 1
        groups[0 if document.wrapped else place.start, at].append(claim)
    yield from (Saying(document, tuple(group)) for group in groups.values() if len(group) > 1)


def _sentence_ends(document: Document) -> list[int]:
    text = document.text
    ends = {match.end() for match in re.finditer(f"[{_ENDS}]", text)}
    if not document.wrapped:
        return sorted(ends)
    ends |= {match.end() for match in _BREAK.finditer(text)}
    last = 0
    for match in re.finditer("\n", text):
        if match.start() - last < _SHORT_LINE:
            ends.add(match.end())
        last = match.end()
    return sorted(ends)


def _said_twice(
    document: Document, figures: Sequence[FigureClaim], around: Sequence[Context]
) -> Iterator[Finding]:
    first: dict[tuple[str, ...], FigureClaim] = {}
    before = 0
    for claim, context in zip(figures, around, strict=True):
        own = "".join(document.text[before : claim.start].split())
        before = claim.end
        words = re.sub(r"\d+|年|全|共|累计|[，。、]", "", context.near)
        counted = re.split(r"[的划分全均都，。；]", context.counted)[0]
        # Of 分别为96、81件, the words before belong to the list.
        if len(words) < _SHORTEST or not own.endswith(context.near) or context.heads or context.plan:
            continue
        key = (words, counted, claim.quantity.unit, str(context.year or ""))
        other = first.setdefault(key, claim)
        if other is not claim and not meet(interval(other.quantity), interval(claim.quantity)):
            where = document.place(other.start).label
            yield finding_at(document, claim, f"前面（{where}）同样的话说的是{other.text}")
