"""A drawing said in fewer words: what neighbours have in common is said once, on a group around them."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fazhi_metrics.publish.page.strokes import moved

MOVE = re.compile(r"translate\((-?[\d.]+), ?(-?[\d.]+)\)\Z")
# Attributes that children take over from the group around them.
_INHERITED = {
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-miterlimit",
    "font-size",
    "font-weight",
    "text-anchor",
    "shape-rendering",
}
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its tag, its attributes in order, the text before its children, and the text after it."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()
    text: str = ""
    tail: str = ""


def shortened(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return siblings that draw the same with less: bare groups opened, equal groups joined, attributes shared."""
    inner = tuple(_opened(_within(node) for node in nodes))
    if any(node.tag == "tspan" for node in inner):
        return inner
    drawn = tuple(_drawn(tuple(_joined(inner))))
    return tuple(_shared(drawn))


def _within(node: Node) -> Node:
    return node if node.tag == "clipPath" else replace(node, children=shortened(node.children))


def _opened(nodes: Iterator[Node]) -> Iterator[Node]:
    """Leave out groups that say nothing, and groups of nothing."""
    for node in nodes:
        if node.tag == "g" and not node.attributes:
            yield from node.children
        elif node.tag not in ("g", "defs") or node.children:
            yield node


def _joined(nodes: Sequence[Node]) -> Iterator[Node]:
    """Make one group of neighbouring groups with the same attributes."""
    for attributes, run in groupby(nodes, key=lambda node: node.attributes if node.tag == "g" else None):
        same = list(run)
        if attributes is None or len(same) == 1:
            yield from same
        else:
            yield Node("g", attributes, shortened([child for node in same for child in node.children]))


def _drawn(nodes: Sequence[Node]) -> Iterator[Node]:
    """Make one path of neighbouring paths that look alike, wherever each was moved to."""
    for look, run in groupby(map(_placed, nodes), key=_look):
        same = list(run)
        if look is None or len(same) == 1:
            yield from same
        else:
            outline = "".join(dict(node.attributes)["d"] for node in same)
            yield Node("path", (*look, ("d", outline)))


def _placed(node: Node) -> Node:
    """Return a path that was moved with its outline where it stands; any other node as it is."""
    said = dict(node.attributes)
    shift = MOVE.match(said.get("transform", ""))
    if node.tag != "path" or shift is None or "clip-path" in said:
        return node
    outline = moved(said["d"], float(shift[1]), float(shift[2]))
    if outline is None:
        return node
    rest = tuple((name, value) for name, value in node.attributes if name not in ("d", "transform"))
    return replace(node, attributes=(*rest, ("d", outline)))


def _look(node: Node) -> tuple[tuple[str, str], ...] | None:
    """What a path looks like, wherever it goes; None for what cannot be joined (its overlaps would show)."""
    names = {name for name, _ in node.attributes}
    if node.tag != "path" or names & {"transform", "opacity", "fill-opacity", "stroke-opacity", "fill-rule"}:
        return None
    return tuple(sorted((name, value) for name, value in node.attributes if name != "d"))


def _shared(nodes: Sequence[Node]) -> Iterator[Node]:
    """Put neighbours that have the same inherited attributes into a group that says them once."""
    for common, run in groupby(nodes, key=_common):
        same = list(run)
        cost = sum(len(name) + len(value) + 4 for name, value in common)
        if len(same) < 2 or cost * (len(same) - 1) <= len("<g></g>"):
            yield from same
            continue
        bare = (
            replace(node, attributes=tuple(a for a in node.attributes if a not in common)) for node in same
        )
        yield Node("g", tuple(sorted(common)), tuple(bare))


def _common(node: Node) -> frozenset[tuple[str, str]]:
    """What a node could leave to a group: inherited attributes, and a clip path while nothing moves the node."""
    if node.tag in ("defs", "clipPath", "image"):
        return frozenset()
    moved = any(name == "transform" for name, _ in node.attributes)
    return frozenset(
        (name, value)
        for name, value in node.attributes
        if name in _INHERITED or (name == "clip-path" and not moved)
    )


def repacked(address: str) -> str:
    """Return a data address of a PNG whose pixels are packed as tightly as zlib can; any other as it is."""
    head, _, text = address.partition(",")
    try:
        data = b64decode(text, validate=True)
        if not data.startswith(_PNG):
            return address
        chunks = list(_chunks(data))
        pixels = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    except (ValueError, struct.error, zlib.error):
        return address
    kept = [(name, body) for name, body in chunks if name in (b"IHDR", b"PLTE", b"tRNS")]
    kept += [(b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b"")]
    packed = _PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in kept
    )
    return f"{head},{b64encode(packed).decode('ascii')}" if len(packed) < len(data) else address


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(png):
        [length] = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
