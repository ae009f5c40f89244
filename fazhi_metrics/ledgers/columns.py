"""The columns of a ledger file as declarations, and a ledger that extends another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from fazhi_metrics.datasets.base import (
    NONE,
    YEAR,
    Column,
    ColumnType,
    Compute,
    Dataset,
    Operation,
    Unpivot,
)
from fazhi_metrics.datasets.titles import plain_path
from fazhi_metrics.declared import Place
from fazhi_metrics.errors import did_you_mean
from fazhi_metrics.ledgers.format import ColumnEntry, ComputeEntry, LedgerEntry, Values

_RESERVED: Final = frozenset({"year", "_source", "_at"})
_NUMBERS: Final = ("int", "decimal", "percent")
_PLACES: Final = 4  # of a decimal column that says nothing: 万元 to the yuan
_UNIT: Final = re.compile(r"[（(]([^（）()]{1,6})[）)]$")
_MADE: Final[Mapping[str, ColumnType]] = {"sum": "decimal", "difference": "int"}  # the others: flag
# What `Column` says as the file says it, wherever the file says anything.
_PLAIN: Final = (
    "over_time",
    "blank",
    "required",
    "identifier",
    "inside",
    "public",
    "decimals",
    "minimum",
    "maximum",
    "fill_down",
)


def new_dataset(name: str, entry: LedgerEntry, place: Place, *, own: bool) -> Dataset:
    """Return a ledger of its own."""
    aliases = entry.aliases if isinstance(entry.aliases, tuple) else ()
    empty = Dataset(name, entry.title, entry.record, (), aliases=aliases)
    return extended(
        replace(empty, layout=entry.layout or "rows", rank=entry.rank or 100), entry, place, own=own
    )


def extended(base: Dataset, entry: LedgerEntry, place: Place, *, own: bool = True) -> Dataset:
    """Return a ledger with what a file adds to it or says otherwise.

    Raises the file's error for a column that is not there, is declared twice, or says what cannot be.
    """
    columns = {column.name: column for column in base.columns}
    year = base.year
    for header, each in entry.columns.items():
        where = place.at("columns", header)
        known = _known(base, columns, header, each, where)
        column = _column(header, each, known, where)
        if column.type == "year" and (known is None or known.name == YEAR.name):
            year = replace(YEAR, aliases=tuple(dict.fromkeys((*year.aliases, *column.titles))))
            continue
        if known is None and column.name in columns:
            raise where.refuse(f"“{column.name}”这一列写了两次", "请合成一节，或另写 id。")
        columns[column.name] = column
    columns = _free(columns, place)
    made = replace(base, columns=tuple(columns.values()), year=year)
    if isinstance(entry.aliases, Mapping):
        for name, titles in entry.aliases.items():
            made = _with_titles(made, name, titles, place.at("aliases", name))
    elif entry.extends:
        made = replace(made, aliases=(*made.aliases, *entry.aliases))
    return _resolved(made, entry, place, own=own)


def _resolved(made: Dataset, entry: LedgerEntry, place: Place, *, own: bool) -> Dataset:
    """Return a ledger with its key, date, count and absent columns by their names."""

    def one(name: str, key: str, *at: int) -> str:
        return column_named(made, name, place.at(key, *at)).name

    said: dict[str, Any] = {"own": own}
    if entry.extends:
        said |= {"title": entry.title or made.title, "grain": entry.record or made.grain}
    if entry.key:
        said["key"] = tuple(one(name, "key", n) for n, name in enumerate(entry.key))
    if entry.date:
        found = column_named(made, entry.date, place.at("date"))
        if found.type not in ("date", "month", "quarter", "half", "year"):
            raise place.at("date").refuse(f"{found.title}不是日期", "请写日期或月份的列。")
        said["date"] = found.name if found.type == "date" else None
    if entry.count:
        found = column_named(made, entry.count, place.at("count"))
        if not found.additive:
            raise place.at("count").refuse(f"{found.title}不是数，不能当件数", "请写件数的列。")
        said["count"] = found.name
    if entry.unpivot:
        found = column_named(made, entry.unpivot.into, place.at("unpivot", "into"))
        said["unpivot"] = Unpivot(found.name)
    for name in ("returns", "register"):
        if (value := getattr(entry, name)) is not None:
            said[name] = value
    absent = {one(name, "absent", n) for n, name in enumerate(entry.absent)}
    made = replace(made, **said)
    into = made.unpivot.into if made.unpivot else ""
    return replace(made, columns=tuple(_settled(each, made, absent, into, place) for each in made.columns))


def _settled(column: Column, home: Dataset, absent: Iterable[str], into: str, place: Place) -> Column:
    if column.name in absent:
        return replace(column, absent=True, required=False, distinctive=False)
    if column.name == into:
        return replace(column, distinctive=False)
    if column.compute is None:
        return column
    where = place.at("columns", column.title, "compute")
    of = tuple(column_named(home, name, where) for name in column.compute.columns)
    if column.compute.operation in ("difference", "within") and len({each.type for each in of}) > 1:
        raise where.refuse(f"{of[0].title}与{of[1].title}不是同一种值，不能相减", "请核对两列的 type。")
    return replace(column, compute=replace(column.compute, columns=tuple(each.name for each in of)))


def column_named(home: Dataset, name: str, place: Place) -> Column:
    """Return a column by any of its names; refuses one that is not there with the nearest name."""
    column = home.find(name)
    if column is None:
        known = [each.name if name.isascii() else each.title for each in home.by_name.values()]
        raise place.refuse(f"{home.title}没有列 {name}", did_you_mean(name, known))
    return column


def _known(
    base: Dataset, columns: Mapping[str, Column], header: str, entry: ColumnEntry, place: Place
) -> Column | None:
    """Return the column that an entry is about, None for a new one."""
    if entry.id:
        if entry.id in columns:
            return columns[entry.id]
        if not entry.id.isascii() or not entry.id.isidentifier() or entry.id in _RESERVED:
            raise place.at("id").refuse(f"id 不能是 {entry.id}", "请用英文字母、数字和下划线。")
    if header in columns:
        return columns[header]
    path = plain_path(header)
    every = (*columns.values(), base.year)
    if entry.type == "year" and path in map(plain_path, base.year.titles):
        return base.year
    return next((each for each in every if path in map(plain_path, each.titles) and not entry.id), None)


def _column(header: str, entry: ColumnEntry, known: Column | None, place: Place) -> Column:
    header = re.sub(r"\s+", "", header)
    kind = entry.type or (known.type if known else None)
    compute = _compute(entry.compute) if entry.compute else None
    if kind is None and compute:
        kind = _MADE.get(compute.operation, "flag")
    if kind is None and entry.values is not None:
        kind = "code"
    if kind is None:
        raise place.refuse(
            "缺少 type（类型）", "请写上，如 text、code、village、int、decimal、date、personal。"
        )
    unit = entry.unit or (known.unit if known and not entry.type else "") or _unit(header, kind)
    said: dict[str, Any] = {"type": kind, "unit": unit or None, "compute": compute}
    said |= {key: value for key in _PLAIN if (value := getattr(entry, key)) is not None}
    if kind in ("decimal", "percent") and "decimals" not in said and (known is None or not known.decimals):
        said["decimals"] = _PLACES
    origins = (entry.origins,) if isinstance(entry.origins, str) else entry.origins
    if origins:
        said["origins"] = origins if "cell" in origins else ("cell", *origins)
    if entry.required is not None:
        said["distinctive"] = entry.required
    if compute:
        said |= {"distinctive": False, "required": False}
    _check(said, place)
    codes = _codes(entry.values, known)
    if known is not None:
        title = entry.title or known.title
        named = dict.fromkeys((*known.titles, header, *entry.aliases))
        return replace(known, **said, codes=codes, title=title, aliases=_without(named, title))
    bare = _UNIT.sub("", header) if unit and _unit(header, kind) == unit else header
    title = entry.title or bare or header
    aliases = _without(dict.fromkeys((header, *entry.aliases)), title)
    said = {"required": False, "minimum": None, **said}
    return Column(entry.id or header, title, aliases=aliases, codes=codes, **said)


def _check(said: Mapping[str, Any], place: Place) -> None:
    """Refuse what a type cannot say."""
    kind, blank = said["type"], said.get("blank")
    if blank is None or blank == NONE:
        return
    fits = (
        isinstance(blank, bool) if kind == "flag" else kind in _NUMBERS and not isinstance(blank, str | bool)
    )
    if not fits and not (kind in ("text", "code") and isinstance(blank, str)):
        raise place.at("blank").refuse(
            f"{kind} 列的空格不能是 {blank}", "数写数，是否写 true、false，其余写“无”。"
        )


def _without(titles: Iterable[str], title: str) -> tuple[str, ...]:
    return tuple(each for each in titles if each != title)


def _unit(header: str, kind: str) -> str:
    found = _UNIT.search(header.rpartition("/")[2])
    return found[1] if found and kind in _NUMBERS else ""


def _codes(values: Values | None, known: Column | None) -> dict[str, tuple[str, ...]]:
    """Return the closed list of a column with the spellings of each value; of one that extends, merged."""
    before = known.codes if known else {}
    if values is None:
        return dict(before)
    if values == "any":
        return {}
    if not isinstance(values, Mapping):
        return {str(each): before.get(str(each), ()) for each in values}
    told = {code: (each,) if isinstance(each, str) else each for code, each in values.items()}
    moved = {word for code, words in told.items() for word in (code, *words)}
    kept = {code: tuple(w for w in words if w not in moved) for code, words in before.items()}
    kept = {code: words for code, words in kept.items() if code not in moved or code in told}
    return {
        **kept,
        **{code: tuple(dict.fromkeys((*kept.get(code, ()), *each))) for code, each in told.items()},
    }


def _compute(entry: ComputeEntry) -> Compute:
    if entry.within is not None:
        return Compute("within", entry.within[:2], entry.within[2])
    operations: tuple[Operation, ...] = ("at_most", "at_least", "equal", "sum", "difference")
    operation = next(each for each in operations if getattr(entry, each) is not None)
    return Compute(operation, tuple(getattr(entry, operation)))


def _free(columns: Mapping[str, Column], place: Place) -> dict[str, Column]:
    """Take a title that a later column claims from the others; refuses two columns of one title."""
    owners: dict[str, str] = {}
    for column in columns.values():
        owner = owners.setdefault(plain_path(column.title), column.name)
        if owner != column.name and column.title == columns[owner].title:
            raise place.at("columns").refuse(f"两列都叫“{column.title}”", "请给一列另写 title 或写全表头。")
    return {
        name: replace(
            column, aliases=tuple(a for a in column.aliases if owners.get(plain_path(a), name) == name)
        )
        for name, column in columns.items()
    }


def _with_titles(home: Dataset, key: str, titles: Sequence[str], place: Place) -> Dataset:
    column = home.find(key)
    if column is None:
        known = [title for c in home.columns for title in (c.name, c.title)]
        raise place.refuse(f"{home.title}没有“{key}”这一列", did_you_mean(key, known))
    for number, title in enumerate(titles):
        taken = next((c for c in home.columns if c is not column and title in c.titles), None)
        if taken or not title.strip():
            said = f"“{title}”已是“{taken.title}”的列名" if taken else "别名是空的"
            raise place.at(number).refuse(said, "请删去，或写到那一列。")
    widened = replace(column, aliases=(*column.aliases, *titles))
    return replace(home, columns=tuple(widened if c is column else c for c in home.columns))
