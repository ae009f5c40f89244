"""What a dataclass may say of its fields beyond their types: another key, a title, a limit, an own reading."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, get_type_hints, runtime_checkable

if TYPE_CHECKING:
    from fazhi_metrics.declared.document import Place

Hook = Callable[["Place"], Any]
_KEY: Final = "declared"


@dataclass(frozen=True, slots=True)
class Setting:
    """How one field is declared: `key` in the file, other accepted `aliases`, the Chinese `title`.

    `hook` reads the value in place of the field's type. A field that is not `declared` is given by the
    caller, never by the file.
    """

    key: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    hook: Hook | None = None
    declared: bool = True


def setting(
    default: Any = dataclasses.MISSING,
    *,
    default_factory: Any = dataclasses.MISSING,
    key: str = "",
    aliases: tuple[str, ...] = (),
    title: str = "",
    hook: Hook | None = None,
    declared: bool = True,
    **options: Any,
) -> Any:
    """Return a dataclass field with its `Setting`; `options` are those of `dataclasses.field`."""
    if default is not dataclasses.MISSING:
        options["default"] = default
    if default_factory is not dataclasses.MISSING:
        options["default_factory"] = default_factory
    return dataclasses.field(metadata={_KEY: Setting(key, aliases, title, hook, declared)}, **options)


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a declared dataclass: its name, type and setting, and whether a file must give it."""

    name: str
    kind: Any
    setting: Setting
    required: bool

    @property
    def key(self) -> str:
        """Its key in the file."""
        return self.setting.key or self.name

    @property
    def words(self) -> str:
        """Its key with its Chinese title: `name（村名）`."""
        return f"{self.key}（{self.setting.title}）" if self.setting.title else self.key


@lru_cache
def members(cls: type) -> tuple[Member, ...]:
    """Return the declared fields of a dataclass, in order."""
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for each in dataclasses.fields(cls):
        told = each.metadata.get(_KEY, Setting())
        if each.init and told.declared:
            required = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
            found.append(Member(each.name, hints[each.name], told, required))
    return tuple(found)


class Limit(Protocol):
    """What an `Annotated` type asks of a value of its type."""

    def broken(self, value: Any) -> str:
        """Return what is wrong in Chinese, empty when nothing is."""

    @property
    def schema(self) -> Mapping[str, Any]:
        """The same in JSON Schema."""


@runtime_checkable
class Checked(Protocol):
    """A dataclass whose fields depend on one another: it refuses what does not fit together."""

    def check_declared(self, place: Place) -> None:
        """Raise `place.at(key).refuse(…)` for what cannot be."""


@dataclass(frozen=True, slots=True)
class Between:
    """A number or day from `least` to `most`, both included: `Annotated[int, Between(1, 12)]`."""

    least: int | Decimal | dt.date | None = None
    most: int | Decimal | dt.date | None = None

    def broken(self, value: Any) -> str:
        """Say between what it must lie."""
        low = self.least is None or value >= self.least
        high = self.most is None or value <= self.most
        if low and high:
            return ""
        if self.most is None:
            return f"至少为 {self.least}，这里是 {value}"
        return f"应在 {self.least} 到 {self.most} 之间，这里是 {value}"

    @property
    def schema(self) -> Mapping[str, Any]:
        """`minimum` and `maximum`; days have none in JSON Schema."""
        pairs = (("minimum", self.least), ("maximum", self.most))
        return {key: limit for key, limit in pairs if isinstance(limit, int | Decimal)}


@dataclass(frozen=True, slots=True)
class Filled:
    """A list, table or text with something in it: `Annotated[tuple[int, ...], Filled()]`."""

    def broken(self, value: Any) -> str:
        """Say that it is empty."""
        return "" if (value.strip() if isinstance(value, str) else value) else "不能是空的"

    @property
    def schema(self) -> Mapping[str, Any]:
        """At least one, whatever it is."""
        return {"minItems": 1, "minLength": 1, "minProperties": 1}


@dataclass(frozen=True, slots=True)
class Distinct:
    """A list that names nothing twice."""

    def broken(self, value: Any) -> str:
        """Name what stands there twice."""
        twice = next((each for number, each in enumerate(value) if each in value[:number]), None)
        return "" if twice is None else f"{twice} 写了两次"

    @property
    def schema(self) -> Mapping[str, Any]:
        """Items that are unique."""
        return {"uniqueItems": True}
