"""Figures without data: made-up values behind the catalogue's real indicators."""

from fractions import Fraction

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.facts import Facts
from fazhi_metrics.audit.plaintext import lines
from fazhi_metrics.errors import DatasetError
from fazhi_metrics.measures import INDICATORS, Figure, Part
from fazhi_metrics.measures.citing import cite_part
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.status import Status


def facts(**values):
    """Facts from id=(last year's, this year's) or id=value; those of 甲村 or 家庭 as id__甲村.

    A `Part` given as a value is this year's, with its status.
    """

    def compute(identity, year, where, months=()):
        card = INDICATORS[identity]
        part = where.partition("=")[2]
        given = values.get(f"{identity}__{part}" if part else identity)
        if given is None:
            raise DatasetError(f"没有{card.title}的数据")
        if isinstance(given, Part):
            return _figure(card, year, given)
        pair = given if isinstance(given, tuple) else (None, given)
        base, value = pair if year == 2025 else (None, pair[0])
        parts = [Part(value=x, numerator=x if isinstance(x, int) else None) for x in (value, base)]
        change = change_between(card, (), *parts) if base is not None else None
        status = Status.INCOMPLETE if value is None else Status.SOUND
        part = Part(value=value, status=status, reasons=("缺3月",) if value is None else ())
        return _figure(card, year, part, base, change)

    return Facts(compute, INDICATORS)


def _figure(card, year, part, base=None, change=None):
    return Figure(
        id=card.id,
        title=card.title,
        value=part.value,
        unit=card.unit,
        year=year,
        wording=cite_part(part, card),
        definition=card.definition,
        numerator=None,
        denominator=None,
        cells=(f"{year}/台账.xlsx!表!C5:C24",),
        base_year=year - 1,
        base_value=base,
        change=change,
        decimals=card.decimals,
        part=part,
    )


def text(words):
    return Document("报告.txt", words, lines(words), wrapped=True)


def percent(numerator, denominator):
    return Fraction(numerator * 100, denominator)
