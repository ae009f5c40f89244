"""A stock is never added over time, and a running total is what was added since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import measure, tally, trace

NAME = "satisfaction_responses"  # answers of a village in a half-year


@pytest.fixture
def declared(monkeypatch):
    """Declare how the answers add up over time."""

    def declare(kind):
        home = DATASETS["satisfaction"]
        columns = tuple(replace(c, over_time=kind) if c.name == "valid" else c for c in home.columns)
        changed = replace(home, columns=columns)
        known = tally.dataset_of
        monkeypatch.setattr(
            tally, "dataset_of", lambda name, town: changed if name == home.name else known(name, town)
        )

    return declare


def halves(rows, village=None):
    own = [row for row in rows["satisfaction", 2025] if village in (None, row["village"])]
    return [sum(row["valid"] for row in own if row["half"] == half) for half in ("上半年", "下半年")]


@pytest.mark.parametrize("village", [None, "示例二村"])
@pytest.mark.parametrize(("kind", "whole", "parts"), [
    ("flow", lambda a, b: a + b, lambda a, b: [a, b]),
    ("stock", lambda a, b: b, lambda a, b: [a, b]),
    ("running", lambda a, b: b, lambda a, b: [a, b - a]),
])  # fmt: skip
def test_a_column_adds_up_over_time_as_it_is_declared(
    store, town, rows, declared, kind, whole, parts, village
):
    declared(kind)
    where = {"village": village} if village else None
    first, second = halves(rows, village)
    assert measure(store, town, NAME, 2025, where=where).value == whole(first, second)
    assert [part.value for part in measure(store, town, NAME, 2025, "half", where)] == parts(first, second)
    assert trace(store, town, NAME, 2025, where=where).sides[0].value == whole(first, second)


def test_a_stock_of_the_first_half_is_that_of_the_first_half(store, town, rows, declared):
    declared("stock")
    assert measure(store, town, NAME, 2025, where={"half": "上半年"}).value == halves(rows)[0]
    by_village = {part.labels[0]: part.value for part in measure(store, town, NAME, 2025, "village")}
    assert by_village == {name: halves(rows, name)[1] for name in by_village}
