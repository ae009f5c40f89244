"""What a reader sees: every chart drawn by a real browser, its texts measured, its pages watched."""

import pytest

from fazhi_metrics.charts import CHARTS, draw, export_charts
from fazhi_metrics.charts.theme import NARROW
from tests.chromium import needs_chromium, visit

pytestmark = needs_chromium

# Texts whose boxes overlap, or that reach beyond the picture. A box is taller than its letters: 3 pixels may
# touch.
MEASURE = """
(() => {
  const faults = [];
  for (const svg of document.querySelectorAll('figure')) {
    const frame = svg.querySelector('svg').getBoundingClientRect();
    const boxes = [];
    for (const text of svg.querySelectorAll('text')) {
      const shown = text.textContent.trim();
      const box = text.getBoundingClientRect();
      if (shown && box.width && getComputedStyle(text).opacity !== '0') boxes.push([shown, box]);
    }
    for (const [shown, box] of boxes) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        faults.push(svg.id + ' 出界：' + shown);
    }
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 3) faults.push(svg.id + ' 重叠：' + boxes[i][0] + ' / ' + boxes[j][0]);
    }
    faults.push(svg.id + ' 文字 ' + boxes.length);
  }
  return faults;
})()
"""


PLOTTED = "document.querySelectorAll('#chart .plot-container').length"


@pytest.fixture(scope="module")
def drawn(_drawn, tmp_path_factory):
    import plotly.io as pio

    folder = tmp_path_factory.mktemp("look")
    done = export_charts({n: pio.from_json(t) for n, t in _drawn.items()}, folder, ("html", "svg"))
    assert done.skipped == ()
    return folder


def measured(folder, figures):
    page = folder / "all.html"
    parts = [f'<figure id="{name}" style="margin:20px">{svg}</figure>' for name, svg in figures.items()]
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{"".join(parts)}', encoding="utf-8")
    return visit([page], MEASURE)[0].result


def test_no_text_overlaps_another_or_leaves_the_picture(drawn):
    found = measured(drawn, {name: (drawn / f"{name}.svg").read_text(encoding="utf-8") for name in CHARTS})
    counts = [line for line in found if " 文字 " in line]
    assert len(counts) == len(CHARTS)
    assert min(int(line.split()[-1]) for line in counts) > 5
    assert [line for line in found if " 文字 " not in line] == []


def test_neither_does_it_on_a_page_of_narrow_pictures(town_store, tmp_path):
    figures = {name: draw(*town_store, name, 2025, width=NARROW) for name in CHARTS}
    export_charts(figures, tmp_path, ("svg",))
    found = measured(tmp_path, {name: (tmp_path / f"{name}.svg").read_text("utf-8") for name in CHARTS})
    assert len([line for line in found if " 文字 " in line]) == len(CHARTS)
    assert [line for line in found if " 文字 " not in line] == []


def test_overlapping_and_cut_texts_would_be_found(tmp_path):
    svg = (
        '<svg width="200" height="80"><text x="10" y="30">甲乙丙丁</text><text x="25" y="32">戊己</text>'
        '<text x="150" y="60">出到画面之外的文字</text></svg>'
    )
    found = measured(tmp_path, {"bad": svg})
    assert any("重叠" in line for line in found)
    assert any("出界" in line for line in found)


def test_no_request_leaves_the_pages_and_they_become_interactive(drawn):
    different = ("ranked_dots", "lines", "shares", "multiples")
    one_of_each = {c.kind: drawn / f"{c.id}.html" for c in CHARTS.values() if c.kind in different}
    for kind, seen in zip(one_of_each, visit(list(one_of_each.values()), PLOTTED), strict=True):
        assert seen.abroad == [], kind
        assert seen.errors == [], kind
        assert seen.result == 1, kind


def test_a_page_sent_on_by_itself_still_shows_the_picture_and_the_table(drawn, tmp_path):
    alone = tmp_path / "three_falls.html"
    alone.write_bytes((drawn / "three_falls.html").read_bytes())
    seen = visit(
        [alone],
        "[document.querySelectorAll('#chart svg text').length > 10, document.querySelectorAll('tbody tr').length]",
    )
    assert seen[0].result == [True, 3]
    assert seen[0].abroad == []


def test_a_request_abroad_would_be_seen(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<img src="http://example.invalid/a.png">', encoding="utf-8")
    assert visit([page])[0].abroad == ["http://example.invalid/a.png"]
