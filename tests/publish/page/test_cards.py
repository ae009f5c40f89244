import pyarrow as pa
import pytest

from fazhi_metrics.addresses import covers
from fazhi_metrics.ledgers import standard
from fazhi_metrics.measures import FIGURES, INDICATORS, compute_figure, trace
from fazhi_metrics.measures.disclosure import NOTE
from fazhi_metrics.publish.page.cards import HIDDEN, make_card, make_cards
from fazhi_metrics.publish.page.headline import headline
from fazhi_metrics.store import Store, write_generation
from tests.measures import towns


@pytest.fixture(scope="module")
def cards(small):
    return make_cards(*small, 2025)


def officers(tmp_path, certified, total=12, before=6):
    rows = towns.made_up(seed=5, number=total)
    for year, number in ((2024, before), (2025, certified)):
        rows["enforcement", year] = [
            {**row, "certified": n < number} for n, row in enumerate(rows["enforcement", year])
        ]
    store = towns.stored(tmp_path / "processed", rows)
    return store, towns.town(tmp_path)


def test_every_indicator_has_a_card_with_the_value_of_its_figure(small, cards):
    assert list(cards) == list(INDICATORS)
    for name in ("petitions", "farmland_area", "public_satisfaction", "dispute_days"):
        figure = compute_figure(*small, name, 2025)
        assert cards[name].value == figure.wording
        assert cards[name].cells == figure.cells


def test_the_cells_on_a_card_are_those_of_its_trace_column_by_column(small, cards):
    for name, card in cards.items():
        if card.hidden:
            continue
        traced = trace(*small, name, 2025)
        for side, printed in zip(traced.sides, card.sides, strict=True):
            for sheet, on_card in zip(side.sheets, printed.sheets, strict=True):
                assert on_card.name == sheet.sheet
                for column, (title, blocks) in zip(sheet.columns, on_card.columns, strict=True):
                    assert title == column.title
                    if column.cells:
                        assert [f"{sheet.sheet}!{block}" for block in blocks.split("、")] == list(
                            column.cells
                        )


def test_last_years_value_and_the_change_stand_beside(small, cards):
    card, figure = cards["petitions"], compute_figure(*small, "petitions", 2025)
    assert card.base.startswith(str(figure.base_value))
    assert card.turn.direction == figure.change.direction
    better = figure.change.better
    assert card.turn.judged == {True: "向好", False: "趋差", None: ""}[better]
    assert card.step == card.number - card.base_number


def test_the_figures_of_the_report_are_grouped_as_it_says_them(cards):
    groups = headline(cards, standard().overview)
    assert list(groups) == ["三降", "三升", "工作成效", "基本情况"]
    assert sorted(card.id for found in groups.values() for card in found) == sorted(FIGURES)
    assert [len(groups[name]) for name in ("三降", "三升")] == [3, 3]


@pytest.mark.parametrize("certified", [1, 2, 10, 11])
def test_one_or_two_people_with_or_without_a_mark_are_not_counted_on_a_card(tmp_path, certified):
    store, town = officers(tmp_path, certified)
    for name in ("certified_officers", "certified_officer_rate"):
        card = make_card(store, town, INDICATORS[name], 2025)
        assert (card.value, card.exact, card.number, card.base, card.turn) == (HIDDEN, HIDDEN, None, "", None)
        assert (card.sides, card.cells, card.notes) == ((), (), (NOTE,))


@pytest.mark.parametrize("certified", [0, 3, 9, 12])
def test_none_all_or_several_people_are(tmp_path, certified):
    store, town = officers(tmp_path, certified)
    card = make_card(store, town, INDICATORS["certified_officers"], 2025)
    assert card.value == f"{certified}人"


def test_last_years_single_person_is_not_given_back_by_the_change(tmp_path):
    store, town = officers(tmp_path, 6, before=1)
    card = make_card(store, town, INDICATORS["certified_officers"], 2025)
    assert card.base == ""
    assert card.turn is None


def test_an_incomplete_number_says_so_and_has_no_change(tmp_path):
    rows = towns.made_up(seed=5)
    rows["population", 2025] = rows["population", 2025][1:]
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    card = make_card(store, town, INDICATORS["resident_population"], 2025)
    assert (card.value, card.number, card.turn) == ("数据不全", None, None)
    assert any(towns.VILLAGES[0] in reason for reason in card.reasons)


def test_a_ledger_that_did_not_come_in_is_said_on_its_cards(tmp_path):
    rows = {key: value for key, value in towns.made_up(seed=5).items() if key != ("publicity", 2025)}
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    cards = make_cards(store, town, 2025)
    assert cards["publicity_events"].value == "数据不全"
    assert "petitions" in cards


def test_a_correction_of_a_cell_stands_on_the_cards_that_read_it(tmp_path):
    tables = towns.tables_of(towns.made_up(seed=5))
    correction = {
        "cell": "2025/平安建设月报.xlsx!平安建设月报!E4",
        "before": "8",
        "after": "9",
        "reason": "两位颠倒",
        "approved_by": "党政办",
        "date": "2026-01-05",
    }
    tables["corrections"] = pa.Table.from_pylist([correction])
    write_generation(tmp_path / "processed", tables, {})
    store, town = Store.open(tmp_path / "processed"), towns.town(tmp_path)
    cards = make_cards(store, town, 2025)
    touched = {name for name, card in cards.items() if card.corrections}
    reading = {name for name, card in cards.items() if any(covers(c, correction["cell"]) for c in card.cells)}
    assert touched == reading != set()
    assert touched < {
        name for name, card in cards.items() if card.indicator.numerator.dataset == "safety_months"
    }
    [text] = cards[min(touched)].corrections
    assert all(correction[part] in text for part in ("cell", "before", "after", "reason", "approved_by"))
