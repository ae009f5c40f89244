"""What leaves the house comes out right for towns at the edge of what there is."""

from types import SimpleNamespace

import pytest

from fazhi_metrics.audit import read_document
from fazhi_metrics.charts import CHARTS, draw_all, export_charts, lint_chart
from fazhi_metrics.charts.theme import NARROW, WIDTH
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.measures import compute_figures
from fazhi_metrics.publish import write_report
from fazhi_metrics.publish.page import pictures
from fazhi_metrics.publish.page.write import page_text
from fazhi_metrics.publish.workings import write_workings
from tests.charts.test_look import measured
from tests.chromium import needs_chromium
from tests.conftest import CHECKOUT
from tests.publish import spreadsheets as sheets
from tests.publish.odd_towns import LONG, ODD, odd_town

DRAWN = {
    "one_year": 27,
    "no_records": 23,
    "no_disputes": 22,
    "no_villages": 26,
    "one_village": 32,
    "disputes_only": 8,
    "all_zero": 32,
}


@pytest.fixture(scope="session")
def odd(tmp_path_factory):
    """Every odd town, made when it is asked for: name to (store, town)."""
    made = {}

    def one(name):
        if name not in made:
            made[name] = odd_town(name, tmp_path_factory.mktemp(name))
        return made[name]

    return one


@pytest.mark.parametrize("name", ODD)
def test_every_chart_is_sound_or_says_why_it_is_not_drawn(odd, name):
    figures, refusals = draw_all(*odd(name), 2025)
    assert len(figures) + len(refusals) == len(CHARTS)
    assert len(figures) == DRAWN.get(name, len(CHARTS))
    assert {key: faults for key, figure in figures.items() if (faults := lint_chart(figure))} == {}


@needs_chromium
@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize("name", ["long_names", "sixty_villages", "one_village"])
def test_no_text_overlaps_or_is_cut(odd, tmp_path, name, width):
    from fazhi_metrics.charts import draw

    kinds = {
        chart.kind: key
        for key, chart in CHARTS.items()
        if {"village", "district", "村（社区）", "片区"}.intersection(chart.by)
    }
    figures = {key: draw(*odd(name), key, 2025, width=width) for key in kinds.values()}
    export_charts(figures, tmp_path, ("svg",))
    found = measured(tmp_path, {key: (tmp_path / f"{key}.svg").read_text("utf-8") for key in figures})
    assert len([line for line in found if " 文字 " in line]) == len(figures) > 4
    assert [line for line in found if " 文字 " not in line] == []


@pytest.mark.parametrize("name", ODD)
def test_the_page_holds_every_village_and_no_made_up_number(odd, name, monkeypatch):
    monkeypatch.setattr(pictures, "catalogue_of", lambda _: SimpleNamespace(charts={}))
    store, town = odd(name)
    text = page_text(store, town, 2025, charts={}, interactive=False)
    assert all(village.name in text for village in town.villages) or name == "disputes_only"
    read = text.partition("<script")[0].partition("</style>")[2]
    assert not any(word in read for word in ("NaN", "None", "nan", "inf<", "Infinity"))
    assert (LONG.format("一") in text) == (name == "long_names")


def test_every_formula_of_every_workbook_comes_out(odd, tmp_path):
    paths = [write_workings(*odd(name), 2025, tmp_path / f"{name}.xlsx") for name in ODD]
    computed = sheets.recalculated(paths, tmp_path)
    assert sorted(computed) == sorted(ODD)
    for name, book in computed.items():
        errors = [
            (page, value)
            for page, rows in book.items()
            for row in rows
            for value in row
            if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A", "0"))
        ]
        assert errors == [], name
        assert any(True for _ in sheets.lines(book)), name


# Their data contradict what the template says of the year: 三降, 三升.
CONTRADICTED = {
    "all_zero",
    "long_names",
    "sixty_villages",
    "one_village",
    "no_villages",
    "no_disputes",
    "disputes_only",
}


@pytest.mark.parametrize("name", ODD)
def test_a_report_is_written_with_marks_or_refused_for_what_it_says(odd, tmp_path, name):
    store, town = odd(name)
    template, out = CHECKOUT / "report" / "template.docx", tmp_path / "报告.docx"
    figures = compute_figures(store, town, 2025)
    if name in CONTRADICTED:
        with pytest.raises(FazhiError, match=r"模板说.+，数据却是"):
            write_report(town, figures, template, out, store=store)
        assert list(tmp_path.iterdir()) == []
        return
    written = write_report(town, figures, template, out, store=store)
    assert "〔不能比较〕" in read_document(written.path).text
