"""An indicator is two exact sums; its parts add up to the whole, whatever it is divided by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import INDICATORS, Indicator, Sum, measure
from fazhi_metrics.measures.base import count, total
from fazhi_metrics.measures.dimensions import names
from fazhi_metrics.measures.disclosure import hidden_labels
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import tally

from . import reference, towns

every = pytest.mark.parametrize("card", INDICATORS.values(), ids=INDICATORS)
AREA = Indicator(
    id="x",
    title="面积",
    unit="亩",
    definition="面积之和",
    numerator=total("villages", "forest"),
    nature="stock",
    decimals=2,
)


def holed(seed: int, share: float = 0.15):
    """A made-up town with blanks wherever a ledger may have them."""
    dice = towns.random.Random(seed)
    rows = towns.made_up(seed, number=30)
    for (name, _), records in rows.items():
        if name in ("villages", "population", "safety_months", "satisfaction"):
            continue
        for record in records:
            for column in DATASETS[name].stored:
                if column.type != "year" and dice.random() < share:
                    record[column.name] = None
    return rows


@every
def test_every_indicator_equals_a_plain_loop(card, store, town, rows):
    for year in (2024, 2025):
        assert measure(store, town, card.id, year).value == reference.value_of(card, rows, year)


@every
def test_the_parts_by_every_dimension_add_up_to_the_whole(card, store, town):
    dataset = DATASETS[card.numerator.dataset]
    whole = measure(store, town, card, 2025).part
    alone = card.denominator is not None and card.denominator.dataset == card.numerator.dataset
    for name in names(dataset):
        if name == "year" or card.numerator.distinct:
            continue
        divided = measure(store, town, card, 2025, name)
        parts = divided.parts
        if hidden_labels(divided, measure(store, town, card, 2025)):  # persons: some are not told
            continue
        assert sum(part.numerator or 0 for part in parts) == whole.numerator
        if alone and not card.denominator.distinct:
            assert sum(part.denominator or 0 for part in parts) == whole.denominator
            assert sum(part.n for part in parts) == whole.n


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), data=st.data())
def test_groups_of_any_two_dimensions_equal_a_plain_loop_with_blanks_and_all(
    tmp_path_factory, town, seed, data
):
    rows = holed(seed)
    store = towns.stored(tmp_path_factory.mktemp("p"), rows)
    districts = {row["village"]: row["district"] or "未划片区" for row in rows["villages", 2025]}
    additive = [card for card in INDICATORS.values() if card.additive]
    for card in data.draw(st.lists(st.sampled_from(additive), min_size=8, max_size=8)):
        dataset = card.numerator.dataset
        some = [name for name in names(DATASETS[dataset]) if name != "year"]
        if not some:
            continue
        by = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=2, unique=True))
        groups: dict[tuple[str, ...], list] = {}
        for row in rows[dataset, 2025]:
            key = tuple(reference.label_of(row, name, dataset, districts) for name in by)
            groups.setdefault(key, []).append(row)
        measured = measure(store, town, card, 2025, by)
        true = {key: reference.added(card.numerator, group) or 0 for key, group in groups.items()}
        for part in measured.parts:  # what is blank leaves open which group a record belongs to
            held = true.get(part.labels, 0)
            assert part.low is None or part.low <= held
            assert part.high is None or part.high >= held
            assert part.value is None or part.numerator == held


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_partition_of_the_records_adds_up(tmp_path_factory, town, rows, data):
    """One town's records dealt out over three stores: the sums of the three are the sum of the whole."""
    ledgers = ("disputes", "inspections", "publicity", "villages")
    whole = {key: value for key, value in rows.items() if key[0] in ledgers and key[1] == 2025}
    deal = {
        key: data.draw(st.lists(st.integers(0, 2), min_size=len(v), max_size=len(v)))
        for key, v in whole.items()
    }
    stores = [
        towns.stored(
            tmp_path_factory.mktemp("p"),
            {
                key: [row for row, hand in zip(v, deal[key], strict=True) if hand == n]
                for key, v in whole.items()
            },
        )
        for n in range(3)
    ]
    for name in ("disputes_resolved", "hazards_outstanding", "publicity_audience", "forest_area"):
        card = INDICATORS[name]
        parts = [tally(each, town, card.numerator, 2025).at(()).value or 0 for each in stores]
        assert sum(parts) == reference.value_of(card, rows, 2025)


def test_decimal_sums_are_exact(tmp_path, town):
    rows = [{"village": v, "forest": Decimal("0.10"), "year": 2025} for v in towns.VILLAGES]
    store = towns.stored(tmp_path, {("villages", 2025): rows})
    assert measure(store, town, AREA, 2025).value == Decimal("0.40")


