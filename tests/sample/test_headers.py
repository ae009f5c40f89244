"""Every title that an office types in the sample is a title or an alias of its dataset."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from fazhi_metrics.ledgers import DATASETS
from tests.sample import readding

RAW = Path(__file__).parents[2] / "data" / "raw"
ASIDE = {"序号", "备注", "合计", "指标", "单位", *(f"{month}月" for month in range(1, 13))}
HOMES = {
    "村（社区）基本情况": "villages",
    "人口与户数": "population",
    "矛盾纠纷台账": "disputes",
    "群众诉求台账": "appeals",
    "安全检查台账": "inspections",
    "网格事项导出": "grid_matters",
    "平安建设月报": "safety_months",
    "群众满意度测评": "satisfaction",
    "重大行政决策目录": "decisions",
    "学法用法记录": "law_study",
    "普法宣传活动": "publicity",
    "行政执法人员名册": "enforcement",
}


def plain(title):
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title))
    return re.sub(r"\((?:个|亩|户|人|处|份|人次)\)", "", text).replace(":", "")


def typed_titles(path):
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            return list(csv.reader(file))[1]
    titles = [title for _, rows in readding.grids(path) for title in readding.parts(rows)[0]]
    if path.stem == "平安建设月报":
        titles += [row[1] for row in readding.only(path.parent, path.name)[1]]
    return titles


@pytest.mark.parametrize(
    "path", sorted(RAW.glob("20*/*")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_typed_title_is_known_to_its_dataset(path):
    dataset = DATASETS[next(home for stem, home in HOMES.items() if path.stem.startswith(stem))]
    known = {plain(title) for column in dataset.columns for title in (column.title, *column.aliases)}
    typed = {title for title in map(plain, typed_titles(path)) if title not in ASIDE}
    assert {title for title in typed if title not in known and title.split("/")[-1] not in known} == set()
