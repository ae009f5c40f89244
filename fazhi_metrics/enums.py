"""Closed lists: every member is its English name in data and code, and carries its Chinese title."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class TitledEnum(StrEnum):
    """A closed list whose members are declared as `NAME = "name", "名称"`, in the order in which they are listed.

    A member equals its name, sorts with it and is written as it; `title` is what an analyst reads. A list that
    carries more (a sign, a colour) takes it in its own `__init__`.
    """

    title: str  # type: ignore[assignment]  # the field's word for it; no code asks a closed list for title case

    def __new__(cls, value: str, title: str, *_: object) -> Self:
        """Make the member `value`, with its title."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.title = title
        return member
