"""Telling a table typed as text from running text, a program or a file of settings.

Every text can be cut at its commas. In a table most lines then have about as many fields as the widest; in
anything else they have a few, and hardly two lines the same number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from fazhi_metrics.workbooks.kinds import MARK, TEXT, text_kind
from fazhi_metrics.workbooks.likeness import label_class
from fazhi_metrics.workbooks.vocabulary import HEADER_WORD, ROW_NAME

_SAMPLE: Final = 400  # lines that tell what a file is
_AS_WIDE: Final = 0.75  # of the widest line: what a row of a table has, however ragged
_FEW: Final = 3  # lines cut anywhere at all, below which only sentences are told
_SHORT: Final = 16  # characters of a field that holds a figure, and of most fields of a table
_SENTENCE: Final = {"，": re.compile(r"[。；！？]\s*$"), ",": re.compile(r"[a-z]{2}[.;]\s*$")}
# How a line of settings or of a program begins: [section], name = …, import …, def …, # …
_CODE: Final = re.compile(
    r"\s*(?:\[[\w. -]+\]\s*$|[\w.\"-]+\s*=[^=]|(?:import|from|def|class|return|raise|if|for|while|function|var|const|let)\b|[#}{)]|//|<[/!?a-z]|@\w)"
)
_RULE: Final = re.compile(r"\s*:?-{3,}:?\s*")  # |---|---| of Markdown
_STOP: Final = re.compile(r"[。；！？，：:;.!?]$")
_DIGIT: Final = re.compile(r"\d")


def is_running_text(rows: Sequence[Sequence[Any]], separator: str) -> bool:
    """Whether rows cut at a separator are no rows of a table.

    >>> is_running_text([["今年以来", "化解纠纷42起", "化解率98.5%。"], ["其中", "邻里纠纷20起。"]], "，")
    True
    >>> is_running_text([["村", "户数"], ["甲村", "12"], ["乙村", "30"]], ",")
    False
    """
    filled = [row for row in rows if any(map(str.strip, row))][:_SAMPLE]
    cut = [row for row in filled if sum(1 for field in row if field.strip()) > 1]
    sentence = _SENTENCE.get(separator)
    if sentence and sum(1 for row in filled if sentence.search(_last(row))) * 3 > len(filled):
        return separator == "，" or _are_uneven(cut)
    if sum(1 for row in filled if _CODE.match(row[0])) * 3 > len(filled):
        return len(cut) * 2 < len(filled) or _are_uneven(cut)
    if separator == "|" and any(_is_rule(row) for row in cut):
        return True
    counts = Counter(len(row) for row in filled)
    width, times = counts.most_common(1)[0] if counts else (0, 0)
    if width > 2 and times * 10 >= len(filled) * 9 and len(filled) >= _FEW:
        return False  # every line has as many separators, however few of its fields are filled
    if len(cut) < _FEW:
        return len(cut) * 10 < len(filled)
    widest = max(map(len, cut))
    wide = sum(1 for row in cut if len(row) >= widest * _AS_WIDE)
    fields = [field for row in cut for field in row if field.strip()]
    figures = sum(1 for field in fields if len(field) < _SHORT and _DIGIT.search(field))
    if figures * 10 >= len(fields) * 3:
        return False
    long = sum(map(len, fields)) > len(fields) * _SHORT
    return wide * 3 < len(cut) or len(cut) * (2 if long else 4) < len(filled)


def is_column(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether lines are a name and its values, one a line: a table of one column.

    >>> is_column([["村名"], ["甲村"], ["乙村"]]), is_column([["人口"], ["12"], ["9"]]), is_column([["说明文字"], ["今年"]])
    (True, True, False)
    """
    filled = [row for row in rows if any(map(str.strip, row))]
    if not _FEW <= len(filled) <= 100_000 or any(len(row) > 1 and any(row[1:]) for row in filled):
        return False
    name, *values = (next(field for field in row if field.strip()).strip() for row in filled)
    if len(name) > _SHORT or any(len(value) > _SHORT * 2 for value in values) or text_kind(name) != TEXT:
        return False
    kinds = Counter(text_kind(value) for value in values)
    kind, times = kinds.most_common(1)[0]
    if times * 10 < len(values) * 9:
        return False
    if kind != TEXT:
        return kind != MARK
    ends = Counter(map(label_class, values))
    alike = ends.most_common(1)[0][1] * 5 >= len(values) * 3 and not _STOP.search(values[0])
    alike = alike and ends.most_common(1)[0][0] is not None
    return alike and (HEADER_WORD.search(name) is not None or ROW_NAME.search(name) is not None)


def _are_uneven(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines do not nearly all have one number of fields."""
    most = max(Counter(map(len, rows)).values(), default=0)
    return most * 5 < len(rows) * 4


def _last(row: Sequence[str]) -> str:
    return next((field for field in reversed(row) if field.strip()), "")


def _is_rule(row: Sequence[str]) -> bool:
    fields = [field for field in row if field.strip()]
    return len(fields) > 1 and all(map(_RULE.fullmatch, fields))
