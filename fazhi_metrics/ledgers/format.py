"""A ledger file as it is typed: every key that it may hold, its type and its Chinese title.

The file is read into these entries first (an unknown key stops here, with its line and the nearest right
one); `ledgers.columns`, `ledgers.checks` and `ledgers.sums` then make the declarations of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from fazhi_metrics.datasets.base import ColumnType, Layout, Origin, OverTime, Returns
from fazhi_metrics.declared import Between, Distinct, Filled, Place, setting
from fazhi_metrics.ledgers.chart import Kind
from fazhi_metrics.ledgers.indicator import FIRST_VERSION, Better, Nature, OfYear

Year = Annotated[int, Between(1949, 2200)]
Names = Annotated[tuple[str, ...], Distinct()]
Codes = Annotated[tuple[str | int, ...], Distinct()]
Values = Literal["any"] | Mapping[str, Names | str] | Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputeEntry:
    """How a column is made of others: one of these keys."""

    at_most: tuple[str, str] | None = setting(None, title="前者不大于（不晚于）后者")
    at_least: tuple[str, str] | None = setting(None, title="前者不小于（不早于）后者")
    equal: tuple[str, str] | None = setting(None, title="两者相等")
    sum: Annotated[tuple[str, ...], Filled()] | None = setting(None, title="相加")
    difference: tuple[str, str] | None = setting(None, title="前者减后者，日期为天数")
    within: tuple[str, str, Annotated[int, Between(0)]] | None = setting(None, title="前者在后者之后几天之内")

    def check_declared(self, place: Place) -> None:
        """Refuse none, and two at once."""
        if len(place.value) != 1:
            raise place.refuse(
                "compute 应写且只写一种", "可用 at_most、at_least、equal、sum、difference、within。"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEntry:
    """One column; its key in the file is the header as typed, the levels of a path joined by `/`."""

    type: ColumnType | None = setting(None, title="类型")
    unit: str = setting("", title="单位")
    values: Values | None = setting(None, title="取值：列表、“any”（不限）或 { 取值 = [写法] }")
    id: str = setting("", title="英文名")
    title: str = setting("", title="中文名")
    aliases: Names = setting((), title="其他列名")
    over_time: OverTime | None = setting(None, title="怎样按时间累计")
    blank: bool | int | Decimal | str | None = setting(None, title="空格的含义")
    required: bool | None = setting(None, title="每行都要有")
    identifier: bool | None = setting(None, title="编号")
    inside: bool | None = setting(None, title="村名在一段文字里")
    public: bool | None = setting(None, title="文字可以公开")
    origins: Annotated[tuple[Origin, ...], Distinct()] | Origin = setting(
        (), key="from", title="没有这一列时从哪里取"
    )
    compute: ComputeEntry | None = setting(None, title="由别的列算出")
    decimals: Annotated[int, Between(0, 6)] | None = setting(None, title="小数位数")
    minimum: int | None = setting(None, title="最小")
    maximum: int | None = setting(None, title="最大")
    fill_down: bool | None = setting(None, title="空格同上一行")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpivotEntry:
    """What stands across: each of its values becomes a record."""

    into: str = setting(title="列名")


@dataclass(frozen=True, slots=True, kw_only=True)
class SumEntry:
    """One of the two sums of an indicator; without `column` it counts records."""

    dataset: str = setting("", title="台账")
    column: str | Annotated[Names, Filled()] | None = setting(None, title="列")
    where: Mapping[str, Any] = setting(default_factory=dict, title="条件")
    distinct: bool = setting(False, title="数不同的值")
    minus: str | None = setting(None, title="减去的列")
    year: OfYear = setting("this", title="哪一年的")

    def check_declared(self, place: Place) -> None:
        """Refuse a count of different values of no column, or of several."""
        if self.distinct and not isinstance(self.column, str):
            raise place.refuse("distinct 要写明一个 column")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorEntry:
    """An indicator (`[indicators.编号]`): what `Indicator` says, but its id."""

    title: str = setting(title="名称")
    unit: str = setting("", title="单位")
    definition: str = setting("", title="口径")
    numerator: SumEntry = setting(title="分子")
    denominator: SumEntry | None = setting(None, title="分母")
    scale: Annotated[int, Between(1)] = setting(1, title="乘以")
    decimals: Annotated[int, Between(0, 6)] = setting(0, title="小数位数")
    better: Better = setting("none", title="越高越好还是越低越好")
    nature: Nature = setting("events", title="事件、占比还是存量")
    version: str = setting(FIRST_VERSION, title="口径版本")
    since: Year = setting(2024, title="口径自哪年")
    words: tuple[str, ...] = setting((), title="报告里的说法")
    cite: Literal["exact", "more_than", "nearly", "approx"] = setting("exact", title="引用写法")
    agrees_with: str = setting("", title="应与哪项指标一致")
    theme: str = setting("", title="主题")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartEntry:
    """A chart (`[charts.编号]`): what `Chart` says, but its id."""

    title: str = setting(title="名称")
    kind: Kind = setting(title="图形")
    indicators: Annotated[Names, Filled()] = setting(title="指标")
    by: Names = setting((), title="按什么分")
    names: tuple[str, ...] = setting((), title="图上的短名")
    noun: str = setting("类", title="量词和名称")
    compared: bool = setting(False, title="与上年比")
    verb: str = setting("最多", title="最多还是最大")
    after: str = setting("", title="接在类名后")
    theme: str = setting("", title="主题")
    rank: int = setting(100, title="次序")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A ledger file.

    `aliases` are other names of the ledger; as a table (`[aliases]`, in fazhi.toml) other titles of its
    columns. `checks` are read by their kinds (`ledgers.checks`).
    """

    title: str = setting("", title="名称")
    id: str = setting("", title="英文名")
    aliases: Names | Mapping[str, Names] = setting((), title="其他名称")
    record: str = setting("", title="一行是什么")
    extends: str = setting("", title="在哪本标准台账上增改")
    absent: Names = setting((), title="本地没有的列")
    key: Names = setting((), title="哪些列合起来不重复")
    count: str = setting("", title="一行代表几件的列")
    date: str = setting("", title="日期列")
    draft: bool = setting(False, title="草稿，不使用")
    returns: Returns | None = setting(None, title="应报的单位")
    register: bool | None = setting(None, title="一行是一个人")
    layout: Layout | None = setting(None, title="表的样式")
    theme: str = setting("", title="主题")
    rank: int | None = setting(None, title="次序")
    columns: Mapping[str, ColumnEntry] = setting(default_factory=dict, title="列")
    unpivot: UnpivotEntry | None = setting(None, title="横排的类别、月份或村")
    indicators: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Any] = field(default_factory=dict)
    charts: Mapping[str, ChartEntry] = setting(default_factory=dict, title="图表")

    def check_declared(self, place: Place) -> None:
        """Ask a ledger of its own for its title and columns."""
        if not self.extends and not self.draft:
            for key, words in (("title", "名称"), ("columns", "列")):
                if not getattr(self, key):
                    raise place.refuse(f"缺少 {key}（{words}）", "请写上；改标准台账的请写 extends。")
