"""The words of office tables: totals, notes, unit lines, form fields, shares. Data, not code."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from fazhi_metrics.quantities.marks import squash

_CJK: Final = re.compile(r"[\u3400-\u9fff]")

# --- Totals ---------------------------------------------------------------------------------------
# Whole labels only: 合计 is a total, 合计划 is not. 全国, 全镇 and the like head a list of their parts.
_TOTAL_WORDS: Final = "合计|总计|小计|共计|累计|总和|总数|汇总|平均|平均值|平均数|均值|中位数|合计数|总合计|平均分|平均成绩|最高分|最低分|最大值|最小值|最高值|最低值|标准差"
TOTAL: Final = re.compile(
    rf"(?:[一二三四五六七八九十]+[、.])?(?:本[页月年季]|[全总]?)(?:{_TOTAL_WORDS})(?:[（(].{{1,12}}[）)])?[:：]?"
    rf"|全[国省市州县区旗镇乡村街道校院厂局](?:{_TOTAL_WORDS})?"
    r"|.{1,24}(?:合计|总计|小计)[:：]?"
    r"|(?:(?:grand|sub|overall|system|state|national|country|regional|column|row|area|uk|us|eu)[\s-]*)?totals?"
    r"(?:[\s,:]*(?:all .{1,30}|\d{4}))?[:*]?"
    r"|sub-?totals?\b.{0,30}|(?:total|totaal|gesamt|insgesamt|summe|totale|ensemble)"
    r"|year to date|(?:latest|last) (?:\d+|three|six|twelve) months|本年累计|年初至今|年初累计"
    r"|(?:all|overall)|(?:mean|median|average|std\.? ?dev\.?|weighted average)",
    re.IGNORECASE,
)
# A total that may be one of the values of a dimension, beside 男 and 女.
MEMBER: Final = re.compile(
    r"合计|总计|总体|全部|全体|总数|不分.{1,4}|全[国省市州县区旗镇乡村街道校院厂局]|totals?|all(?: .{1,16})?|both(?: sexes)?|overall",
    re.IGNORECASE,
)
TOTAL_OF: Final = re.compile(r"total\s.{2,48}")
# A group that 合计 rows are made of: 其中 says that the row is a part of the one above.
PART: Final = re.compile(
    r"[（(]?(?:其中|of which|thereof|including)[)）]?\s*[:：,，、]?.{0,40}", re.IGNORECASE
)
# Rows worked out from other rows.
DERIVED: Final = re.compile(
    r"(?:比?(?:上年|上月|上期|去年|同期|环比|同比|年均)?(?:增长|增减|增幅|升降|变化|增加|减少)(?:率|幅度?|[%％±])?|同比|环比|占比|比重|构成|比例|完成率)"
    r"(?:[（(].{1,8}[）)])?(?:[%％])?"
    r"|.{0,30}(?:% change|percent(?:age)? change|year[- ]on[- ]year).{0,20}"
    r"|(?:lower|upper) \d\d% (?:confidence|ci)\b.*|standard error.*|(?:coefficient of variation|cv)\b.*"
    r"|margin of error.*|rate per \d[\d,]*.*",
    re.IGNORECASE,
)

# One of these stands in every label that the patterns above accept.
SPEAKS_OF_TOTALS: Final = re.compile(
    r"[计總总均累全和汇减]|中位|最[高低大小]|标准差|其中|增长|升降|变化|增加|同比|环比|占比|比重|构成|比例|完成率|年初至今"
    r"|tota|gesamt|summe|ensemble|all|mean|median|average|std|of which|thereof|including|change|confidence|\bci\b"
    r"|error|variation|\bcv\b|margin|rate per|year to date|latest|last|year[- ]on",
    re.IGNORECASE,
)

# A cheap first look: letters, or a sign that begins one of the words above.
MAY_SPEAK: Final = re.compile(r"[A-Za-z计總总均累全和汇减中其增升变同环占比构完年最标]")

# --- Lines around a table -------------------------------------------------------------------------
NOTE: Final = re.compile(
    r"(?:[备備]?[注註]|附[注註]|[说說]明|[注註][释釋]|填表[说說]明|[资資]料[来來]源|[数數][据據][来來]源|填表说明|填报说明|资料来源|数据来源|资源来源|来源|注意|编者注|特此说明)\s*(?:\d+\s*)?(?:[:：.、]|$|[（(])"
    r"|(?:source|sources|notes?|footnotes?|legend|symbols?|n\.?b\.?|key|copyright|disclaimer|contact|quelle|bron|fuente|definitions?)\s*(?:\d+\s*)?(?:[:.\-–]|$)"
    # What a system writes under what it exports: 共导出1286条, 导出时间：…
    r"|共(?:计|有|导出|查询到?|检索到?)?\s*[\d,，]+\s*(?:条|项记录|个?记录|行)|(?:导出|打印|查询|生成|下载)(?:时间|日期|人|条件)\s*[:：]"
    r"|\[note \d+\]|©|\(c\) |data extracted|last updated|back to|return to contents",
    re.IGNORECASE,
)
# A note that begins with its mark: (a) …, 1. …, * …, 注1 …
NOTE_ITEM: Final = re.compile(
    r"(?:[（(\[]\s*[a-z\d]{1,2}\s*[)）\]]|[a-z\d]{1,2}[.)、）]|\*{1,3}|[†‡§¶#^]|[①-⑳]|\d{1,2}\s)\s*\S.{7,}",
    re.IGNORECASE | re.DOTALL,
)
# 填表人：张三  审核人：  填报日期：2025年3月5日
FORM: Final = re.compile(
    r"(?:填[表报制](?:单位|部门|人|日期|时间|机关)|制[表单](?:单位|人|日期|时间)?|报[送表](?:单位|日期|时间|人)|上报(?:单位|时间|日期)"
    r"|审[核批查](?:人|签字|意见)?|复核人?|负责人|单位负责人|统计负责人|主管领导|分管领导|经办人|联系人|联系电话|校对|签[字章]|盖章"
    r"|表号|制定机关|制表机关|批准机关|批准文号|备案文号|文号|有效期至?|综合机关名称|报出日期"
    r"|统计时间|报告期|所属期|截止日期|截至日期|日期|时间|单位名称|编制单位|项目名称|部门名称|年月)"
    r"(?:[（(].{0,10}[）)])?\s*[:：].{0,60}",
    re.DOTALL,
)
# Any 名称：内容, and a period that stands by itself, in a line around a table.
KEY_VALUE: Final = re.compile(
    r"[^：:，。；]{1,10}[:：]\s*[^：:]{0,40}|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年(?:度|第?[一二三四]季度|[上下]半年)?",
    re.DOTALL,
)
# The day or month a table speaks for, in a line of its own over the columns.
DAY_LINE: Final = re.compile(
    r"[（(]?(?:截[至止]到?)?\s*(?:19|20)\d\d年\s*\d{1,2}月(?:\s*\d{1,2}日|[底末份]|[上中下]旬)?\s*[）)]?"
    r"|截[至止]到?\s*(?:19|20)\d\d年[底末]?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
# What a form asks for: 姓名 … 性别 …, a name and its value by turns.
FIELD: Final = re.compile(
    r"(?:姓名|性别|年龄|民族|籍贯|出生(?:年月|日期)?|学历|学位|专业|毕业院校|职务|职称|岗位|政治面貌|婚姻状况|联系(?:电话|人|方式)|电话|手机"
    r"|家?庭?住址|地址|邮编|邮箱|身份证号码?|所属?部门|单位名?称?|项目名称|项目编号|项目负责人|负责人|申请人|申请日期|日期|编号|填表日期|入职日期"
    r"|客户名称|供应商|合同编号|主管部门|实施单位|开户行|账号|法定代表人|注册资本|备注)[:：]?"
)
UNIT_LINE: Final = re.compile(
    r"[（(]?\s*(?:计量|计价|金额|货币|数量|面积|人数)?\s*(?:[单單]\s*位|unit|units?)\s*[:：]\s*(?P<unit>[^）)]{1,40}?)\s*[）)]?",
    re.IGNORECASE,
)
COVER: Final = re.compile(
    r"contents|index|table of contents|list of tables|readme|read me|cover|目\s*录|封面", re.IGNORECASE
)
CONTENTS: Final = re.compile(
    r"contents|index|table of contents|list of tables|readme|read me|cover|目\s*录|封面|填表说明|填报说明|编制说明|使用说明|说明|inquiries|explanatory notes|definitions|notes",
    re.IGNORECASE,
)

# 一 （二） 三、 IV. number the sections of a table.
ENUMERATOR: Final = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|[IVX]{1,4}|[A-Z])[)）]?[、.．]?")
# 一、 （二） IV. before a label make it a heading.
HEADING: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|[IVX]{1,4}[.、]\s"
)
# --- Columns --------------------------------------------------------------------------------------
SEQUENCE: Final = re.compile(
    r"序\s*号|编\s*号|行\s*次|栏\s*次|项次|顺序号|no\.?|nr\.?|#|id|rank|年份|年度|年|月份|月|日|year|month|代码|code|电话|邮编|学号|工号|排名|名次",
    re.I,
)
# What numbers the rows and says nothing else of them.
ROW_NUMBER: Final = re.compile(r"序\s*号|编\s*号|行\s*次|栏\s*次|项次|顺序号|n[or]\.?|#", re.I)
# What names the rows of a list.
ROW_NAME: Final = re.compile(
    r"名称?$|姓名|村|社区|乡镇|街道|单位|地区|区域|部门|项目|指标|科目|资产|负债|县|市|省|name|region|area|item|country|state|district",
    re.IGNORECASE,
)
# What is typed where a number is still to come.
PENDING: Final = re.compile(
    r"(?:待|未|另|补|暂未|尚未|正在)(?:报|上报|报送|填|填报|统计|核实|核|核对|查|定|录入)(?:中|完|送)?"
    r"|(?:详|另|请)?见(?:附件|附表|下表|备注|说明).{0,4}|(?:核对|统计|核实|上报|汇总)中"
)
PERIOD: Final = re.compile(
    r"(?:19|20)\d\d年?(?:[-/年]?\d{1,2}月?)?|\d{1,2}月|第?[一二三四1-4]季度|[上下]半年|q[1-4]", re.IGNORECASE
)
REMARK: Final = re.compile(r"[备備][注註]|附[注註]|[说說]明|原因|remarks?|comments?|notes?")
SHARE: Final = re.compile(r"率|比重|比例|占|百分|percent|%|share|proportion", re.IGNORECASE)
GROWTH: Final = re.compile(r"增|减|降|同比|环比|变化|涨|growth|change|increase", re.IGNORECASE)
# Short headers that name a column of a ledger; used where a sheet holds nothing but text.
# What does not add up over rows: shares, averages, prices, indexes.
NOT_ADDITIVE: Final = re.compile(
    r"率|比重|比例|占比|百分|平均|人均|户均|亩均|均价|单价|指数|增速|增长|同比|排名|percent|%|share|proportion|average|mean|median|rate|ratio"
    r"|index|price|per capita|\bper\b|change|growth|cpi|score",
    re.IGNORECASE,
)
HEADER_WORD: Final = re.compile(
    r"序号|编号|姓名|名称|单位|日期|时间|地址|地点|电话|备注|类型|类别|性质|内容|事项|项目|部门|村|社区|乡镇|街道|负责人|责任人|经办人"
    r"|状态|结果|情况|级别|等级|方式|来源|渠道|数量|金额|人数|户数|面积|合计|是否|指标|主题|对象|领域|职务|职称|性别|年龄|学历|民族|身份证号"
    r"|\b(?:name|date|type|code|id|number|no|title|description|status|category|value|unit|region|area|year|month|total|address|notes?|remarks?)\b",
    re.IGNORECASE,
)


def label_text(text: str) -> str:
    """Return a label in the form the vocabulary is written in: one width, no space in Chinese.

    >>> label_text("合　计"), label_text("Sub-Total ")
    ('合计', 'sub-total')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return squash(plain) if _CJK.search(plain) else " ".join(plain.split())
