"""Totals proved against their own parts, so that they may be left out of the data.

A total row is held against the rows it must add up: a 小计 against the group above it (or below it, where a
sheet puts totals on top), a 合计 against every row of its table. What differs is an issue at the total's
cell; when one typing slip in one part would explain the gap, that part is named too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from fazhi_metrics.quantities import Amount

Scope = Literal["all", "group"]
_FEW = 3
Line = int  # a sheet row, or a sheet column where totals stand at the right


@dataclass(frozen=True, slots=True)
class Total:
    """One line of totals: where it is, and whether its label says subtotal (小计)."""

    line: Line
    label: str

    @property
    def partial(self) -> bool:
        """Whether the label names the total of a group."""
        return "小计" in self.label or "分计" in self.label


@dataclass(frozen=True, slots=True)
class Finding:
    """A total that was held against its parts.

    `gap` is stated minus computed. `suspects` are the parts, each with its likely value, in one of which a
    typing slip would explain the gap; or the total itself; none when there would be many. `parts` are the
    first and last line added up.
    """

    line: Line
    stated: Amount
    computed: Amount
    parts: tuple[Line, Line]
    suspects: tuple[tuple[Line, Amount], ...] = ()

    @property
    def gap(self) -> Amount:
        """How far the stated total is from the sum of its parts."""
        return self.stated - self.computed

    @property
    def proved(self) -> bool:
        """Whether the total is the sum of its parts."""
        return self.gap == 0


def groups(lines: Sequence[Line], totals: Sequence[Total], *, below: bool) -> dict[Line, list[Line]]:
    """Return, for each total line, the data lines of its group: those since the total line before it.

    With `below`, totals stand on top of their group.
    """
    marks = sorted(total.line for total in totals)
    found: dict[Line, list[Line]] = {}
    for index, mark in enumerate(marks):
        if below:
            end = marks[index + 1] if index + 1 < len(marks) else float("inf")
            found[mark] = [line for line in lines if mark < line < end]
        else:
            start = marks[index - 1] if index else -1
            found[mark] = [line for line in lines if start < line < mark]
    return found


def prove(
    lines: Sequence[Line], totals: Sequence[Total], values: Mapping[Line, Amount | None]
) -> Iterator[Finding]:
    """Hold one column's totals against its data lines.

    `values` maps data lines and total lines to numbers; a total without a number is passed over, and so is
    one with a part that could not be read (absent from `values`; a blank part is None and counts nothing).
    """
    stated = [total for total in totals if values.get(total.line) is not None]
    if not stated or not lines:
        return
    above, under = (groups(lines, totals, below=below) for below in (False, True))
    partial = [total for total in stated if total.partial]
    on_top = _matches(partial, under, values) > _matches(partial, above, values)
    grouped = under if on_top else above
    for total in stated:
        scopes = [list(lines), grouped[total.line]]
        if total.partial:
            scopes.reverse()
        elif _named(total.label):
            scopes = scopes[:1]
        scopes = [scope for scope in scopes if scope]
        if not scopes or any(line not in values for line in scopes[0]):
            continue
        results = [_finding(total.line, scope, values) for scope in scopes if all(x in values for x in scope)]
        proved = next((result for result in results if result.proved), None)
        yield proved or _explained(results[0], scopes[0], values)


def _named(label: str) -> bool:
    return "".join(label.split()) in ("合计", "总计", "共计", "全镇合计", "总合计", "合计数")


def _matches(
    totals: Sequence[Total], grouped: Mapping[Line, list[Line]], values: Mapping[Line, Amount | None]
) -> int:
    return sum(
        1
        for total in totals
        if grouped[total.line]
        and all(line in values for line in grouped[total.line])
        and _sum(grouped[total.line], values) == values[total.line]
    )


def _sum(lines: Sequence[Line], values: Mapping[Line, Amount | None]) -> Amount:
    total: Amount = 0
    for line in lines:
        total += values[line] or 0
    return total


def _finding(line: Line, scope: Sequence[Line], values: Mapping[Line, Amount | None]) -> Finding:
    stated = values[line]
    return Finding(line, 0 if stated is None else stated, _sum(scope, values), (min(scope), max(scope)))


def _explained(finding: Finding, scope: Sequence[Line], values: Mapping[Line, Amount | None]) -> Finding:
    """Name the few parts, or the total itself, in which one typing slip would explain the gap."""
    if finding.computed in slips(finding.stated):
        return replace(finding, suspects=((finding.line, finding.computed),))
    meant = [(line, value, value + finding.gap) for line in scope if (value := values[line]) is not None]
    large = [(line, mended) for line, _, mended in meant if mended >= 0]
    if finding.gap < 0 and len(large) == 1 < len(meant):
        return replace(
            finding, suspects=tuple(large)
        )  # taken from any other, less than nothing would be left
    suspects = tuple(
        (line, mended) for line, value, mended in meant if mended in slips(value) or value in slips(mended)
    )
    return replace(finding, suspects=suspects) if len(suspects) <= _FEW else finding


def slips(value: Amount) -> set[Amount]:
    """Return what a number may have been before a slip of the fingers: two digits swapped, a digit too many
    or the decimal point moved.

    >>> sorted(slips(1243))
    [123, 124, 143, 243, 1234, 1423, 2143, 12430]
    """
    text = str(abs(value))
    digits = text.replace(".", "")
    point = len(text) - text.index(".") - 1 if "." in text else 0
    swapped = {
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1]
    }
    found: set[Amount] = {_number(each, point) for each in swapped}
    if not point:
        found |= {int(digits[:i] + digits[i + 1 :]) for i in range(len(digits)) if len(digits) > 1}
        found.add(int(digits) * 10)
    else:
        found |= {Decimal(value) * 10, Decimal(value) * 100, Decimal(value) / 10, Decimal(value) / 100}
    return found - {value}


def _number(digits: str, point: int) -> Amount:
    return Decimal(int(digits)).scaleb(-point) if point else int(digits)
