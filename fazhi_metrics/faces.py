"""Faces of results: a result is shown, and goes on to others, by verbs of rooms above it that it does not know.

The public door of the package, which is loaded before any room, says where the verbs are; they are loaded with
the first result that is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

_room: list[Callable[[], ModuleType]] = []


def found_in(room: Callable[[], ModuleType]) -> None:
    """Say where the verbs of results are: `room` loads the module that has them by name."""
    _room[:] = [room]


def verb(name: str) -> Callable[..., Any]:
    """Return the verb of a name: text, html, frame, sentence, rank, …"""
    found: Callable[..., Any] = getattr(_room[0](), name)
    return found


class Shown:
    """A result that has faces: printed it is text, in a notebook HTML."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(verb("text")(self))

    def _repr_html_(self) -> str:
        return str(verb("html")(self))
