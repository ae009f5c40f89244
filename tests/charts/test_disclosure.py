"""A chart shows of a register what every other face shows."""

from __future__ import annotations

import pytest

from fazhi_metrics.charts import Chart, draw
from fazhi_metrics.errors import ChartError
from fazhi_metrics.measures import measure
from fazhi_metrics.measures.disclosure import NOTE, hidden_labels
from tests.measures import towns

FIELDS = Chart(
    id="by_field",
    title="各领域执法人员",
    theme="测试",
    kind="ranked_bars",
    indicators=("enforcement_officers",),
    by=("field",),
    noun="个领域",
)


@pytest.fixture
def drawn(tmp_path):
    """Draw the officers of a town by field, so many of each."""

    def draw_fields(**counts):
        rows = [
            {"office": "镇综合执法队", "field": field, "certified": True, "established": True, "year": 2025}
            for field, count in counts.items()
            for _ in range(count)
        ]
        store = towns.stored(tmp_path / "processed", {("enforcement", 2025): rows})
        town = towns.town(tmp_path)
        return draw(store, town, FIELDS, 2025), measure(store, town, "enforcement_officers", 2025, "field")

    return draw_fields


def test_a_chart_of_officers_hides_the_few_and_says_so(drawn):
    figure, measured = drawn(环保=2, 安全生产=6, 农业农村=9, 城乡建设=7)
    hidden = hidden_labels(measured)
    assert hidden == {("环保",), ("安全生产",)}
    assert sorted(figure.data[0].x) == [0, 0, 7, 9]
    assert NOTE in figure.layout.meta["source"]
    printed = {row[0]: row[1] for row in figure.layout.meta["table"]["rows"]}
    assert not {label for (label,) in hidden} & {
        name for name, value in printed.items() if value not in ("", "不列出")
    }


def test_a_chart_of_which_nothing_may_be_shown_is_refused_with_the_reason(drawn):
    with pytest.raises(ChartError, match="不足3人"):
        drawn(环保=2, 安全生产=2, 农业农村=1)
