"""How verdicts look: one style sheet for pages and for notebooks."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def verdict_style(within: str = "") -> str:
    """Return the style sheet; with `within` (`.fazhi-audit`) its rules hold only inside that element."""
    text = Path(__file__).with_name("verdicts.css").read_text(encoding="utf-8")
    rules = (line for line in text.splitlines() if line and not line.startswith("/*"))
    return "\n".join(_scoped(rule, within) for rule in rules)


def _scoped(rule: str, within: str) -> str:
    if rule.startswith("ROOT"):
        return rule.replace("ROOT", within or ":root", 1)
    return f"{within} {rule}" if within else rule
