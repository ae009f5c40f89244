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

from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.datasets.titles import levels, plain, plain_path
from fazhi_metrics.ledgers import Catalogue
from fazhi_metrics.ledgers.sums import Spell

SERIAL = frozenset({"序号", "序", "编码序号", "顺序号", "行号", "no", "no.", "№"})
TOTAL = frozenset(
    {"合计", "小计", "总计", "共计", "全年", "全年合计", "累计", "全年累计", "总数", "年度合计"}
)
REMARK = frozenset({"备注", "说明", "备注说明", "附注", "注"})
ENOUGH = 0.6
_NEAR = 0.6
_CODED = re.compile(r"([A-Za-z][A-Za-z0-9_]*)/?([^A-Za-z0-9_/].*)")
_ANY = 99  # a header that is named by one of its levels alone


def _titles(column: Column) -> Iterable[str]:
    return map(plain_path, column.titles)


@dataclass(frozen=True, slots=True)
class Match:
    """A table taken for a dataset: `places` maps a column name to its position among the headers.

    `doubles` are positions that compete for one column (neither is taken); `missing` are the required
    columns that no header names. Where kinds, months or villages stand across, `groups` maps each of them (as
    the value of the column that they go into) to the places of its measures.
    """

    dataset: Dataset
    headers: tuple[str, ...]
    places: Mapping[str, int]
    doubles: Mapping[str, tuple[int, ...]]
    missing: tuple[Column, ...]
    groups: Mapping[str | int, Mapping[str, int]] = field(default_factory=dict)

    @property
    def found(self) -> frozenset[str]:
        """The columns that the headers name, also those across and those that two headers compete for."""
        across = (name for places in self.groups.values() for name in places)
        return frozenset((*self.places, *self.doubles, *across))

    @property
    def taken(self) -> frozenset[int]:
        """The positions that a column of the dataset claims."""
        across = (place for places in self.groups.values() for place in places.values())
        rivals = (place for places in self.doubles.values() for place in places)
        return frozenset((*self.places.values(), *across, *rivals))

    def part(self, kept: Sequence[int], own: Mapping[str, int]) -> Match:
        """Return the match of a table that has only some of the fields left, of one group if there are several."""
        new = {place: number for number, place in enumerate(kept)}
        return replace(
            self,
            headers=tuple(self.headers[place] for place in kept),
            places={name: new[place] for name, place in {**self.places, **own}.items() if place in new},
            doubles={
                name: tuple(new[p] for p in places if p in new) for name, places in self.doubles.items()
            },
            groups={},
        )

    def near(self) -> dict[int, str]:
        """Return the headers that resemble the title of a column nobody claims, by position, with that title."""
        absent = [c for c in self.dataset.columns if c.name not in self.places and c.name not in self.doubles]
        absent = [c for c in absent if not (c.compute or c.absent or c.type == "ignore")]
        if self.dataset.own:  # a header that no line of a declared ledger names is not kept, and that is all
            absent = [c for c in absent if c.required]
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
        return len(self.found.intersection(needed)) / len(needed) if needed else 0.0


def needed_columns(dataset: Dataset) -> tuple[Column, ...]:
    """The columns by which a dataset is known: required, or personal, and carried by cells alone."""
    return tuple(column for column in dataset.columns if column.distinctive and column.origins == ("cell",))


