"""Marks in a cell: why there is no value, and yes or no.

A missing mark keeps its reason (空白, 横线, 保密 …). 无 says "none given" where a number is asked for and
"no" where yes or no is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

BLANK: Final = "空白"
NOT_APPLICABLE: Final = "不适用"

# Every spelling is given in the form that `squash` makes: one width, lower case, no white space.
_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "横线": ("-", "--", "---", "—", "——", "–", "―", "−", "一一", "－", "_", "__", "~"),
    "斜线": ("/", "//", "\\", "、"),
    "省略号": ("…", "……", "...", "..", ".", "......", "…."),
    "无": ("无", "没有", "暂无", "无数据", "nil"),
    "保密": ("保密", "涉密", "不公开", "[c]", "confidential", "suppressed"),
    "星号": ("*", "**", "***", "※", "#", "##", "###"),
    "不详": (
        "不详",
        "未知",
        "不明",
        "未统计",
        "未报",
        "未填",
        "缺",
        "缺失",
        "缺报",
        "待定",
        "待补",
        "待核",
        "待核实",
        "待查",
        "待测",
        "[x]",
        "?",
        "??",
    ),
    NOT_APPLICABLE: ("不适用", "n/a", "na", "n.a.", "n.a", "#n/a", "nan", "null", "none", "[z]", "[na]"),
}
_REASONS: Final = {spelling: reason for reason, every in _SPELLINGS.items() for spelling in every}
_LONGEST: Final = max(map(len, _REASONS))
_TOO_LONG: Final = re.compile(rf"[!-~\u4e00-\u9fa5]{{{_LONGEST + 1}}}")  # all of which stays when squashed

_YES: Final = frozenset(
    [
        "√",
        "✓",
        "✔",
        "☑",
        "■",
        "是",
        "有",
        "对",
        "y",
        "yes",
        "t",
        "true",
        "1",
        "v",
        "已",
        "完成",
        "满意",
        "是的",
        "同意",
        "通过",
    ]
)
_NO: Final = frozenset(
    [
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "☒",
        "□",
        "☐",
        "否",
        "无",
        "没有",
        "n",
        "no",
        "f",
        "false",
        "0",
        "未",
        "不",
        "不是",
        "不满意",
        "未完成",
        "不同意",
        "未通过",
    ]
)
# 已化解, 未办结, 没有办理: what was or was not done.
_DONE: Final = re.compile(r"(?:(?P<yes>已经?)|未|没有|尚未|暂未)(?P<what>[一-龥]{1,5})")
_CLOSED: Final = ("办结", "化解", "解决", "完成", "结案", "办完", "办好", "办理", "处理完毕")

_INVISIBLE: Final = re.compile("[\\s\\u200b-\\u200f\\ufeff\\u00ad]+")


def squash(text: str) -> str:
    """Return the text in one width, lower case, without white space and invisible characters.

    >>> squash(" Ｎ／Ａ ")
    'n/a'
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text) if not text.isascii() else text).lower()


def missing_reason(value: Any) -> str | None:
    """Return why a cell holds no value, or None when it holds one.

    >>> missing_reason("—"), missing_reason(" "), missing_reason("保密"), missing_reason(0)
    ('横线', '空白', '保密', None)
    """
    if value is None or value != value:  # NaN is the only value that differs from itself
        return BLANK
    if not isinstance(value, str):
        return None
    if len(value) <= _LONGEST and value in _REASONS:
        return _REASONS[value]
    if _TOO_LONG.match(value):
        return None
    text = squash(value)
    if not text:
        return BLANK
    return _REASONS.get(text) if len(text) <= _LONGEST else None


def yes_or_no(value: Any, titles: Sequence[str] = ()) -> bool | None:
    """Return what a mark says, or None when it says neither yes nor no with certainty.

    已… and 未… answer what the column asks, one of whose `titles` names it, or what is done with a case:
    已作废 is no yes.

    >>> yes_or_no("已持证", ["是否持证"]), yes_or_no("未办结"), yes_or_no("已作废", ["是否办结"])
    (True, False, None)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value) if value in (0, 1) else None
    if not isinstance(value, str):
        return None
    text = squash(value)
    if text in _YES:
        return True
    if text in _NO:
        return False
    done = _DONE.fullmatch(text)
    if done is None or not (done["what"] in _CLOSED or any(done["what"] in title for title in titles)):
        return None
    return bool(done["yes"])
