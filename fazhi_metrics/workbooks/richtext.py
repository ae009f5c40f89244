"""Text of several fonts in one cell: what is struck through is gone, what is raised is a note mark.

`~~23~~ 25` is 25 and 1234¹ is 1234; a label keeps what is raised in it: km².
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from fazhi_metrics.addresses import column_number

_ITEM: Final = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN: Final = re.compile(
    rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>|<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL
)
_TEXT: Final = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_PHONETIC: Final = re.compile(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
STRUCK: Final = re.compile(rb"""<(?:\w+:)?d?strike(?:\s+val=["'](?:1|true|on)["'])?\s*/>""")
_RAISED: Final = re.compile(rb"""<(?:\w+:)?vertAlign\s+val=["']superscript["']\s*/>""")
_PLACE: Final = rb"""<(?:\w+:)?c\s(?=[^>]*\br=["']([A-Za-z]{1,3})(\d{1,7})["'])"""
_SHARED_CELL: Final = re.compile(
    _PLACE + rb"""(?=[^>]*\bt=["']s["'])[^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*</"""
)
_OWN_CELL: Final = re.compile(
    _PLACE + rb"""(?=[^>]*\bt=["']inlineStr["'])[^>]*[^/>]>(.*?)</(?:\w+:)?c>""", re.DOTALL
)
# Only behind a number is what is raised a mark to take off; in a label it stays as it is typed: m2, Total1.
_NUMBER: Final = re.compile(
    r"\s*[¥￥$£€(（]?\s*[-+－−]?[\d０-９][\d０-９,，.．\s]*[%％]?[)）]?\s*", re.DOTALL
)
_POWER: Final = re.compile(r"\s*(?:.*[×x*]\s*)?10\s*", re.DOTALL)


class Run(NamedTuple):
    """A piece of a cell's text in one font."""

    text: str
    struck: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Rich:
    """What a cell shows of a text of several fonts, and what does not count: struck or raised."""

    text: str
    struck: str = ""
    raised: str = ""
    open: bool = False

    @property
    def what(self) -> str:
        """What is to be said of the cell."""
        parts = []
        if self.struck:
            parts.append(f"画了删除线的“{self.struck}”不读")
        if self.raised:
            parts.append(
                f"上标“{self.raised}”{'可能是乘方，也可能是注释标记' if self.open else '按注释标记读'}"
            )
        return "，".join(parts)


def read_runs(runs: Sequence[Run]) -> Rich | None:
    """Return what a cell of several runs shows; None when nothing of it is struck or raised.

    >>> read_runs([Run("23", struck=True), Run("25")]).text, read_runs([Run("1234"), Run("1", raised=True)]).text
    ('25', '1234')
    >>> read_runs([Run("面积（km"), Run("2", raised=True), Run("）")]).text
    '面积（km2）'
    """
    if not any((run.struck or run.raised) and run.text.strip() for run in runs):
        return None
    kept, gone, raised, unclear = "", [], [], False
    for run in runs:
        if run.struck:
            gone.append(run.text.strip())
        elif not run.raised or not run.text.strip():
            kept += run.text
        elif _POWER.fullmatch(kept):
            raised.append(run.text.strip())
            unclear = True
        elif _NUMBER.fullmatch(kept):
            raised.append(run.text.strip())
        else:
            kept += run.text
    if not kept.strip() and gone:
        return Rich(" ".join(filter(None, gone)), struck="全部内容", open=True)
    return Rich(kept.strip() if gone else kept, "、".join(filter(None, gone)), "、".join(raised), unclear)


def is_marked(xml: bytes) -> bool:
    """Whether a part holds struck or raised text at all: a cheap first look."""
    return xml.rfind(b"superscript") >= 0 or xml.rfind(b"trike") >= 0


def shared_texts(xml: bytes) -> dict[int, Rich]:
    """Find the shared texts of a workbook in which something is struck or raised, by their number."""
    if not is_marked(xml):
        return {}
    found = ((number, rich_of(match[1] or b"")) for number, match in enumerate(_ITEM.finditer(xml)))
    return {number: rich for number, rich in found if rich is not None}


def rich_cells(xml: bytes, shared: Mapping[int, Rich]) -> Iterator[tuple[tuple[int, int], Rich]]:
    """Yield the cells of a sheet in which something is struck or raised, shared texts and its own."""
    for match in _SHARED_CELL.finditer(xml) if shared else ():
        if int(match[3]) in shared:
            yield (int(match[2]), column_number(match[1].decode())), shared[int(match[3])]
    for match in _OWN_CELL.finditer(xml) if is_marked(xml) else ():
        rich = rich_of(match[3])
        if rich is not None:
            yield (int(match[2]), column_number(match[1].decode())), rich


def rich_of(xml: bytes) -> Rich | None:
    """Read the runs of one text of an .xlsx; None when nothing is struck or raised."""
    if not is_marked(xml):
        return None
    return read_runs(list(_runs(_PHONETIC.sub(b"", xml))))


def _runs(xml: bytes) -> Iterable[Run]:
    for match in _RUN.finditer(xml):
        inside = match[1]
        if inside is None:
            yield Run(_plain(match[2] or b""))
            continue
        text = "".join(_plain(piece or b"") for piece in _TEXT.findall(inside))
        yield Run(text, STRUCK.search(inside) is not None, _RAISED.search(inside) is not None)


def _plain(xml: bytes) -> str:
    return html.unescape(xml.decode("utf-8", "replace")).replace("_x000D_", "")
