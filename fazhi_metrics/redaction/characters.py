"""Control and escape characters made visible, so that no text steers a terminal or breaks a file it is put in."""

from __future__ import annotations

import re
from typing import Final

# Control characters but tab and line feed; marks that turn the direction of writing or have no width; halves
# of a character; and what XML forbids. ZWJ and ZWNJ stay: they belong to words of some scripts.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_DELETE: Final = 0x7F
_PICTURES: Final = 0x2400


def visible(text: str) -> str:
    r"""Return the text with every character that nobody sees written so that it is seen.

    >>> visible("一村\x1b[31m\x0b"), visible("a\u202eb"), visible("两\n行")
    ('一村␛[31m␋', 'a\\u202eb', '两\n行')
    """
    return _UNSEEN.sub(_picture, text) if _UNSEEN.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "␡" if code == _DELETE else f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"
