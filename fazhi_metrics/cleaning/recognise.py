"""Which dataset a table is, told by its columns; never by the name of its file.

A header is compared with every column's title and aliases after width, white space, brackets and the unit
are taken off. What only resembles a title is never taken for it: it is reported with the nearest name.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fazhi_metrics.datasets import DATASETS, YEAR, Column, Dataset
from fazhi_metrics.declared import Place, read
from fazhi_metrics.errors import did_you_mean

SERIAL = frozenset({"序号", "序", "编码序号", "顺序号", "行号", "no", "no.", "№"})
TOTAL = frozenset(
    {"合计", "小计", "总计", "共计", "全年", "全年合计", "累计", "全年累计", "总数", "年度合计"}
)
REMARK = frozenset({"备注", "说明", "备注说明", "附注", "注"})
ENOUGH = 0.6
_NEAR = 0.6


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """Return a title as compared: width, white space, brackets and punctuation taken off.

    >>> plain("其中：重大 隐患（处）")
    '其中重大隐患'
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).lower()
    text = re.sub(r"\(([^()]*)\)$", "", text) or text
    return re.sub(r"[:：、,，。;；*·()\[\]【】《》“”\"'_\-—]", "", text)


def _levels(header: str) -> list[str]:
    """Return a header path in full, then without its outer levels."""
    parts = [part for part in (plain(level) for level in header.split("/")) if part]
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _titles(column: Column) -> Iterable[str]:
    for title in (column.title, *column.aliases):
        yield "/".join(plain(level) for level in title.split("/"))


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
    return tuple(column for column in dataset.columns if column.required and column.origins == ("cell",))


def match(dataset: Dataset, headers: Sequence[str]) -> Match:
    """Match the headers of a table with the columns of one dataset."""
    titles = {title: column for column in (*dataset.columns, YEAR) for title in _titles(column)}
    claims: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        for depth, level in enumerate(_levels(header)):
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
    last = (_levels(header) or [""])[-1]
    return last in SERIAL or last in TOTAL or last in REMARK


def is_serial(header: str) -> bool:
    """Whether a header names the running number of the rows."""
    return (_levels(header) or [""])[-1] in SERIAL


def is_total(label: str) -> bool:
    """Whether a header or a row label names a total."""
    return (_levels(label) or [""])[-1] in TOTAL


def _nearest(header: str, columns: Iterable[Column]) -> str | None:
    levels = _levels(header)
    if not levels:
        return None
    best = (_NEAR, "")
    for column in columns:
        for title in _titles(column):
            ratio = max(difflib.SequenceMatcher(None, level, title).ratio() for level in levels)
            if ratio > best[0] or (ratio == best[0] and not best[1]):
                best = (ratio, column.title)
    return best[1] or None


class Catalogue:
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


def catalogue(declared: Place) -> Catalogue:
    """Return the datasets with a town's aliases as a catalogue, the same one for the same settings.

    Raises ProjectError as `with_aliases` does.
    """
    key = repr(declared.value)
    if key not in _CATALOGUES:
        _CATALOGUES[key] = Catalogue(with_aliases(declared))
    return _CATALOGUES[key]


_CATALOGUES: dict[str, Catalogue] = {}


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


@dataclass(frozen=True, slots=True)
class _Own:
    """What a town says of a standard dataset: more titles of its columns, by their names or titles."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def with_aliases(declared: Place) -> tuple[Dataset, ...]:
    """Return the datasets with the aliases that a town's fazhi.toml adds ([datasets.NAME.aliases]).

    Raises ProjectError when it names an unknown dataset, column or setting, or a title of another column.
    """
    datasets = dict(DATASETS)
    for name, own in read(declared, Mapping[str, _Own]).items():
        if name not in datasets:
            raise declared.at(name).refuse("没有这个数据集", did_you_mean(name, datasets))
        for key, titles in own.aliases.items():
            place = declared.at(name, "aliases", key)
            datasets[name] = _with_titles(datasets[name], key, titles, place)
    return tuple(datasets.values())


def _with_titles(dataset: Dataset, key: str, titles: tuple[str, ...], place: Place) -> Dataset:
    column = next((c for c in dataset.columns if key in (c.name, c.title)), None)
    if column is None:
        known = [title for c in dataset.columns for title in (c.name, c.title)]
        raise place.refuse(f"{dataset.title}没有“{key}”这一列", did_you_mean(key, known))
    for number, title in enumerate(titles):
        taken = next((c for c in dataset.columns if c is not column and title in (c.title, *c.aliases)), None)
        if taken or not title.strip():
            said = f"“{title}”已是“{taken.title}”的列名" if taken else "别名是空的"
            raise place.at(number).refuse(said, "请删去，或写到那一列。")
    widened = replace(column, aliases=(*column.aliases, *titles))
    return replace(dataset, columns=tuple(widened if c is column else c for c in dataset.columns))
