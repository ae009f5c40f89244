"""The same chart gives the same bytes: what a browser writes at random or by the clock is set straight here."""

from __future__ import annotations

import re
import struct
import zlib
from hashlib import sha256

# What plotly names at random: the definitions of a drawing, the classes of its traces, and their hatching.
_SVG_ID = re.compile(
    rb'<defs id="(?:defs|topdefs)-([0-9a-f]{6})"|class="trace \w+ trace([0-9a-f]{6})"|id="p[0-9a-f]{6}-([0-9a-f]{6})[-"]'
)
_PDF_DATE = re.compile(rb"/(CreationDate|ModDate) ?\(D:\d{14}")
_PNG_HEAD = 33  # signature (8) and the IHDR chunk (25)


def with_resolution(png: bytes, dpi: int) -> bytes:
    """Return a PNG that states its resolution, so that Word places it at its printed size."""
    dots = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_PNG_HEAD] + chunk + png[_PNG_HEAD:]


def with_stable_ids(svg: bytes, name: str) -> bytes:
    """Return an SVG whose random ids are made from the chart's name, so that several can share a page."""
    found = dict.fromkeys(a or b or c for a, b, c in _SVG_ID.findall(svg))
    stable = {
        random: sha256(f"{name}{i}".encode()).hexdigest()[:6].encode() for i, random in enumerate(found)
    }
    if not stable:
        return svg
    random = re.compile(rb"(?<=[A-Za-z-])(" + b"|".join(stable) + rb")")
    return random.sub(lambda m: stable[m[1]], svg)


def without_clock(pdf: bytes) -> bytes:
    """Return a PDF whose dates do not tell when it was made (same length, so that its offsets hold)."""
    return _PDF_DATE.sub(lambda m: m.group(0)[:-14] + b"20000101000000", pdf)
