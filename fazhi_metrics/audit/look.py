"""How verdicts look: one style sheet for pages and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from fazhi_metrics.audit.kinds import VerdictKind


@cache
def verdict_style(within: str = "") -> str:
    """Return the style sheet; with `within` (`.fazhi-audit`) its rules hold only inside that element."""
    text = Path(__file__).with_name("verdicts.css").read_text(encoding="utf-8")
    rules = (line for line in text.splitlines() if line and not line.startswith("/*"))
    every = (each for rule in rules for each in (_rules() if rule == "KINDS" else (rule,)))
    return "\n".join(_scoped(rule, within) for rule in every)


def selector(kinds: Iterable[VerdictKind]) -> str:
    """Return the classes of verdicts as a style sheet names them: `.contradicts, .untied`."""
    return ", ".join(f".{kind}" for kind in kinds)


def _rules() -> Iterator[str]:
    """Yield how every verdict is marked, and its sign behind the last of its words."""
    marked = [kind for kind in VerdictKind if kind.line]
    for kind in marked:
        bold = " font-weight: 700;" if kind.fails else ""
        yield f".{kind} {{ background: var(--{kind.tone}-band); {kind.line} var(--{kind.tone});{bold} }}"
    yield f":is({selector(marked)}):not(.cut)::after {{ font-size: .75em; font-weight: 700; }}"
    for kind in marked:
        sign = f'"\\2060\\00a0{kind.sign}"'
        yield f'.{kind}:not(.cut)::after {{ content: {sign}; content: {sign} / ""; color: var(--{kind.tone}); }}'


def _scoped(rule: str, within: str) -> str:
    if rule.startswith("ROOT"):
        return rule.replace("ROOT", within or ":root", 1)
    return f"{within} {rule}" if within else rule
