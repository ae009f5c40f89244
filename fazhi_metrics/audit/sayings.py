"""The numbers of one sentence, with the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.audit.intervals import Interval, interval
from fazhi_metrics.audit.results import Finding

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import FigureClaim
    from fazhi_metrics.audit.documents import Document

_REACH = 24
_ENDS = re.compile("[。！？]")


@dataclass(frozen=True, slots=True)
class Saying:
    """The numbers of one sentence in order."""

    document: Document
    numbers: tuple[FigureClaim, ...]

    def label(self, index: int) -> str:
        """Return the words between the number before and this one, or what leads up to the first, without spaces."""
        end = self.numbers[index].start
        start = self.numbers[index - 1].end if index else max(0, end - _REACH)
        words = _ENDS.split(self.document.text[start:end])[-1]
        return "".join(words.split())

    def unit(self, index: int) -> str:
        """Return the unit of a number."""
        return self.numbers[index].quantity.unit

    def counts(self, index: int) -> bool:
        """Whether a number counts, so that parts of it add up: neither a rate nor a score, a plan nor a duration."""
        return self.numbers[index].quantity.kind in ("count", "money", "area") and bool(self.unit(index))

    def held(self, index: int) -> Interval:
        """Return the values that a number allows."""
        return interval(self.numbers[index].quantity)

    def text(self, index: int) -> str:
        """Return a number as it is written."""
        return "".join(self.numbers[index].text.split())

    def finding(self, index: int, reason: str) -> Finding:
        """Return a finding at a number."""
        return finding_at(self.document, self.numbers[index], reason)


def finding_at(document: Document, claim: FigureClaim, reason: str) -> Finding:
    """Return a finding at a number."""
    return Finding(claim.start, claim.end, claim.text, reason, document.place(claim.start).label)
