"""The villages of a town: their names, the ways they are written, and how they came and went."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from fazhi_metrics.declared import Between, Place, read, setting
from fazhi_metrics.errors import did_you_mean

Year = Annotated[int, Between(1949, 2200)]
_ENDINGS = {
    "村": ("村", "村委会", "村民委员会", "行政村"),
    "居": ("社区", "居委会", "社区居委会", "居民委员会", "社区居民委员会"),
}


class VillageKind(StrEnum):
    """What a village is in law: a village (行政村) or a residents' committee (居委会)."""

    VILLAGE = "行政村"
    RESIDENTS = "居委会"


def _first_day(place: Place) -> dt.date:
    day = read(place, Year | dt.date)
    return dt.date(day, 1, 1) if isinstance(day, int) else day


def _last_day(place: Place) -> dt.date:
    day = read(place, Year | dt.date)
    return dt.date(day, 12, 31) if isinstance(day, int) else day


@dataclass(frozen=True, slots=True)
class Village:
    """A village or residents' committee under its one canonical name.

    `since` and `until` are its first and last day, when it was not always there (a year typed alone means
    its first and its last day); `merged_into` and `renamed_to` are the canonical names of its successor.
    """

    name: str = setting(title="村名")
    district: str = setting("", title="片区")
    kind: VillageKind = VillageKind.VILLAGE
    aliases: tuple[str, ...] = ()
    since: dt.date | None = setting(None, hook=_first_day, kw_only=True)
    until: dt.date | None = setting(None, hook=_last_day, kw_only=True)
    merged_into: str = setting("", kw_only=True)
    renamed_to: str = setting("", kw_only=True)

    @property
    def successor(self) -> str:
        """The village that it became part of, or its later name; empty while it is itself."""
        return self.merged_into or self.renamed_to

    def check_declared(self, place: Place) -> None:
        """Refuse a village that ends before it begins, or that has two successors."""
        if self.since and self.until and self.until < self.since:
            raise place.at("until").refuse(f"{self.name}的 until 早于 since", "请核对日期。")
        if self.merged_into and self.renamed_to:
            raise place.at("renamed_to").refuse(
                "merged_into 与 renamed_to 只能写一个", "并入另一村写 merged_into，只改名写 renamed_to。"
            )


def squeezed(typed: str) -> str:
    """Return a name without white space and differences of width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))


def spellings(villages: Iterable[Village]) -> dict[str, str]:
    """Return every accepted spelling (squeezed) with the canonical name it stands for.

    A declared name or alias wins over a spelling derived from its ending.
    """
    declared: dict[str, str] = {}
    derived: dict[str, set[str]] = {}
    for village in villages:
        for text in (village.name, *village.aliases):
            declared[squeezed(text)] = village.name
        stem, kind = _stem(village.name)
        for ending in ("", *_ENDINGS[kind]) if kind else ():
            derived.setdefault(stem + ending, set()).add(village.name)
    unique = {text: min(names) for text, names in derived.items() if len(names) == 1}
    return {**unique, **declared}


@lru_cache(maxsize=16)
def village_words(villages: tuple[Village, ...]) -> frozenset[str]:
    """Return every accepted spelling of some villages: words that name a place, whatever else they look like."""
    return frozenset(spellings(villages))


def _stem(name: str) -> tuple[str, str]:
    """Return a name without its ending, and which kind of ending it was: 甲村委会 is 甲, 村."""
    name = squeezed(name)
    for kind, endings in _ENDINGS.items():
        for ending in sorted(endings, key=len, reverse=True):
            if name.endswith(ending) and name != ending:
                return name.removesuffix(ending), kind
    return name, ""


def checked_villages(villages: tuple[Village, ...], place: Place) -> tuple[Village, ...]:
    """Return the villages with their successors by canonical name.

    Refuses a village listed twice (also as 甲村 and 甲村委会), a spelling that two villages claim, and a
    successor that is not in the list or leads back.
    """
    taken: dict[tuple[str, str], int] = {}
    for number, village in enumerate(villages):
        for key, typed in (("name", village.name), *(("aliases", alias) for alias in village.aliases)):
            other = taken.setdefault(_stem(typed), number)
            if other == number:
                continue
            first = villages[other].name
            if key == "name" and _stem(first) == _stem(typed):
                said = f"{typed}列了两次，第 {other + 1} 个 [[villages]] 已是{first}"
                raise place.at(number, key).refuse(said, "请合成一节，其他写法写进 aliases。")
            raise place.at(number, key).refuse(
                f"{typed} 既是 {first} 又是 {village.name}", "同一写法只能属于一个村。"
            )
    known = spellings(villages)
    found = tuple(_succeeded(village, known, place.at(number)) for number, village in enumerate(villages))
    next_of = {village.name: village.successor for village in found}
    for number, village in enumerate(found):
        name, steps = village.successor, 0
        while name and (steps := steps + 1) <= len(found):
            name = next_of[name]
        if name:
            raise place.at(number).refuse(
                f"{village.name}的 merged_into、renamed_to 绕了一圈", "请核对哪个村在后。"
            )
    return found


def _succeeded(village: Village, known: Mapping[str, str], place: Place) -> Village:
    if not village.successor:
        return village
    key = "merged_into" if village.merged_into else "renamed_to"
    name = known.get(squeezed(village.successor))
    if name is None:
        raise place.at(key).refuse(
            f"村名单里没有 {village.successor}",
            did_you_mean(village.successor, dict.fromkeys(known.values())),
        )
    if name == village.name:
        raise place.at(key).refuse(f"{name}不能是它自己的后继", "请写另一个村的名字。")
    return replace(village, merged_into=name) if village.merged_into else replace(village, renamed_to=name)
