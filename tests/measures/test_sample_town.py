"""The sample town, from its raw workbooks: every figure of both years equals what a second path gives.

The second path is tests/data/expected_*.json (sums that tests/sample reads from the workbooks with openpyxl,
xlrd and csv alone), put together here by hand. For some figures the cells of the trace are opened and added up.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from fazhi_metrics.addresses import read_block
from fazhi_metrics.cleaning import clean
from fazhi_metrics.measures import FIGURES, INDICATORS, THREE_FALLS, THREE_RISES, compute_figures, measure
from fazhi_metrics.measures.status import Status
from fazhi_metrics.project import load_town
from fazhi_metrics.store import Store

from ..sample import readding

ROOT = Path(__file__).parents[2]
REPORT = {
    "farmland_area": 43695,
    "forest_area": Decimal("58670.24"),
    "administrative_villages": 19,
    "residents_committees": 1,
    "registered_households": 7560,
    "registered_population": 26234,
    "resident_households": 6453,
    "resident_population": 22018,
    "folk_religious_sites": 28,
    "grid_districts": 9,
    "micro_grids": 111,
    "law_study_participation_rate": 100,
    "organised_crime_clues": 0,
    "disputes_turned_criminal": 0,
}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = replace(load_town(ROOT), processed=tmp_path_factory.mktemp("processed"))
    clean(town)
    return town


@pytest.fixture(scope="module")
def store(town):
    return Store.open(town.processed)


def per(top, bottom, scale=100):
    return Fraction(top) / Fraction(bottom) * scale


def by_hand(year):
    """Indicators put together from the expected sums."""
    sums = json.loads((ROOT / "tests" / "data" / f"expected_{year}.json").read_text(encoding="utf-8"))
    v, p, d, a = (sums[name] for name in ("villages", "population", "disputes", "appeals"))
    g, m, s, i = (sums[name] for name in ("grid_matters", "safety_months", "satisfaction", "inspections"))
    law, pub, dec, off = (sums[name] for name in ("law_study", "publicity", "decisions", "enforcement"))
    people = p["resident_population"]
    return {
        "farmland_area": Decimal(v["farmland"]),
        "forest_area": Decimal(v["forest"]),
        "administrative_villages": v["by_kind"]["行政村"],
        "residents_committees": v["by_kind"]["居委会"],
        "village_units": v["rows"],
        "folk_religious_sites": v["folk_sites"],
        "grid_districts": v["districts"],
        "micro_grids": v["micro_grids"],
        **{name: p[name] for name in p if name != "rows"},
        "resident_population_ratio": per(people, p["registered_population"]),
        "disputes_accepted": d["rows"],
        "disputes_resolved": d["resolved"],
        "disputes_turned_criminal": d["criminal"],
        "dispute_resolution_rate": per(d["resolved"], d["rows"]),
        "disputes_resolved_by_centres": d["resolved_by_channel"]["三中心"],
        "disputes_resolved_by_grid": d["resolved_by_channel"]["网格"],
        "local_dispute_resolution_rate": per(
            d["resolved_by_level"]["村"] + d["resolved_by_level"]["镇"], d["rows"]
        ),
        "disputes_per_10k": per(d["rows"], people, 10_000),
        "dispute_days": per(d["days_to_resolve"], d["resolved"], 1),
        "appeals_received": a["rows"],
        "appeals_resolved_by_centres": a["resolved"],
        "appeal_resolution_rate": per(a["resolved"], a["rows"]),
        "appeal_satisfaction_rate": per(a["satisfied"], a["answered"]),
        "grid_matters_reported": g["rows"],
        "grid_matter_completion_rate": per(g["completed"], g["rows"]),
        "department_responses": g["departments_called"],
        "security_cases": m["security_cases"],
        "public_security_case_rate": per(m["security_cases"], people, 10_000),
        "petitions": m["petitions"],
        "safety_accidents": m["accidents"],
        "safety_accident_rate": per(m["accidents"], people, 10_000),
        "organised_crime_clues": m["crime_clues"],
        "criminal_conversions_reported": m["turned_criminal"],
        "public_satisfaction": per(s["satisfied"], s["valid"]),
        "safety_inspections": i["rows"],
        "hazards_found": i["hazards"],
        "serious_hazards": i["serious"],
        "hazard_rectification_rate": per(i["rectified"], i["hazards"]),
        "inspection_closure_rate": per(i["closed"], i["rows"]),
        "law_study_sessions": law["rows"],
        "law_study_participation_rate": per(law["attended"], law["due"]),
        "publicity_events": pub["rows"],
        "publicity_audience": pub["audience"],
        "publicity_place_kinds": len(pub["by_place_kind"]),
        "major_decisions": dec["rows"],
        "legality_review_rate": per(dec["legality"], dec["rows"]),
        "expert_review_rate": per(dec["expert"], dec["rows"]),
        "enforcement_officers": off["rows"],
        # Twelve of fourteen officers have a certificate: the two without are not told.
        "certified_officer_rate": None if year == 2025 else per(off["certified"], off["rows"]),
        "enforcement_fields": len(off["by_field"]),
    }


@pytest.mark.parametrize("year", [2024, 2025])
def test_indicators_of_both_years_equal_the_second_path(store, town, year):
    expected = by_hand(year)
    assert set(FIGURES) <= set(expected)
    assert {name: measure(store, town, name, year).value for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "by", "dataset", "key"),
    [
        ("disputes_accepted", "village", "disputes", "by_village"),
        ("disputes_accepted", "type", "disputes", "by_kind"),
        ("disputes_accepted", "month", "disputes", "by_month"),
        ("disputes_resolved", "channel", "disputes", "resolved_by_channel"),
        ("appeals_resolved_by_centres", "centre", "appeals", "resolved_by_centre"),
        ("grid_matters_reported", "village", "grid_matters", "by_village"),
        ("safety_inspections", "sector", "inspections", "by_sector"),
        ("publicity_events", "place_kind", "publicity", "by_place_kind"),
    ],
)
@pytest.mark.parametrize("year", [2024, 2025])
def test_groups_of_both_years_equal_the_second_path(store, town, year, name, by, dataset, key):
    sums = json.loads((ROOT / "tests" / "data" / f"expected_{year}.json").read_text(encoding="utf-8"))
    found = {part.labels[0].removesuffix("月"): part.value for part in measure(store, town, name, year, by)}
    assert {label: value for label, value in found.items() if value} == sums[dataset][key]


def test_the_figures_are_those_of_the_report(store, town):
    figures = {figure.id: figure for figure in compute_figures(store, town, 2025)}
    assert {name: figures[name].value for name in REPORT} == REPORT
    assert 40 <= figures["disputes_resolved_by_centres"].value <= 49
    assert 60 <= figures["appeals_resolved_by_centres"].value <= 69
    assert figures["forest_area"].to_json()["value"] == 58670.24
    assert figures["disputes_resolved_by_centres"].wording == "40余起"
    assert figures["appeals_resolved_by_centres"].wording == "60余件"
    assert figures["forest_area"].wording == "58670.24亩"
    assert figures["law_study_participation_rate"].wording == "100%"
    for name in THREE_FALLS:
        assert (figures[name].change.direction, figures[name].change.better) == ("down", True)
    for name in THREE_RISES:
        assert (figures[name].change.direction, figures[name].change.better) == ("up", True)
    assert all(not figure.notes and figure.cells for figure in figures.values())


def typed(town, cells):
    """The values typed in the given blocks, read with openpyxl."""
    found = []
    for block in cells:
        name, sheet, text = block.split("!")
        page = openpyxl.load_workbook(town.raw / name, data_only=True)[sheet]
        top, left, bottom, right = read_block(text)
        for row in page.iter_rows(top, bottom, left, right, values_only=True):
            found += row
    return found


@pytest.mark.parametrize(
    "name",
    [
        "farmland_area",
        "forest_area",
        "folk_religious_sites",
        "micro_grids",
        "registered_households",
        "registered_population",
        "resident_households",
        "resident_population",
        "petitions",
        "organised_crime_clues",
        "safety_accidents",
        "hazards_found",
    ],
)
@pytest.mark.parametrize("year", [2024, 2025])
def test_the_cells_of_a_sum_opened_and_added_up_give_the_figure(store, town, name, year):
    (figure,) = compute_figures(store, town, year, [name])
    assert sum(readding.number(value) for value in typed(town, figure.cells)) == figure.value


@pytest.mark.parametrize(
    ("name", "year"),
    [("administrative_villages", 2025), ("appeals_resolved_by_centres", 2025), ("certified_officers", 2024)],
)
def test_the_cells_of_a_count_opened_and_counted_give_the_figure(store, town, name, year):
    (figure,) = compute_figures(store, town, year, [name])
    values = typed(town, figure.cells)
    assert len(values) == figure.value
    assert {readding.plain(value) for value in values} <= {"行政村", "村", "是", "√", "1", "有", "Y"}


def test_every_indicator_can_be_measured_in_both_years(store, town):
    for card in INDICATORS.values():
        found = measure(store, town, card, [2024, 2025])
        for part in found:
            assert (part.value is None) == (part.status is Status.CONFIDENTIAL), card.id
            assert part.status in (Status.SOUND, Status.CONFIDENTIAL), card.id
        assert not found.gaps, card.id
