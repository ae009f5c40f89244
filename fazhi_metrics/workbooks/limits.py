"""Bounds on what is read: time and memory stay bounded whatever a file claims to hold."""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 256 << 20
INFLATED_BYTES: Final = 640 << 20
# A member that inflates beyond this ratio and size was made to; office software stays below 100.
BOMB_RATIO: Final = 400
BOMB_BYTES: Final = 16 << 20
DEFLATE_RATIO: Final = 1032
CELLS: Final = 12_000_000
SHEETS: Final = 1_500
ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
MERGES: Final = 200_000
MERGED_CELLS: Final = 1_000_000
