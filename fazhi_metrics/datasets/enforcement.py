"""行政执法人员: the town's enforcement officers, without their names; a record is an officer in a year."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset

DATASET = Dataset(
    name="enforcement",
    title="行政执法人员",
    grain="一人一行",
    aliases=("行政执法人员名册", "执法人员", "执法人员名册"),
    columns=(
        Column("office", "所属单位", "text", aliases=("单位", "所在单位", "工作单位", "科室")),
        Column(
            "field",
            "执法领域",
            "code",
            aliases=("领域", "执法类别", "执法范围"),
            codes={
                "环保": ("环境保护", "生态环境"),
                "安全生产": ("应急管理",),
                "集贸市场": ("市场监管", "市场监督"),
                "农业农村": ("农业",),
                "城乡建设": ("城建", "住建"),
                "综合执法": ("综合行政执法",),
            },
        ),
        Column("established", "是否在编", "flag", aliases=("在编", "编制", "是否在编在岗")),
        Column("certified", "是否持证", "flag", aliases=("持证", "执法证", "是否持有执法证", "持证情况")),
        Column("name", "姓名", "personal", aliases=("执法人员", "人员姓名", "执法人员姓名")),
        Column(
            "id_number",
            "身份证号",
            "personal",
            aliases=("身份证", "身份证号码", "公民身份号码"),
            required=False,
        ),
        Column(
            "phone",
            "联系电话",
            "personal",
            aliases=("电话", "手机", "手机号", "手机号码", "联系方式"),
            required=False,
        ),
    ),
    rank=120,
    register=True,
)
