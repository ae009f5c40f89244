"""The pandera schema of a dataset finds what its declaration forbids, and names the rule and the record."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from fazhi_metrics.datasets.checks import percent_agrees
from fazhi_metrics.datasets.schema import arrow_schema, frame, validate
from fazhi_metrics.ledgers import DATASETS


def records(name, *rows):
    """A frame of records, each made from the first by what it changes."""
    dataset, (first, *others) = DATASETS[name], rows
    full = [first, *({**first, **other} for other in others)]
    return frame(
        pa.Table.from_pylist(
            [{**row, "_source": 0, "_at": n} for n, row in enumerate(full)], arrow_schema(dataset)
        )
    )


DISPUTE = {
    "case_no": "1",
    "accepted_on": dt.datetime(2025, 3, 1),
    "village": "示例一村",
    "kind": "邻里",
    "channel": "网格",
    "level": "村",
    "resolved": True,
    "closed_on": dt.datetime(2025, 3, 4),
    "criminal": False,
    "year": 2025,
}
SURVEY = {
    "village": "示例一村",
    "half": "上半年",
    "valid": 120,
    "satisfied": 114,
    "rate": Decimal("95"),
    "year": 2025,
}


def found(name, *rows, on=frozenset()):
    return [(f.rule, f.column, f.record) for f in validate(records(name, *rows), DATASETS[name], on)]


def test_clean_records_pass():
    assert found("disputes", DISPUTE, {"case_no": "2"}) == []
    assert found("satisfaction", SURVEY, {"half": "下半年"}) == []


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"closed_on": dt.datetime(2025, 2, 1)}, ("dates_in_order", None)),
        ({"closed_on": dt.datetime(2026, 3, 4)}, ("closed_soon", None)),
        ({"closed_on": None}, ("closed_when_resolved", None)),
        ({"resolved": False}, ("closed_when_resolved", None)),
        ({"kind": "土地"}, ("code_unknown", "kind")),
        ({"village": None}, ("required_missing", "village")),
        ({"case_no": "1"}, ("duplicate_key", None)),
        ({"accepted_on": dt.datetime(2024, 3, 1)}, ("date_in_year", None)),
    ],
)
def test_a_broken_dispute_is_named_with_its_rule(change, failure):
    assert found("disputes", DISPUTE, {"case_no": "2"} | change) == [(*failure, 1)]


def test_a_missing_value_breaks_no_comparison():
    loose = {"case_no": "2", "resolved": None, "closed_on": None, "accepted_on": None}
    assert found("disputes", DISPUTE, loose) == [
        ("required_missing", "accepted_on", 1),
        ("required_missing", "resolved", 1),
    ]


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"rate": Decimal("59")}, ["rate_of_counts"]),
        ({"rate": Decimal("95.4")}, ["rate_of_counts"]),
        ({"rate": None}, []),
        ({"satisfied": 121}, ["rate_of_counts", "satisfied_within_valid"]),
        ({"valid": -1}, ["below_minimum", "rate_of_counts", "satisfied_within_valid"]),
        ({"rate": Decimal("101")}, ["above_maximum", "rate_of_counts"]),
    ],
)
def test_counts_and_rates_are_held_against_each_other(change, rules):
    assert [rule for rule, _, _ in found("satisfaction", SURVEY, {"half": "下半年"} | change)] == rules


def test_an_optional_identity_holds_only_when_switched_on():
    row = {
        "village": "示例一村",
        "registered_households": 10,
        "registered_population": 30,
        "resident_households": 12,
        "resident_population": 31,
        "year": 2025,
    }
    assert found("population", row) == []
    assert found("population", row, on=frozenset({"resident_within_registered"})) == [
        ("resident_within_registered", None, 0)
    ]


@pytest.mark.parametrize(
    ("rate", "part", "whole", "agrees"),
    [
        ("95.8", 115, 120, True),
        ("95.83", 115, 120, True),
        ("96", 115, 120, True),
        ("95", 115, 120, False),
        ("95.9", 115, 120, False),
        ("0", 0, 0, True),
        ("100", 0, 0, False),
    ],
)
def test_a_rate_is_held_to_the_places_it_was_typed_with(rate, part, whole, agrees):
    assert percent_agrees(Decimal(rate), part, whole) is agrees


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_no_record_at_all_is_no_failure(dataset):
    assert validate(frame(arrow_schema(dataset).empty_table()), dataset) == []


INSPECTION = {
    "inspected_on": dt.datetime(2025, 3, 1),
    "village": "示例一村",
    "sector": "餐饮",
    "site": "示例餐馆",
    "hazards": 3,
    "serious": 0,
    "rectified": 3,
    "deadline": None,
    "closed": True,
    "year": 2025,
}


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"rectified": 2, "closed": False}, []),
        ({"rectified": 2}, ["closed_when_rectified"]),
        ({"rectified": 2, "closed": None}, ["required_missing"]),
        ({"deadline": dt.datetime(2026, 3, 9)}, ["deadline_soon"]),
        ({"deadline": dt.datetime(2026, 1, 9)}, []),
    ],
)
def test_what_is_closed_is_rectified_and_its_deadline_is_near(change, rules):
    others = {"site": "示例超市", **change}
    assert [rule for rule, _, record in found("inspections", INSPECTION, others)] == rules
