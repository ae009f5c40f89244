"""The page of the sample town, whole: its size, its charts, its bytes."""

import re

from fazhi_metrics.charts import CHARTS
from fazhi_metrics.publish.page import write_page
from tests.chromium import needs_chromium, visit


@needs_chromium
def test_the_sample_towns_page_is_within_its_size_and_the_same_each_time(tmp_path, sample_project):
    store, town = sample_project.store, sample_project.town
    folder = tmp_path / "charts"
    first = write_page(
        store, town, 2025, tmp_path / "index.html", audit=sample_project.audit(), charts=folder
    )
    text = first.read_text(encoding="utf-8")
    live = sum(len(part) for part in re.findall(r'id="(?:drawings|plotly)">([^<]*)<', text))
    assert len(text.encode()) <= 2_500_000
    assert len(text.encode()) - live <= 500_000
    assert text.count("<svg") == text.count("<figure") == len(CHARTS)
    again = write_page(
        store, town, 2025, tmp_path / "again.html", audit=sample_project.audit(), charts=folder
    )
    assert again.read_bytes() == first.read_bytes()
    [seen] = visit([first], "document.querySelectorAll('figure h4').length")
    assert (seen.result, seen.errors, seen.abroad) == (len(CHARTS), [], [])
