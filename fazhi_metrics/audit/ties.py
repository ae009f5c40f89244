"""Ties: this number in this sentence is this figure. Kept in a readable file beside the report.

A tie is declared, by a placeholder of a template or by an analyst who accepted a suggestion; it is never
guessed from a value. It finds its number again by the words around it, where every number is written `#`,
so that a changed digit, unit or line break does not lose it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fazhi_metrics.declared import Place, decoded, entry_text, read, read_document, setting, value_text
from fazhi_metrics.errors import ReportError, did_you_mean
from fazhi_metrics.files import write

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator

Measure = Literal["value", "change", "change_percent", "change_points"]
SUFFIX = ".ties.toml"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_HEADER = """\
# 《{report}》里的数字与指标的对应关系，由 fazhi 写成，可以手工修改。
# 每个 [[tie]] 说：文中这个数字就是这个指标。before、after 是数字前后的文字（其中 # 代表数字），
# 靠它们找到数字，改动别处不影响；trend 是升降陈述的主语；implied 是不写成数字的数（全部、过半、翻一番）；
# number 是写下时的样子，place 是写下时的位置，只供对照。
# figure 是指标编号，也可改用 formula（已有指标的算式，如 a / b * 100，算出的数要与文中的单位相同）；
# village、part（如 kind=家庭）说是哪一部分，不写就是全部；measure 是 value（数值）、change（增减量）、
# change_percent（增减百分比）或 change_points（增减百分点）；occurrence、of 是相同文字里的第几处。
"""
OPEN = "# ---- 还没有对应的数字：写上 figure 或 formula，去掉行首的 # 和空格，再运行一次 fazhi audit ----"


@dataclass(frozen=True, slots=True)
class Tie:
    """One number, or one subject of a trend statement, and the figure it states.

    `figure` is an indicator's id; `formula` an expression over ids in its place. `trend` holds the subject
    words of a trend statement (the whole statement when it has no subject), `implied` the words of a number
    that is only implied (全部, 翻一番); both are empty for a number that is written out.
    `village` or `part` (`kind=家庭`) names the part of the town that is meant, the whole town without either.
    `unit` and `number` are as printed when the tie was made. `occurrence` of `of` tells apart numbers whose
    surroundings read the same.
    """

    figure: str = ""
    year: int = 0
    before: str = ""
    after: str = ""
    trend: str = ""
    implied: str = ""
    occurrence: int = 1
    of: int = 1
    measure: Measure = "value"
    formula: str = ""
    unit: str = ""
    village: str = ""
    part: str = ""
    number: str = ""
    place: str = ""

    @property
    def where(self) -> str:
        """The part of the town that is meant, as `village=示例一村` or `kind=家庭`; empty for all of it."""
        return f"village={self.village}" if self.village else self.part

    def check_declared(self, place: Place) -> None:
        """Refuse what ties nothing, cannot be found in the report, or says two things at once."""
        if bool(self.figure) == bool(self.formula):
            raise place.refuse("figure 与 formula 应写且只写一个")
        if not (self.before or self.after or self.trend):
            raise place.refuse("before、after、trend 至少写一个，否则找不到这个数字")
        if self.part and not all(self.part.partition("=")):
            raise place.at("part").refuse(f"part 应写成 维度=名称，不是 {self.part}", "例如 kind=家庭")
        if self.part and self.village:
            raise place.at("part").refuse("village 与 part 只能写一个", "请删去其中一行")
        if not 1 <= self.occurrence <= self.of:
            raise place.at("occurrence").refuse(f"occurrence 应在 1 到 of（{self.of}）之间")
        if not self.year:
            raise place.refuse("没有写 year（年份）")


@dataclass(frozen=True, slots=True)
class TieFile:
    """The ties of one report, and where they are kept; `aside` when not beside the report."""

    path: Path
    ties: tuple[Tie, ...] = ()
    year: int = 0
    aside: bool = False


def find_ties(report: Path, project: Path | None = None) -> TieFile:
    """Read the ties of a report, from beside it or from the project's `ties/`; none when there is no file."""
    beside = report.with_name(report.stem + SUFFIX)
    places = [beside, *([project / "ties" / beside.name] if project else [])]
    for path in places:
        if path.is_file():
            year, ties = read_ties(path)
            return TieFile(path, ties, year, aside=path != beside)
    target, aside = place_for_ties(report, project)
    return TieFile(target, aside=aside)


def place_for_ties(report: Path, project: Path | None = None) -> tuple[Path, bool]:
    """Return where the ties of a report go, and whether that is aside because its folder is read-only."""
    beside = report.with_name(report.stem + SUFFIX)
    if may_write(beside) or project is None:
        return beside, False
    return project / "ties" / beside.name, True


