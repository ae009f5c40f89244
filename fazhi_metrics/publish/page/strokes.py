"""Paths that look alike drawn as one: their outlines moved to where they stand, and put one after the other."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"([A-DF-Za-df-z])([^A-DF-Za-df-z]*)")  # an e belongs to a number
_VALUE = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
# For each absolute command, what each of its numbers is: a place across, a place down, or neither.
_PLACES = {
    "M": "xy",
    "L": "xy",
    "H": "x",
    "V": "y",
    "C": "xyxyxy",
    "Q": "xyxy",
    "S": "xyxy",
    "T": "xy",
    "A": "-----xy",
}


def moved(outline: str, across: float, down: float) -> str | None:
    """Return an outline (the `d` of a path) moved; None where it is not written as expected.

    >>> moved("M3,0A3,3 0 1,1 0,-3Z", 10, 20), moved("M0,0h5", 1, 2), moved("m1,1z", 1, 1)
    ('M13 20A3 3 0 1 1 10 17Z', 'M1 2h5', None)
    """
    if not outline.startswith("M") or _COMMAND.sub("", outline).strip():
        return None
    written = [_moved(command, rest, across, down) for command, rest in _COMMAND.findall(outline)]
    return None if None in written else "".join(part for part in written if part is not None)


def _moved(command: str, rest: str, across: float, down: float) -> str | None:
    if command.islower() or command == "Z":
        return command + rest.strip()
    values = _VALUE.findall(rest)
    places = _PLACES.get(command, "")
    if not places or not values or len(values) % len(places):
        return None
    by = {"x": across, "y": down, "-": 0.0}
    kinds = places * (len(values) // len(places))
    numbers = [
        value if kind == "-" else plain(float(value) + by[kind])
        for value, kind in zip(values, kinds, strict=True)
    ]
    return command + " ".join(numbers)


def plain(number: float) -> str:
    """Write a number of pixels to a tenth.

    >>> plain(12.04), plain(-0.01), plain(3.25)
    ('12', '0', '3.2')
    """
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
