"""What a correction needs, from options or, at a terminal, asked for one by one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import typer

from fazhi_metrics.cli.app import echo
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import CleaningError, FazhiError, capped
from fazhi_metrics.ledgers import Catalogue
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.project import Town

_WORDS: Final = {
    "after": "应当是",
    "reason": "为什么（如 两位数字颠倒）",
    "evidence": "凭据（如 村委会 2026-01-05 来函）",
    "approved_by": "谁批准（写职务或单位，不写姓名）",
}
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as far as it was said: either a cell, or a dataset, the record's key and a column."""

    cell: str = ""
    dataset: str = ""
    year: int | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    before: str | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def target(self) -> dict[str, Any]:
        """What it corrects, as `add_correction` takes it."""
        if self.cell:
            return {"cell": self.cell}
        said = {"dataset": self.dataset, "year": self.year, "key": self.key, "column": self.column}
        return {name: value for name, value in said.items() if value}

    @property
    def missing(self) -> list[str]:
        """The options that were not given."""
        place = (
            [] if self.cell else [name for name in ("dataset", "key", "column") if not getattr(self, name)]
        )
        if len(place) == 3:
            place = ["cell"]
        before = ["before"] if self.before is None else []
        return [*place, *before, *(name for name in _WORDS if name not in self.words)]


def read_asked(
    known: Catalogue,
    cell: str,
    dataset: str,
    year: int | None,
    key: list[str],
    column: str,
    before: str | None,
    **words: str | None,
) -> Asked:
    """Read the options of `fazhi correct`: a dataset, its key and column by English name or Chinese title.

    Raises DatasetError with the nearest name, CleaningError for a key that is not 列=值.
    """
    home = known.dataset(dataset) if dataset else None
    return Asked(
        cell=cell,
        dataset=home.name if home else "",
        year=year,
        key=_read_key(key, home),
        column=home.column(column).name if home and column else column,
        before=before,
        words={name: text for name, text in words.items() if text is not None},
    )


def complete(asked: Asked, town: Town) -> Asked:
    """Return the correction with what was missing asked for, at a terminal.

    Raises CleaningError naming the missing options where nobody can be asked, and typer's Abort when the
    analyst does not confirm.
    """
    if not asked.missing:
        return asked
    if not sys.stdin.isatty():
        options = "、".join(f"--{name.replace('_', '-')}" for name in asked.missing)
        raise CleaningError(f"缺少选项 {options}", todo="请补上；或在终端里运行 fazhi correct，会逐项询问。")
    return _dialogue(asked, town)


def _dialogue(asked: Asked, town: Town) -> Asked:
    from fazhi_metrics.cleaning import found_at

    if {"cell", "dataset", "key", "column"}.intersection(asked.missing):
        asked = _ask_place(asked, catalogue_of(town))
    found = found_at(town, **asked.target)
    echo(f"{found.cell} 现在写的是：{found.found or '（空白）'}")
    if asked.before is None:
        asked = replace(asked, before=found.found)
    words = dict(asked.words)
    for name, question in _WORDS.items():
        if name not in words:
            words[name] = typer.prompt(question)
    asked = replace(asked, words=words)
    echo(
        f"更正 {found.cell}：{asked.before or '（空白）'} → {words['after']}（{words['reason']}；{words['evidence']}；{words['approved_by']}）"
    )
    typer.confirm("记入更正清单？", abort=True)
    return asked


def _ask_place(asked: Asked, known: Catalogue) -> Asked:
    if not asked.dataset:
        cell = typer.prompt(
            "单元格地址（如 2025/人口.xlsx!人口!C7；不知道地址请直接回车）", default="", show_default=False
        ).strip()
        if cell:
            return replace(asked, cell=cell)
    home = (
        _again("哪本台账（如 矛盾纠纷台账）", known.dataset)
        if not asked.dataset
        else known.dataset(asked.dataset)
    )
    year = asked.year or _again("哪一年", _year)
    key = asked.key or {name: typer.prompt(f"该条的{home.column(name).title}") for name in home.key}
    column = asked.column or _again("更正哪一列（如 是否化解）", home.column).name
    return replace(asked, dataset=home.name, year=year, key=key, column=column)


def _again(question: str, read: Callable[[str], _Value]) -> _Value:
    """Ask until the answer can be read."""
    while True:
        try:
            return read(typer.prompt(question).strip())
        except FazhiError as error:
            echo(str(error))


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise CleaningError(f"{text} 不是年份", todo="请写四位数字，例如 2025。")
    return int(text)


def _read_key(pairs: list[str], home: Dataset | None) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.replace("＝", "=").partition("=")
        if not sign or home is None:
            titles = capped(home.column(each).title for each in home.key) if home else "编号"
            raise CleaningError(
                f"--key {pair} 看不懂", todo=f"请连同 --dataset 写成 --key {titles.split('、')[0]}=值。"
            )
        found[home.column(name.strip()).name] = value.strip()
    return found
