"""The kinds of verdict, and how grave a wrong one is: each with the words, the sign and the colours it is shown in."""

from __future__ import annotations

from fazhi_metrics.enums import TitledEnum


class VerdictKind(TitledEnum):
    """What the data say of a number or a statement, in the order in which findings are listed.

    `counted` names its counter in JSON, `short` is its word in a summary, `sign` stands before it in plain text
    and behind it on a page, `fill` shades it in Word; `tone` names its colours and `line` its rule on a page.
    """

    CONTRADICTS = (
        "contradicts",
        "与数据不符",
        "contradicted",
        "不符",
        "✗",
        "F4CCCC",
        "bad",
        "border: 2px solid",
    )
    DOUBTFUL = (
        *("doubtful", "数据待核实", "doubtful", "待核实", "△", "D9D2E9"),
        *("unsound", "border-bottom: 3px double"),
    )
    AMBIGUOUS = (
        *("ambiguous", "不能确定", "ambiguous", "不能确定", "？", "FCE5CD"),
        *("doubt", "border-bottom: 2px dashed"),
    )
    UNTIED = (
        *("untied", "没有对应的指标", "untied", "未对应", "○", "FFF2CC"),
        *("untied", "border-bottom: 2px dotted"),
    )
    MATCHES = "matches", "与数据一致", "matched", "一致", "✓", "D9EAD3", "good", "border-bottom: 2px solid"
    EXCLUDED = "excluded", "不是统计数字", "excluded", "排除", "·", "E7E6E6", "", ""

    def __init__(
        self,
        _value: str,
        _title: str,
        counted: str,
        short: str,
        sign: str,
        fill: str,
        tone: str,
        line: str,
    ) -> None:
        self.counted, self.short, self.sign, self.fill = counted, short, sign, fill
        self.tone, self.line = tone, line

    @property
    def tied(self) -> bool:
        """Whether it speaks of a number that was compared with its figure."""
        return self in (VerdictKind.MATCHES, VerdictKind.DOUBTFUL, VerdictKind.CONTRADICTS)

    @property
    def fails(self) -> bool:
        """Whether the report cannot be used as it is: exit status 1."""
        return self in (VerdictKind.CONTRADICTS, VerdictKind.DOUBTFUL)

    @property
    def open(self) -> bool:
        """Whether it needs somebody's attention."""
        return self not in (VerdictKind.MATCHES, VerdictKind.EXCLUDED)


class Severity(TitledEnum):
    """How grave a wrong number is."""

    NONE = "", ""
    INEXACT = "inexact", "数值不准"
    CONCLUSION = "conclusion", "改变结论"
