"""Whether a page would fetch anything from a network: every address that a browser loads by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOADING = ("src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping")
_ABROAD = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//")
_IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)


def foreign_resources(page: str) -> list[str]:
    """Return the network addresses that a page loads when opened; a link that a reader must click is none.

    Covers elements, inline styles and style sheets. What a script composes itself only a browser can tell.
    """
    from lxml import html

    return list(dict.fromkeys(_addresses(html.fromstring(page))))


def _addresses(tree: object) -> Iterator[str]:
    for element in tree.iter():  # type: ignore[attr-defined]
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            bare = name.rsplit("}")[-1].rsplit(":")[-1]
            loads = bare in _LOADING or (bare == "href" and element.tag not in ("a", "area"))
            if loads and not value.startswith("data:"):
                yield from (part for part in re.split(r"[,\s]+", value) if _ABROAD.match(part))
            if bare == "style":
                yield from _IN_STYLE.findall(value)
        if element.tag == "style" and element.text:
            yield from _IN_STYLE.findall(element.text)
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield from (
                part for part in re.split(r"[;=\s]+", element.get("content", "")) if _ABROAD.match(part)
            )
