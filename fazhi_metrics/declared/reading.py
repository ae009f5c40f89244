"""A declared value as a type: scalars, enums, lists, tables, nested dataclasses, and one of several."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, NoReturn, Union, get_args, get_origin

from fazhi_metrics.declared.document import Place
from fazhi_metrics.declared.settings import Member, members
from fazhi_metrics.errors import FazhiError, capped, did_you_mean

_WORDS: Final[Mapping[type, str]] = {
    bool: "true 或 false",
    str: "文字（加引号）",
    int: "整数",
    float: "数",
    Decimal: "数",
    dt.datetime: "日期和时间",
    dt.date: "日期（不加引号，如 2026-01-05）",
    dt.time: "时间",
}


@lru_cache(maxsize=512)
def _parts(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return what a type is made of, taken apart once."""
    return get_origin(kind), get_args(kind)


def read(place: Place, kind: Any, **given: Any) -> Any:
    """Read the value at a place as `kind`: any type that `expected` can name.

    `given` are the fields of a dataclass that no file declares. Raises the document's error, with file, line,
    key, what was expected and what stands there.
    """
    value = place.value
    origin, inside = _parts(kind)
    if origin is Annotated:
        return _limited(place, read(place, inside[0]), inside[1:])
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        return _one_of(place, kind)
    if not fits(kind, value):
        refuse_type(place, kind)
    if origin is Literal or _is_enum(kind):
        return _chosen(place, kind)
    if origin is tuple:
        return _items(place, kind, inside)
    if origin is not None and issubclass(origin, Mapping):
        return {
            read(Place(place.document, (*place.path, key), key), inside[0]): read(place.at(key), inside[1])
            for key in value
        }
    if dataclasses.is_dataclass(kind):
        return _table(place, kind, given)
    if kind is dt.date and isinstance(value, dt.datetime):
        return value.date()
    return kind(value) if kind in (float, Decimal) else value


def fits(kind: Any, value: Any) -> bool:
    """Whether a value has the outer shape of a type: text, number, list or table."""
    origin, inside = _parts(kind)
    if origin is Annotated:
        return fits(inside[0], value)
    if origin in (Union, types.UnionType):
        return any(fits(each, value) for each in inside)
    if origin is Literal or _is_enum(kind):
        return any(type(each) is type(value) for each in _choices(kind))
    if origin is tuple:
        return isinstance(value, list | tuple)
    if dataclasses.is_dataclass(kind) or (origin is not None and issubclass(origin, Mapping)):
        return isinstance(value, Mapping)
    if kind in (float, Decimal):
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return number and Decimal(value).is_finite()
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return kind is Any or isinstance(value, kind)


def expected(kind: Any) -> str:
    """Return in Chinese what a type asks for."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return expected(inside[0])
    if origin in (Union, types.UnionType):
        return "，或".join(dict.fromkeys(expected(each) for each in inside if each is not types.NoneType))
    if origin is Literal or _is_enum(kind):
        return capped(f'"{each}"' if isinstance(each, str) else str(each) for each in _choices(kind))
    if origin is tuple:
        items = expected(inside[0]) if inside[-1] is ... else "、".join(expected(each) for each in inside)
        return f"列表，即 [ ] 里的{items}"
    return _WORDS.get(kind, "一节设置（名字 = 值）")


def refuse_type(place: Place, kind: Any) -> NoReturn:
    """Raise that something else was expected than what stands there."""
    raise place.refuse(f"应是{expected(kind)}，这里是{_found(place.value)}", "请改正后再运行。")


def _found(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"文字“{value[:20]}{'…' if len(value) > 20 else ''}”"
        case int() | float() | Decimal():
            return f"数 {str(value)[:20]}"
        case dt.date() | dt.time():
            return f"日期或时间 {value}"
        case list() | tuple():
            return "列表"
        case Mapping():
            return "一节设置"
        case _:
            return "空的"


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


@lru_cache(maxsize=128)
def _choices(kind: Any) -> tuple[Any, ...]:
    return tuple(each.value for each in kind) if _is_enum(kind) else get_args(kind)


def _chosen(place: Place, kind: Any) -> Any:
    """Read one of a closed list; an enum's members go by value, or by their Chinese `title`."""
    value, choices = place.value, _choices(kind)
    if value in choices:
        return kind(value) if _is_enum(kind) else value
    told = {each: getattr(each, "title", None) for each in kind} if _is_enum(kind) else {}
    titles = {title: each for each, title in told.items() if isinstance(title, str)}
    if value in titles:
        return titles[value]
    hint = did_you_mean(str(value), list(dict.fromkeys(map(str, [*choices, *titles]))))
    raise place.refuse(f"不能是{_found(value)}", hint)


def _limited(place: Place, value: Any, limits: tuple[Any, ...]) -> Any:
    for limit in limits:
        if said := limit.broken(value):
            raise place.refuse(said, "请改正后再运行。")
    return value


def _items(place: Place, kind: Any, inside: tuple[Any, ...]) -> tuple[Any, ...]:
    size = len(place.value)
    if inside[-1] is ...:
        inside = (inside[0],) * size
    if len(inside) != size:
        raise place.refuse(f"应是{expected(kind)}（{len(inside)} 项），这里有 {size} 项", "请改正后再运行。")
    return tuple(read(place.at(number), each) for number, each in enumerate(inside))


def _one_of(place: Place, kind: Any) -> Any:
    """Read the first of several types that takes the value; the error is of the one that fits most."""
    candidates = [each for each in _parts(kind)[1] if each is not types.NoneType and fits(each, place.value)]
    if len(candidates) == 1:
        return read(place, candidates[0])
    refused: list[FazhiError] = []
    for each in sorted(candidates, key=lambda each: -_shared(each, place.value)):
        try:
            return read(place, each)
        except place.document.error as error:
            refused.append(error)
    if not refused:
        refuse_type(place, kind)
    raise refused[0]


def _shared(kind: Any, value: Any) -> int:
    """How well a type fits: of a dataclass, how many keys it knows; exact types before those that convert."""
    if dataclasses.is_dataclass(kind):
        known = [key for each in members(kind) for key in (each.key, *each.setting.aliases)]  # type: ignore[arg-type]
        return sum(bool(get_close_matches(key, known, n=1)) + (key in known) for key in value)
    return kind is type(value)


def _table(place: Place, cls: Any, given: Mapping[str, Any]) -> Any:
    known = {key: each for each in members(cls) for key in (each.key, *each.setting.aliases)}
    typed: dict[str, str] = {}
    for key in place.value:
        if key not in known:
            raise place.at(key).refuse(f"不认识的设置 {key}", did_you_mean(key, known))
        other = typed.setdefault(known[key].name, key)
        if other != key:
            raise place.at(key).refuse(f"{key} 与 {other} 是同一项设置", "请只留一处。")
    values = dict(given)
    for each in members(cls):
        if each.name in typed:
            values[each.name] = _value(place.at(typed[each.name]), each)
        elif each.required:
            raise place.refuse(f"缺少 {each.words}", f"请写上 {each.key}：{expected(each.kind)}。")
    made = cls(**values)
    if hasattr(made, "check_declared"):
        made.check_declared(place)
    return made


def _value(place: Place, member: Member) -> Any:
    if member.setting.hook:
        return member.setting.hook(place)
    value = read(place, member.kind)
    if member.required and member.kind is str and not value.strip():
        raise place.refuse(f"{member.words}是空的", "请写上内容。")
    return value
