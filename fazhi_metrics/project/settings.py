"""The town's fazhi.toml: its name, years, villages and their aliases, and where its files lie."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fazhi_metrics.errors import ProjectError, capped, did_you_mean

SETTINGS = "fazhi.toml"
_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"town", "paths", "report", "villages", "datasets", "indicators", "checks"}),
    "town": frozenset({"name", "years", "sample"}),
    "paths": frozenset({"raw", "processed", "outputs", "notebooks", "corrections"}),
    "report": frozenset({"path", "template", "year"}),
    "villages": frozenset({"name", "district", "kind", "aliases"}),
}


@dataclass(frozen=True, slots=True)
class Village:
    """A village or residents' committee under its one canonical name."""

    name: str
    district: str = ""
    kind: str = "行政村"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Town:
    """A town's settings as declared in fazhi.toml; every path is absolute.

    `sample` is the banner shown wherever made-up data is shown, empty for real data. `report_year` is the year
    that `report` is about; None means the latest. `datasets`,
    `indicators` and `checks` are the analyst's additions, read by the rooms of those names.
    """

    root: Path
    name: str
    years: tuple[int, ...]
    villages: tuple[Village, ...] = ()
    sample: str = ""
    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    outputs: Path = Path("outputs")
    notebooks: Path = Path("notebooks")
    corrections: Path = Path("data/corrections.toml")
    report: Path | None = None
    template: Path | None = None
    report_year: int | None = None
    datasets: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year asked about unless another is named: the latest of the years."""
        return max(self.years)

    @property
    def year_of_report(self) -> int:
        """The year that the declared report is about."""
        return self.report_year or self.year

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return spellings(self.villages)

    def village(self, typed: str) -> str | None:
        """Return the canonical name for a village as typed, or None when no name or alias fits.

        Width, white space and the endings 村, 村委会 or 社区, 居委会 do not matter; a bare stem that two
        villages share is nobody's name.
        """
        return self._spellings.get(_squeezed(typed))

    def district(self, village: str) -> str:
        """Return the grid district (片区) of a canonical village name, or an empty string."""
        return next((v.district for v in self.villages if v.name == village), "")


_ENDINGS = {
    "村": ("村", "村委会", "村民委员会", "行政村"),
    "居": ("社区", "居委会", "社区居委会", "居民委员会", "社区居民委员会"),
}


def _squeezed(typed: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))


def spellings(villages: Iterable[Village]) -> dict[str, str]:
    """Return every accepted spelling (squeezed) with the canonical name it stands for.

    A declared name or alias wins over a spelling derived from its ending.
    """
    declared: dict[str, str] = {}
    derived: dict[str, set[str]] = {}
    for village in villages:
        for text in (village.name, *village.aliases):
            declared[_squeezed(text)] = village.name
        for variant in _variants(_squeezed(village.name)):
            derived.setdefault(variant, set()).add(village.name)
    unique = {text: min(names) for text, names in derived.items() if len(names) == 1}
    return {**unique, **declared}


def _variants(name: str) -> Iterator[str]:
    for endings in _ENDINGS.values():
        for ending in sorted(endings, key=len, reverse=True):
            stem = name.removesuffix(ending)
            if stem and stem != name:
                yield stem
                yield from (stem + other for other in endings)
                return


def find_town(start: Path | str = ".") -> Path:
    """Return the nearest folder at or above `start` that holds a fazhi.toml.

    Raises ProjectError when there is none.
    """
    here = Path(start).resolve()
    if not here.exists():
        raise ProjectError("没有这个文件夹", where=str(start), todo="请检查路径。")
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise ProjectError(
        f"这里和上级文件夹都没有 {SETTINGS}",
        where=str(start),
        todo="请进入项目文件夹再运行，或用 fazhi new 新建一个项目。",
    )


def load_town(path: Path | str = ".") -> Town:
    """Read the fazhi.toml of the project at or above `path`.

    Raises ProjectError when it is missing, not TOML, or has an unknown or missing key.
    """
    root = find_town(path)
    where = str(root / SETTINGS)
    try:
        content = tomllib.loads((root / SETTINGS).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ProjectError("不是 UTF-8 编码", where=where, todo="请用 UTF-8 另存。") from None
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"写法有误（{error}）", where=where, todo="请改正后再运行。") from None
    _refuse_unknown(content, "", where)
    town = _table(content, "town", where)
    paths = _table(content, "paths", where)
    report = _table(content, "report", where)
    name = town.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ProjectError("[town] 缺少 name（乡镇名称）", where=where, todo='请写上，例如 name = "某某镇"。')
    years = town.get("years")
    if (
        not isinstance(years, list)
        or not years
        or not all(type(y) is int and 1949 <= y <= 2200 for y in years)
    ):
        raise ProjectError("[town] 的 years 应是年份列表", where=where, todo="例如 years = [2024, 2025]。")
    defaults = {
        key: root / getattr(Town, key) for key in ("raw", "processed", "outputs", "notebooks", "corrections")
    }
    return Town(
        root=root,
        name=name.strip(),
        years=tuple(sorted(set(years))),
        villages=_villages(content.get("villages", []), where),
        sample=_text(town, "sample", where),
        report=_optional(root, report, "path", where),
        template=_optional(root, report, "template", where),
        report_year=_report_year(report, years, where),
        datasets=_table(content, "datasets", where),
        indicators=_table(content, "indicators", where),
        checks=_table(content, "checks", where),
        **{key: _optional(root, paths, key, where) or default for key, default in defaults.items()},
    )


def _refuse_unknown(table: Mapping[str, Any], section: str, where: str) -> None:
    for key in table:
        if key not in _KEYS[section]:
            label = f"[{section}] 的 {key}" if section else key
            raise ProjectError(
                f"不认识的设置 {label}", where=where, todo=did_you_mean(key, sorted(_KEYS[section]))
            )


def _table(content: Mapping[str, Any], section: str, where: str) -> Mapping[str, Any]:
    table = content.get(section, {})
    if not isinstance(table, dict):
        raise ProjectError(f"{section} 应是一节设置", where=where, todo=f"请写成 [{section}]。")
    if section in _KEYS:
        _refuse_unknown(table, section, where)
    return table


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ProjectError(f"{key} 应是文字", where=where, todo="请加上引号。")
    return value


def _optional(root: Path, table: Mapping[str, Any], key: str, where: str) -> Path | None:
    text = _text(table, key, where)
    return root / text if text else None


def _report_year(report: Mapping[str, Any], years: Sequence[int], where: str) -> int | None:
    year = report.get("year")
    if year is not None and year not in years:
        todo = f"请写 years 里的一年：{capped(map(str, sorted(years)))}。"
        raise ProjectError(f"[report] 的 year 不在 years 里：{year}", where=where, todo=todo)
    return None if year is None else int(year)


def _villages(entries: Any, where: str) -> tuple[Village, ...]:
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ProjectError(
            "villages 应是 [[villages]] 的列表", where=where, todo="每个村写一节 [[villages]]。"
        )
    villages, seen = [], dict[str, str]()
    for number, entry in enumerate(entries, 1):
        spot = f"{where} 第 {number} 个 [[villages]]"
        _refuse_unknown(entry, "villages", spot)
        name, aliases = _text(entry, "name", spot).strip(), entry.get("aliases", [])
        if not name:
            raise ProjectError("缺少 name（村名）", where=spot, todo="请写上村名。")
        if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
            raise ProjectError(
                f"{name} 的 aliases 应是文字列表", where=spot, todo='例如 aliases = ["一村"]。'
            )
        for spelling in (name, *aliases):
            taken = seen.setdefault(_squeezed(spelling), name)
            if taken != name:
                raise ProjectError(
                    f"{spelling} 既是 {taken} 又是 {name}", where=spot, todo="同一写法只能属于一个村。"
                )
        villages.append(
            Village(
                name, _text(entry, "district", spot), _text(entry, "kind", spot) or "行政村", tuple(aliases)
            )
        )
    return tuple(villages)
