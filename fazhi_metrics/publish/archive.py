"""Office files whose bytes depend on their content alone: fixed times, fixed order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_TIME = (1980, 1, 1, 0, 0, 0)


def settle(
    data: bytes,
    change: Callable[[str, bytes], bytes] = lambda name, content: content,
    *,
    deflated: bool = False,
) -> bytes:
    """Pack a zip file anew, each part passed through `change(name, content)`; same parts, same bytes.

    Parts are stored: what deflating gives depends on the machine's zlib. A large file that is not kept in the
    project's history may be `deflated` all the same: two runs on one machine still give the same bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = sorted(source.namelist(), key=lambda name: (name not in _FIRST, name))
        for name in names:
            info = zipfile.ZipInfo(name, _TIME)
            info.external_attr = 0o600 << 16
            info.create_system = 0
            info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
            target.writestr(info, change(name, source.read(name)))
    return out.getvalue()
