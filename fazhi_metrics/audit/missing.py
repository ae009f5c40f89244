"""Where in the text a tie's number stood that is found there no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fazhi_metrics.audit.documents import Document, Place
    from fazhi_metrics.audit.ties import Tie

ENOUGH = 0.4  # how much of the words around it must still be there
_LETTERS = re.compile(r"[^\W\d_]")


def stood_at(document: Document, tie: Tie) -> Place | None:
    """Return the paragraph or cell that has most of the words around a lost number; None where none has enough."""
    wanted = _pairs(f"{tie.before}{tie.trend}{tie.after}")
    if not wanted:
        return None
    best, place = 0.0, None
    for each in document.places:
        words = "".join(each.heads) + document.text[each.start : each.end]
        alike = len(wanted & _pairs(words)) / len(wanted)
        if alike > best:
            best, place = alike, each
    return place if best >= ENOUGH else None


def _pairs(text: str) -> frozenset[str]:
    letters = "".join(_LETTERS.findall(text))
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))
