"""Indicators as cards: everything there is to know about one, in words, for a notebook and for the docs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from fazhi_metrics.ledgers.spelling import spelled_sum
from fazhi_metrics.measures.base import Better, Indicator, Nature
from fazhi_metrics.measures.dimensions import ways
from fazhi_metrics.measures.query import title_of
from fazhi_metrics.quantities import Style

_BETTER: Mapping[Better, str] = {"up": "越高越好", "down": "越低越好", "none": "不分好坏"}
_NATURE: Mapping[Nature, str] = {
    "events": "事件数，按泊松分布估计偶然波动",
    "proportion": "占比，按威尔逊区间估计偶然波动",
    "stock": "存量、普查数或平均数，不判断偶然波动",
}
_STYLES: Mapping[Style, str] = {
    "exact": "照实写",
    "more_than": "取整加“余”，如 40余",
    "nearly": "进位加“近”，如 近3万",
    "approx": "加“约”",
}


def card_rows(card: Indicator) -> list[tuple[str, str]]:
    """Return a card as (heading, text) rows: id, unit, definition, sums, version, direction, chance, citing."""
    rows = [
        ("编号", card.id),
        ("主题", card.theme),
        ("单位", card.unit),
        ("定义", card.definition),
        ("分子" if card.rate else "合计", spelled_sum(card.numerator, card.home)),
    ]
    if card.denominator is not None:
        scale = f"，结果乘以 {card.scale}" if card.scale != 1 else ""
        rows.append(("分母", spelled_sum(card.denominator, card.ledger(card.denominator.dataset)) + scale))
    places = f"，保留 {card.decimals} 位小数" if card.decimals else ""
    return [
        *rows,
        ("口径", f"第{card.version}版，自{card.since}年起"),
        ("方向", _BETTER[card.better]),
        ("波动", _NATURE[card.nature]),
        ("数据", "、".join(_read(card))),
        ("可按", "、".join(_divided(card))),
        ("引用", f"{_STYLES.get(card.cite, card.cite)}{places}"),
        ("别称", "、".join(card.words)),
    ]


def _divided(card: Indicator) -> list[str]:
    """Return the Chinese names of everything that it can be divided and selected by; `by` takes them as well."""
    home = card.home
    return [title_of(name, home) for name in ways(home)]


def _read(card: Indicator) -> list[str]:
    """Return each dataset with the columns that are read of it: 矛盾纠纷台账（是否化解、化解层级）."""
    found = []
    for name in card.datasets:
        home = card.ledger(name)
        titles = "、".join(home.by_name[column].title for dataset, column in card.columns if dataset == name)
        found.append(f"{home.title}（{titles}）" if titles else home.title)
    return found


def catalogue_markdown(cards: Iterable[Indicator]) -> str:
    """Return the catalogue as a Markdown page: a table per theme, then each card in full."""
    every = list(cards)
    lines = [
        "# 指标目录",
        "",
        "<!-- 由 scripts/list_indicators.py 生成，请勿手工修改 -->",
        "",
        f"共 {len(every)} 项。每项是一个合计，或两个合计之比；“波动”一栏说明怎样判断一个变化是否超出偶然。",
        '“可按”一栏是它能按什么分、按什么选，代码里写中文名即可，如 `.by("村（社区）", "季度")`。',
        "在 fazhi.toml 的 `[indicators.编号]` 里可以增加本地指标，用法相同，见[增加本地指标](own-indicators.md)。",
    ]
    for theme, group in groupby(every, key=lambda card: card.theme):
        members = list(group)
        lines += [
            "",
            f"## {theme}",
            "",
            "| 编号 | 指标 | 单位 | 定义 | 方向 |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| `{c.id}` | {c.title} | {c.unit} | {c.definition} | {_BETTER[c.better]} |" for c in members
        ]
        for card in members:
            lines += ["", f"### {card.title}", ""]
            lines += [f"- {heading}：{text}" for heading, text in card_rows(card) if text]
    return "\n".join(lines) + "\n"
