from itertools import pairwise

import pytest

from fazhi_metrics.charts.theme import (
    DEEP,
    DPI,
    FONT_CHAIN,
    INK,
    PALETTE,
    PAPER,
    PLACED_MM,
    QUIET,
    SCALE,
    WIDTH,
    contrast,
    template,
    text_on,
)


def test_the_font_chain_is_the_agreed_one():
    assert (
        FONT_CHAIN == '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
    )
    assert template().layout.font.family == FONT_CHAIN


def test_the_palette_is_the_agreed_one_in_its_order():
    assert tuple(template().layout.colorway) == PALETTE
    assert PALETTE == ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")


@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_from_paper_and_its_label_from_it(colour):
    assert contrast(colour, PAPER) >= 3
    assert contrast(text_on(colour), colour) >= 4.5


def test_text_reads_on_paper_and_on_the_deepest_cell():
    assert min(contrast(INK, PAPER), contrast(QUIET, PAPER), contrast(INK, DEEP)) >= 4.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48), ("#FFFFFF", "#FFFFFF", 1.0)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio == round(contrast(other, one), 2)


def test_neighbouring_colours_differ_in_lightness_too():
    assert all(contrast(a, b) > 1.05 for a, b in pairwise(PALETTE))


def test_images_have_300_dots_an_inch_at_the_placed_width():
    assert WIDTH * SCALE / (PLACED_MM / 25.4) >= DPI
