"""Numbers that count on from row to row: where they skip, repeat or fall back, a row may have been lost."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final, NamedTuple

from fazhi_metrics.cleaning.block import Block, Field
from fazhi_metrics.cleaning.carried import Carried
from fazhi_metrics.cleaning.context import Context
from fazhi_metrics.cleaning.display_text import typed_text
from fazhi_metrics.datasets import Dataset

_NUMBERED: Final = re.compile(r"(.*?)(\d{1,9})")
_ENOUGH: Final = 8  # rows from which the numbers of cases are seen to be consecutive
_BROKEN: Final = 0.1  # of the steps; a slip breaks two


class _Number(NamedTuple):
    """A number of a case in two parts, and how many digits it is written with: JF2025-, 9, 3."""

    head: str
    number: int
    width: int

    @property
    def series(self) -> tuple[str, int]:
        """What comes before the last three digits: it changes where a month or a year begins."""
        return self.head, self.number // 1000

    def on(self, steps: int) -> _Number:
        return self._replace(number=self.number + steps)

    def leads_to(self, other: _Number | None) -> bool:
        """Whether another is written as the next: 099 and 100, 9 and 10."""
        return other is not None and str(self.on(1)) == str(other)

    def __str__(self) -> str:
        return f"{self.head}{self.number:0{self.width}}"


def check_serial(context: Context, block: Block, field: Field, dataset: Dataset) -> None:
    """Report where running numbers skip, repeat or fall back, and totals that are numbered as records are."""
    _check_totals(context, block, field, dataset)
    before, raws = 0, block.raws(field.line, block.ats)
    if dataset.name in context.records:  # a further sheet may count on from the one before
        before = next((int(text) - 1 for raw in raws[:1] if (text := typed_text(raw).strip()).isdecimal()), 0)
    if raws == list(range(1, len(raws) + 1)):
        return
    for at, raw in zip(block.ats, raws, strict=True):
        text = typed_text(raw).strip()
        if not text.isdecimal():
            return
        number = int(text)
        if number not in (before + 1, 1):
            words = {"expected": before + 1}
            cell = block.cell(field.line, at)
            context.fault("serial_broken", block.sheet.name, cell, raw, words, dataset=dataset.name)
        before = number


def _check_totals(context: Context, block: Block, field: Field, dataset: Dataset) -> None:
    """Report lines of totals that are numbered as the records around them are.

    Where it is the last line, only if another total has no number: some offices number their 合计 too.
    """
    numbers = {total.line: _serial(block, field, total.line) for total in block.totals}
    for total in block.totals:
        here = numbers[total.line]
        above, below = (_serial(block, field, total.line + step) for step in (-1, 1))
        if here is None or above != here - 1:
            continue
        if below == here + 1 or (below is None and None in numbers.values()):
            said = [each.line for each in block.fields if _says(block, each.line, total.line, total.label)]
            cell = block.cell(said[0] if said else field.line, total.line)
            words = {"label": total.label, "number": here}
            context.fault("total_numbered", block.sheet.name, cell, total.label, words, dataset=dataset.name)


def _serial(block: Block, field: Field, line: int) -> int | None:
    if not 1 <= line <= len(block.sheet.rows):
        return None
    text = typed_text(block.raws(field.line, [line])[0]).strip()
    return int(text) if text.isdecimal() else None


def _says(block: Block, line: int, at: int, label: str) -> bool:
    return typed_text(block.raws(line, [at])[0]).strip() == label


def check_numbers(context: Context, carried: Carried) -> None:
    """Report where the numbers of cases, else consecutive, skip or fall back.

    A number between two that would leave just one out is a slip of the hand; one that skips may be right, and
    a row be missing before it. Where a new series begins, nothing need follow.
    """
    block = carried.block
    typed = [cell.value for cell in carried.cells.values()]
    if len(typed) < _ENOUGH or _consecutive(typed):
        return
    numbers = list(map(_number, typed))
    steps = [one is not None and one.leads_to(two) for one, two in pairwise(numbers)]
    if steps.count(False) > max(2, _BROKEN * len(steps)):
        return
    before: _Number | None = None
    for place, number in enumerate(numbers):
        after, beyond = [*numbers[place + 1 : place + 3], None, None][:2]
        if before is not None:
            expected = None if before.leads_to(number) else before.on(1)
        else:
            expected = _first(number, after, beyond)
        slip = expected is not None and expected.leads_to(after)
        skips = expected is not None and number is not None and number.number > expected.number
        if expected and number and (slip or (skips and number.series == expected.series)):
            cell, raw = carried.cell(block.ats[place]), typed[place]
            words, own = {"expected": str(expected)}, carried.dataset.name
            name = carried.column.name
            context.fault("number_broken", block.sheet.name, cell, raw, words, dataset=own, column=name)
        before = expected if slip or number is None else number


def _first(number: _Number | None, after: _Number | None, beyond: _Number | None) -> _Number | None:
    """Return what the first number should be by those that follow, or None where it may be as it is."""
    if number is None or after is None or not after.leads_to(beyond) or not after.number:
        return None
    below = number.head == after.head and number.number < after.number
    return None if below else after.on(-1)


def _number(typed: Any) -> _Number | None:
    found = _NUMBERED.fullmatch(typed) if isinstance(typed, str) else None
    return _Number(found[1], int(found[2]), len(found[2])) if found else None


def _consecutive(typed: list[Any]) -> bool:
    """Whether numbers of cases count on without a break, seen without a look at each of them.

    >>> _consecutive(["JF-09", "JF-10", "JF-11"]), _consecutive(["JF-09", "JF-11", "JF-10"])
    (True, False)
    """
    first, last = _number(typed[0]), _number(typed[-1])
    if first is None or last is None or None in typed or str(last) != str(first.on(len(typed) - 1)):
        return False
    # As many different texts between the first and the last as there are numbers: they are those numbers.
    digits = "".join(typed).replace(first.head, "") if first.head else "".join(typed)
    alike = digits.isdecimal() and len(digits) == len(typed) * first.width
    return alike and len(set(typed)) == len(typed) and typed == sorted(typed)
