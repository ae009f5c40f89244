"""A number is found again by the words around it, however the text was edited; doubt is never a pass."""

import re

import pytest

from fazhi_metrics.audit.anchors import anchor, place_ties, surroundings
from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.plaintext import lines
from fazhi_metrics.audit.ties import Tie

TEXT = (
    "基本情况\n全镇耕地4369亩，林地586.2亩，辖19个行政村、1个居委会，户籍756户2623人（常住645户2201人）。\n"
    "全年化解纠纷40余起，回应诉求60余件。将19个村划为9个片区。\n"
)
NUMBER = re.compile(r"\d+(?:\.\d+)?余?[亩个户人起件]")


def read(text, wrapped=True):
    spans = [m.span() for m in NUMBER.finditer(text)]
    document = Document("x", text, lines(text), wrapped=wrapped)
    return surroundings(document, spans), [text[b - 1] for a, b in spans], [text[a:b] for a, b in spans]


def tied(text):
    around, units, found = read(text)
    ties = []
    for i, number in enumerate(found):
        before, after, occurrence, of = anchor(around, i)
        ties.append(
            Tie(f"f{i}", 2025, before, after, occurrence=occurrence, of=of, unit=units[i], number=number)
        )
    return ties


def place(ties, text):
    around, units, _ = read(text)
    placement = place_ties(ties, around, units)
    return {i: tie.figure for i, tie in placement.tied.items()}, placement


EVERY = {i: f"f{i}" for i in range(12)}
EDITS = {
    "nothing": lambda t: t,
    "every digit": lambda t: re.sub(r"\d", "8", t),
    "more digits": lambda t: re.sub(r"[\d.]+", "123456.78", t),
    "another unit": lambda t: t.replace("4369亩", "4369户"),
    "line breaks": lambda t: t.replace("，", "，\n"),
    "a paragraph before": lambda t: "另有村民代表37人参加。\n" + t,
    "a sentence between": lambda t: t.replace("全年化解", "开展宣传。全年化解"),
    "a word beside it": lambda t: t.replace("全年化解纠纷", "全年共化解纠纷"),
    "a word turned round": lambda t: t.replace("回应诉求", "回应群众诉求"),
    "a sentence taken out": lambda t: t.replace("基本情况\n", ""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_tie_finds_its_number_after(edit):
    text = edit(TEXT)
    added = text.startswith("另有")
    found, placement = place(tied(TEXT), text)
    assert found == {i + added: name for i, name in EVERY.items()}
    assert not placement.lost
    assert not placement.ambiguous


def test_a_sentence_written_twice_makes_its_numbers_ambiguous():
    sentence = "全年化解纠纷40余起，回应诉求60余件。"
    found, placement = place(tied(TEXT), TEXT + sentence)
    assert {8, 9, 12, 13}.isdisjoint(found)
    assert set(placement.ambiguous) == {8, 9, 12, 13}


def test_numbers_that_read_the_same_around_are_told_apart_by_their_order():
    text = "走访困难群众30户。" * 30
    ties = tied(text)
    assert any(tie.of > 1 for tie in ties)
    assert place(ties, text)[0] == {i: f"f{i}" for i in range(30)}


def test_a_number_that_was_taken_out_leaves_its_tie_without_a_place():
    found, placement = place(tied(TEXT), TEXT.replace("，辖19个行政村、1个居委会", ""))
    assert {t.figure for t in placement.lost} == {"f2", "f3"}
    assert set(found.values()).isdisjoint({"f2", "f3"})


def test_two_ties_of_one_number_to_different_figures_are_ambiguous():
    first = tied(TEXT)[0]
    other = Tie("other", 2025, first.before, first.after, unit="亩")
    _, placement = place([first, other], TEXT)
    assert set(placement.ambiguous) == {0}


def test_a_cell_is_known_by_the_heads_of_its_row_and_column():
    text = "甲村\n12户\n30户"
    places = (
        Place(0, 2, "表1第2行第1列"),
        Place(3, 6, "表1第2行第2列", "cell", ("甲村", "户籍")),
        Place(7, 10, "表1第2行第3列", "cell", ("甲村", "常住")),
    )
    around = surroundings(Document("x", text, places), [(3, 6), (7, 10)])
    assert anchor(around, 1)[0] == "甲村｜常住｜"
    swapped = "甲村\n30户\n12户"
    again = surroundings(
        Document("x", swapped, (places[0], places[2].__class__(3, 6, "", "cell", ("甲村", "常住")),
                                Place(7, 10, "", "cell", ("甲村", "户籍")))), [(3, 6), (7, 10)]
    )  # fmt: skip
    tie = Tie("resident", 2025, *anchor(around, 1)[:2], unit="户")
    assert place_ties([tie], again, ["户", "户"]).tied == {0: tie}
