"""A page says on top what its figures are worth, and every number that is not sound carries its mark."""

import re
from types import SimpleNamespace

import pytest

from fazhi_metrics.publish.page import pictures
from fazhi_metrics.publish.page.cards import make_cards
from fazhi_metrics.publish.page.standing import read_standing
from fazhi_metrics.publish.page.villages import make_villages
from fazhi_metrics.publish.page.write import page_text


@pytest.fixture(scope="module")
def cards(damaged):
    """Return the cards of a damaged town; made once for each damage."""
    made = {}

    def of(name):
        if name not in made:
            store, town = damaged(name).store, damaged(name).town
            made[name] = make_cards(store, town, 2025)
        return made[name]

    return of


@pytest.mark.parametrize(
    ("damage", "state", "kind", "says", "touched"),
    [
        ("typed_wrong", "bad", "待核实", "合计不符", {"resident_population", "public_security_case_rate"}),
        ("month_packed", "bad", "数据不全", "8月）.rar", {"safety_inspections", "hazards_found"}),
        ("month_packed", "bad", "未读", "8月）.rar", set()),
        ("without_disputes", "bad", "没有此项", "没有矛盾纠纷台账", {"disputes_turned_criminal"}),
    ],
)
def test_what_is_held_against_figures_is_named_with_those_it_touches(
    damaged, cards, damage, state, kind, says, touched
):
    found = read_standing(damaged(damage).store, list(cards(damage).values()))
    assert found.state == state
    named = [each for each in found.caveats if each.kind == kind and says in each.what]
    assert named
    assert touched <= {card.id for each in named for card in each.cards}


def test_a_town_without_a_fault_is_said_to_have_none(sample_project):
    store, town = sample_project.store, sample_project.town
    cards = make_cards(store, town, 2025)
    found = read_standing(store, list(cards.values()))
    assert (found.state, found.caveats, found.errors) == ("good", (), 0)


def test_a_card_in_doubt_carries_its_mark_and_does_not_say_which_way_it_went(cards):
    card = cards("typed_wrong")["resident_population"]
    assert (card.value, card.mark) == ("22918人", "待核实，最多相差900人")
    assert card.turn.words == "变化待核实"
    assert card.turn.judged == ""


def test_a_village_in_doubt_carries_its_mark_and_another_does_not(damaged, cards):
    project = damaged("typed_wrong")
    villages = make_villages(project.store, project.town, 2025, cards("typed_wrong"))
    marks = {each.name: each.entries["resident_population"].mark for each in villages.cards}
    [wrong] = [name for name, mark in marks.items() if mark]
    entries = next(each.entries for each in villages.cards if each.name == wrong)
    assert entries["resident_population"].value == "1954"
    assert entries["registered_population"].mark == ""
    assert any("合计不符" in note for note in villages.notes)


@pytest.mark.parametrize("damage", ["typed_wrong", "month_packed", "without_disputes"])
def test_no_number_of_the_page_stands_without_its_mark(damaged, cards, damage, monkeypatch):
    monkeypatch.setattr(pictures, "catalogue_of", lambda _: SimpleNamespace(charts={}))
    project = damaged(damage)
    text = page_text(project.store, project.town, 2025, charts={}, interactive=False)
    assert "没有需要更正的地方" not in text or damage != "typed_wrong"
    assert text.index('id="standing"') < text.index('id="overview"')
    assert '<a href="#standing">错误' in text
    table = text.partition('id="all-indicators"')[2].partition("</table>")[0]
    rows = dict(re.findall(r'<a href="#i-(\w+)">[^<]+</a></th><td>(.*?)</td>', table))
    for name, card in cards(damage).items():
        assert (card.mark in rows[name]) if card.mark else ('class="flag"' not in rows[name])
        assert card.status.title in rows[name] or not card.status.failed or card.mark
