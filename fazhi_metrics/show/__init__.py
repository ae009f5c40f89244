"""Faces: every result as text, HTML, a frame or a sentence, each chosen by the result's class.

Results know nothing of this room: the public door hands it to them (see `fazhi_metrics.faces`).
"""

from fazhi_metrics.measures.intervals import interval
from fazhi_metrics.measures.ranking import rank
from fazhi_metrics.measures.series import cumulative, latest, step_by_step
from fazhi_metrics.show.frame import frame
from fazhi_metrics.show.html import html
from fazhi_metrics.show.sentence import leading, sentence
from fazhi_metrics.show.text import text

__all__ = [
    "cumulative",
    "frame",
    "html",
    "interval",
    "latest",
    "leading",
    "rank",
    "sentence",
    "step_by_step",
    "text",
]
