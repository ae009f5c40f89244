"""An audit in plain text: its result in one sentence, and line by line for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.results import Audit, TrendVerdict, Verdict
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.errors import capped


def conclusion(audit: Audit) -> str:
    """Return the audit's result in one sentence; nothing verified is never a pass."""
    wrong, doubtful = audit.contradictions, audit.of(VerdictKind.DOUBTFUL)
    coverage = audit.coverage
    if wrong:
        also = f"；另有 {len(doubtful)} 处的数据待核实" if doubtful else ""
        return f"有 {len(wrong)} 处与数据不符：{_quoted(wrong)}{also}"
    if doubtful:
        return f"有 {len(doubtful)} 处的数据待核实，不能算通过：{_quoted(doubtful)}"
    numbers, trends, implied = coverage.numbers, coverage.trends, coverage.implied
    if not audit.checked:
        return "没有任何数字得到核对，不能算通过"
    untied, ambiguous = VerdictKind.UNTIED, VerdictKind.AMBIGUOUS
    open_points = [
        f"{count} 处{what}"
        for count, what in (
            (numbers[untied], "数字没有对应的指标"),
            (numbers[ambiguous], "数字不能确定"),
            (trends[untied] + trends[ambiguous], "升降陈述没有核对"),
            (implied[untied] + implied[ambiguous], "隐含数字（全部、过半等）没有核对"),
            (len(audit.arithmetic), "文中数字互相对不上"),
            (len(audit.lost), "对应关系在文中找不到数字"),
        )
        if count
    ]
    if open_points:
        return f"核对过的都与数据一致；还有{'、'.join(open_points)}"
    return "每个统计数字都与数据一致"


def coverage_text(audit: Audit) -> str:
    """Return what was counted, as the command says it, and what a legend below it counts together."""
    return f"{audit.coverage}。下面各类把数字、升降陈述、隐含数字和互相对不上的合在一起数"


def _quoted(found: Iterable[Verdict | TrendVerdict]) -> str:
    return capped((f"“{v.text}”" for v in found), limit=6)


def audit_text(audit: Audit) -> str:
    """Return the audit as lines of text: coverage first, then all that is not in order, then the rest."""
    lines = [audit.document.name, str(audit.coverage), conclusion(audit)]
    for kind in VerdictKind:
        chosen = [v for v in audit.verdicts if v.verdict is kind]
        if chosen:
            lines.append(f"{kind.title}（{len(chosen)}）")
            lines += [f"  {kind.sign} {line}" for line in map(_line, chosen)]
    if audit.trends:
        lines.append(f"升降陈述（{len(audit.trends)}）")
        lines += [f"  {t.verdict.sign} {_trend_line(t)}" for t in audit.trends]
    if audit.implied:
        lines.append(f"隐含数字（{len(audit.implied)}）")
        lines += [f"  {v.verdict.sign} {_line(v)}" for v in audit.implied]
    lines += [f"  ✗ {f.place} “{f.text}”：{f.reason}" for f in audit.arithmetic]
    lines += [f"  ？ {lost_text(tie)}" for tie in audit.lost]
    if audit.proposed:
        lines.append(f"建议的对应关系（{len(audit.proposed)}，用 --accept 接受）")
        lines += [f"  → {t.place} “{t.number}” 对应 {t.figure}（{t.year}年）" for t in audit.proposed]
    lines += [f"注：{note}" for note in (*audit.document.notes, *audit.notes)]
    return "\n".join(lines)


def lost_text(tie: Tie) -> str:
    """Say which tie found nothing, and where its number stood when it was made."""
    words = tie.number or tie.trend or f"{tie.before}#{tie.after}"
    where = f"{tie.place}的" if tie.place else ""
    around = tie.trend or f"{tie.before}#{tie.after}"
    return f"原先{where}“{words}”（{tie.figure or tie.formula}，在“{around}”处）现在找不到了，没有核对"


def _trend_line(trend: TrendVerdict) -> str:
    severity = f"（{trend.severity.title}）" if trend.severity else ""
    return f"{trend.place} “{trend.text}”{severity}：{trend.reason}"


def _line(verdict: Verdict) -> str:
    figure = f"〔{verdict.figure}〕" if verdict.figure else ""
    severity = f"（{verdict.severity.title}）" if verdict.severity else ""
    expected = (
        f"，应写 {verdict.expected}"
        if verdict.verdict is VerdictKind.CONTRADICTS and verdict.expected
        else ""
    )
    return f"{verdict.place} “{verdict.text}”{figure}{severity}：{verdict.reason}{expected}"
