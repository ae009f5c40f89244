"""The checks of a ledger file: `[checks.dates_in_order]` with a kind and what that kind asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from fazhi_metrics.datasets.base import Dataset
from fazhi_metrics.datasets.checks import (
    Adds,
    Check,
    NotMore,
    PercentOf,
    Reached,
    Soon,
    Together,
)
from fazhi_metrics.datasets.gathering import Tally
from fazhi_metrics.datasets.year_checks import Agrees, Complete, Listed, Recurs, Steady
from fazhi_metrics.declared import Place, read
from fazhi_metrics.errors import did_you_mean
from fazhi_metrics.ledgers.columns import column_named

KINDS: Final[Mapping[str, type[Check]]] = {
    "not_more": NotMore,
    "adds": Adds,
    "percent_of": PercentOf,
    "together": Together,
    "soon": Soon,
    "reached": Reached,
    "complete": Complete,
    "listed": Listed,
    "steady": Steady,
    "recurs": Recurs,
    "agrees": Agrees,
}
Find = Callable[[str, Place], Dataset]


def checks_of(home: Dataset, place: Place, find: Find) -> tuple[Check, ...]:
    """Return the checks of a ledger, a later one in the place of an earlier of the same name.

    `find` gives another ledger that a check names.
    """
    found = {check.rule: check for check in home.checks}
    for rule in read(place, Mapping[str, Mapping[str, Any]]):
        found[rule] = _check(home, place.at(rule), rule, find)
    return tuple(found.values())


def _check(home: Dataset, place: Place, rule: str, find: Find) -> Check:
    kind = place.value.get("kind", "")
    if kind not in KINDS:
        raise place.at("kind").refuse(f"没有这种核对 {kind}", did_you_mean(str(kind), KINDS))
    said = {key: value for key, value in place.value.items() if key != "kind"}
    for key in KINDS[kind].looks_at:
        if key in said:
            said[key] = _names(home, place.at(key))
    check = Place(place.document, place.path, {**said, "rule": rule}).read(KINDS[kind])
    tallies: dict[str, Any] = {
        each.name: _tally(value, place.at(each.name), find)
        for each in fields(check)
        if isinstance(value := getattr(check, each.name), Tally)
    }
    return replace(check, **tallies) if tallies else check


def _names(home: Dataset, place: Place) -> Any:
    """Return the columns that a check names by their ids; what is no name is left for the check to refuse."""
    if isinstance(place.value, str):
        return column_named(home, place.value, place).name
    if isinstance(place.value, list):
        return [_names(home, place.at(number)) for number in range(len(place.value))]
    return place.value


def _tally(tally: Tally, place: Place, find: Find) -> Tally:
    home = find(tally.dataset, place.at("dataset"))
    named = {
        key: column_named(home, value, place.at(key)).name
        for key in ("column", "where")
        if (value := getattr(tally, key))
    }
    return replace(tally, dataset=home.name, **named)
