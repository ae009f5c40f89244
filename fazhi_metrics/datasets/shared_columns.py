"""Columns that several ledgers share, so that their aliases are written once."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column

VILLAGE = Column(
    "village",
    "村（社区）",
    "village",
    aliases=(
        "村",
        "村名",
        "村社区",
        "村(居)",
        "村居",
        "村、社区",
        "行政村",
        "所属村",
        "所在村",
        "村庄",
        "村别",
    ),
)
