"""The nouns of measuring, as ledgers declare them."""

from fazhi_metrics.ledgers.indicator import (
    FIRST_VERSION,
    Better,
    Indicator,
    Nature,
    Operator,
    Sum,
    Where,
    at_least,
    count,
    different,
    known,
    total,
)

__all__ = [
    "FIRST_VERSION",
    "Better",
    "Indicator",
    "Nature",
    "Operator",
    "Sum",
    "Where",
    "at_least",
    "count",
    "different",
    "known",
    "total",
]
