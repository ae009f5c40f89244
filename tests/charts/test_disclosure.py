from decimal import Decimal
from fractions import Fraction

import pytest

from fazhi_metrics.charts import Chart, draw
from fazhi_metrics.charts.chart import Part
from fazhi_metrics.charts.disclosure import NOTE, counts_people, hide_few
from fazhi_metrics.measures import INDICATORS


def people(**counts):
    return [
        Part(indicator="p", year=2025, labels=(name,), value=n, numerator=n) for name, n in counts.items()
    ]


def values(parts):
    return {part.labels[0]: part.value for part in parts}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"甲": 5, "乙": 3, "丙": 9}, {"甲": 5, "乙": 3, "丙": 9}),
        (
            {"甲": 5, "乙": 2, "丙": 9},
            {"甲": None, "乙": None, "丙": 9},
        ),  # else 乙 is the total less the others
        ({"甲": 1, "乙": 2, "丙": 9}, {"甲": None, "乙": None, "丙": 9}),
        ({"甲": 0, "乙": 4, "丙": 1}, {"甲": 0, "乙": None, "丙": None}),  # nobody is nobody
        ({"甲": 1}, {"甲": None}),
    ],
)
def test_few_people_are_hidden_and_cannot_be_reckoned(counts, shown):
    assert values(hide_few(people(**counts), additive=True)) == shown


def test_a_part_without_data_is_not_a_hidden_one():
    missing = Part(indicator="p", year=2025, labels=("丙",), value=None)
    assert values(hide_few([*people(甲=5, 乙=9), missing], additive=True)) == {"甲": 5, "乙": 9, "丙": None}


@pytest.mark.parametrize(
    ("top", "n", "hidden"), [(12, 14, True), (2, 14, True), (14, 14, False), (10, 14, False)]
)
def test_a_rate_is_hidden_when_those_with_or_without_are_few(top, n, hidden):
    part = Part(
        indicator="p",
        year=2025,
        labels=(),
        value=Fraction(100 * top, n),
        numerator=top,
        n=Decimal(n),
        low=1.0,
        high=2.0,
    )
    assert (hide_few([part], additive=False)[0].value is None) == hidden


def test_registers_of_people_count_people_and_ledgers_of_cases_do_not():
    counted = {name for name, card in INDICATORS.items() if counts_people(card)}
    assert {"enforcement_officers", "certified_officer_rate", "resident_population"} <= counted
    assert not {"disputes_accepted", "appeals_received", "registered_households"} & counted


def test_a_chart_of_officers_hides_the_few_and_says_so(town_store):
    fields = Chart(
        id="by_field",
        title="各领域执法人员",
        theme="测试",
        kind="ranked_bars",
        indicators=("enforcement_officers",),
        by=("field",),
        noun="个领域",
    )
    figure = draw(*town_store, fields, 2025)
    assert min(figure.data[0].x) > 2
    assert NOTE in figure.layout.meta["source"]
    printed = {row[1] for row in figure.layout.meta["table"]["rows"]}
    assert not {"1", "2"} & printed