def test_sums_beyond_what_floats_hold_are_exact(tmp_path, town):
    large = Decimal("9999999999999999.99")
    rows = [{"village": v, "forest": large, "year": 2025} for v in towns.VILLAGES]
    store = towns.stored(tmp_path, {("villages", 2025): rows})
    assert measure(store, town, AREA, 2025).value == Decimal("39999999999999999.96")


def test_a_village_without_a_dispute_shows_zero(tmp_path, town):
    rows = [{"village": "示例一村", "accepted_on": dt.datetime(2025, 3, 1), "year": 2025}]
    store = towns.stored(tmp_path, {("disputes", 2025): rows})
    found = measure(store, town, "disputes_accepted", 2025, "village")
    assert [(part.labels, part.value) for part in found] == [
        (("示例一村",), 1),
        (("示例二村",), 0),
        (("示例三村",), 0),
        (("示例社区",), 0),
    ]


def test_a_month_that_the_ledger_has_not_reached_is_unknown_and_not_zero(tmp_path, town):
    days = [dt.datetime(2025, 1, 5), dt.datetime(2025, 3, 1)]
    last = [dt.datetime(2024, 2, 5)]
    rows = {
        ("disputes", year): [{"village": "示例一村", "accepted_on": day, "year": year} for day in which]
        for year, which in ((2025, days), (2024, last))
    }
    store = towns.stored(tmp_path, rows)
    found = measure(store, town, "disputes_accepted", 2025, "month")
    assert [part.value for part in found.parts] == [1, 0, 1, *[None] * 9]
    assert "到3月为止" in "".join(found.notes)
    later = measure(store, town, "disputes_accepted", 2025, where={"quarter": 2})
    assert later.value is None and "到3月为止" in "".join(later.notes)
    assert measure(store, town, "disputes_accepted", 2025, where={"month": 2}).value == 0
    assert measure(store, town, "disputes_accepted", 2024, where={"month": 12}).value == 0
    past = measure(store, town, "disputes_accepted", 2024, "month")  # a year that is over has its zeros
    assert [part.value for part in past.parts] == [0, 1, *[0] * 10]


def test_a_report_that_is_not_there_is_unknown_and_a_gap(tmp_path, town):
    months = [{"month": month, "petitions": 2, "year": 2025} for month in (1, 2, 4)]
    store = towns.stored(tmp_path, {("safety_months", 2025): months})
    found = measure(store, town, "petitions", 2025, "month")
    assert [part.value for part in found.parts] == [2, 2, None, 2, *[None] * 8]
    assert found["3月"].reasons == ("平安建设月报2025年缺 3月 的数据",)
    assert "到4月为止" in "".join(found["5月"].reasons)


def test_an_absent_village_and_a_missing_value_are_gaps(tmp_path, town):
    rows = [
        {"village": "示例一村", "resident_population": 10, "year": 2025},
        {"village": "示例二村", "resident_population": None, "year": 2025},
    ]
    store = towns.stored(tmp_path, {("population", 2025): rows})
    found = measure(store, town, "resident_population", 2025)
    part = found.part
    assert (part.status, part.value, part.low, part.high) == (Status.INCOMPLETE, None, 10, None)
    assert (part.n, part.missing) == (1, 1)
    assert any("常住/人口”不知道" in gap for gap in found.gaps)
    assert any("示例三村、示例社区" in gap for gap in found.gaps)


def test_a_record_without_one_of_the_two_values_counts_in_neither(tmp_path, town):
    rows = [
        {"held_on": dt.datetime(2025, 1, 1), "due": 10, "attended": 9, "year": 2025},
        {"held_on": dt.datetime(2025, 1, 2), "due": 10, "attended": None, "year": 2025},
        {"held_on": dt.datetime(2025, 1, 3), "due": None, "attended": 5, "year": 2025},
    ]
    store = towns.stored(tmp_path, {("law_study", 2025): rows})
    part = measure(store, town, "law_study_participation_rate", 2025).part
    assert (part.value, part.n, part.missing) == (None, 1, 2)
    assert part.status is Status.BOUNDED and part.low <= 90 <= part.high


def test_several_years_are_never_added_up(store, town):
    found = measure(store, town, "petitions")
    assert found.by == ("year",)
    assert [part.labels for part in found] == [("2024",), ("2025",)]
    assert measure(store, town, "petitions", [2025, 2024], ["month", "year"]).parts[0].labels == (
        "1月",
        "2024",
    )


