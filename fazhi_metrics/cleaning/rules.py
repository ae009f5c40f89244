"""Every rule that can find fault with raw data, with its words: read them together, change them here.

A rule has an English id (stored, stable), a Chinese title, the severity it usually has, why it is wrong
and what to do. `why` is a format string; its fields are filled in where the rule is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fazhi_metrics.datasets.checks import Severity


class Reach(StrEnum):
    """What mending a problem could change.

    | reach | what may change |
    | --- | --- |
    | nothing | no record and no value that is kept |
    | values | the values of the issue's columns in its records |
    | excess | its records may be too many, or of another year |
    | absent | records of its ledger and year may be missing, of its slices where it names any; with columns, also values of these may be wrong there |
    | unknown | nobody knows which ledger the content belongs to |
    """

    NOTHING = "nothing"
    VALUES = "values"
    EXCESS = "excess"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of problem: `title` names it in lists, `why` explains one case, `todo` says what to do.

    `reach` says what mending it could change.
    """

    title: str
    severity: Severity
    why: str
    todo: str
    reach: Reach = Reach.VALUES


_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES: dict[str, Rule] = {
    # The workbook and its tables
    "workbook_unreadable": Rule("文件打不开", _ERROR, "{reason}", "请另存为 .xlsx 后重新报送", Reach.UNKNOWN),
    "workbook_refused": Rule(
        "文件未采用",
        _ERROR,
        "读取时出现程序没有料到的情况（{reason}），全部内容未采用",
        "请把文件交给技术人员查看",
        Reach.UNKNOWN,
    ),
    "workbook_empty": Rule(
        "没有表格", _WARNING, "文件里没有找到任何数据表", "请检查是否交错了文件", Reach.UNKNOWN
    ),
    "workbook_changed": Rule(
        "清洗时文件有改动",
        _ERROR,
        "读取前后内容不同，未采用",
        "请保存并关闭文件，再运行 fazhi clean",
        Reach.UNKNOWN,
    ),
    "file_twice": Rule(
        "同一文件交了两份",
        _ERROR,
        "与 {other} 的内容完全相同，其中的记录都重复了",
        "请删去多余的一份",
        Reach.EXCESS,
    ),
    "file_ignored": Rule(
        "不是表格文件", _HINT, "扩展名 {suffix} 不是表格，未读取", "如有数据，请另存为 .xlsx", Reach.UNKNOWN
    ),
    "excluded": Rule("不计入", _HINT, "核实清单写明不计入，各项只留在日志里", "无须处理", Reach.NOTHING),
    "replaced": Rule(
        "由另一个文件代替", _HINT, "核实清单写明已被代替，各项只留在日志里", "无须处理", Reach.NOTHING
    ),
    "silence": Rule("没有记录", _HINT, "{period}没有记录", "无须处理", Reach.ABSENT),
    "table_unknown": Rule(
        "认不出是哪一本台账",
        _ERROR,
        "表头（{headers}）不像任何一个数据集{nearest}",
        "请改用规定的表头，或在 fazhi.toml 的 [datasets.*.aliases] 里加一行别名",
        Reach.UNKNOWN,
    ),
    "table_empty": Rule(
        "空表",
        _HINT,
        "{dataset}里没有一条记录，视为 {period}没有发生",
        "确实没有的不必处理；漏填的请补填",
        Reach.ABSENT,
    ),
    "table_ambiguous": Rule(
        "分不清是哪一本台账", _ERROR, "表头同样像{first}和{second}", "请在标题里写明台账名称", Reach.UNKNOWN
    ),
    "block_unclaimed": Rule(
        "表外内容",
        _WARNING,
        "{where} 共 {count} 个单元格不属于任何表格，未采用",
        "如是数据，请移入表内；否则可删去",
        Reach.UNKNOWN,
    ),
    "sheet_hidden": Rule(
        "隐藏的工作表",
        _WARNING,
        "工作表处于隐藏状态，其中 {count} 个单元格未采用",
        "如需采用请取消隐藏",
        Reach.UNKNOWN,
    ),
    "lines_hidden": Rule(
        "有隐藏的行列",
        _WARNING,
        "{lines} 被隐藏，其中的数据仍然计入",
        "如不应计入，请删除；否则请取消隐藏",
        Reach.NOTHING,
    ),
    "column_missing": Rule(
        "缺少一列", _ERROR, "没有找到“{title}”这一列", "请补上该列；表头写法不同的请加别名"
    ),
    "identifier_missing": Rule(
        "没有编号",
        _WARNING,
        "没有找到“{title}”这一列，重复登记只能按整行比对",
        "有编号的请补上该列；表头写法不同的请加别名",
        Reach.NOTHING,
    ),
    "column_near": Rule(
        "列名拼写", _ERROR, "不认识“{header}”这一列。您是不是要找“{nearest}”？", "请改正表头，或加一行别名"
    ),
    "column_unknown": Rule(
        "未采用的列",
        _HINT,
        "“{header}”不在{dataset}的列中，未采用",
        "无须处理；如需采用请加别名",
        Reach.NOTHING,
    ),
    "column_twice": Rule(
        "同一列出现两次", _ERROR, "“{header}”与 {other} 列都像“{title}”，两列均未采用", "请只保留一列"
    ),
    "unit_unknown": Rule(
        "单位不符", _ERROR, "表头单位写“{unit}”，应为“{expected}”，整列未采用", "请按规定单位填报"
    ),
    "row_unknown": Rule(
        "未采用的行",
        _HINT,
        "“{header}”不在{dataset}的指标中，未采用",
        "无须处理；如需采用请加别名",
        Reach.NOTHING,
    ),
    "year_unknown": Rule(
        "不知是哪一年",
        _ERROR,
        "表内、标题、表名、文件名和文件夹都没有写明年度，未采用",
        "请在标题里写明年度",
        Reach.ABSENT,
    ),
    "year_conflict": Rule(
        "年度不一致",
        _ERROR,
        "{first_origin}写 {first} 年，{second_origin}写 {second} 年，按{first_origin}",
        "请核对年度",
        Reach.EXCESS,
    ),
    "year_unlisted": Rule(
        "年度不在范围", _WARNING, "{year} 年不在 fazhi.toml 的年份里", "如需使用请加入 years", Reach.NOTHING
    ),
    "origin_unknown": Rule(
        "缺少一项", _ERROR, "没有“{title}”这一列，标题、表名、文件名里也没有写明", "请加一列或写进标题"
    ),
    # One cell
    "number_unreadable": Rule("不是数", _ERROR, "“{column}”应填数，{reason}", "请改填阿拉伯数字"),
    "below_minimum": Rule("小于下限", _ERROR, "“{column}”不能小于 {limit}", "请核对"),
    "above_maximum": Rule("大于上限", _ERROR, "“{column}”不能大于 {limit}", "请核对"),
    "merged_number": Rule(
        "合并单元格里的数",
        _ERROR,
        "“{column}”的一个数跨了 {count} 条记录，无法知道各是多少，只记在第一条",
        "请拆分合并单元格，逐条填报",
    ),
    "formula_empty": Rule(
        "公式没有结果", _ERROR, "公式没有存下计算结果", "请在 WPS 或 Excel 里重新计算后保存"
    ),
    "error_value": Rule("公式出错", _ERROR, "单元格是出错值", "请改正公式"),
    "date_unreadable": Rule("不是日期", _ERROR, "“{column}”应填日期，{reason}", "请写成 2025-03-15 的样子"),
    "date_in_year": Rule(
        "日期不在本年度", _ERROR, "“{column}”是 {date}，本表是 {year} 年", "请核对日期或年度"
    ),
    "date_in_months": Rule(
        "日期不在本期", _WARNING, "“{column}”是 {date}，本表是 {months}的", "请核对日期，或移到相应的表"
    ),
    "flag_unreadable": Rule("不是是否", _ERROR, "“{column}”应填 是/否 或 √，{reason}", "请改填 是 或 否"),
    "code_unknown": Rule("不在选项中", _ERROR, "“{column}”不在选项（{codes}）中{nearest}", "请改填选项之一"),
    "village_unknown": Rule(
        "村名不认识", _ERROR, "“{typed}”不在村名单里{nearest}", "请改正村名，或在 fazhi.toml 给该村加别名"
    ),
    "year_unreadable": Rule("不是年份", _ERROR, "“年度”应为四位年份", "请改正"),
    "month_unreadable": Rule("不是月份", _ERROR, "“{column}”应为 1 月至 12 月", "请改正"),
    "half_unreadable": Rule("不是半年", _ERROR, "“{column}”应为 上半年 或 下半年", "请改正"),
    "columns_left": Rule(
        "没有声明的列",
        _HINT,
        "{dataset}的台账文件里没有这些列：{headers}；没有使用",
        "要用的请在台账文件里写上",
    ),
    "quarter_unreadable": Rule("不是季度", _ERROR, "“{column}”应为 一季度 到 四季度", "请改正"),
    "time_unreadable": Rule("时间读不出来", _ERROR, "“{column}”应为 18:05 这样的时间", "请改正"),
    "required_missing": Rule("缺少数据", _ERROR, "“{column}”不能空着", "请补填"),
    "marked_missing": Rule(
        "标为缺失", _WARNING, "“{column}”标为“{typed}”（{reason}），按缺失处理", "如有数据请补填"
    ),
    "not_applicable": Rule(
        "不适用",
        _HINT,
        "“{column}”有 {count} 处填“不适用”：不算“否”，也不计入该项比率的分母",
        "确实不适用的不必处理",
    ),
    "personal_in_text": Rule(
        "文字里有个人信息",
        _WARNING,
        "“{column}”里有证件号或电话，已隐去",
        "请从该列删去个人信息",
        Reach.NOTHING,
    ),
    "id_number_invalid": Rule(
        "身份证号有误", _WARNING, "身份证号位数或校验码不对（内容已隐去）", "请核对", Reach.NOTHING
    ),
    "person_twice": Rule(
        "同一人出现两次",
        _ERROR,
        "身份证号与第 {other} 行相同（内容已隐去）",
        "请删去重复的一行",
        Reach.EXCESS,
    ),
    "number_broken": Rule(
        "编号不连续", _WARNING, "本表编号一路连续，这里应为 {expected}", "请核对编号，或是否漏了行"
    ),
    "serial_broken": Rule(
        "序号不连续",
        _WARNING,
        "序号应为 {expected}，可能有行被删去或重复",
        "请核对是否漏行，再重排序号",
        Reach.ABSENT,
    ),
    # Totals
    "total_differs": Rule(
        "合计不符", _ERROR, "合计写 {stated}，{parts} 相加为 {computed}，相差 {gap}{hint}", "请核对合计与各行"
    ),
    "total_suspect": Rule(
        "疑为此处有误", _WARNING, "把这里改为 {candidate}，{total} 的合计就相符", "请与原始资料核对后改正"
    ),
    "total_unproved": Rule("合计无法核对", _HINT, "{reason}，合计未核对", "请人工核对", Reach.NOTHING),
    "total_numbered": Rule(
        "合计行编了序号",
        _ERROR,
        "这一行写“{label}”，却接着编了序号 {number}，没有作为一条记录计入",
        "是一个村或一条记录的，请改正名称；确是合计的，请去掉序号",
        Reach.ABSENT,
    ),
    "count_differs": Rule(
        "条数不符", _ERROR, "表下写共 {stated} 条，表内有 {computed} 条", "请核对是否漏行或重复", Reach.ABSENT
    ),
    # One record, one dataset
    "record_twice": Rule(
        "整行相同",
        _WARNING,
        "没有编号，而采用的各项内容与 {other} 那一行全部相同",
        "请核对是否重复登记；不是的请补上编号",
        Reach.EXCESS,
    ),
    "duplicate_key": Rule(
        "重复", _ERROR, "“{columns}”与 {other} 相同", "请核对，删去重复的一条", Reach.EXCESS
    ),
    "not_more": Rule(
        "大小不符", _ERROR, "“{lesser}”（{left}）不能大于“{greater}”（{right}，{other}）", "请核对两处"
    ),
    "not_later": Rule(
        "日期先后颠倒", _ERROR, "“{greater}”（{right}）早于“{lesser}”（{left}，{other}）", "请核对两个日期"
    ),
    "adds": Rule("分项之和不符", _ERROR, "“{whole}”是 {stated}，{parts} 相加为 {computed}", "请核对各项"),
    "percent_of": Rule(
        "比率与计数不符",
        _ERROR,
        "“{rate}”写 {stated}%，{part}÷{whole} 为 {computed}%",
        "请核对比率与两个计数",
    ),
    "value_without_flag": Rule("前后矛盾", _ERROR, "“{flag}”为否，却填了“{column}”（{other}）", "请核对两处"),
    "flag_without_value": Rule("缺少配套项", _WARNING, "“{flag}”为是，却没有“{column}”", "请补填“{column}”"),
    "late": Rule(
        "日期相隔过久",
        _WARNING,
        "“{later}”（{right}）比“{earlier}”（{left}，{other}）晚了 {days} 天以上",
        "请核对年份",
    ),
    "not_reached": Rule(
        "前后矛盾",
        _WARNING,
        "“{flag}”为是，“{part}”（{left}，{other}）却少于“{whole}”（{right}）",
        "请核对两处",
    ),
    "listed_otherwise": Rule(
        "与村名单不一致",
        _WARNING,
        "“{column}”写 {typed}，fazhi.toml 的村名单里{villages}是{listed}",
        "请核对以哪个为准，改表格或改 fazhi.toml",
    ),
    "incomplete": Rule("不齐全", _ERROR, "{year} 年缺 {missing}", "请补报", Reach.ABSENT),
    "jump": Rule(
        "与上年相差悬殊", _WARNING, "“{column}”今年 {this}，上年 {last}（{other}）", "请核对单位与数位"
    ),
    "jump_all": Rule(
        "整列与上年相差悬殊",
        _WARNING,
        "“{column}”有 {count} 个村都是上年（{other} 起）的约 {times}，像是单位或整列不对",
        "请核对单位",
    ),
    "jump_next": Rule(
        "与下年相差悬殊", _WARNING, "“{column}”本年 {this}，下年 {last}（{other}）", "请核对单位与数位"
    ),
    "sum_jump": Rule(
        "与上年相差悬殊",
        _WARNING,
        "“{column}”全年今年 {this}，上年 {last}，最大的一个数在这里",
        "请核对单位与数位；确有这样大的变化的，可不理会",
    ),
    "value_absent": Rule(
        "少了一类",
        _WARNING,
        "“{column}”里 {year} 年没有一条“{value}”，{other_year} 年有 {count} 条",
        "请核对是否漏报",
        Reach.ABSENT,
    ),
    "disagrees": Rule(
        "两本台账不一致",
        _ERROR,
        "{place}“{left}”为 {left_value}，{right} 为 {right_value}",
        "请逐件核对",
        Reach.ABSENT,
    ),
    "records_jump": Rule(
        "条数与上年相差悬殊",
        _WARNING,
        "今年 {this} 条，上年 {last} 条",
        "请核对是否少报了一部分，或重复报送",
        Reach.ABSENT,
    ),
    "dataset_missing": Rule(
        "没有报表", _WARNING, "{year} 年没有{dataset}", "请补报；确无此项的可不理会", Reach.ABSENT
    ),
}

NOT_APPLICABLE = "not_applicable"

# Rules by which a cell has no value; what else would be said of the missing value need not be.
SETTLING = frozenset(
    {
        "number_unreadable",
        "formula_empty",
        "error_value",
        "date_unreadable",
        "flag_unreadable",
        "code_unknown",
        "village_unknown",
        "year_unreadable",
        "month_unreadable",
        "half_unreadable",
        "quarter_unreadable",
        "time_unreadable",
        "marked_missing",
        NOT_APPLICABLE,
    }
)
