"""What is wrong with raw data, at which cell, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from fazhi_metrics.addresses import address, read_block
from fazhi_metrics.cleaning.rules import RULES
from fazhi_metrics.datasets import DATASETS
from fazhi_metrics.datasets.checks import Severity

SEVERITIES: tuple[Severity, ...] = ("错误", "警告", "提示")


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in the raw data, in words an office can act on; it never holds personal data.

    `dataset` is the English name (empty when the table is unknown), `rule` an id of RULES or of a
    dataset's check, `cell` an address within the sheet (`C7`, `C5:C24`, or empty for a whole sheet or
    file), `typed` the cell as typed, `column` the English name of the column it is about.

    `effect`, by which issues of one severity are ranked, is the largest share (0 to 1) by which mending it
    could move a headline figure, and `figure` that figure's title; where nobody said which figures there
    are, it is the share of the dataset's records at stake. `amount` is by how much a number would change,
    where that is known.
    """

    severity: Severity
    dataset: str
    rule: str
    title: str
    file: str
    sheet: str | None
    cell: str
    typed: str
    why: str
    todo: str
    year: int | None = None
    effect: float = 0.0
    column: str = ""
    amount: float | None = None
    figure: str = ""

    @property
    def where(self) -> str:
        """The address in full: `2025/人口与户数.xlsx!人口!C7`."""
        return address(self.file, self.sheet, self.cell)

    @property
    def dataset_title(self) -> str:
        """The Chinese title of its dataset, or an empty string."""
        return DATASETS[self.dataset].title if self.dataset in DATASETS else ""

    @property
    def stake(self) -> str:
        """The figure of the report it could move and by how much at most, or an empty string."""
        if not self.figure:
            return ""
        return f"{self.figure}（至多 {self.effect:.1%}）" if self.effect < 1 else f"{self.figure}（算不出）"

    def __str__(self) -> str:
        typed = f"“{self.typed}”" if self.typed else ""
        return f"{self.severity} {self.where} {self.title}{typed}：{self.why}。{self.todo}"


def issue(
    rule: str,
    *,
    file: str,
    sheet: str | None = None,
    cell: str = "",
    typed: str = "",
    dataset: str = "",
    year: int | None = None,
    effect: float = 0.0,
    severity: Severity | None = None,
    todo: str = "",
    name: str = "",
    column: str = "",
    amount: float | None = None,
    words: Mapping[str, Any] = MappingProxyType({}),
) -> Issue:
    """Make an issue of a rule, its reason and advice filled in with `words`.

    `name` is the id of the dataset's check when the rule is its kind; `severity` and `todo` override the
    rule's own.
    """
    declared = RULES[rule]
    return Issue(
        severity=severity or declared.severity,
        dataset=dataset,
        rule=name or rule,
        title=declared.title,
        file=file,
        sheet=sheet,
        cell=cell,
        typed=typed,
        why=declared.why.format(**words),
        todo=todo or declared.todo.format(**words),
        year=year,
        effect=effect,
        column=column,
        amount=amount,
    )


def ranked(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Sort issues: the gravest first, then by how much of a figure is at stake, then by address."""
    return tuple(
        sorted(
            issues,
            key=lambda each: (
                SEVERITIES.index(each.severity),
                -each.effect,
                each.file,
                each.sheet or "",
                _place(each.cell),
                each.rule,
                each.why,
            ),
        )
    )


def _place(cell: str) -> tuple[int, int, str]:
    spot = read_block(cell)
    return (spot.top, spot.left, "") if spot else (0, len(cell), cell)


ISSUE_FIELDS = tuple(each.name for each in fields(Issue))
