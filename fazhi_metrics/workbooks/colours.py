"""The colours of cells, for whom they mean something: offices mark what is pending, doubtful or done.

No value is read from a colour, so reading tables does not look at them; this does, when asked.
"""

from __future__ import annotations

import colorsys
import contextlib
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import a1, address
from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks.open import open_workbook

if TYPE_CHECKING:
    from openpyxl.styles.colors import Color

_ZIP: Final = b"PK\3\4"
_SCHEME: Final = re.compile(
    rb"<a:(dk1|lt1|dk2|lt2|accent\d|hlink|folHlink)>.*?(?:lastClr|val)=\"([0-9A-Fa-f]{6})\"", re.S
)
# The order of colours in a cell's style; that of the theme's own text has dark and light the other way round.
_ORDER: Final = (
    b"lt1",
    b"dk1",
    b"lt2",
    b"dk2",
    *(b"accent%d" % n for n in range(1, 7)),
    b"hlink",
    b"folHlink",
)
_RGB: Final = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_WHITE: Final = "#FFFFFF"


def read_colours(path: str | Path, *, name: str | None = None) -> dict[str, str]:
    """Return the fill of every coloured cell: its address (as `Table.address` gives it) and `#RRGGBB`.

    White and no fill are no colour; colours that a rule of the workbook gives (conditional formats) are not
    known. Only .xlsx and .xlsm are read so.

    Raises:
        WorkbookError: as `read_tables`, and for every other format.
    """
    import openpyxl

    workbook = open_workbook(path, name=name)  # refuses what is damaged or made to exhaust the machine
    data = Path(path).read_bytes()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with contextlib.closing(book):
            return dict(_filled(book, workbook.file))
    except Exception as error:  # openpyxl raises whatever it stumbles over
        what = "工作簿的样式已损坏" if data.startswith(_ZIP) else "这种格式的文件读不出颜色"
        raise WorkbookError(
            what, where=workbook.file, todo="请用 Excel 或 WPS 打开，另存为 xlsx 再读"
        ) from error


def _filled(book: Any, file: str) -> Iterator[tuple[str, str]]:
    """Yield the address and the colour of every cell that has one."""
    theme = _theme(book.loaded_theme or b"")
    for sheet in book.worksheets:
        for cell in itertools.chain.from_iterable(sheet.iter_rows()):
            fill = getattr(cell, "fill", None)
            if fill is None or fill.fill_type != "solid":
                continue
            colour = _shown(fill.fgColor, theme)
            if colour is not None and colour != _WHITE:
                yield address(file, sheet.title, a1(cell.row, cell.column)), colour


def _theme(xml: bytes) -> list[str]:
    scheme = {name: value.decode().upper() for name, value in _SCHEME.findall(xml)}
    return [scheme.get(name, "") for name in _ORDER]


def _shown(colour: Color, theme: list[str]) -> str | None:
    """Return a colour as it is seen, or None where it cannot be told."""
    from openpyxl.styles.colors import COLOR_INDEX

    stored: Any = None
    if colour.type == "rgb":
        stored = colour.rgb
    elif colour.type == "theme" and colour.theme < len(theme):
        stored = theme[colour.theme]
    elif colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        stored = COLOR_INDEX[colour.indexed]
    match = _RGB.fullmatch(str(stored))
    return _tinted(match[1].upper(), float(colour.tint or 0)) if match else None


def _tinted(rgb: str, tint: float) -> str:
    """Return a colour made lighter (tint above 0) or darker (below), as office programs do."""
    if not tint:
        return f"#{rgb}"
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)
