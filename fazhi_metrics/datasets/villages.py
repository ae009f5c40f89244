"""村（社区）基本情况: the villages of the town, their land and grids; a record is a village in a year."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete, Listed, Steady

DATASET = Dataset(
    name="villages",
    title="村（社区）基本情况",
    grain="一村一行",
    aliases=("村社区基本情况", "村情", "各村基本情况"),
    columns=(
        VILLAGE,
        Column(
            "kind",
            "类型",
            "code",
            aliases=("村类型", "单位类型", "建制", "类别"),
            codes={"行政村": ("村", "村委会", "建制村"), "居委会": ("社区", "居民委员会", "社区居委会")},
        ),
        Column(
            "district",
            "片区",
            "text",
            aliases=("所属片区", "网格片区", "片区名称"),
            fill_down=True,
            required=False,
        ),
        Column(
            "micro_grids",
            "微网格数",
            "int",
            "个",
            aliases=("微网格", "网格/微网格数", "微网格个数", "网格数"),
        ),
        Column(
            "farmland",
            "耕地面积",
            "decimal",
            "亩",
            decimals=2,
            aliases=("耕地", "土地/耕地", "土地面积/耕地", "土地资源/耕地"),
        ),
        Column(
            "forest",
            "林地面积",
            "decimal",
            "亩",
            decimals=2,
            aliases=("林地", "土地/林地", "土地面积/林地", "土地资源/林地"),
        ),
        Column(
            "folk_sites",
            "民间信仰场所",
            "int",
            "个",
            aliases=("民间信仰场所数", "民间信仰活动场所", "信仰场所"),
        ),
    ),
    key=("village",),
    checks=(
        Complete("village_list", ("village",), todo="请补上缺的村；已撤并的，请在 fazhi.toml 的村名单里删去"),
        Steady("area_jump", ("farmland", "forest"), factor=2, todo="请核对单位是亩还是万亩、小数点是否错位"),
        Steady("grid_jump", ("micro_grids",), factor=3),
        Listed("district_as_listed", "district"),
        Listed("kind_as_listed", "kind"),
    ),
    rank=10,
)
