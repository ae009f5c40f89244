"""Records that contradict themselves, as evidence of where a total's gap comes from.

A total says by how much its column is off, not in which record. Where one record breaks a check of its own,
and would no longer break it if the gap were put right there, two witnesses name the same cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fazhi_metrics.cleaning.carried import Carried
from fazhi_metrics.cleaning.records import TableReader
from fazhi_metrics.cleaning.totals import Finding, Line
from fazhi_metrics.datasets.checks import Adds, NotMore, PercentOf, Reached
from fazhi_metrics.datasets.schema import percent_agrees
from fazhi_metrics.quantities import Amount

Counting = NotMore | Adds | PercentOf | Reached


def mended_by(reader: TableReader, carried: Carried, finding: Finding) -> tuple[tuple[Line, Amount], ...]:
    """Return the one record whose contradiction would go if the gap were put right in it; () when not one."""
    name, found = carried.column.name, []
    checks = [c for c in reader.dataset.checks if isinstance(c, Counting) and name in c.could_move]
    first, last = finding.parts
    for at, value in carried.readable.items() if checks else ():
        if value is None or not first <= at <= last:
            continue
        mended = value + finding.gap
        values = {each: own.cells[at].value for each, own in reader.carried.items() if at in own.cells}
        broken = [check for check in checks if breaks(check, values)]
        if mended >= 0 and broken and not any(breaks(check, {**values, name: mended}) for check in broken):
            found.append((at, mended))
    return tuple(found) if len(found) == 1 else ()


def breaks(check: Counting, values: Mapping[str, Any]) -> bool:
    """Whether the values of a record, by column, break a check; one that misses a value does not."""
    used: list[Any] = [values.get(name) for name in check.could_move]
    if any(value is None for value in used):
        return False
    match check:
        case NotMore():
            return bool(used[0] > used[1])
        case Adds():
            return bool(used[0] != sum(used[1:]))
        case PercentOf():
            rate, part, whole = used
            return not percent_agrees(Decimal(rate), int(part), int(whole))
        case Reached():
            return bool(used[0] and used[1] < used[2])
