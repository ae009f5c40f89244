"""The catalogue: every ledger, indicator and chart, the standard ones and those of a town, from one loader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Any, Final, TypeVar

from fazhi_metrics.datasets.base import Dataset
from fazhi_metrics.declared import Distinct, Document, Place, read
from fazhi_metrics.errors import (
    ChartError,
    DatasetError,
    FazhiError,
    IndicatorError,
    ProjectError,
    did_you_mean,
)
from fazhi_metrics.ledgers.chart import Chart
from fazhi_metrics.ledgers.checks import checks_of
from fazhi_metrics.ledgers.columns import extended, new_dataset
from fazhi_metrics.ledgers.format import ChartEntry, LedgerEntry
from fazhi_metrics.ledgers.indicator import Indicator
from fazhi_metrics.ledgers.sums import Spell, check_agreements, indicator_entries, indicator_of

OWN_THEME: Final = "本地指标"
_PLACES: Final = 2  # of a rate asked for on the spot
_OVERVIEW: Final = "catalogue"
Names = Annotated[tuple[str, ...], Distinct()]
T = TypeVar("T", Indicator, Chart)
Titled = Dataset | Indicator | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands above the ledgers: the order of themes, and what a yearly report cites.

    `falls` and `rises` are what the report says went down, and up, against the year before (三降三升).
    """

    themes: Names = ()
    chart_themes: Names = ()
    figures: Names = ()
    falls: Names = ()
    rises: Names = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """Every figure of the report, in its order."""
        return tuple(dict.fromkeys((*self.figures, *self.falls, *self.rises)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """Every ledger, indicator and chart by id, and the overview.

    `spell` returns the canonical name of a village as typed.
    """

    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)
    overview: Overview = Overview()
    spell: Spell = str

    @cached_property
    def _ledgers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for dataset in self.datasets.values():
            for name in dataset.names:
                found.setdefault(name, dataset.name)
        return {**found, **{name: name for name in self.datasets}}

    def find(self, name: str) -> Dataset | None:
        """Return a ledger by its id, title or alias, or None."""
        found = self._ledgers.get(name)
        return self.datasets[found] if found else None

    def dataset(self, name: str, error: type[FazhiError] = DatasetError) -> Dataset:
        """Return a ledger by its id, title or alias; raises `error` with the nearest name when there is none."""
        if (found := self.find(name)) is not None:
            return found
        raise error(f"没有数据集 {name}", todo=did_you_mean(name, self._words(name, self.datasets)))

    def indicator(self, name: str | Indicator | Mapping[str, Any]) -> Indicator:
        """Return an indicator by its id or title, or one that is declared on the spot (the keys of `[indicators.x]`).

        Raises IndicatorError, with the nearest name when there is none.
        """
        if isinstance(name, Indicator):
            return self.bound(name)
        if isinstance(name, Mapping):
            name = {"decimals": _PLACES, **name} if "denominator" in name else name
            place = Document("indicator", {"indicator": name}, error=IndicatorError).root.at("indicator")
            card = indicator_of("asked", place, self._at, self.spell, theme=OWN_THEME, title="所问指标")
            return self.bound(card)
        return self._named(name, self.indicators, "指标", IndicatorError)

    def bound(self, card: Indicator) -> Indicator:
        """Return an indicator that knows its ledgers as this catalogue has them."""
        ledgers = {name: self.dataset(name, IndicatorError) for name in card.datasets}
        return card if card.ledgers == ledgers else replace(card, ledgers=ledgers)

    def chart(self, name: str | Chart) -> Chart:
        """Return a chart by its id or title; raises ChartError with the nearest name when there is none."""
        return name if isinstance(name, Chart) else self._named(name, self.charts, "图表", ChartError)

    def _named(self, name: str, every: Mapping[str, T], what: str, error: type[FazhiError]) -> T:
        if name in every:
            return every[name]
        found = next((each for each in every.values() if each.title == name), None)
        if found is None:
            raise error(f"没有{what} {name}", todo=did_you_mean(name, self._words(name, every)))
        return found

    @staticmethod
    def _words(name: str, every: Mapping[str, Titled]) -> list[str]:
        chinese = any(ord(letter) > 0x2E7F for letter in name)
        return [each.title for each in every.values()] if chinese else list(every)

    def _at(self, name: str, place: Place) -> Dataset:
        found = self.find(name)
        if found is None:
            raise place.refuse(f"没有数据集 {name}", did_you_mean(name, self._words(name, self.datasets)))
        return found


@dataclass(frozen=True, slots=True)
class _File:
    """A ledger as declared: its place, its entry, its id."""

    place: Place
    entry: LedgerEntry
    name: str


def _file(place: Place, name: str, extends: str = "") -> _File:
    if extends:
        place = Place(place.document, place.path, {"extends": extends, **place.value})
    entry = place.read(LedgerEntry)
    return _File(place, entry, entry.id or name)


def _assembled(base: Catalogue, declared: Sequence[_File], overview: Overview) -> Catalogue:
    """Return a catalogue with ledger files added: first the ledgers, then what may name several of them."""
    declared = [each for each in declared if not each.entry.draft]
    datasets = dict(base.datasets)
    for each in declared:
        if not each.entry.extends:
            _refuse_twice(each, datasets)
            datasets[each.name] = new_dataset(each.name, each.entry, each.place, own=bool(base.datasets))
    whole = replace(base, datasets=datasets)
    homes: list[str] = []
    for each in declared:
        home = whole._at(each.entry.extends, each.place.at("extends")) if each.entry.extends else None
        homes.append(home.name if home else each.name)
        if home:
            datasets[home.name] = extended(home, each.entry, each.place)
    for each, home_name in zip(declared, homes, strict=True):
        checks = (
            checks_of(datasets[home_name], each.place.at("checks"), whole._at) if each.entry.checks else None
        )
        if checks is not None:
            datasets[home_name] = replace(datasets[home_name], checks=checks)
    indicators = dict(base.indicators)
    charts: dict[str, tuple[int, Chart]] = {}
    ranked = sorted(zip(declared, homes, strict=True), key=lambda pair: datasets[pair[1]].rank)
    for each, home_name in ranked:
        theme = each.entry.theme or (OWN_THEME if base.datasets else "")
        place = each.place.at("indicators")
        if each.entry.indicators:
            indicators = indicator_entries(
                place, indicators, whole._at, base.spell, home=home_name, theme=theme
            )
        for name, chart in each.entry.charts.items():
            _refuse_chart(name, {**base.charts, **charts}, each.place)
            charts[name] = (chart.rank, _chart(name, chart, theme))
    for each, _ in ranked:
        check_agreements(each.place.at("indicators"), indicators)
    every = sorted(indicators.values(), key=lambda card: _order(card.theme, overview.themes))
    for each, _ in ranked:
        for name in each.entry.charts:
            place = each.place.at("charts", name, "indicators")
            charts[name] = (charts[name][0], _checked(charts[name][1], indicators, place))
    return replace(
        base,
        datasets=_sorted(datasets),
        indicators={card.id: whole.bound(card) for card in every},
        charts={**base.charts, **_ordered(charts, overview.chart_themes)},
        overview=overview,
    )


def _sorted(datasets: Mapping[str, Dataset]) -> dict[str, Dataset]:
    return dict(sorted(datasets.items(), key=lambda pair: (pair[1].rank, pair[0])))


def _order(theme: str, themes: Sequence[str]) -> int:
    return themes.index(theme) if theme in themes else len(themes)


def _ordered(charts: Mapping[str, tuple[int, Chart]], themes: Sequence[str]) -> dict[str, Chart]:
    ranked = sorted(charts.values(), key=lambda pair: (_order(pair[1].theme, themes), pair[0]))
    return {chart.id: chart for _, chart in ranked}


def _refuse_twice(each: _File, datasets: Mapping[str, Dataset]) -> None:
    for other in datasets.values():
        if each.name == other.name or each.entry.title == other.title:
            todo = f'改这本台账的请写 extends = "{other.name}"；另一本台账请另起名称。'
            raise each.place.refuse(f"已有一本{other.title}（{other.name}）", todo)


def _refuse_chart(name: str, charts: Mapping[str, Any], place: Place) -> None:
    if name in charts:
        raise place.at("charts", name).refuse(f"已有图表 {name}", "请另起一个名字。")


def _checked(chart: Chart, indicators: Mapping[str, Indicator], place: Place) -> Chart:
    """Return a chart with its indicators by id; refuses one that is not there."""
    titles = {card.title: card.id for card in indicators.values()}
    for number, name in enumerate(chart.indicators):
        if name not in indicators and name not in titles:
            raise place.at(number).refuse(f"没有指标 {name}", did_you_mean(name, [*indicators, *titles]))
    ids = tuple(name if name in indicators else titles[name] for name in chart.indicators)
    return chart if ids == chart.indicators else replace(chart, indicators=ids)


def _chart(name: str, entry: ChartEntry, theme: str) -> Chart:
    said = {
        key: getattr(entry, key) for key in ("title", "kind", "indicators", "by", "names", "noun", "compared")
    }
    return Chart(id=name, **said, verb=entry.verb, after=entry.after, theme=entry.theme or theme)


@lru_cache(maxsize=1)
def standard() -> Catalogue:
    """Return the standard catalogue: the ledgers that come with the library."""
    folder = files(__package__)
    texts = {
        path.name.removesuffix(".toml"): path.read_text("utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    }
    overview = Document.parse(texts.pop(_OVERVIEW), f"{_OVERVIEW}.toml").root.read(Overview)
    declared = [_file(Document.parse(text, f"{name}.toml").root, name) for name, text in texts.items()]
    return _assembled(Catalogue(), declared, overview)


def extended_catalogue(
    ledgers: Sequence[tuple[str, str]], datasets: Place, indicators: Place, spell: Spell
) -> Catalogue:
    """Return the standard catalogue with a town's own added.

    `ledgers` are its ledger files, by name below the project; `datasets` and `indicators` those sections of
    fazhi.toml. Raises ProjectError (IndicatorError for the indicators of fazhi.toml) for what they may not say.
    """
    base = replace(standard(), spell=spell)
    declared = list(_own(ledgers))
    for name in read(datasets, Mapping[str, Mapping[str, Any]]):
        declared.append(_file(datasets.at(name), name, extends=name))
    whole = _assembled(base, declared, base.overview) if declared else base
    if not indicators.value:
        return whole
    every = indicator_entries(indicators, whole.indicators, whole._at, spell, theme=OWN_THEME)
    check_agreements(indicators, every)
    return replace(whole, indicators={name: whole.bound(card) for name, card in every.items()})


def _own(ledgers: Sequence[tuple[str, str]]) -> Iterator[_File]:
    for where, text in ledgers:
        place = Document.parse(text, where, ProjectError).root
        if place.value.get("draft") is not True:
            yield _file(place, where.rpartition("/")[2].removesuffix(".toml"))
