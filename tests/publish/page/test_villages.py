import pytest

from fazhi_metrics.measures import INDICATORS, measure, trace
from fazhi_metrics.publish.page.cards import make_cards
from fazhi_metrics.publish.page.cells import village_cells
from fazhi_metrics.publish.page.villages import TABLES, make_villages
from tests.measures import towns


@pytest.fixture(scope="module")
def villages(small):
    return make_villages(*small, 2025, make_cards(*small, 2025))


def test_every_declared_column_is_an_indicator_that_knows_villages(small, villages):
    assert [[card.id for card in table.columns] for table in villages.tables] == [
        list(names) for names in TABLES.values()
    ]


def test_every_villages_number_is_the_measured_one(small, villages):
    assert tuple(village.name for village in villages.cards) == towns.VILLAGES
    for name in ("disputes_accepted", "resident_population", "public_satisfaction"):
        measured = measure(*small, name, 2025, by="village")
        for village in villages.cards:
            value = measured[village.name].value
            assert float(village.entries[name].value) == pytest.approx(float(value), abs=0.051)


def test_decimal_points_of_a_column_stand_below_each_other(villages):
    for table in villages.tables:
        for card in table.columns:
            shown = [
                village.entries[card.id].value
                for village in villages.cards
                if village.entries[card.id].value != "—"
            ]
            assert len({len(value.partition(".")[2]) for value in shown}) == 1


def test_the_cells_of_every_villages_number_are_those_of_its_own_trace(small):
    cards = [INDICATORS[name] for names in TABLES.values() for name in names]
    found = village_cells(*small, cards, 2025)
    for place in towns.VILLAGES:
        for card in cards:
            traced = trace(*small, card, 2025, {"village": place})
            ours = {
                f"{sheet}!{b}"
                for sheet, bs in found.get(place, {}).get(card.id, {}).items()
                for b in bs.split("、")
            }
            counted = {cell for side in traced.sides if not side.examined for cell in side.cells}
            assert ours == counted, (place, card.id)


def test_a_village_that_is_missing_is_said_and_not_compared(tmp_path):
    rows = towns.made_up(seed=5)
    rows["population", 2025] = rows["population", 2025][1:]
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    villages = make_villages(store, town, 2025, make_cards(store, town, 2025))
    assert any("常住人口" in note and towns.VILLAGES[0] in note for note in villages.notes)
    assert villages.cards[0].entries["resident_population"].value == "数据不全"
    assert villages.cards[0].entries["resident_population"].turn is None


def test_a_village_of_two_people_is_shown_as_a_population_is_no_register(tmp_path):
    rows = towns.made_up(seed=5)
    rows["population", 2025] = [
        {**row, "resident_population": n}
        for n, row in zip((2, 50, 40, 60), rows["population", 2025], strict=True)
    ]
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    villages = make_villages(store, town, 2025, make_cards(store, town, 2025))
    entries = [village.entries["resident_population"].value for village in villages.cards]
    assert entries == ["2", "50", "40", "60"]
