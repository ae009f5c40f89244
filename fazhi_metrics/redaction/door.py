"""The one door out of data/raw: what a text becomes before anybody but its owner sees it.

Every text that leaves data/raw passes one of these, by what it is:

    redacted(text)          the sheet's own wording (title, note, header): numbers, signatures and names hidden
    redacted(text, coded=True)   the same where texts must stay apart (names of files and sheets, kept values):
                            each number and name is a stable code, the same however it was typed
    quoted(text, known)     a cell that could not be read: whole only where it is like something known
    measured(text)          a remark, or a cell that nothing claims: its length

In all of them control and escape characters are made visible. A code is the digest of a number or name; it tells
two of them apart and is no secret: who knows the number can make the code.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

from fazhi_metrics.redaction.characters import visible
from fazhi_metrics.redaction.names import names, signatures
from fazhi_metrics.redaction.numbers import personal_numbers

HIDDEN: Final = "（已隐去）"
_CODE_LETTERS: Final = "abcdefghjkmnpqrt"
_CODE: Final = re.compile(f"（已隐去(?:-[{_CODE_LETTERS}]{{8}})?）")
_HAN: Final = re.compile("[㐀-䶵一-龥]")
# What stands in a cell that means a number, a date, or yes and no, and says nothing else.
_QUANTITY: Final = re.compile(
    r"[\d\s.,:;/\\+\-*=%~—–_()（）<>≤≥《》〔〕\[\]，、。；：？！?!#√×✓✔✗○●△〇零一二两三四五六七八九十百千万亿元角分年月日号时秒点半约余多近超过上下左右以内外"
    r"至到和及其中含新增计共各每个处座起件次条宗份项例家场人名位张册户亩斤吨米公里平方顷厘第季度周天岁度届期组栋层间台辆头只棵株笔批"
    r"是否有无已未不没对错在正完成整改结办销待核实填报统不详未知暂缺同全部分大小前后]*"
)
_LIKE: Final = 2  # characters by which a cell may differ from what is known and still be quoted


def stable_code(text: str) -> str:
    """Return what stands for a number or a name where texts must stay apart: the same for the same.

    >>> stable_code("1001234-5678") == stable_code("１００ 1234 5678")
    True
    """
    bare = "".join(char for char in unicodedata.normalize("NFKC", text).upper() if char.isalnum())
    number = int.from_bytes(hashlib.blake2b(bare.encode(), digest_size=4, person=b"fazhi-metrics").digest())
    return f"（已隐去-{''.join(_CODE_LETTERS[number >> shift & 15] for shift in range(0, 32, 4))}）"


def redacted(text: str, *, coded: bool = False, identifier: bool = False, known: Collection[str] = ()) -> str:
    """Return a text without the ID cards, telephones and names of people in it.

    `coded` puts a stable code in their place, `identifier` says that the text is a number of a file or case, and
    words in `known` (villages) are no names.

    >>> redacted("填表人：张某　2025年12月31日"), redacted("回访 10012345678 已满意")
    ('填表人：（已隐去）\\u30002025年12月31日', '回访 （已隐去） 已满意')
    """
    return _redacted(text, coded, identifier, frozenset(known))


def without_numbers(text: str) -> str:
    """Return a text without ID cards and telephones: for words that are known to name nobody."""
    return _cut(visible(text), ((a, b, digits) for a, b, digits in personal_numbers(text)), coded=False)


def holds_personal_number(text: str) -> bool:
    """Whether a text contains an ID card or telephone number."""
    return bool(personal_numbers(text))


@lru_cache(maxsize=4096)
def _redacted(text: str, coded: bool, identifier: bool, known: frozenset[str]) -> str:
    found = [*personal_numbers(text, identifier=identifier)]
    spans: list[tuple[int, int, str]] = [tuple(each) for each in found]  # type: ignore[misc]
    if _HAN.search(text):
        words = chain(signatures(text), names(text)) if not identifier else names(text)
        spans += [(start, end, text[start:end]) for start, end in words if text[start:end] not in known]
    return _cut(text, spans, coded=coded)


def _cut(text: str, spans: Iterable[tuple[int, int, str]], *, coded: bool) -> str:
    """Return the text with spans replaced, and nothing that was replaced before replaced again."""
    before = [match.span() for match in _CODE.finditer(text)]
    parts, end = [], 0
    for start, stop, bare in sorted(spans):
        if stop <= end or any(a <= start < b or a < stop <= b for a, b in before):
            continue
        parts += [
            visible(text[end : max(start, end)]),
            (stable_code(bare) if coded else HIDDEN) if start >= end else "",
        ]
        end = stop
    return "".join([*parts, visible(text[end:])])


def measured(text: str) -> str:
    """Stand in for a text that may say anything of anybody: its length only.

    >>> measured("王某家低保已复核")
    '（文字 8 字，见原表）'
    """
    return f"（文字 {len(text)} 字，见原表）"


def quoted(text: str, known: Iterable[str] = ()) -> str:
    """Return a cell that could not be read as it may be shown: whole where it is like something known.

    That is a village or a code (`known`), or a number or date; anything else may be a name, and is measured.

    >>> quoted("示列一村", ["示例一村"]), quoted("2025.13.1"), quoted("司马某某", ["示例一村"])
    ('示列一村', '2025.13.1', '（文字 4 字，见原表）')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain or _CODE.fullmatch(plain):
        return visible(text)
    if _QUANTITY.fullmatch(plain) or (plain.isascii() and not any(map(str.isalpha, plain))):
        return redacted(text)
    if any(_alike(plain, word) for word in known):
        return redacted(text)
    return measured(text)


def _alike(text: str, word: str) -> bool:
    """Whether a text is a word mistyped: as many characters changed, added or left out as a third of it, two at most."""
    allowed = min(_LIKE, len(word) // 3)
    return abs(len(text) - len(word)) <= allowed and _distance(text, word) <= allowed


def _distance(first: str, second: str) -> int:
    """How many characters must be changed, added or left out to make one text the other (Levenshtein)."""
    row = list(range(len(second) + 1))
    for place, char in enumerate(first, 1):
        row, before = [place], row
        for other, wanted in enumerate(second, 1):
            row.append(min(row[-1] + 1, before[other] + 1, before[other - 1] + (char != wanted)))
    return row[-1]
