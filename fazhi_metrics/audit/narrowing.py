"""Words that narrow a number to a part of what an indicator counts: 上半年, 第一片区, 重大隐患, 家庭纠纷.

An indicator is of the whole town and the whole year (or of one village). A number of which the words name a part
is another number, however near the rest of the words come, and must not be tied to the whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from fazhi_metrics.audit.periods import months_stated

if TYPE_CHECKING:
    from fazhi_metrics.audit.context import Context
    from fazhi_metrics.datasets import Dataset
    from fazhi_metrics.measures import Indicator

ToDate = Collection[tuple[int, ...]]
_WHOLE_YEAR = re.compile(r"(?:1|一)(?:月份?)?(?:至|到|[-—–~－])+(?:12|十二)月|(?:12|十二)月(?:底|末|31日)")
# A part of the year, and a part of the town that no indicator is measured for by name.
_PERIOD = re.compile(
    r"[上下]半年|季度|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?!\d)|当月|本月|[前后]\w{1,2}个?月"
)
_AREA = re.compile(r"第[一二三四五六七八九十\d]+(?:片区|网格|组|社)")
# Right before the thing itself: only some of it.
_SOME = (
    "重大", "较大", "重点", "一般", "疑难", "复杂", "疑难复杂", "涉企", "涉农", "新增", "新发", "其他", "其余", "历史",
    "突出", "典型", "部分", "多数", "半数", "跨区域", "群体性",
)  # fmt: skip


def narrowed(indicator: Indicator, words: tuple[str, ...], context: Context, to_date: ToDate = ()) -> bool:
    """Whether what stands before a number, or heads its cell, names only a part of what an indicator counts.

    `words` are the indicator's own: what one of them says narrows nothing (派出所化解).
    """
    if of_a_period(context, to_date):
        return True
    near = (*context.heads, context.near)
    if any(_AREA.search(text) for text in near):
        return True
    own = "".join((*words, indicator.title))
    others = [name for names in _kinds(indicator.home) if not _any_in(names, own) for name in names]
    return any(_any_in(others, text) or _some_of(words, text) for text in near)


def of_a_period(context: Context, to_date: ToDate = ()) -> bool:
    """Whether the words before a number, or the heads of its cell, name a part of the year.

    `to_date` are the months at which ledgers of a year that is not over stop: then 1—9月 is all there is.
    """
    if months_stated(context) in to_date:
        return False
    spoken = (*context.heads, context.sentence.partition("#")[0])
    return any(_PERIOD.search(_WHOLE_YEAR.sub("", text)) for text in spoken)


def _some_of(words: tuple[str, ...], text: str) -> bool:
    """Whether the longest word that a text has of the thing is said of only some of it."""
    longest = next(
        (word for word in sorted(words, key=len, reverse=True) if len(word) > 1 and word in text), ""
    )
    return bool(longest) and text[: text.rfind(longest)].endswith(_SOME)


def _any_in(names: Iterable[str], text: str) -> bool:
    return any(name in text for name in names)


def _kinds(home: Dataset) -> Iterator[tuple[str, ...]]:
    for column in home.columns:
        for code, others in (column.codes or {}).items():
            names = tuple(name for name in (code, *others) if len(name) > 1)
            if names and column.type == "code":
                yield names