def _tight(title: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", title))


def match(dataset: Dataset, headers: Sequence[str], spell: Spell = _tight) -> Match:
    """Match the headers of a table with the columns of one dataset.

    `spell` gives the canonical name of a village as typed, or None.
    """
    columns = [c for c in (*dataset.columns, dataset.year) if not (c.absent or c.compute)]
    into = dataset.by_name[dataset.unpivot.into] if dataset.unpivot else None
    columns = [column for column in columns if column is not into]
    groups, across = _across(columns, headers, into, spell) if into else ({}, frozenset[str]())
    titles = _Titles(column for column in columns if column.name not in across)
    grouped = {place for places in groups.values() for place in places.values()}
    claims: dict[str, list[tuple[int, int]]] = {}
    for place, header in enumerate(headers):
        if place not in grouped and (found := titles.of(header)):
            claims.setdefault(found[0].name, []).append((found[1], place))
    places, doubles = {}, {}
    for name, rivals in claims.items():
        best = min(depth for depth, _ in rivals)
        firsts = tuple(place for depth, place in rivals if depth == best)
        if len(firsts) == 1:
            places[name] = firsts[0]
        elif best < _ANY:
            doubles[name] = firsts
    missing = tuple(
        c
        for c in needed_columns(dataset)
        if c.name not in places and c.name not in doubles and c.name not in across and c is not into
    )
    return Match(dataset, tuple(headers), places, doubles, missing, groups)


def _coded(header: str) -> tuple[str, ...]:
    """Return the field code and the title of a header that has both (`order_no工单编号`)."""
    found = _CODED.fullmatch(_tight(header))
    return found.groups() if found else ()


class _Titles:
    """Finds the column that a header names: as typed, then by what is compared, then by any level of it."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._exact: dict[str, Column] = {}
        self._plain: dict[str, Column] = {}
        for column in columns:
            self._exact |= dict.fromkeys(map(_tight, column.titles), column)
            self._plain |= dict.fromkeys(_titles(column), column)

    def of(self, header: str) -> tuple[Column, int] | None:
        """Return the column and how far from the header in full its title is; None where no column has it."""
        parts = [part for part in header.split("/") if plain(part)]
        for depth in range(len(parts)):
            path = "/".join(parts[depth:])
            found = self._exact.get(_tight(path)) or self._plain.get(plain_path(path))
            if found:
                return found, depth
        words = [plain(part) for part in (*parts, *_coded(header))]
        found = next((self._plain[word] for word in words if word in self._plain), None)
        return (found, _ANY) if found else None


def _across(
    columns: Sequence[Column], headers: Sequence[str], into: Column, spell: Spell
) -> tuple[dict[str | int, dict[str, int]], frozenset[str]]:
    """Return the measures below each heading that is a value of `into`, and the columns that they are."""
    titles = _Titles(columns)
    groups: dict[str | int, dict[str, int]] = {}
    alone: dict[str | int, int] = {}
    for place, header in enumerate(headers):
        parts = [part for part in header.split("/") if plain(part)]
        for number, part in enumerate(parts):
            value = heading_value(part, into, spell)
            if value is None:
                continue
            rest = "/".join((*parts[:number], *parts[number + 1 :]))
            found = titles.of(rest) if rest else None
            if found and found[1] < _ANY:
                groups.setdefault(value, {}).setdefault(found[0].name, place)
            elif len(parts) == 1:
                alone[value] = place
            break
    measures = [column for column in columns if column.numeric]
    if not groups and len(alone) > 1:
        named = {found[0].name for header in headers if (found := titles.of(header))}
        left = [column for column in measures if column.name not in named]
        if len(left) == 1:  # headings alone, and one measure that no header names
            groups = {value: {left[0].name: place} for value, place in alone.items()}
    return groups, frozenset(name for places in groups.values() for name in places)


def heading_value(text: str, into: Column, spell: Spell) -> str | int | None:
    """Return the value of a column that a heading is, text in brackets left off; None where it is none."""
    bare = _tight(re.sub(r"[（(][^（）()]*[)）]\s*$", "", text)) or _tight(text)
    if is_total(bare):
        return None
    match into.type:
        case "village":
            return spell(bare)
        case "month":
            found = re.fullmatch(r"(?:\d{4}年)?(1[0-2]|0?[1-9])月份?", bare)
            return int(found[1]) if found else None
        case "quarter":
            found = re.fullmatch(r"(?:\d{4}年)?第?([一二三四1-4])季度?", bare)
            number = "一二三四1234".find(found[1]) % 4 if found else 0
            return f"{'一二三四'[number]}季度" if found else None
        case "half":
            found = re.search("[上下]半年", bare)
            return found[0] if found else None
        case "code" if into.codes:
            known = {word: code for code, words in into.codes.items() for word in (code, *words)}
            return known.get(bare) or known.get(_tight(text))
        case "year":
            found = re.fullmatch(r"((?:19|20)\d{2})年?度?", bare)
            return int(found[1]) if found else None
    return bare


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

    def __init__(self, datasets: Iterable[Dataset], spell: Spell = _tight) -> None:
        self.datasets, self._spell = tuple(datasets), spell
        self._known: dict[tuple[str, ...], list[Match]] = {}

    def matches(self, headers: Sequence[str]) -> list[Match]:
        """Return how each dataset matches the headers, those that share no column left out."""
        key = tuple(headers)
        if key not in self._known:
            found = [match(dataset, key, self._spell) for dataset in self.datasets]
            self._known[key] = [m for m in found if m.found]
        return self._known[key]

    def recognise(
        self, headers: Sequence[str], hints: Sequence[str] = ()
    ) -> tuple[Match | None, tuple[Match, ...]]:
        """Return the dataset that the headers of a table are, and the candidates in order.

        `hints` (the title, the sheet's and the file's name) only decide between two datasets that the
        columns fit equally well. The first value is None when none fits, or two fit and no hint decides.
        """
        return _choose([m for m in self.matches(headers) if len(m.found) >= 2], hints)

    def beside(self, headers: Sequence[str], taken: Match) -> list[Match]:
        """Return the town's other ledgers that read the same table: they name fields that the first does not."""
        found: list[Match] = []
        claimed = set(taken.taken)
        every = [m for m in self.matches(headers) if m.dataset.own and m.dataset.name != taken.dataset.name]
        for each in sorted(every, key=lambda m: (-m.score, -len(m.taken))):
            own = each.taken - claimed
            numbers = any(each.dataset.by_name[n].numeric for n, p in _claims(each) if p in own)
            if taken.dataset.own and each.score >= ENOUGH and own and numbers and not each.missing:
                found.append(each)
                claimed |= own
        return found

    def recognise_labels(
        self, labels: Sequence[str], hints: Sequence[str] = ()
    ) -> tuple[Match | None, tuple[Match, ...]]:
        """Like `recognise` for a crosstab: `labels` are the row labels beside months that run across."""
        return _choose([m for m in self.matches(labels) if m.dataset.layout == "months_across"], hints)


@lru_cache(maxsize=8)
def recogniser(known: Catalogue) -> Recogniser:
    """Return what recognises the ledgers of a catalogue, the same one for the same catalogue."""
    return Recogniser(known.datasets.values(), known.spell)


def _claims(each: Match) -> Iterable[tuple[str, int]]:
    yield from each.places.items()
    for places in each.groups.values():
        yield from places.items()


def _choose(matches: list[Match], hints: Sequence[str]) -> tuple[Match | None, tuple[Match, ...]]:
    def named(each: Match) -> bool:
        names = [plain(name) for name in (each.dataset.title, *each.dataset.aliases)]
        return any(name in plain(hint) for hint in hints for name in names)

    own = [m for m in matches if m.dataset.own and m.score >= ENOUGH]
    most = max((len(m.taken) for m in matches if not m.dataset.own and m.score >= ENOUGH), default=0)
    if any(len(m.taken) >= most for m in own):  # what the town declared goes before what only resembles it
        matches = own
    ordered = sorted(
        matches, key=lambda m: (-m.score, -len(m.found), not named(m), m.dataset.rank, m.dataset.name)
    )
    if not ordered or ordered[0].score < ENOUGH:
        return None, tuple(ordered)
    best = ordered[0]
    rivals = [m for m in ordered[1:] if (m.score, len(m.found)) == (best.score, len(best.found))]
    if rivals and not (named(best) and not any(named(rival) for rival in rivals)):
        return None, (best, *rivals)
    return best, tuple(ordered)
