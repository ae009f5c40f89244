"""How every chart looks: one font chain, one palette, one template, one size on the page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects.layout import Template

FONTS = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
FONT_CHAIN = ", ".join([*(f'"{name}"' for name in FONTS), "sans-serif"])

# Each has at least 3:1 against white; taken in this order.
PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
PAPER = "#FFFFFF"
INK = "#1A1A1A"  # titles and labels, 17:1
QUIET = "#595959"  # subtitles, axes and sources, 7:1
RULE = "#D9D9D9"  # grid lines, which carry no meaning
BAND = "#F4F6F8"  # behind every other row, so that the eye keeps the line
PALE, DEEP = "#F4F7FA", "#7FA3C4"  # ends of the heat scale: ink on the deep end still has 6:1

CATEGORIES = 4  # more series than this cannot be told apart

WIDTH = 660  # layout pixels of a chart for a document
NARROW = 480  # of one for a web page: what it says can still be read when a phone shrinks it
EDGE = 16  # white space left and right of the titles
PLACED_MM = 156  # the text width of an official document (GB/T 9704)
DPI = 300
SCALE = (PLACED_MM / 25.4 * DPI + 1) / WIDTH  # at least DPI dots an inch at the placed width

TITLE_SIZE, SUBTITLE_SIZE, LABEL_SIZE, SOURCE_SIZE = 17, 13, 13, 11


@cache
def template() -> Template:
    """Return the plotly template that every chart of this package carries."""
    import plotly.graph_objects as go

    axis = {
        "automargin": False,  # margins are computed, so that titles and source line stay where they are
        "gridcolor": RULE,
        "linecolor": QUIET,
        "tickangle": 0,
        "tickfont": {"size": LABEL_SIZE, "color": INK},
        "title": {"font": {"size": LABEL_SIZE, "color": QUIET}},
        "zeroline": False,
    }
    layout = go.Layout(
        autosize=False,
        bargap=0.28,
        colorway=PALETTE,
        font={"family": FONT_CHAIN, "size": LABEL_SIZE, "color": INK},
        hoverlabel={"font": {"family": FONT_CHAIN, "size": LABEL_SIZE}, "bgcolor": PAPER},
        hovermode="closest",
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        separators=".",
        showlegend=False,
        title={"font": {"size": TITLE_SIZE, "color": INK, "weight": 700}},
        uniformtext={"minsize": SOURCE_SIZE, "mode": "show"},
        width=WIDTH,
        xaxis=axis,
        yaxis=axis,
    )
    return go.layout.Template(layout=layout)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2) of a colour written `#RRGGBB`.

    >>> luminance("#FFFFFF")
    1.0
    """
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (WCAG 2) of two colours written `#RRGGBB`, from 1 to 21.

    >>> round(contrast("#12436D", "#FFFFFF"), 1)
    10.3
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """Return white or ink, whichever reads better on a fill."""
    return PAPER if contrast(PAPER, fill) > contrast(INK, fill) else INK
