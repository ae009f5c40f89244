"""Which year, half-year, quarter or month a table speaks of, and where that was written.

The day a form was filled in (填报日期：2026年1月5日) says nothing of the year it reports, so full dates are
taken off before a year is looked for; a text that names two years names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fazhi_metrics.datasets.base import Origin

ORIGINS: dict[Origin, str] = {
    "cell": "单元格",
    "header": "列标题",
    "section": "段名",
    "computed": "由别的列算出",
    "title": "标题",
    "sheet_name": "表名",
    "file_name": "文件名",
    "project": "项目设置",
}
_FULL_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_MARKED = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年|(?<!\d)(\d{2})\s*年(?:度|\d{1,2}月)")
_BARE = re.compile(r"(?<![\d.])(20[0-4]\d)(?![\d亩户人个件起元名份])")
_CHINESE = re.compile(r"([一二][〇零○一二三四五六七八九]{3})年")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_MONTH = re.compile(r"(?<![\d至到~-])(1[0-2]|0?[1-9])\s*月(?!\d{1,2}[日至到])(?![至到~-])")
_QUARTER = re.compile(r"第?([一二三四1-4])\s*季度?")
_HALF = re.compile(r"[上下]半年")


def _text(text: str) -> str:
    return _FULL_DATE.sub(" ", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def year_in(text: str) -> int | None:
    """Return the one year that a title or name states, or None.

    >>> year_in("2025年度人口统计表　填报日期：2026年1月5日")
    2025
    >>> year_in("2024-2025年对比") is None
    True
    """
    plain = _text(text)
    found = {int(a) if a else 2000 + int(b) for a, b in _MARKED.findall(plain)}
    found |= {int(match.translate(_DIGITS)) for match in _CHINESE.findall(plain)}
    found |= {int(match) for match in _BARE.findall(plain)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def months_in(text: str) -> tuple[int, ...]:
    """Return the months that a name limits a table to: one month, a quarter, or none.

    >>> months_in("2025年3月安全检查台账.xlsx"), months_in("第二季度"), months_in("矛盾纠纷")
    ((3,), (4, 5, 6), ())
    """
    plain = _text(text)
    months = {int(match) for match in _MONTH.findall(plain)}
    if len(months) == 1:
        return (months.pop(),)
    quarters = set(_QUARTER.findall(plain))
    if not months and len(quarters) == 1:
        name = quarters.pop()
        number = "一二三四".find(name) + 1 or int(name)
        return tuple(range(3 * number - 2, 3 * number + 1))
    return ()


@lru_cache(maxsize=4096)
def half_in(text: str) -> str | None:
    """Return 上半年 or 下半年 when a name states one of them, or None."""
    found = set(_HALF.findall(_text(text)))
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Stated:
    """Something a table's surroundings state, where, and in which words."""

    value: int | str
    origin: Origin
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The texts around a table that may say when: its title lines, sheet name, and path below data/raw."""

    titles: Sequence[str]
    sheet: str | None
    file: str

    def texts(self) -> Iterable[tuple[Origin, str]]:
        """The texts in order of trust; the path from the file's own name up to the outermost folder."""
        yield from (("title", title) for title in self.titles)
        if self.sheet:
            yield "sheet_name", self.sheet
        *folders, name = self.file.split("/")
        yield "file_name", name.rpartition(".")[0]
        yield from (("file_name", folder) for folder in reversed(folders))

    def years(self) -> list[Stated]:
        """Every year stated around the table, the most trusted first."""
        return [Stated(y, origin, text) for origin, text in self.texts() if (y := year_in(text)) is not None]

    def half(self) -> Stated | None:
        """The half-year stated nearest to the table."""
        stated = (Stated(h, origin, text) for origin, text in self.texts() if (h := half_in(text)))
        return next(stated, None)

    def months(self) -> tuple[int, ...]:
        """The month or quarter stated nearest to the table."""
        return next((months for _, text in self.texts() if (months := months_in(text))), ())
