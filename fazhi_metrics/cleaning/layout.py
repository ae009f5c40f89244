"""A recognised table as the blocks that are read of it: one a ledger, and one a kind, month or village across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.recognise import Match


@dataclass(frozen=True, slots=True)
class Layout:
    """A block to be read as one ledger; `heading` is what its headings say of every record, by column."""

    block: Block
    match: Match
    heading: Mapping[str, Any] = field(default_factory=dict)


def layouts(block: Block, matches: Sequence[Match]) -> list[Layout]:
    """Return what is read of a table: no cell of it twice, but for what names the records.

    The first block has every field that no ledger names; a field that an earlier block has read is read
    `again` by a later one, and neither counted nor logged twice.
    """
    every = [(match, value, places) for match in matches for value, places in _groups(match)]
    if len(every) == 1 and not every[0][0].groups:
        return [Layout(block, every[0][0])]
    wanted = [{*match.places.values(), *places.values()} for match, _, places in every]
    claimed = set().union(*wanted, *(match.taken for match in matches))
    found: list[Layout] = []
    seen: set[int] = set()
    for (match, value, places), own in zip(every, wanted, strict=True):
        first = not found
        kept = [n for n in range(len(block.fields)) if n in own or (first and n not in claimed)]
        fields = tuple(replace(block.fields[n], again=n in seen) for n in kept)
        seen.update(kept)
        part = replace(block, fields=fields, others=block.others if first else (), first=first)
        heading = {match.dataset.unpivot.into: value} if match.dataset.unpivot and value is not None else {}
        found.append(Layout(part, match.part(kept, places), heading))
    left = [n for n in range(len(block.fields)) if n not in seen]
    if left:  # rivals for one column: logged with the first block
        whole = found[0].block
        extra = tuple(block.fields[n] for n in left)
        found[0] = replace(found[0], block=replace(whole, fields=(*whole.fields, *extra)))
    return found


def _groups(match: Match) -> Iterator[tuple[Any, Mapping[str, int]]]:
    if match.groups:
        yield from match.groups.items()
    else:
        yield None, {}
