"""Sheets as offices type them, made by a seeded generator: what a careful reader must see is known."""

import datetime as dt
import random
from dataclasses import dataclass, field

from fazhi_metrics.workbooks.sheets import Sheet, Span

FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
NUMERALS = "一二三四五六七八九十"
PLACES = [f"示例{n}村" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"] + ["示例社区", "示例新村"]
COUNTS = [
    ("户数", "户"), ("人口", "人"), ("党员", "名"), ("网格", "个"), ("隐患", "处"), ("纠纷", "起"), ("信访", "件次"),
    ("培训", "场"), ("资料", "份"), ("受众", "人次"), ("案件", "件"), ("线索", "条"),
]  # fmt: skip
AREAS = [
    ("耕地面积", "亩"),
    ("林地面积", "亩"),
    ("投入资金", "万元"),
    ("村集体收入", "元"),
    ("绿化面积", "公顷"),
]
SHARES = ["完成率", "满意率", "所占比重", "参与率", "及时率"]
GROUPS = ["户籍", "常住", "上半年", "下半年", "其他情况", "本年", "上年", "安全生产", "平安建设"]
WORDS = {
    "类型": ["家庭", "邻里", "债务", "婚恋", "情感", "其他"],
    "化解渠道": ["网格", "派出所", "司法所", "三中心"],
    "承办单位": ["党政办", "司法所", "综合执法队", "农业服务中心"],
    "事项名称": ["道路照明", "饮水安全", "土地流转", "宅基地界线", "噪声扰民", "垃圾清运"],
    "检查对象": ["示例加油站", "示例饭馆", "示例超市", "示例厂房"],
    "备注": ["", "", "", "已回访", "正在走访"],
}
NOTES = [
    ["注：本表数据截至年末。"],
    ["说明：1.本表由村级填报。", "2.空白表示没有发生。"],
    ["注：1.户数以公安户籍为准；", "　　2.面积以确权登记为准。"],
    ["数据来源：各村上报"],
    ["备注：示例数据，为演示而构造。"],
]


@dataclass
class Case:
    """A sheet and what a careful reader sees on it."""

    seed: int
    size: str = "any"
    rows: list = field(default_factory=list)
    merges: list = field(default_factory=list)
    header: list = field(default_factory=list)  # header row numbers
    data: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    sections: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    again: list = field(default_factory=list)
    names: dict = field(default_factory=dict)  # column -> header
    units: dict = field(default_factory=dict)  # column -> unit
    values: dict = field(default_factory=dict)  # (row, column) -> value
    percent: set = field(default_factory=set)
    filled: dict = field(default_factory=dict)  # (row, column) -> label printed once above

    def sheet(self, name="Sheet1"):
        width = max(map(len, self.rows))
        rows = [row + [""] * (width - len(row)) for row in self.rows]
        return Sheet(name, rows, merges=tuple(self.merges), percent=frozenset(self.percent))

    def put(self, row, column, value):
        while len(self.rows) < row:
            self.rows.append([])
        cells = self.rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = value


@dataclass
class Field:
    """A leaf column to be printed: its levels, unit, and how its cells are made."""

    levels: tuple
    unit: str | None
    kind: str


# How big the counts of a sheet are: any, as small as a village's, or like years.
SIZES = {"any": (1, 9999), "small": (0, 5), "like years": (1900, 2100)}


def make(seed, size="any"):
    """Make one dirty sheet, whose counts are of a size."""
    rng = random.Random(seed)
    layout = rng.choice(["counts", "counts", "grouped", "ledger", "months", "sections", "years", "roll"])
    case = Case(seed, size)
    left = 1 if rng.random() < 0.9 else 2
    fields = _fields(rng, layout)
    top = _lines_above(case, rng, fields, left)
    stated = _header(case, rng, fields, left, top, layout)
    _body(case, rng, fields, left, layout, stated)
    _lines_below(case, rng, left, len(fields))
    return case


def _fields(rng, layout):
    number = [Field(("序号",), None, "sequence")] if rng.random() < 0.5 else []
    place = Field((rng.choice(["村（社区）", "村名", "单位名称", "行政村"]),), None, "place")
    if layout in ("months", "years"):
        first = Field((rng.choice(["指标", "项目", "指标名称"]),), None, "indicator")
        count = rng.randint(3, 12)
        names = [f"{n}月" for n in range(1, count + 1)]
        if layout == "years":
            names = [f"{2026 - count + n}{rng.choice(['', '年'])}" for n in range(count)]
            names = [names[0][:4] + names[0][4:]] + [n[:4] + names[0][4:] for n in names[1:]]
        more = (
            [Field((rng.choice(["合计", "累计"]),), None, "sum")]
            if layout == "months" and rng.random() < 0.5
            else []
        )
        return number + [first] + [Field((name,), None, "count") for name in names] + more
    if layout == "ledger":
        date = Field((rng.choice(["受理日期", "检查日期", "日期", "上报日期"]),), None, "date")
        words = [Field((name,), None, "word") for name in rng.sample(list(WORDS), rng.randint(2, 5))]
        words.sort(key=lambda f: f.levels[0] == "备注")
        flags = [
            Field((name,), None, "flag")
            for name in rng.sample(["是否化解", "是否办结", "是否销号"], rng.randint(0, 2))
        ]
        code = [Field((rng.choice(["编号", "事项编号"]),), None, "code")] if rng.random() < 0.5 else []
        counts = [Field((n,), u, "count") for n, u in rng.sample(COUNTS, rng.randint(0, 2))]
        tail = [f for f in words if f.levels[0] == "备注"]
        return number + code + [date, place] + [f for f in words if f not in tail] + counts + flags + tail
    if layout == "roll":
        words = [
            Field((name,), None, "word")
            for name in rng.sample([w for w in WORDS if w != "备注"], rng.randint(2, 4))
        ]
        return [place, *words, Field(("是否持证",), None, "flag")][: rng.randint(3, 6)]
    leaves = [*rng.sample(COUNTS, rng.randint(2, 5)), *rng.sample(AREAS, rng.randint(0, 2))]
    measured = [
        Field((n,), u, "count" if u not in ("亩", "万元", "元", "公顷") else "amount") for n, u in leaves
    ]
    if rng.random() < 0.4:
        measured.append(Field((rng.choice(SHARES),), "%", "share"))
    if layout == "grouped" or rng.random() < 0.3:
        groups = rng.sample(GROUPS, 2)
        two = [Field((g, n), u, "count") for g in groups for n, u in rng.sample(COUNTS, rng.randint(2, 3))]
        measured = two + (measured[:1] if rng.random() < 0.5 else [])
        names = [f.levels[-1] for f in measured]
        measured = [
            f for k, f in enumerate(measured) if len(f.levels) > 1 or names.count(f.levels[0]) == 1 or k == 0
        ]
    remark = [Field(("备注",), None, "remark")] if rng.random() < 0.4 else []
    return [*number, place, *measured, *remark]


def _lines_above(case, rng, fields, left):
    """Titles, form and unit lines; returns the row the header starts at."""
    row = 1 + (rng.random() < 0.1)
    width = len(fields)
    if rng.random() < 0.85:
        title = rng.choice(["示例镇{}统计表", "２０２５年示例镇{}情况", "示例镇{}台账（2025年）", "{}汇总表"])
        case.put(row, left, title.format(rng.choice(["人口与户数", "平安建设", "矛盾纠纷", "基本情况"])))
        if rng.random() < 0.7 and width > 1:
            case.merges.append(Span(row, left, row, left + width - 1))
        row += 1
        if rng.random() < 0.15:
            case.put(row, left, "（示例数据，仅供演示）")
            row += 1
    if rng.random() < 0.3:
        case.put(row, left, f"填报单位：{rng.choice(['党政办', '司法所'])}")
        if rng.random() < 0.5 and width > 2:
            case.put(row, left + width - 1, "填报日期：2025年12月31日")
        row += 1
    return row + (rng.random() < 0.1)


def _header(case, rng, fields, left, top, layout):
    """The header rows, with a unit line above them where the leaves do not state their units."""
    stated = None
    units = {f.unit for f in fields if f.kind in ("count", "amount")} - {None}
    everywhere = rng.random() < 0.6
    if layout in ("months", "years"):
        if rng.random() < 0.5:
            stated = rng.choice(["起", "件", "万元", "人"])
    elif not everywhere and len(units) == 1:
        stated = units.pop()
    if stated:
        case.put(top, rng.choice([left, left + len(fields) - 1]), f"单位：{stated}")
        top += 1
    deep = max(len(f.levels) for f in fields)
    last = top + deep - 1
    case.header = list(range(top, last + 1))
    bracket = rng.choice(["（{}）", "({})", "/{}", "\n（{}）"])
    wide = rng.random() < 0.3
    groups = {}
    for place, field_ in enumerate(fields):
        column = left + place
        label = field_.levels[-1]
        shown = label
        if wide and len(label) == 2:
            shown = rng.choice([f"{label[0]}  {label[1]}", f"{label[0]}　{label[1]}"])
        own = (
            field_.unit if field_.unit and stated is None and (everywhere or field_.kind == "share") else None
        )
        if field_.kind == "share" and stated is not None:
            own = field_.unit
        if layout == "years" and label.isdigit():
            shown = float(label)
        case.put(
            last if len(field_.levels) > 1 else top, column, f"{shown}{bracket.format(own)}" if own else shown
        )
        if len(field_.levels) > 1:
            groups.setdefault(field_.levels[0], []).append(column)
        elif deep > 1:
            case.merges.append(Span(top, column, last, column))
        case.names[column] = "/".join(field_.levels)
        case.units[column] = own
        if stated and field_.kind in ("count", "amount", "sum"):
            case.units[column] = stated
        if field_.kind == "share":
            case.units[column] = "%"
    for label, columns in groups.items():
        case.put(top, columns[0], label)
        case.merges.append(Span(top, columns[0], top, columns[-1]))
    if deep == 1 and len(fields) > 4 and layout == "counts" and rng.random() < 0.1:
        start = next(k for k, f in enumerate(fields) if f.kind in ("count", "amount"))
        for place in range(len(fields)):
            mark = "甲乙丙丁"[place] if place < start else float(place - start + 1)
            case.put(last + 1, left + place, mark)
        case.header.append(last + 1)
    return stated


def _body(case, rng, fields, left, layout, stated):
    row = case.header[-1] + 1 + (rng.random() < 0.05)
    count = rng.randint(2, 22) if layout != "roll" else rng.randint(3, 22)
    first = rng.random() < 0.15
    total = layout in ("counts", "grouped", "sections") and rng.random() < 0.6
    label = rng.choice(["合计", "总计", "合  计", "全镇", "全镇合计", "合　计"])
    at = left if rng.random() < 0.5 else left + (fields[0].kind == "sequence")
    summed = []
    head_total = row if total and first else None
    row += head_total is not None
    keys = rng.sample(PLACES, min(count, len(PLACES)))
    printed = case.header[0], case.header[-1]
    again = layout in ("counts", "ledger") and count > 12 and rng.random() < 0.15 and printed[0] == printed[1]
    section = layout == "sections"
    for index in range(min(count, len(keys))):
        if section and index % 4 == 0:
            name = f"{NUMERALS[index // 4]}、{rng.choice(['东片区', '西片区', '南片区', '北片区', '中片区'])}"
            case.put(row, left, name)
            if rng.random() < 0.5:
                case.merges.append(Span(row, left, row, left + len(fields) - 1))
            case.sections.append(row)
            row += 1
        if again and index == 10:
            for place in range(len(fields)):
                case.put(row, left + place, case.rows[printed[0] - 1][left + place - 1])
            case.again.append(row)
            row += 1
        if rng.random() < 0.02 and index:
            case.put(row, left, "   ")
            row += 1
        _row(case, rng, fields, left, row, index, keys[index], layout)
        case.data.append(row)
        summed.append(row)
        row += 1
    if total:
        here = head_total or row
        case.put(here, at, label)
        for place, field_ in enumerate(fields):
            if field_.kind in ("count", "amount"):
                parts = [case.values[r, left + place] for r in summed]
                case.put(here, left + place, float(round(sum(v or 0 for v in parts), 2)))
        case.totals.append(here)


def _row(case, rng, fields, left, row, index, key, layout):
    for place, field_ in enumerate(fields):
        column = left + place
        shown, value = _cell(rng, case, field_, index, key)
        if field_.kind == "share" and isinstance(shown, float) and shown <= 1 and rng.random() < 2:
            case.percent.add((row, column))
        if shown != "":
            case.put(row, column, shown)
        case.values[row, column] = value
    counts = [case.values[row, left + k] for k, f in enumerate(fields) if f.kind == "count"]
    for place, field_ in enumerate(fields):
        if field_.kind == "sum":
            case.put(row, left + place, float(sum(v or 0 for v in counts)))
            case.values[row, left + place] = sum(v or 0 for v in counts)


def _cell(rng, case, field_, index, key):
    """Return what is typed and what it means."""
    kind = field_.kind
    if kind == "sequence":
        return float(index + 1), index + 1
    if kind == "place":
        shown = key if rng.random() < 0.9 else f" {key} "
        return shown, key
    if kind == "indicator":
        name = f"{COUNTS[index % len(COUNTS)][0]}{'' if index < len(COUNTS) else '其二'}总量"
        return name, name
    if kind == "code":
        code = f"{index + 1:03d}"
        return code, code
    if kind == "date":
        return _date(rng)
    if kind == "flag":
        return rng.choice([("√", True), ("是", True), ("否", False), ("×", False), ("", None)])
    if kind == "word":
        word = rng.choice(WORDS[field_.levels[0]])
        return word, word or None
    if kind == "remark":
        word = rng.choice(["", "", "", "已告知", "新并村"])
        return word, word or None
    if kind == "share":
        percent = rng.randint(400, 1000) / 10
        style = rng.random()
        if style < 0.4:
            return f"{percent:g}%", _plain(percent)
        if style < 0.6:
            return round(percent / 100, 4), _plain(percent)
        return percent if percent > 1 else 50.0, _plain(percent)
    return _number(rng, case, kind, index)


def _date(rng):
    day = dt.date(2025, rng.randint(1, 12), rng.randint(1, 28))
    style = rng.randrange(7)
    if style == 0:
        return f"{day.year}年{day.month}月{day.day}日", day
    if style == 1:
        return f"{day.year}.{day.month}.{day.day}", day
    if style == 2:
        return day.isoformat(), day
    if style == 3:
        return f"{day:%Y%m%d}", day
    if style == 4:
        return f"{day.year}/{day.month}/{day.day}".translate(FULL_WIDTH), day
    return day, day


def _number(rng, case, kind, index):
    low, high = SIZES[case.size]
    value = rng.randint(low, high) if kind == "count" else rng.randint(low * 10 + 9, high * 10) / 10
    style = rng.random()
    if style < 0.06 and index:
        return rng.choice(["—", "－", "/", "…", "保密", ""]), None
    if style < 0.12:
        return f"{value:g}".translate(FULL_WIDTH) if value < 1e5 else float(value), _plain(value)
    if style < 0.18:
        return f"{value:,}", _plain(value)
    if style < 0.22:
        return f" {value}", _plain(value)
    return float(value), _plain(value)


def _plain(value):
    return int(value) if float(value).is_integer() else float(value)


def _lines_below(case, rng, left, width):
    row = len(case.rows) + 1
    if rng.random() < 0.35:
        row += rng.random() < 0.5
        for line in rng.choice(NOTES):
            case.put(row, left, line)
            if rng.random() < 0.3 and width > 1:
                case.merges.append(Span(row, left, row, left + width - 1))
            case.notes.append(row)
            row += 1
    if rng.random() < 0.25 and width > 3:
        case.put(row, left, "填表人：示例甲")
        case.put(row, left + 2, "审核人：示例乙")
        if rng.random() < 0.5:
            case.put(row, left + width - 1, "日期：2025年12月31日")
        case.notes.append(row)
