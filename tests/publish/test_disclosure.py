"""What leaves the house hides the same numbers of a register everywhere, and none can be reckoned from them all."""

from __future__ import annotations

import random

import pytest

from fazhi_metrics.charts import draw
from fazhi_metrics.measures import INDICATORS, compute_figures
from fazhi_metrics.measures.status import Status
from fazhi_metrics.publish.page.cards import make_cards
from fazhi_metrics.publish.workings import write_workings
from tests.measures import towns
from tests.measures.attack import Attacker

from . import spreadsheets as sheets

FLAGS = ("是", "否")
COUNTS = {"enforcement_officers": {}, "certified_officers": {"certified": "是"}, "established_officers": {"established": "是"}}  # fmt: skip
CARDS = [name for name, card in INDICATORS.items() if "enforcement" in card.datasets]


@pytest.fixture(params=[1, 2, 3])
def town_of_few(request, tmp_path):
    """A town whose register has so few officers that some number must be hidden."""
    dice = random.Random(request.param)
    rows = towns.made_up(seed=5)
    total = dice.randint(6, 16)
    for year in (2024, 2025):
        certified = total - dice.choice((0, 1, 2, 4))
        rows["enforcement", year] = [
            {**row, "certified": n < certified, "established": dice.random() < 0.6, "year": year}
            for n, row in enumerate(rows["enforcement", year][:total])
        ]
    return towns.stored(tmp_path / "processed", rows), towns.town(tmp_path), tmp_path


def test_every_face_hides_the_same_numbers(town_of_few):
    store, town, folder = town_of_few
    figures = {figure.id: figure for figure in compute_figures(store, town, 2025, CARDS)}
    hidden = {name for name, figure in figures.items() if figure.status is Status.CONFIDENTIAL}
    for name in hidden:
        said = figures[name].to_json()
        assert {said[key] for key in ("value", "low", "high", "numerator", "denominator")} == {None}
        assert said["cells"] == []
    cards = make_cards(store, town, 2025)
    assert {name for name in CARDS if cards[name].hidden} == hidden
    lines = dict(sheets.lines(sheets.read(write_workings(store, town, 2025, folder / "figures.xlsx"))))
    assert {name for name in CARDS if lines[name].cells[2025, "程序值"] == "不列出"} == hidden
    drawn = draw(store, town, "enforcement_officers", 2025).layout.meta["table"]["rows"]
    for name in ("enforcement_officers", "certified_officer_rate"):
        [row] = [row for row in drawn if row[0] == INDICATORS[name].title]
        assert any(value is None for value in row[1:]) or name not in hidden


def test_nothing_hidden_is_given_back_by_all_figures_together(town_of_few):
    store, town, _ = town_of_few
    for year in (2024, 2025):
        attacker = Attacker({"certified": FLAGS, "established": FLAGS})
        truth = store.frame("enforcement", year)
        for figure in compute_figures(store, town, year, COUNTS):
            cell = attacker.cell(**COUNTS[figure.id])
            count = len(truth) if not COUNTS[figure.id] else int(truth[next(iter(COUNTS[figure.id]))].sum())
            assert figure.value in (count, None)
            assert figure.value is None or not (0 < count <= 2 or 0 < len(truth) - count <= 2)
            attacker.sees(cell, figure.value, count)
        assert not attacker.recovered()
