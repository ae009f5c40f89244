"""TOML becomes frozen dataclasses by the types of their fields; what does not fit is refused with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest

from fazhi_metrics.declared import Between, Distinct, Document, Filled, json_schema, setting
from fazhi_metrics.errors import StoreError


class Kind(StrEnum):
    FARM = "农场"
    SHOP = "商铺"


@dataclass(frozen=True, slots=True)
class Limit:
    at_most: tuple[str, str, int]

    def check_declared(self, place):
        if self.at_most[2] < 0:
            raise place.at("at_most", 2).refuse("天数不能是负的")


@dataclass(frozen=True, slots=True)
class Equal:
    equal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    type: Literal["text", "code", "decimal"] = "text"
    values: Literal["any"] | Annotated[tuple[str, ...], Distinct()] | Mapping[str, tuple[str, ...]] = ()
    origins: tuple[str, ...] = setting((), key="from", aliases=("origin",))
    blank: int | bool | str | None = None
    compute: Limit | Equal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    title: str = setting(title="名称")
    number: int = setting(0, declared=False)
    kind: Kind = Kind.FARM
    draft: bool = False
    months: tuple[Annotated[int, Between(1, 12)], ...] = ()
    share: Decimal = Decimal(0)
    factor: float = 1
    since: dt.date | None = None
    until: int | dt.date | None = None
    key: Annotated[tuple[str, ...], Filled()] = ("编号",)
    columns: Mapping[str, Column] = setting(default_factory=dict)
    words: tuple[str, ...] = setting((), hook=lambda place: tuple(place.read(str).split()))
    anything: Any = None


def read(text):
    return Document.parse(text, "甲.toml", StoreError).root.read(Ledger, number=3)


def test_every_kind_of_value_is_read_by_the_type_of_its_field():
    text = """
        title = "处罚台账"
        kind = "商铺"
        draft = true
        months = [1, 12]
        share = 0.10
        factor = 2
        since = 2025-01-31
        until = 2026
        words = "处罚 罚款"
        anything = { a = [1] }
        [columns."处罚日期"]
        type = "code"
        values = { "家庭" = ["婚姻家庭"] }
        from = ["cell", "title"]
        blank = false
        [columns.b]
        values = ["一", "二"]
        blank = 0
        compute = { at_most = ["办结时间", "受理时间", 15] }
        [columns.c]
        values = "any"
        blank = "无"
        compute = { equal = ["男", "女"] }
    """
    assert read(text) == Ledger(
        title="处罚台账",
        number=3,
        kind=Kind.SHOP,
        draft=True,
        months=(1, 12),
        share=Decimal("0.10"),
        factor=2.0,
        since=dt.date(2025, 1, 31),
        until=2026,
        words=("处罚", "罚款"),
        anything={"a": [1]},
        columns={
            "处罚日期": Column("code", {"家庭": ("婚姻家庭",)}, ("cell", "title"), False),
            "b": Column(values=("一", "二"), blank=0, compute=Limit(("办结时间", "受理时间", 15))),
            "c": Column(values="any", blank="无", compute=Equal(("男", "女"))),
        },
    )


def test_what_is_not_written_is_as_the_dataclass_says():
    assert read('title = "台账"') == Ledger(title="台账", number=3)


COLUMN = 'title = "台账"\n[columns."案 由"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "甲"', "甲.toml 第1行 titel：不认识的设置 titel。您是不是要找 title？"),
        ("draft = true", "甲.toml：缺少 title（名称）。请写上 title：文字（加引号）。"),
        ('title = " "', "甲.toml 第1行 title：title（名称）是空的。"),
        ("title = 5", "第1行 title：应是文字（加引号），这里是数 5。"),
        ('title = "甲"\nnumber = 1', "不认识的设置 number"),
        ('title = "甲"\n\nkind = "国有农场"', "第3行 kind：不能是文字“国有农场”。您是不是要找 农场？"),
        ('title = "甲"\nkind = 1', '应是"农场"、"商铺"，这里是数 1'),
        ('title = "甲"\ndraft = "true"', "draft：应是true 或 false，这里是文字“true”"),
        ('title = "甲"\nmonths = 1', "应是列表，即 [ ] 里的整数，这里是数 1"),
        ('title = "甲"\nmonths = [1,\n 2,\n 13]', "第4行 months 第3项：应在 1 到 12 之间，这里是 13"),
        ('title = "甲"\nmonths = [true]', "months 第1项：应是整数，这里是true"),
        ('title = "甲"\nmonths = [1.0]', "months 第1项：应是整数，这里是数 1.0"),
        ('title = "甲"\nshare = nan', "应是数，这里是数 NaN"),
        ('title = "甲"\nsince = "2025-01-01"', "应是日期（不加引号，如 2026-01-05），这里是文字“2025-01-01”"),
        ('title = "甲"\nuntil = "去年"', "应是整数，或日期（不加引号，如 2026-01-05），这里是文字“去年”"),
        ('title = "甲"\nkey = []', "key：不能是空的"),
        ('title = "甲"\ncolumns = 5', "应是一节设置（名字 = 值），这里是数 5"),
        ('title = "甲"\ncolumns = { a = 5 }', "columns.a：应是一节设置"),
        (COLUMN + 'typ = "text"', '第3行 columns."案 由".typ：不认识的设置 typ。您是不是要找 type？'),
        (COLUMN + 'type = "txt"', "不能是文字“txt”。您是不是要找 text？"),
        (COLUMN + 'origin = ["a"]\nfrom = ["b"]', '第4行 columns."案 由".from：from 与 origin 是同一项设置'),
        (COLUMN + 'values = "all"', "values：不能是文字“all”"),
        (COLUMN + 'values = ["一", "二", "一"]', "values：一 写了两次"),
        (COLUMN + 'values = { a = "b" }', "values.a：应是列表"),
        (
            COLUMN + 'compute = { at_most = ["a"] }',
            "应是列表，即 [ ] 里的文字（加引号）、文字（加引号）、整数（3 项），这里有 1 项",
        ),
        (COLUMN + 'compute = { at_most = ["a", "b", -1] }', "compute.at_most 第3项：天数不能是负的"),
        (
            COLUMN + 'compute = { equals = ["a"] }',
            "compute.equals：不认识的设置 equals。您是不是要找 equal？",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_line_key_and_what_stands_there(text, said):
    with pytest.raises(StoreError) as refused:
        read(text)
    assert said in str(refused.value)


def test_values_that_were_never_typed_are_refused_by_their_key():
    with pytest.raises(StoreError, match=r"^参数 months 第1项：应是整数，这里是文字“一月”"):
        Document("参数", {"title": "甲", "months": ("一月",)}, error=StoreError).root.read(Ledger)


def test_the_same_types_are_a_json_schema():
    schema = json_schema(Ledger)
    ledger, column = schema["$defs"]["Ledger"], schema["$defs"]["Column"]
    assert schema["$ref"] == "#/$defs/Ledger"
    assert ledger["required"] == ["title"]
    assert ledger["additionalProperties"] is False
    assert ledger["properties"]["title"] == {"type": "string", "title": "名称"}
    assert ledger["properties"]["kind"] == {"enum": ["农场", "商铺"]}
    assert ledger["properties"]["months"]["items"] == {"type": "integer", "minimum": 1, "maximum": 12}
    assert "number" not in ledger["properties"]
    assert {"from", "origin"} <= set(column["properties"])
    assert column["properties"]["values"]["anyOf"][0] == {"enum": ["any"]}
