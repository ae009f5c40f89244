"""Which dataset a table is, told by its columns; never by the name of its file.

A header is compared with every column's title and aliases after width, white space, brackets and the unit
are taken off. What only resembles a title is never taken for it: it is reported with the nearest name.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.datasets.titles import levels, plain, plain_path
from fazhi_metrics.ledgers import Catalogue

SERIAL = frozenset({"序号", "序", "编码序号", "顺序号", "行号", "no", "no.", "№"})
TOTAL = frozenset(
    {"合计", "小计", "总计", "共计", "全年", "全年合计", "累计", "全年累计", "总数", "年度合计"}
)
REMARK = frozenset({"备注", "说明", "备注说明", "附注", "注"})
ENOUGH = 0.6
_NEAR = 0.6


def _titles(column: Column) -> Iterable[str]:
    return map(plain_path, column.titles)


@dataclass(frozen=True, slots=True)
class Match:
    """A table taken for a dataset: `places` maps a column name to its position among the headers.

    `doubles` are positions that compete for one column (neither is taken); `missing` are the required
    columns that no header names.
    """

    dataset: Dataset
    headers: tuple[str, ...]
    places: Mapping[str, int]
    doubles: Mapping[str, tuple[int, ...]]
    missing: tuple[Column, ...]

    @property
    def taken(self) -> frozenset[int]:
        """The positions that a column of the dataset claims."""
        return frozenset(self.places.values()) | {
            place for rivals in self.doubles.values() for place in rivals
        }

    def near(self) -> dict[int, str]:
        """Return the headers that resemble the title of a column nobody claims, by position, with that title."""
        absent = [c for c in self.dataset.columns if c.name not in self.places and c.name not in self.doubles]
        return {
            place: nearest
            for place, header in enumerate(self.headers)
            if place not in self.taken
            and not known_excluded(header)
            and (nearest := _nearest(header, absent))
        }

    @property
    def score(self) -> float:
        """How much of the dataset's required columns the headers cover, doubles included."""
        needed = [column.name for column in needed_columns(self.dataset)]
        found = [name for name in needed if name in self.places or name in self.doubles]
        return len(found) / len(needed) if needed else 0.0


def needed_columns(dataset: Dataset) -> tuple[Column, ...]:
    """The columns by which a dataset is known: required, or personal, and carried by cells alone."""
    return tuple(column for column in dataset.columns if column.distinctive and column.origins == ("cell",))


def match(dataset: Dataset, headers: Sequence[str]) -> Match:
    """Match the headers of a table with the columns of one dataset."""
    titles = {title: column for column in (*dataset.columns, dataset.year) for title in _titles(column)}
    claims: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        for depth, level in enumerate(levels(header)):
            if level in titles:
                claims.setdefault(titles[level].name, []).append((depth, place))
                break
    places, doubles = {}, {}
    for name, rivals in claims.items():
        best = min(depth for depth, _ in rivals)
        firsts = tuple(place for depth, place in rivals if depth == best)
        if len(firsts) == 1:
            places[name] = firsts[0]
        else:
            doubles[name] = firsts
    missing = tuple(c for c in needed_columns(dataset) if c.name not in places and c.name not in doubles)
    return Match(dataset, tuple(headers), places, doubles, missing)


def known_excluded(header: str) -> bool:
    """Whether a header is a serial number, a total or a remark: known, and no data of its own."""
    last = (levels(header) or [""])[-1]
    return last in SERIAL or last in TOTAL or last in REMARK


def is_serial(header: str) -> bool:
    """Whether a header names the running number of the rows."""
    return (levels(header) or [""])[-1] in SERIAL


def is_total(label: str) -> bool:
    """Whether a header or a row label names a total."""
    return (levels(label) or [""])[-1] in TOTAL


def _nearest(header: str, columns: Iterable[Column]) -> str | None:
    own = levels(header)
    if not own:
        return None
    best = (_NEAR, "")
    for column in columns:
        for title in _titles(column):
            ratio = max(difflib.SequenceMatcher(None, level, title).ratio() for level in own)
            if ratio > best[0] or (ratio == best[0] and not best[1]):
                best = (ratio, column.title)
    return best[1] or None


class Recogniser:
    """The datasets a table is compared with; headers that were seen before are not compared again."""

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        self.datasets = tuple(datasets)
        self._known: dict[tuple[str, ...], list[Match]] = {}

    def matches(self, headers: Sequence[str]) -> list[Match]:
        """Return how each dataset matches the headers, those that share no column left out."""
        key = tuple(headers)
        if key not in self._known:
            found = [match(dataset, key) for dataset in self.datasets]
            self._known[key] = [m for m in found if m.places or m.doubles]
        return self._known[key]

    def recognise(
        self, headers: Sequence[str], hints: Sequence[str] = ()
    ) -> tuple[Match | None, tuple[Match, ...]]:
        """Return the dataset that the headers of a table are, and the candidates in order.

        `hints` (the title, the sheet's and the file's name) only decide between two datasets that the
        columns fit equally well. The first value is None when none fits, or two fit and no hint decides.
        """
        return _choose([m for m in self.matches(headers) if len(m.places) + len(m.doubles) >= 2], hints)

    def recognise_labels(
        self, labels: Sequence[str], hints: Sequence[str] = ()
    ) -> tuple[Match | None, tuple[Match, ...]]:
        """Like `recognise` for a crosstab: `labels` are the row labels beside months that run across."""
        return _choose([m for m in self.matches(labels) if m.dataset.layout == "months_across"], hints)


@lru_cache(maxsize=8)
def recogniser(known: Catalogue) -> Recogniser:
    """Return what recognises the ledgers of a catalogue, the same one for the same catalogue."""
    return Recogniser(known.datasets.values())


def _choose(matches: list[Match], hints: Sequence[str]) -> tuple[Match | None, tuple[Match, ...]]:
    def named(each: Match) -> bool:
        names = [plain(name) for name in (each.dataset.title, *each.dataset.aliases)]
        return any(name in plain(hint) for hint in hints for name in names)

    ordered = sorted(
        matches, key=lambda m: (-m.score, -len(m.places), not named(m), m.dataset.rank, m.dataset.name)
    )
    if not ordered or ordered[0].score < ENOUGH:
        return None, tuple(ordered)
    best = ordered[0]
    rivals = [m for m in ordered[1:] if (m.score, len(m.places)) == (best.score, len(best.places))]
    if rivals and not (named(best) and not any(named(rival) for rival in rivals)):
        return None, (best, *rivals)
    return best, tuple(ordered)
