"""An audit in a notebook: the result, what needs attention, and the text with every number to open.

It needs no script: a number opens in its place and says its verdict, how its value is made, and its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from fazhi_metrics.addresses import by_sheet
from fazhi_metrics.audit.display import conclusion, coverage_text, lost_text
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.look import verdict_style
from fazhi_metrics.audit.marked import Block, Piece, marked_text
from fazhi_metrics.audit.results import Audit, Basis, Finding, TrendVerdict, Verdict
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.words import number_text

_SHEETS, _BLOCKS = 8, 40  # of one number; the page (--html) and fazhi trace list every cell
_STYLE = """\
.fazhi-audit { max-width: 60em; color: var(--ink); background: #fff; line-height: 1.7; color-scheme: light; }
.fazhi-audit .paper { max-height: 34em; overflow-y: auto; margin: .75rem 0; padding: 1rem 1.5rem; line-height: 1.9; }
.fazhi-audit :is(ol, ul) { margin: .5rem 0; padding: 0; list-style: none; }
.fazhi-audit .paper .line { text-indent: 2em; white-space: pre-line; }
.fazhi-audit .paper :is(.heading, td) { text-indent: 0; }
.fazhi-audit .paper :is(details, summary) { display: inline; list-style: none; cursor: pointer; }
.fazhi-audit .paper summary::-webkit-details-marker { display: none; }
.fazhi-audit .paper details:not([open])::details-content { display: none; }
.fazhi-audit .paper table { border-collapse: collapse; margin: .25rem 0; }
.fazhi-audit summary:focus-visible { outline: 3px solid #f46a25; outline-offset: 1px; }
.fazhi-audit .behind { display: block; margin: .25rem 0 .5rem; padding: .5rem .75rem; border-left: 3px solid var(--rule); background: #f4f6f8; text-indent: 0; font-size: .875rem; line-height: 1.6; white-space: normal; cursor: auto; overflow-wrap: anywhere; }
.fazhi-audit .findings li { padding: .25rem 0; font-size: .9375rem; }
.fazhi-audit td { text-align: left; vertical-align: baseline; }
@media print { .fazhi-audit .paper { max-height: none; } }"""

Shown = Verdict | TrendVerdict | Finding


def audit_html(audit: Audit) -> str:
    """Return the audit for a notebook."""
    found = _by_key(audit)
    kinds = [_kind(each) for each in found.values()]
    legend = "".join(
        f'<li><span class="{kind}">{kind.title}</span> {kinds.count(kind)} 处</li>' for kind in VerdictKind
    )
    notes = (*map(lost_text, audit.lost), *audit.document.notes, *audit.notes)
    return "".join(
        (
            f'<div class="fazhi-audit" lang="zh-CN"><style>{verdict_style(".fazhi-audit")}\n{_STYLE}</style>',
            f'<p class="conclusion {audit.state}">《{escape(audit.document.name)}》：{escape(conclusion(audit))}。</p>',
            f'<p class="quiet">{escape(coverage_text(audit))}：</p>',
            f'<ul class="legend" aria-label="核对结果">{legend}</ul>',
            *(f'<p class="quiet">注：{escape(note)}</p>' for note in notes),
            _open(found.values()),
            '<div class="paper" tabindex="0" role="region" aria-label="报告全文，数字可以点开">',
            *(_block(block, found) for block in marked_text(audit)),
            "</div></div>",
        )
    )


def _by_key(audit: Audit) -> dict[str, Shown]:
    """Return every finding by the name that its marks have in the text."""
    groups: dict[str, tuple[Shown, ...]] = {
        "n": audit.verdicts,
        "w": audit.implied,
        "t": audit.trends,
        "a": audit.arithmetic,
    }
    return {f"{letter}{n}": each for letter, group in groups.items() for n, each in enumerate(group, 1)}


def _kind(found: Shown) -> VerdictKind:
    return VerdictKind.CONTRADICTS if isinstance(found, Finding) else found.verdict


def _open(found: Iterable[Shown]) -> str:
    """Return the list of what needs somebody's attention, the wrong ones first."""
    order = list(VerdictKind)
    waiting = sorted(
        (each for each in found if _kind(each).open),
        key=lambda each: (order.index(_kind(each)), each.start),
    )
    if not waiting:
        return ""
    lines = "".join(f"<li>{_headline(each)} {_reason(each)}</li>" for each in waiting)
    return f'<details open><summary>要处理的 {len(waiting)} 处</summary><ol class="findings">{lines}</ol></details>'


def _headline(found: Shown) -> str:
    return (
        f'<span class="what">{escape(found.text)} <span class="{_kind(found)}">{_said(found)}</span></span>'
    )


def _said(found: Shown) -> str:
    """Return a verdict in words."""
    if isinstance(found, Finding):
        return "文中数字互相对不上"
    severity = f"（{found.severity.title}）" if found.severity else ""
    return found.verdict.title + severity


def _reason(found: Shown) -> str:
    expected = (
        found.expected if isinstance(found, Verdict) and found.verdict is VerdictKind.CONTRADICTS else ""
    )
    told = f' <b class="expected">应写 {escape(expected)}</b>' if expected else ""
    return f'<span class="quiet">{escape(found.place)}</span> {escape(found.reason)}{told}'


def _block(block: Block, found: dict[str, Shown]) -> str:
    if block.kind == "table":
        rows = ("".join(f"<td>{_run(cell, found)}</td>" for cell in row) for row in block.rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    label = f'<span class="quiet">{escape(block.label)}：</span>' if block.label else ""
    look = {"heading": "line heading", "note": "line aside"}.get(block.kind, "line")
    return f'<div class="{look}">{label}{_run(block.pieces, found)}</div>'


def _run(pieces: Iterable[Piece], found: dict[str, Shown]) -> str:
    return "".join(_piece(piece, found) for piece in pieces)


def _piece(piece: Piece, found: dict[str, Shown]) -> str:
    """Return a piece of text; the last one of a finding opens and says all about it."""
    words = escape(piece.text)
    if not piece.key:
        return words
    each = found[piece.key]
    if piece.kind is VerdictKind.EXCLUDED:
        return f'<span class="{piece.kind}" title="{escape(each.reason)}">{words}</span>'
    if not piece.last:
        return f'<span class="{piece.kind} cut">{words}</span>'
    return (
        f'<details><summary class="{piece.kind}">{words}<small>（{_said(each)}）</small></summary>'
        f'<span class="behind">{"<br>".join(_behind(each))}</span></details>'
    )


def _behind(found: Shown) -> Iterator[str]:
    """Yield what is behind a finding, a line each: the verdict, how the value is made, the cells."""
    yield f"{_said(found)}　{_reason(found)}"
    if isinstance(found, Verdict):
        yield from _made(found.title, found.figure or "", found.basis, found.cells)
    elif isinstance(found, TrendVerdict):
        for part in found.parts:
            yield from _made(part.title, part.figure, part.basis, part.cells)


def _made(title: str, figure: str, basis: Basis | None, cells: tuple[str, ...]) -> Iterator[str]:
    if figure:
        yield f"<b>{escape(title)}</b>（{escape(figure)}）{escape(basis.definition) if basis else ''}"
    if basis is not None and basis.denominator is not None:
        yield f"分子 {number_text(basis.numerator)}，分母 {number_text(basis.denominator)}"
    sheets = by_sheet(cells)
    for sheet, blocks in list(sheets.items())[:_SHEETS]:
        yield f'<span class="quiet">{escape(sheet)}</span> {escape(capped(blocks, _BLOCKS))}'
    if len(sheets) > _SHEETS:
        yield f'<span class="quiet">其余 {len(sheets) - _SHEETS} 张表：fazhi trace {escape(figure)}</span>'