def test_a_denominator_that_cannot_be_divided_alike_is_the_same_for_all_and_said(store, town):
    whole = measure(store, town, "disputes_per_10k", 2025).part
    found = measure(store, town, "disputes_per_10k", 2025, ["quarter", "village"], where={"kind": "债务"})
    assert any("季度" in note for note in found.notes)
    assert any("纠纷类型" in note for note in found.notes)
    by_village = {part.labels[1]: part.denominator for part in found}
    assert sum(by_village.values()) == whole.denominator  # it can be divided by village, and is


def test_a_selection_narrows_numerator_and_denominator(store, town, rows):
    mine = [row for row in rows["disputes", 2025] if row["village"] in ("示例一村", "示例二村")]
    part = measure(store, town, "dispute_resolution_rate", 2025, where={"district": "一片区"}).part
    assert (part.numerator, part.denominator) == (sum(row["resolved"] for row in mine), len(mine))


@pytest.mark.parametrize(
    ("by", "where", "left"),
    [
        ("village", {"village": "示例三村"}, ["示例三村"]),
        ("village", {"district": "一片区"}, ["示例一村", "示例二村"]),
        ("district", {"village": ["示例三村", "示例一村"]}, ["一片区", "二片区"]),
        ("month", {"month": [2, 1]}, ["1月", "2月"]),
        ("month", {"quarter": 2}, ["4月", "5月", "6月"]),
        ("quarter", {"half": "下半年"}, ["三季度", "四季度"]),
        ("half", {"month": 3}, ["上半年"]),
        ("type", {"类型": ["债务", "家庭"]}, ["家庭", "债务"]),
        ("resolved", {"resolved": False}, ["否"]),
    ],
)
@pytest.mark.parametrize("name", ["disputes_accepted", "dispute_resolution_rate", "disputes_per_10k"])
def test_what_was_not_selected_is_not_there_and_has_no_zero(store, town, name, by, where, left):
    found = measure(store, town, name, 2025, by, where)
    assert [part.labels[0] for part in found] == left
    whole = measure(store, town, name, 2025, where=where).part
    assert sum(part.numerator for part in found) == whole.numerator


def test_a_selection_that_contradicts_itself_leaves_nothing(store, town):
    found = measure(store, town, "disputes_accepted", 2025, "month", {"month": 1, "quarter": 2})
    assert not [part for part in found if part.value]


@pytest.mark.parametrize(
    ("selection", "same"),
    [
        ({"month": 3}, {"month": "3月"}),
        ({"quarter": 2}, {"quarter": ["二季度"]}),
        ({"resolved": True}, {"resolved": "是"}),
        ({"类型": "债务"}, {"kind": ("债务",)}),
        ({"type": "债务"}, {"纠纷类型": "债务"}),
        ({"village": "示例一村委会"}, {"村": ["示例一村"]}),
    ],
)
def test_a_selection_may_be_spelled_in_several_ways(store, town, selection, same):
    values = [measure(store, town, "disputes_accepted", 2025, where=each).value for each in (selection, same)]
    assert values[0] == values[1] > 0


