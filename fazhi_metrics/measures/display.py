"""How measures and comparisons look: frames, plain text, and tables in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from fazhi_metrics.measures.citing import change_marked, marked
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.disclosure import NOTE, hidden_labels
from fazhi_metrics.measures.part import RUNNING
from fazhi_metrics.measures.words import NONE, number_text, selection_text
from fazhi_metrics.quantities import Amount, rounded

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.change import Change, Comparison
    from fazhi_metrics.measures.part import Measure, Part
    from fazhi_metrics.measures.ranking import Ranking
    from fazhi_metrics.measures.series import Steps
    from fazhi_metrics.quantities import Exact

HIDDEN = "不列出"
_ROWS_SHOWN = 60


def measure_frame(measured: Measure, *, intervals: bool = False) -> pd.DataFrame:
    """Return a measure as a frame; see `Measure.frame`."""
    import pandas as pd

    columns: dict[str, Any] = {}
    for index, name in enumerate(measured.by):
        labels = [part.labels[index] for part in measured.parts]
        if name == "year":
            columns[name] = pd.array([int(label) for label in labels], dtype="int64")
            continue
        order = list(TIME.get(name, ())) + [
            label for label in measured.order[index] if label not in TIME.get(name, ())
        ]
        columns[name] = pd.Categorical(labels, categories=order, ordered=True)
    columns["value"] = _exact_array([part.value for part in measured.parts])
    columns["numerator"] = _exact_array([part.numerator for part in measured.parts])
    if measured.indicator.rate:
        columns["denominator"] = _exact_array([part.denominator for part in measured.parts])
    columns["low"] = _exact_array([part.low for part in measured.parts])
    columns["high"] = _exact_array([part.high for part in measured.parts])
    columns["status"] = [part.status.title for part in measured.parts]
    columns["n"] = pd.array([part.n for part in measured.parts], dtype="Int64")
    columns["missing"] = pd.array([part.missing for part in measured.parts], dtype="int64")
    if intervals:
        bounds = [measured.interval(part) or (None, None) for part in measured.parts]
        columns["chance_low"] = pd.array([low for low, _ in bounds], dtype="Float64")
        columns["chance_high"] = pd.array([high for _, high in bounds], dtype="Float64")
    return pd.DataFrame(columns)


def _exact_array(values: list[Exact | None]) -> Any:
    """Return whole numbers as Int64, decimals as exact Arrow decimals, fractions as Float64."""
    import pandas as pd
    import pyarrow as pa

    if any(isinstance(value, Fraction) for value in values):
        return pd.array([None if value is None else float(value) for value in values], dtype="Float64")
    scale = max((-_exponent(value) for value in values if isinstance(value, Decimal)), default=0)
    if scale > 0:
        return pd.arrays.ArrowExtensionArray(pa.array(values, pa.decimal128(38, scale)))
    return pd.array([None if value is None else int(value) for value in values], dtype="Int64")


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def measure_html(measured: Measure) -> str:
    """Return a measure as an HTML table, numbers to the right, remarks below; no part tells of one person."""
    card, hidden = measured.indicator, hidden_labels(measured)
    starred = any(part.small for part in measured.parts)
    running = "累计" if RUNNING in measured.notes else ""
    heads = [*measured.titles, f"{running}{card.title}（{card.unit}）"]
    heads += [""] if starred else []
    heads += ["分子", "分母"] if card.rate else []
    heads += ["记录数"]
    rows = []
    for part in measured.parts:
        if part.labels in hidden:
            rows.append([*part.labels, HIDDEN, *[NONE] * (len(heads) - len(part.labels) - 1)])
            continue
        cells = [*part.labels, marked(_column_number(part.value, card), part, card)]
        cells += ["＊" if part.small else ""] if starred else []
        cells += [plain(part.numerator), plain(part.denominator)] if card.rate else []
        rows.append([*cells, str(part.n)])
    notes = list(measured.notes)
    if starred:
        notes.append("＊ 数量少，易受偶然因素影响")
    return html_table(heading(measured), heads, rows, notes, text=len(measured.by))


def comparison_html(comparison: Comparison) -> str:
    """Return a comparison as an HTML table, with numerator and denominator; no part tells of one person."""
    card, hidden = comparison.indicator, hidden_labels(comparison.now, comparison.base)
    of = ["分子／分母"] if card.rate else []
    years = [head for year in (comparison.base_year, comparison.year) for head in (f"{year}年", *of)]
    heads = [*comparison.now.titles, *years, "变化", "偶然波动"]
    rows = []
    for change in comparison.changes:
        if change.labels in hidden:
            blank = [HIDDEN, *[NONE for _ in of]]
            rows.append([*change.labels, *blank, *blank, NONE, NONE])
            continue
        sides = [
            cell
            for part in (change.base, change.now)
            for cell in (marked(_column_number(part.value, card), part, card), *_of(part, card))
        ]
        rows.append([*change.labels, *sides, change_marked(change), change.word])
    title = f"{comparison.town}{card.title}（{card.unit}）{kept_text(comparison.now)}"
    notes = comparison.notes
    return html_table(title, heads, rows, notes, text=len(comparison.by))


def _of(part: Part, card: Indicator) -> list[str]:
    """Return what a rate is made of: 179／186."""
    if not card.rate:
        return []
    return [NONE if part.denominator is None else f"{plain(part.numerator)}／{plain(part.denominator)}"]


def changes_frame(by: Sequence[str], changes: Sequence[Change]) -> pd.DataFrame:
    """Return changes as a frame: dimensions, base, now, difference, percent, chance_low, chance_high, word, status."""
    import pandas as pd

    columns: dict[str, Any] = {
        name: [change.labels[index] for change in changes] for index, name in enumerate(by)
    }
    columns["base"] = _exact_array([change.base.value for change in changes])
    columns["now"] = _exact_array([change.now.value for change in changes])
    columns["difference"] = _exact_array([change.difference for change in changes])
    for name in ("percent", "chance_low", "chance_high"):
        values = [getattr(change, name) for change in changes]
        columns[name] = pd.array([None if v is None else float(v) for v in values], dtype="Float64")
    columns["word"] = [change.word for change in changes]
    columns["status"] = [change.status.title for change in changes]
    return pd.DataFrame(columns)


def steps_html(steps: Steps) -> str:
    """Return the steps of a series as an HTML table; no part tells of one person."""
    card, measured = steps.measured.indicator, steps.measured
    hidden = hidden_labels(measured)
    heads = [*measured.titles, f"{card.title}（{card.unit}）", "上一期", "环比", "偶然波动"]
    rows = [
        [
            *change.labels,
            marked(_column_number(change.now.value, card), change.now, card),
            marked(_column_number(change.base.value, card), change.base, card),
            change_marked(change),
            change.word,
        ]
        for change in steps.changes
        if not {change.now.labels, change.base.labels} & hidden
    ]
    notes = list(measured.notes)
    return html_table(f"{heading(measured)}，环比", heads, rows, notes, text=len(measured.by))


def ranking_html(ranking: Ranking) -> str:
    """Return a ranking as an HTML table with the interval of every part."""
    card, measured = ranking.measured.indicator, ranking.measured
    heads = ["名次", *measured.titles, f"{card.title}（{card.unit}）", "95%区间", "记录数"]
    hidden = hidden_labels(measured)
    rows = [
        [
            each.text if ranking.distinguishable else "不分先后",
            *each.part.labels,
            marked(_column_number(each.part.value, card), each.part, card),
            "—"
            if each.low == each.high
            else f"{each.low:.{card.decimals}f} 至 {each.high:.{card.decimals}f}",
            str(each.part.n),
        ]
        for each in ranking.ranked
        if each.part.labels not in hidden
    ]
    notes = [*([ranking.note] if ranking.note else []), *([NOTE] if hidden else [])]
    return html_table(heading(measured), heads, rows, notes, text=1 + len(measured.by))


def _column_number(value: Exact | None, card: Indicator) -> str:
    """Write a number for a column: a rate always with its places, so that the points stand under each other."""
    if value is None or not card.rate:
        return number_text(value, card.decimals)
    return f"{rounded(value, card.decimals):f}"


def html_table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Iterable[str] = (), text: int = 0
) -> str:
    """Return a table with a caption; the first `text` columns are words, the others numbers to the right."""

    def cell(tag: str, index: int, value: str) -> str:
        side = "left" if index < text else "right"
        return f'<{tag} style="text-align:{side}">{escape(value)}</{tag}>'

    def line(tag: str, values: Sequence[str]) -> str:
        return f"<tr>{''.join(cell(tag, index, value) for index, value in enumerate(values))}</tr>"

    shown = [line("td", row) for row in rows[:_ROWS_SHOWN]]
    remarks = list(notes)
    if len(rows) > _ROWS_SHOWN:
        remarks.insert(0, f"只显示前 {_ROWS_SHOWN} 行，共 {len(rows)} 行")
    below = "".join(f'<div style="font-size:13px;line-height:1.6">{escape(note)}</div>' for note in remarks)
    return (
        f'<table><caption style="text-align:left;font-weight:bold">{escape(title)}</caption>'
        f"<thead>{line('th', heads)}</thead><tbody>{''.join(shown)}</tbody></table>{below}"
    )


def heading(measured: Measure) -> str:
    """Return the title of a table: place, years, indicator, unit and selection."""
    card = measured.indicator
    years = "、".join(f"{year}年" for year in measured.years)
    return f"{measured.town}{years}{card.title}（{card.unit}）{kept_text(measured)}"


def kept_text(measured: Measure) -> str:
    """Say which selection was measured; empty for the whole."""
    kept = selection_text(measured.where, measured.indicator)
    return f"：{kept}" if kept else ""


def plain(value: Amount | None) -> str:
    """Write a sum with the places that it has."""
    return number_text(value, 0 if not isinstance(value, Decimal) else max(0, -_exponent(value)))


def lines_html(lines: Iterable[tuple[int, str]]) -> str:
    """Return (depth, text) lines as an indented block, the first in bold."""
    rows = [
        f'<div style="margin-left:{2 * depth}em;font-size:14px;line-height:1.7;font-weight:{"bold" if not index else "normal"}">{escape(text)}</div>'
        for index, (depth, text) in enumerate(lines)
    ]
    return "".join(rows)
