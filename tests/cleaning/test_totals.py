"""Totals are proved against their own parts; a slip of the fingers is traced to its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.cleaning.totals import Total, prove, slips


def proofs(lines, totals, values):
    return {f.line: f for f in prove(lines, [Total(*t) for t in totals], values)}


def test_a_total_at_the_foot_is_the_sum_of_all_rows():
    found = proofs([5, 6, 7], [(8, "合计")], {5: 1, 6: 2, 7: None, 8: 3})
    assert found[8].proved
    assert found[8].parts == (5, 7)


def test_subtotals_are_held_against_the_group_above_them():
    values = {5: 1, 6: 2, 7: 3, 8: 10, 9: 20, 10: 30, 11: 33}
    found = proofs([5, 6, 8, 9], [(7, "小计"), (10, "小计"), (11, "合计")], values)
    assert [found[line].proved for line in (7, 10, 11)] == [True, True, True]


def test_subtotals_may_stand_on_top_of_their_group():
    values = {5: 33, 6: 3, 7: 1, 8: 2, 9: 30, 10: 10, 11: 20}
    found = proofs([7, 8, 10, 11], [(5, "合计"), (6, "小计"), (9, "小计")], values)
    assert [found[line].proved for line in (5, 6, 9)] == [True, True, True]


def test_an_unnamed_total_may_be_of_its_group_or_of_all():
    values = {5: 1, 6: 2, 7: 3, 8: 10, 9: 10, 10: 13}
    found = proofs([5, 6, 8], [(7, "上半年"), (9, "下半年"), (10, "全年")], values)
    assert all(finding.proved for finding in found.values())


def test_a_grand_total_is_never_excused_by_a_group():
    found = proofs([5, 6, 8], [(7, "小计"), (9, "合计")], {5: 1, 6: 2, 7: 3, 8: 10, 9: 10})
    assert not found[9].proved
    assert found[9].computed == 13


def test_a_part_that_could_not_be_read_leaves_the_total_unproved():
    assert proofs([5, 6], [(7, "合计")], {5: 1, 7: 3}) == {}


@pytest.mark.parametrize(
    ("rows", "total", "suspects"),
    [
        ((1234, 500, 77), 1820, [(5, 1243)]),  # two digits swapped in one part
        ((12, 500, 77), 1850, []),
        ((4550, 500, 77), 5032, []),  # 4455 would do, but is more than one slip away
        ((12, 12, 70), 103, [(5, 21), (6, 21)]),  # either of two parts
        ((123, 456, 78), 675, [(8, 657)]),  # the total itself
        ((12, 12, 12, 12), 57, []),  # any of many: no use naming them
    ],
)
def test_slips_that_explain_the_gap_are_named(rows, total, suspects):
    lines = list(range(5, 5 + len(rows)))
    values = dict(zip(lines, rows, strict=True)) | {lines[-1] + 1: total}
    finding = proofs(lines, [(lines[-1] + 1, "合计")], values)[lines[-1] + 1]
    assert list(finding.suspects) == suspects


def test_a_decimal_point_moved_by_two_places_is_a_slip():
    values = {5: Decimal("24.09"), 6: Decimal("100.00"), 7: Decimal("2509.00")}
    finding = proofs([5, 6], [(7, "合计")], values)[7]
    assert finding.suspects == ((5, Decimal("2409.00")),)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(-5, 5))
def test_a_total_is_proved_exactly_when_it_is_the_sum(rows, off):
    lines = list(range(5, 5 + len(rows)))
    values = dict(zip(lines, rows, strict=True)) | {99: sum(rows) + off}
    assert proofs(lines, [(99, "合计")], values)[99].proved is (off == 0)


@given(st.integers(0, 10**9))
def test_a_number_is_never_its_own_slip(number):
    assert number not in slips(number)


def test_a_digit_that_was_left_out_is_found_at_its_part():
    (finding,) = prove(
        [1, 2, 3],
        [Total(4, "合计")],
        {1: 310, 2: 62, 3: 150, 4: 1080},
    )
    assert finding.suspects == ((2, 620),)


def test_a_part_from_which_alone_the_gap_can_come_is_named():
    (finding,) = prove([1, 2, 3], [Total(4, "合计")], {1: 34, 2: 45000, 3: 61, 4: 140})
    assert finding.suspects == ((2, 45),)


def test_a_record_that_contradicts_itself_tells_where_the_gap_comes_from(office):
    head = ["村", "时段", "有效答卷", "满意", "满意率"]
    names = ("示例一村", "示例二村", "示例社区")
    rows = [
        [name, half, 100 + 10 * n, 90 + 9 * n, f"{100 * (90 + 9 * n) / (100 + 10 * n):.2f}%"]
        for n, (name, half) in enumerate((name, half) for half in ("上半年", "下半年") for name in names)
    ]
    total = ["合计", "", sum(row[2] for row in rows), sum(row[3] for row in rows), "90%"]
    office.write("2025/满意度.xlsx", [head, *rows, total], sheet="测评")
    assert office.found() == []
    office.edit("2025/满意度.xlsx", D4=94)
    found = [(rule, where.rpartition("!")[2]) for _, rule, where in office.found()]
    assert set(found) == {("total_differs", "D8"), ("rate_of_counts", "E4"), ("total_suspect", "D4")}
