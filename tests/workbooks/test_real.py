"""Published office and statistical files, where they lie beside the checkout, are read whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi_metrics.addresses import address, read_block, split
from fazhi_metrics.workbooks import read_book, to_json

SHEETS = Path(__file__).parents[3] / "shared" / "sheets"

pytestmark = pytest.mark.skipif(
    not SHEETS.exists(), reason="the published sheets do not lie beside the checkout"
)


def files():
    return sorted((SHEETS / "files").iterdir()) if SHEETS.exists() else []


def test_the_labelled_files_are_read_as_a_careful_reader_reads_them(tmp_path):
    labelled = {path.stem for path in (SHEETS / "dev").glob("*.json")}
    for path in files():
        if path.stem in labelled:
            found = to_json(path.name, read_book(path).tables)
            (tmp_path / f"{path.stem}.json").write_text(
                json.dumps(found, ensure_ascii=False), encoding="utf-8"
            )
    command = [sys.executable, SHEETS / "score.py", SHEETS / "dev", tmp_path, "--worst"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"whole {len(labelled)}/{len(labelled)}" in report, report


def test_every_cell_of_every_published_file_is_in_a_table_or_listed_as_unclaimed():
    def cells_of(block):
        top, left, bottom, right = read_block(split(block)[1])
        return {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}

    for path in files():
        book = read_book(path)
        for sheet in book.workbook.sheets:
            place = address(path.name, sheet.name)
            held = {(r, c) for t in book.tables if t.sheet == sheet.name for r, c, _ in t.cells()}
            left = [cells_of(b) for b in book.unclaimed if split(b)[0] == place]
            every = {(r, c) for r, c, _ in sheet.cells()}
            missed = every - held - set().union(*left)
            # What pandas writes for an empty header cell is read as empty.
            assert all(str(sheet.value(r, c)).startswith("Unnamed: ") for r, c in missed), (
                path.name,
                sheet.name,
                sorted(missed)[:5],
            )
