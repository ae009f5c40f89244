"""The town's fazhi.toml: its name, years and villages, where its files lie, and what its data speak for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from fazhi_metrics.declared import Between, Distinct, Document, Filled, Place, read, read_document, setting
from fazhi_metrics.errors import FazhiError, ProjectError, capped, did_you_mean
from fazhi_metrics.project.villages import Village, Year, checked_villages, spellings, squeezed

SETTINGS = "fazhi.toml"
LEDGERS = "ledgers"
Month = Annotated[int, Between(1, 12)]
Months = Annotated[tuple[Month, ...], Distinct()]
Figures = Annotated[tuple[str, ...], Distinct()]


def _months(place: Place) -> tuple[int, ...]:
    months = read(place, Month | Months)
    return (months,) if isinstance(months, int) else tuple(sorted(months))


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A part of a ledger that did not come in: all of a year, or of a village, or of some of its months."""

    ledger: str = setting(title="台账")
    year: Year = setting(title="年份")
    village: str = setting("", title="村")
    months: tuple[int, ...] = setting((), title="月份", hook=_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An indicator's value of a year that another office gave in a document, instead of cells."""

    indicator: str = setting(title="指标")
    year: Year = setting(title="年份")
    value: Decimal = setting(title="数值")
    document: str = setting(title="来文")
    office: str = setting("", title="来文单位")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the report: its title and the figures that it cites, by id or title."""

    title: str = setting(title="标题")
    figures: Annotated[Figures, Filled()] = setting(title="指标")


@dataclass(frozen=True)
class Town:
    """A town's settings as declared in fazhi.toml; every path is absolute.

    `sample` is the banner shown wherever made-up data is shown, empty for real data. `report_year` is the year
    that `report` is about; None means the latest. `datasets`, `indicators` and `checks` are the analyst's
    additions, read by the rooms of those names (`declared`). `as_of` is the day that the data speak for;
    `figures` or `sections` name what the report cites, both empty for the usual ones. `ledgers` are the town's own
    ledger files (ledgers/*.toml), each by its name below the project with its text. `text` is fazhi.toml.
    """

    root: Path
    name: str
    years: tuple[int, ...]
    villages: tuple[Village, ...] = ()
    _: KW_ONLY
    sample: str = ""
    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    outputs: Path = Path("outputs")
    notebooks: Path = Path("notebooks")
    corrections: Path = Path("data/corrections.toml")
    settlements: Path = Path("data/settlements.toml")
    report: Path | None = None
    template: Path | None = None
    report_year: int | None = None
    datasets: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    as_of: dt.date | None = None
    missing: tuple[Missing, ...] = ()
    given: tuple[Given, ...] = ()
    figures: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    ledgers: tuple[tuple[str, str], ...] = ()
    text: str = field(default="", repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what was worked out: another process works it out once for all of its jobs."""
        return {each.name: self.__dict__[each.name] for each in fields(self)}

    @cached_property
    def derived(self) -> dict[str, Any]:
        """What the rooms above work out of these settings once."""
        return {}

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
        return self._spellings.get(squeezed(typed))

    def district(self, village: str) -> str:
        """Return the grid district (片区) of a canonical village name, or an empty string."""
        return next((v.district for v in self.villages if v.name == village), "")

    def declared(self, section: str, error: type[FazhiError] = ProjectError) -> Place:
        """Return what an upper room reads by itself, with its place in fazhi.toml: `datasets`, `checks` …

        What it refuses there is raised as `error`.
        """
        return Document(SETTINGS, {section: getattr(self, section)}, self.text, error).root.at(section)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Town:
    name: str = setting(title="乡镇名称")
    years: Annotated[tuple[Year, ...], Filled()] = setting(title="年份")
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paths:
    raw: str = ""
    processed: str = ""
    outputs: str = ""
    notebooks: str = ""
    corrections: str = ""
    settlements: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    path: str = ""
    template: str = ""
    year: int | None = None
    figures: Figures = ()
    sections: tuple[Section, ...] = ()

    def check_declared(self, place: Place) -> None:
        if self.figures and self.sections:
            raise place.at("sections").refuse(
                "figures 与 sections 只能写一种", "请把 figures 里的指标分进各节。"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A fazhi.toml, section by section; what fits together is checked against the town's years and villages."""

    town: _Town
    as_of: dt.date | None = None
    paths: _Paths = _Paths()
    report: _Report = _Report()
    villages: tuple[Village, ...] = ()
    datasets: Mapping[str, Any] = field(default_factory=dict)
    indicators: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    given: tuple[Given, ...] = ()

    def check_declared(self, place: Place) -> None:
        """Refuse years that are not the town's, a day before all of them, and a value given twice."""
        years: list[tuple[str, str | int, int]]
        years = [("missing", number, each.year) for number, each in enumerate(self.missing)]
        if self.report.year:
            years.append(("report", "year", self.report.year))
        for section, key, year in years:
            if year not in self.town.years:
                todo = f"请写 years 里的一年：{capped(map(str, sorted(self.town.years)))}。"
                raise place.at(section, key).refuse(f"year 不在 years 里：{year}", todo)
        if self.as_of and self.as_of.year < min(self.town.years):
            raise place.at("as_of").refuse(f"{self.as_of} 早于最早的年份", "请写数据截至的日期。")
        values = [(each.indicator, each.year) for each in self.given]
        for number, (indicator, year) in enumerate(values):
            if (indicator, year) in values[:number]:
                raise place.at("given", number).refuse(f"{indicator} {year} 年的数写了两次", "请只留一处。")


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

    Raises ProjectError, with the line and the key, for what it may not say or leaves out.
    """
    root = find_town(path)
    place = read_document(root / SETTINGS, where=str(root / SETTINGS)).root
    told = place.read(Settings)
    paths = {key: root / (getattr(told.paths, key) or getattr(Town, key)) for key in _Paths.__slots__}
    town = Town(
        root=root,
        name=told.town.name.strip(),
        years=tuple(sorted(set(told.town.years))),
        villages=checked_villages(told.villages, place.at("villages")),
        sample=told.town.sample,
        report=root / told.report.path if told.report.path else None,
        template=root / told.report.template if told.report.template else None,
        report_year=told.report.year,
        datasets=told.datasets,
        indicators=told.indicators,
        checks=told.checks,
        as_of=told.as_of,
        given=told.given,
        figures=told.report.figures,
        sections=told.report.sections,
        ledgers=_ledgers(root),
        text=place.document.text,
        **paths,
    )
    _keep_raw_apart(town, place.at("paths"))
    return replace(
        town, missing=tuple(_named(each, town, place.at("missing", n)) for n, each in enumerate(told.missing))
    )


def _ledgers(root: Path) -> tuple[tuple[str, str], ...]:
    """Return the text of every ledger file of a project, in the order of their names."""
    names = sorted(path.name for path in (root / LEDGERS).glob("*.toml"))
    return tuple(
        (where, read_document(root / where, where=where).text) for where in (f"{LEDGERS}/{n}" for n in names)
    )


def _named(missing: Missing, town: Town, place: Place) -> Missing:
    """Return what is missing with its village by canonical name."""
    if not missing.village:
        return missing
    name = town.village(missing.village)
    if name is None:
        todo = did_you_mean(missing.village, [village.name for village in town.villages])
        raise place.at("village").refuse(f"村名单里没有 {missing.village}", todo)
    return replace(missing, village=name)


def _keep_raw_apart(town: Town, place: Place) -> None:
    """Refuse to write into the raw data, and to keep them where a run clears up."""
    raw = town.raw.resolve()
    for key in ("processed", "outputs", "notebooks", "corrections", "settlements"):
        other = getattr(town, key).resolve()
        over = key in ("processed", "outputs") and raw.is_relative_to(other)
        if other.is_relative_to(raw) or over:
            said = f"{key} 在 raw 里面" if other.is_relative_to(raw) else f"raw 在 {key} 里面"
            todo = "原始数据的文件夹只读不写，请另写一个文件夹。"
            raise place.at(key if place.at(key).value else "raw").refuse(said, todo)
