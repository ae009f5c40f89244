"""A small made-up town, an audit of a made-up report on it, and their page."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.kinds import Severity, VerdictKind
from fazhi_metrics.audit.results import Audit, Finding, TrendPart, TrendVerdict, Verdict
from fazhi_metrics.charts import CHARTS
from fazhi_metrics.measures import compute_figure
from fazhi_metrics.publish.page import pictures, write
from fazhi_metrics.publish.page.pictures import Gallery
from fazhi_metrics.publish.page.write import page_text
from tests.measures import towns

BANNER = "示例数据：为测试而构造"


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A town of four villages with a banner: (store, town)."""
    home = tmp_path_factory.mktemp("town")
    return towns.stored(home / "processed", towns.made_up(seed=5, number=20)), towns.town(home, sample=BANNER)


def verdict(text, part, kind, reason="", after=0, **more):
    start = text.index(part, after)
    return Verdict(
        start=start,
        end=start + len(part),
        text=part,
        verdict=VerdictKind(kind),
        reason=reason,
        place="第1段",
        **more,
    )


@pytest.fixture(scope="session")
def audit(small):
    """An audit with every verdict, a trend around a number, a trend without words of its own, and a finding."""
    figure = compute_figure(*small, "petitions", 2025)
    text = (
        "一、基本情况\n2025年信访总量为999件次，比上年下降12.5%，其中3件次来自外镇，合计99件。\n"
        "治安案件、安全事故“两降”。\n增长8%。"
    )
    places = tuple(
        Place(start, start + len(line), f"第{n}段")
        for n, line in enumerate(text.split("\n"), 1)
        for start in [sum(len(each) + 1 for each in text.split("\n")[: n - 1])]
    )
    verdicts = (
        verdict(text, "一、", "excluded", "序号"),
        verdict(text, "2025年", "excluded", "年份日期"),
        verdict(
            text,
            "999件次",
            "contradicts",
            f"数据为 {figure.wording}",
            figure="petitions",
            title=figure.title,
            year=2025,
            value=figure.value,
            expected=figure.wording,
            cells=figure.cells,
            severity=Severity.INEXACT,
        ),
        verdict(text, "12.5%", "ambiguous", "不能确定", figure="petitions", title=figure.title, year=2024),
        verdict(text, "3件次", "untied", "没有对应的指标"),
        verdict(
            text,
            "99件",
            "matches",
            "数据为 99件",
            after=text.index("合计"),
            figure="petitions",
            title=figure.title,
            year=2025,
        ),
        verdict(text, "两", "excluded", "升降与零发生说法"),
        verdict(text, "8%", "matches", "对得上", after=text.index("增长")),
    )
    part = TrendPart(
        figure="petitions",
        title=figure.title,
        before=1,
        after=2,
        wording="同比下降",
        chance="超出偶然波动",
        agrees=True,
        cells=figure.cells,
    )
    trends = (
        TrendVerdict(
            start=text.index("比上年"),
            end=text.index("12.5%") + 5,
            text="比上年下降12.5%",
            direction="down",
            verdict=VerdictKind.MATCHES,
            reason="同比下降",
            parts=(part,),
            amount=Decimal("12.5"),
            unit="%",
        ),
        TrendVerdict(
            start=text.index("治安"),
            end=text.index("。\n增长"),
            text="治安案件、安全事故“两降”",
            direction="down",
            verdict=VerdictKind.UNTIED,
            reason="没有对应指标",
        ),
        TrendVerdict(
            start=text.index("8%"),
            end=text.index("8%") + 2,
            text="8%",
            direction="up",
            verdict=VerdictKind.UNTIED,
            reason="没有对应指标",
        ),
    )
    sums = (
        Finding(text.index("合计"), text.index("合计") + 5, "合计99件", "各项相加为3，文中为99", "第2段"),
    )
    return Audit(
        document=Document("自查报告.docx", text, places),
        year=2025,
        verdicts=verdicts,
        trends=trends,
        arithmetic=sums,
    )


SOME = (
    "population_by_village",
    "three_falls",
    "disputes_by_village_and_month",
    "dispute_resolution_by_village",
)


@pytest.fixture
def some_charts(monkeypatch):
    """Pages with a few charts of the catalogue: drawing them all takes most of a page's time."""
    monkeypatch.setattr(
        pictures, "catalogue_of", lambda _: SimpleNamespace(charts={name: CHARTS[name] for name in SOME})
    )


@pytest.fixture(scope="session")
def page(small, audit):
    """The page of the small town with some charts, without pictures and what makes charts interactive."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            pictures, "catalogue_of", lambda _: SimpleNamespace(charts={name: CHARTS[name] for name in SOME})
        )
        return page_text(*small, 2025, audit=audit, charts={}, interactive=False)


@pytest.fixture
def no_charts(monkeypatch):
    """Pages without any chart, for tests of all else."""
    monkeypatch.setattr(write, "gather_charts", lambda *_: Gallery({}))