@pytest.mark.parametrize(
    ("name", "by", "where", "said"),
    [
        ("petitions", "village", None, "平安建设月报没有村（社区），不能按村（社区）分.*月份"),
        ("public_satisfaction", "month", None, "群众满意度测评没有月份"),
        ("farmland_area", "month", None, "不能按月份分"),
        ("disputes_accepted", "vilage", None, "您是不是要找 village"),
        ("disputes_accepted", "parties", None, "没有“parties”这个维度"),
        ("disputes_accepted", "closed_on", None, "没有“closed_on”这个维度"),
        ("disputes_accepted", (), {"village": "示例五村"}, "没有 示例五村"),
        ("disputes_accepted", (), {"kind": []}, "没有写明要哪些"),
        ("disputes_accepted", (), {"year": 2025}, "year=2025"),
        ("petitions", (), {"village": "示例一村"}, "平安建设月报没有村"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(store, town, name, by, where, said):
    with pytest.raises(IndicatorError, match=said):
        measure(store, town, name, 2025, by, where)


def test_a_year_without_data_is_refused(store, town):
    with pytest.raises(DatasetError, match="平安建设月报没有 2023 年的数据"):
        measure(store, town, "petitions", 2023)
    with pytest.raises(IndicatorError, match="年份"):
        measure(store, town, "petitions", [])


def test_too_many_groups_are_refused(store, town):
    many = ["village", "month", "kind", "channel", "level", "resolved", "criminal", "half", "quarter"]
    with pytest.raises(IndicatorError, match="分得太细"):
        measure(store, town, "disputes_accepted", 2025, many)


def test_small_numbers_are_marked(tmp_path, town):
    events = [
        {"village": "示例一村", "accepted_on": dt.datetime(2025, month, 1), "resolved": True, "year": 2025}
        for month in range(1, 13)
    ]
    store = towns.stored(tmp_path, {("disputes", 2025): events})
    assert measure(store, town, "dispute_resolution_rate", 2025).part.small  # 12 of 12
    assert not measure(store, town, "disputes_accepted", 2025).part.small
    assert measure(store, town, "disputes_accepted", 2025, where={"month": 2}).part.small


def test_a_count_of_different_values_says_that_it_does_not_add_up(store, town):
    found = measure(store, town, "sites_inspected", 2025, "village")
    assert sum(part.value for part in found) > measure(store, town, "sites_inspected", 2025).value
    assert any("不等于总数" in note for note in found.notes)


def test_a_ratio_of_nothing_is_unknown(tmp_path, town):
    card = Indicator(
        id="r",
        title="率",
        unit="%",
        definition="占比",
        numerator=count("disputes", resolved=True),
        denominator=count("disputes"),
        scale=100,
    )
    store = towns.stored(tmp_path, {("disputes", 2025): []})
    assert measure(store, town, card, 2025).value is None
    assert (
        measure(
            store,
            town,
            Indicator(id="c", title="数", unit="起", definition="数", numerator=Sum("disputes")),
            2025,
        ).value
        == 0
    )


def test_the_frame_has_a_typed_column_for_everything(store, town):
    frame = measure(store, town, "dispute_resolution_rate", None, ["month", "village"]).frame(intervals=True)
    assert list(frame) == [
        "year", "month", "village", "value", "numerator", "denominator", "low", "high", "status",
        "n", "missing", "chance_low", "chance_high",
    ]  # fmt: skip
    assert frame.dtypes.astype(str).to_dict() == {
        "year": "int64",
        "month": "category",
        "village": "category",
        "value": "Float64",
        "numerator": "Int64",
        "denominator": "Int64",
        "low": "Float64",
        "high": "Float64",
        "status": "str",
        "n": "Int64",
        "missing": "int64",
        "chance_low": "Float64",
        "chance_high": "Float64",
    }
    assert frame.sort_values("month")["month"].iloc[-1] == "12月"  # and not 9月, as text would have it
    assert len(frame) == 2 * 12 * 4
    area = measure(store, town, "forest_area", 2025, "village").frame()
    assert str(area["value"].dtype) == "decimal128(38, 2)[pyarrow]"
    assert area["value"].sum() == measure(store, town, "forest_area", 2025).value


def test_a_part_is_found_by_its_labels(store, town):
    found = measure(store, town, "disputes_accepted", 2025, ["village", "month"])
    assert found["示例一村", "3月"].labels == ("示例一村", "3月")
    assert measure(store, town, "disputes_accepted", 2025, "village")["示例一村"].value >= 0
    assert measure(store, town, "petitions")[2025].labels == ("2025",)
    with pytest.raises(ValueError, match="parts"):
        _ = found.value


def test_the_notebook_table_and_the_text_show_numerator_denominator_and_n(store, town):
    found = measure(store, town, "dispute_resolution_rate", 2025, "village")
    part = found["示例一村"]
    html = found._repr_html_()
    for text in (
        "示例一村",
        f">{part.numerator}<",
        f">{part.denominator}<",
        f">{part.n}<",
        "矛盾纠纷化解率（%）",
    ):
        assert text in html
    assert f"{part.numerator}／{part.denominator}，n={part.n}" in str(found)


def test_values_in_the_table_cannot_be_markup(tmp_path, town):
    row = {
        "village": "示例一村",
        "sector": "餐饮",
        "site": "<script>",
        "inspected_on": dt.datetime(2025, 1, 1),
    }
    store = towns.stored(tmp_path, {("inspections", 2025): [{**row, "year": 2025}]})
    html = measure(store, town, "safety_inspections", 2025, "site")._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_a_rate_is_a_fraction_until_it_is_worded(store, town):
    assert isinstance(measure(store, town, "dispute_resolution_rate", 2025).value, Fraction)


def test_a_part_or_a_dimension_that_is_misspelt_is_told_with_the_nearest(store, town):
    measured = measure(store, town, "disputes_accepted", 2025, ("village", "kind"))
    assert measured["示例一村", "债务"] in measured.parts
    with pytest.raises(IndicatorError, match="没有“示例一寸，债务”这一部分。您是不是要找 示例一村，债务"):
        measured["示例一寸", "债务"]
    with pytest.raises(IndicatorError, match="没有“纠纷类形”这个维度。您是不是要找 纠纷类型"):
        measure(store, town, "disputes_accepted", 2025, "纠纷类形")
