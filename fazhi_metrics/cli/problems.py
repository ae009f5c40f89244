"""The problems of a cleaning run on the screen: alike ones in one line, and a village list to begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.cli.app import echo, echo_table
from fazhi_metrics.declared import entry_text
from fazhi_metrics.project import Village, spellings

if TYPE_CHECKING:
    from fazhi_metrics.cleaning import CleaningResult, Issue
    from fazhi_metrics.project import Town

_LINES = 40


def list_problems(result: CleaningResult, town: Town) -> None:
    """Print the problems of a run, those that move a figure most first; the same problem of a sheet once."""
    if not result.issues:
        echo("没有发现问题。")
        return
    alike = _alike(result.issues)
    rows = [
        (i.severity, _places(group), i.typed, f"{i.title}：{i.why}", i.settled or i.todo, i.impact)
        for group in alike[:_LINES]
        for i in group[:1]
    ]
    header = ("级别", "单元格", "原文", "问题", "怎么办", "牵动的数字")
    echo_table(f"问题 {len(result.issues)} 个，先列牵动报告数字多的，同样的并成一行", header, rows)
    left = sum(map(len, alike[_LINES:]))
    if left:
        echo(f"其余 {left} 个见 data/processed/current/issues.parquet。")
    if not town.villages:
        _propose_villages(result.issues)


def proposed_villages(typed: Iterable[str]) -> list[str]:
    """Return one name for each village among names as typed, the fullest spelling, in their order.

    >>> proposed_villages(["石桥", "上河村", "石桥社区", "上河"])
    ['上河村', '石桥社区']
    """
    counted = Counter(name.strip() for name in typed)
    kept: list[str] = []
    for name in sorted(counted, key=len, reverse=True):
        if name and name not in spellings(Village(each) for each in kept):
            kept.append(name)
    return [name for name in counted if name in kept]


def _alike(issues: Sequence[Issue]) -> list[list[Issue]]:
    """Gather issues that say the same of the same sheet, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Issue]] = {}
    for i in issues:
        says = (i.severity, i.file, i.sheet, i.rule, i.column, i.title, i.why, i.todo, i.settled, i.impact)
        groups.setdefault(says, []).append(i)
    return list(groups.values())


def _places(group: Sequence[Issue]) -> str:
    first = group[0]
    if len(group) == 1:
        return first.where
    return f"{first.where} 等 {len(group)} 处"


def _propose_villages(issues: Iterable[Issue]) -> None:
    names = proposed_villages(i.typed for i in issues if i.rule == "village_unknown")
    if not names:
        return
    echo("\nfazhi.toml 里还没有村名单。表格里写着下面这些，核对后可以贴进去（片区请自己填）：\n")
    for name in names:
        echo(entry_text("villages", {"name": name, "district": ""}) + "\n")
