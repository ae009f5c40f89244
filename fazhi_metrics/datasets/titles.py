"""How a column's title is compared with a typed header: width, white space, brackets and units taken off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """Return a title as compared: width, white space, brackets and punctuation taken off.

    >>> plain("其中：重大 隐患（处）")
    '其中重大隐患'
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).lower()
    text = re.sub(r"\(([^()]*)\)$", "", text) or text
    return re.sub(r"[:：、,，。;；*·()\[\]【】《》“”\"'_\-—]", "", text)


def plain_path(title: str) -> str:
    """Return a title of one or several levels as compared: `户籍 / 户数（户）` is `户籍/户数`."""
    return "/".join(part for part in map(plain, title.split("/")) if part)


def levels(header: str) -> list[str]:
    """Return a header path as compared: in full, then without its outer levels."""
    parts = [part for part in map(plain, header.split("/")) if part]
    return ["/".join(parts[start:]) for start in range(len(parts))]


def claimed(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return to which one name each word leads; a word that leads to several names leads nowhere."""
    found: dict[str, set[str]] = {}
    for word, name in words:
        found.setdefault(word, set()).add(name)
    return {word: next(iter(names)) for word, names in found.items() if len(names) == 1}
