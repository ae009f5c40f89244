"""Sheets drawn as grids in tests: `a | b`, `<` merged into the cell to the left, `^` into the one above."""

from fazhi_metrics.workbooks.reader import read_sheet
from fazhi_metrics.workbooks.sheets import Sheet, Span, Workbook


def sheet(drawing, name="Sheet1", **said):
    """Return the sheet of a drawing; a cell that looks like a plain number is stored as one."""
    grid = [[cell.strip(" ") for cell in line.split("|")] for line in drawing.strip("\n").split("\n")]
    width = max(map(len, grid))
    grid = [row + [""] * (width - len(row)) for row in grid]
    spans = []
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            right = c
            while right + 1 < width and row[right + 1] == "<":
                right += 1
            bottom = r
            while bottom + 1 < len(grid) and grid[bottom + 1][c] == "^":
                bottom += 1
            if right > c or bottom > r:
                spans.append(Span(r + 1, c + 1, bottom + 1, right + 1))
    rows = [[value(cell) for cell in row] for row in grid]
    return Sheet(name, rows, merges=tuple(spans), **said)


def value(cell):
    """Return what a drawn cell stores; quotes keep a number as text."""
    if cell in ("<", "^"):
        return ""
    if cell[:1] == '"':
        return cell.strip('"')
    try:
        return float(cell)
    except ValueError:
        return cell


def read_all(drawing, name="Sheet1", **said):
    """Read the tables of a drawing, and the blocks that none claims."""
    drawn = sheet(drawing, name, **said)
    return read_sheet(Workbook("表.xlsx", "xlsx", (drawn,)), drawn)


def read(drawing, **said):
    """Read the only table of a drawing."""
    tables, _ = read_all(drawing, **said)
    assert len(tables) == 1, [table.area for table in tables]
    return tables[0]


def headers(table):
    """Return the headers by column letter, with the unit behind them where there is one."""
    return {c.letter: f"{c.header}（{c.unit}）" if c.unit else c.header for c in table.columns}