def may_write(path: Path) -> bool:
    """Whether a file may be made or changed; a folder marked read-only is respected, whoever asks."""
    owner = path if path.exists() else path.parent
    bits = owner.stat().st_mode if owner.exists() else 0
    return bool(bits & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)) and os.access(owner, os.W_OK)


def _ties(place: Place) -> tuple[Tie, ...]:
    """Read the entries; the year of the file is that of an entry without one."""
    usual = {key: year for key, year in place.document.content.items() if key == "year"}
    entries = (place.at(number) for number in range(len(read(place, tuple[Mapping[str, Any], ...]))))
    return tuple(replace(each, value={**usual, **each.value}).read(Tie) for each in entries)


@dataclass(frozen=True, slots=True)
class _File:
    report: str = ""
    year: int = 0
    tie: tuple[Tie, ...] = setting((), hook=_ties)


def read_ties(path: Path) -> tuple[int, tuple[Tie, ...]]:
    """Read a ties file: (year of the report, ties).

    Raises ReportError, with line and key, for anything it does not know.
    """
    found = read_document(path, ReportError).root.read(_File)
    return found.year, found.tie


def ties_text(report: str, year: int, ties: Iterable[Tie], untied: Iterable[Tie] = ()) -> str:
    """Return the ties file as text; settings that are as usual are left out.

    `untied` are numbers that have no figure yet: they stand at the end as remarks, to be filled in by hand.
    """
    lines = [_HEADER.format(report=report), f"report = {value_text(report)}", f"year = {year}"]
    return "\n".join([*lines, *_entries(ties, year)]) + "\n" + _open_text(untied, year)


def _entries(ties: Iterable[Tie], year: int) -> Iterator[str]:
    usual = Tie(year=year)
    for tie in ties:
        said = {each.name: getattr(tie, each.name) for each in fields(Tie)}
        unusual = {name: value for name, value in said.items() if value != getattr(usual, name)}
        yield from ("", *entry_text("tie", unusual).split("\n"))


def _open_text(untied: Iterable[Tie], year: int) -> str:
    """Return the numbers without a figure as remarks, each with the words that it is found by."""
    lines = [f"# {line}" if line else "" for line in _entries(untied, year)]
    with_figures = [
        text for line in lines for text in ((line, '# figure = ""') if line == "# [[tie]]" else (line,))
    ]
    return "\n".join(["", OPEN, *with_figures]) + "\n" if lines else ""


def write_ties(path: Path, report: str, year: int, ties: Iterable[Tie], untied: Iterable[Tie] = ()) -> Path:
    """Write a ties file anew in one step; raises FileError when the folder cannot be written."""
    return write(path, ties_text(report, year, ties, untied))


def add_ties(path: Path, year: int, ties: Iterable[Tie], untied: Iterable[Tie] = ()) -> Path:
    """Add ties to a ties file, which otherwise stays as its owner wrote it; the open ones are listed anew."""
    above, _, below = decoded(path.read_bytes(), path.name, ReportError).partition(OPEN)
    filled_in = [line for line in below.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    kept = [above.rstrip(), *(f"\n{line}" if line.startswith("[[") else line for line in filled_in)]
    return write(path, "\n".join([*kept, *_entries(ties, year)]) + "\n" + _open_text(untied, year))


def carry_over(ties: Iterable[Tie], old: int, new: int) -> tuple[Tie, ...]:
    """Return last year's ties for this year's report: every year moves by the same distance, also in heads."""

    def moved(match: re.Match[str]) -> str:
        return str(int(match.group()) + new - old)

    carried = []
    for tie in ties:
        heads, mark, words = tie.before.rpartition("｜")
        before = _YEAR.sub(moved, heads) + mark + words
        carried.append(replace(tie, year=tie.year + new - old, before=before))
    return tuple(carried)


def check_ids(ties: Iterable[Tie], known: Mapping[str, Indicator], where: str) -> None:
    """Raise ReportError, with the nearest right name, for a tie to an indicator or a dimension that does not exist."""
    from fazhi_metrics.audit.formula import names
    from fazhi_metrics.measures.dimensions import canonical
    from fazhi_metrics.measures.dimensions import names as dimensions_of

    for tie in ties:
        dimension = tie.where.partition("=")[0]
        for name in [tie.figure] if tie.figure else sorted(names(tie.formula, where)):
            if name not in known:
                raise ReportError(
                    f"没有编号为 {name} 的指标", where=where, todo=did_you_mean(name, sorted(known))
                )
            home = known[name].home
            if dimension and canonical(dimension, home) not in dimensions_of(home):
                raise ReportError(
                    f"{known[name].title}不能按 {dimension} 分",
                    where=where,
                    todo=did_you_mean(dimension, dimensions_of(home)),
                )
