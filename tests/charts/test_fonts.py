import pytest

from fazhi_metrics.charts.fonts import first_of


@pytest.mark.parametrize(
    ("installed", "found"),
    [
        (["DejaVu Sans", "Noto Sans CJK SC"], "Noto Sans CJK SC"),
        (["Source Han Sans SC", "noto sans cjk sc "], "Noto Sans CJK SC"),  # the chain decides, not the list
        (
            ["Noto Sans CJK JP", "Noto Serif CJK SC"],
            None,
        ),  # Japanese glyph forms and serifs are no substitute
        ([], None),
    ],
)
def test_the_first_font_of_the_chain_is_found(installed, found):
    assert first_of(installed) == found
