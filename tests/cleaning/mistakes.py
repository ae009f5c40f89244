"""Mistakes as people make them: what is typed into which cell of a record, and which rule must find it.

Where a mistake is one of a whole row or sheet, `edit` makes it and says at which cell it must be found.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell

Row = dict[str, Any]


@dataclass(frozen=True)
class Mistake:
    """What is typed into the cell of `field` of a record that `fits`, and the rules that may find it there.

    `typed` makes the new content of the record and a random source. `edit` instead changes the sheet around
    the record's cell and returns the name of the cell at which the mistake must be found, "" for the sheet.
    """

    kind: str
    dataset: str
    field: str
    rules: str
    typed: Callable[[Row, random.Random], Any] | None = None
    fits: Callable[[Row], bool] = lambda row: True
    edit: Callable[[Cell], str | None] | None = None


def swapped(number: int) -> int | None:
    """Return a number with two neighbouring digits swapped so that it changes by more than a tenth."""
    text = str(number)
    for place in range(len(text) - 1):
        other = int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
        if other != number and len(str(other)) == len(text):
            return other
    return None


def day(date: dt.datetime, days: int) -> str:
    return (date + dt.timedelta(days=days)).strftime("%Y-%m-%d")


def row_of(cell: Cell, step: int = 0) -> list[Any]:
    return [each.value for each in cell.parent[cell.row + step]]


def retype(cell: Cell, values: list[Any], step: int = 0) -> None:
    for each, value in zip(cell.parent[cell.row + step], values, strict=True):
        if not isinstance(each, MergedCell):
            each.value = value


def numbered(cell: Cell, step: int = 0) -> bool:
    return isinstance(row_of(cell, step)[0], int)


def shifted(cell: Cell, by: int) -> str | None:
    """Move what stands to the right of the running number by one cell."""
    first, *rest = row_of(cell)
    if not isinstance(first, int):
        return None
    retype(cell, [first, None, *rest[:-1]] if by > 0 else [first, *rest[1:], None])
    return cell.coordinate


def pasted_over(cell: Cell) -> str | None:
    """Type a record once more over the one below it."""
    if not numbered(cell) or not numbered(cell, 1):
        return None
    number = row_of(cell, 1)[0]
    retype(cell, [number, *row_of(cell)[1:]], 1)
    return cell.offset(1).coordinate


def called_subtotal(cell: Cell) -> str | None:
    if not numbered(cell) or not numbered(cell, 1) or not numbered(cell, -1):
        return None
    cell.value = "小计"
    return cell.coordinate


def total_of(cell: Cell) -> Cell | None:
    sheet = cell.parent
    labels = (each for each in sheet["A"] if each.value == "合计")
    label = next(labels, None)
    return None if label is None else sheet.cell(label.row, cell.column)


def wrong_total(cell: Cell) -> str | None:
    total = total_of(cell)
    if total is None or not isinstance(total.value, int):
        return None
    total.value += 9
    return str(total.coordinate)


def total_in_words(cell: Cell) -> str | None:
    total = total_of(cell)
    if total is None or total.value is None:
        return None
    total.value = "五千余"
    return str(total.coordinate)


def renamed(cell: Cell, before: str, after: str) -> str | None:
    """Retype a header."""
    for row in cell.parent.iter_rows():
        for each in row:
            if each.value == before:
                each.value = after
                return str(each.coordinate)
    return None


def exchanged(cell: Cell) -> str | None:
    """Type two numbers of a record into each other's cells."""
    other = cell.offset(0, 1)
    cell.value, other.value = other.value, cell.value
    return str(cell.coordinate)


def hidden(cell: Cell) -> str:
    cell.parent.row_dimensions[cell.row].hidden = True
    return ""


def removed(cell: Cell) -> str | None:
    """Take the sheet out of its workbook."""
    book = cell.parent.parent
    if len(book.worksheets) < 2:
        return None
    book.remove(cell.parent)
    return "!"


MISTAKES = (
    Mistake("约数", "population", "resident_population", "number_unreadable", lambda r, x: f"{r['resident_population']}余"),
    Mistake("文字", "population", "registered_households", "number_unreadable", lambda r, x: "三百左右"),
    Mistake("别的单位", "villages", "forest", "number_unreadable", lambda r, x: f"{r['forest']}公顷", lambda r: r["forest"] > 0),
    Mistake("小数过多", "villages", "farmland", "number_unreadable", lambda r, x: float(r["farmland"]) + 0.005, lambda r: r["farmland"] > 0),
    Mistake("万亩当亩", "villages", "farmland", "area_jump", lambda r, x: round(float(r["farmland"]) / 10000, 2), lambda r: r["farmland"] > 0 and r["year"] == 2025),
    Mistake("小数点错位", "villages", "forest", "area_jump|total_suspect", lambda r, x: float(r["forest"]) * 10, lambda r: r["forest"] > 100),
    Mistake("数位颠倒", "population", "registered_population", "total_suspect", lambda r, x: swapped(r["registered_population"]), lambda r: swapped(r["registered_population"]) is not None),
    Mistake("负数", "population", "resident_households", "below_minimum", lambda r, x: -r["resident_households"]),
    Mistake("非整数", "safety_months", "petitions", "number_unreadable", lambda r, x: 2.5),
    Mistake("像编号的数", "publicity", "audience", "number_unreadable", lambda r, x: 10**15 + 7),
    Mistake("漏填", "inspections", "hazards", "required_missing", lambda r, x: None),
    Mistake("漏填文字", "disputes", "kind", "required_missing", lambda r, x: None),
    Mistake("公式无结果", "population", "resident_population", "formula_empty", lambda r, x: "=SUM(A1:A2)"),
    Mistake("出错值", "inspections", "rectified", "error_value", lambda r, x: "#REF!"),
    Mistake("没有的日期", "disputes", "accepted_on", "date_unreadable", lambda r, x: f"{r['year']}-02-30"),
    Mistake("没有的月份", "appeals", "received_on", "date_unreadable", lambda r, x: f"{r['year']}年13月5日"),
    Mistake("日期不全", "decisions", "decided_on", "date_unreadable", lambda r, x: f"{r['year']}年3月"),
    Mistake("别的年份", "publicity", "held_on", "date_in_year", lambda r, x: f"{r['year'] - 1}-03-05"),
    Mistake("不在本月", "inspections", "inspected_on", "date_in_months", lambda r, x: day(r["inspected_on"], -35 if r["inspected_on"].month > 2 else 45), lambda r: r["inspected_on"].month not in (1, 12) and r["deadline"] is None),
    Mistake("办结早于受理", "disputes", "closed_on", "dates_in_order", lambda r, x: day(r["accepted_on"], -1), lambda r: r["closed_on"] is not None),
    Mistake("答复早于受理", "appeals", "closed_on", "dates_in_order", lambda r, x: day(r["received_on"], -3), lambda r: r["closed_on"] is not None),
    Mistake("期限早于检查", "inspections", "deadline", "deadline_after_visit", lambda r, x: day(r["inspected_on"], -2), lambda r: r["deadline"] is not None),
    Mistake("未办结有日期", "disputes", "closed_on", "closed_when_resolved", lambda r, x: day(r["accepted_on"], 9), lambda r: r["closed_on"] is None),
    Mistake("办结无日期", "appeals", "closed_on", "closed_when_resolved", lambda r, x: None, lambda r: r["closed_on"] is not None),
    Mistake("编号重复", "disputes", "case_no", "duplicate_key", lambda r, x: r["_other"]["case_no"]),
    Mistake("编号重复", "appeals", "appeal_no", "duplicate_key", lambda r, x: r["_other"]["appeal_no"]),
    Mistake("同村两行", "population", "village", "duplicate_key", lambda r, x: r["_other"]["village"]),
    Mistake("不认识的村", "disputes", "village", "village_unknown", lambda r, x: "示列" + r["village"][2:]),
    Mistake("邻乡的村", "inspections", "village", "village_unknown", lambda r, x: "外乡甲村"),
    Mistake("不在选项", "disputes", "channel", "code_unknown", lambda r, x: "村委会调"),
    Mistake("选项打错", "inspections", "sector", "code_unknown", lambda r, x: r["sector"] + "点店"),
    Mistake("不是是否", "appeals", "resolved", "flag_unreadable", lambda r, x: "部分"),
    Mistake("不是半年", "satisfaction", "half", "half_unreadable", lambda r, x: "全年"),
    Mistake("比率颠倒", "satisfaction", "rate", "rate_of_counts", lambda r, x: "59.67%"),
    Mistake("比率差一点", "satisfaction", "rate", "rate_of_counts", lambda r, x: f"{float(r['rate']) - 1.1:.2f}%"),
    Mistake("满意多于答卷", "satisfaction", "satisfied", "satisfied_within_valid", lambda r, x: r["valid"] + 3),
    Mistake("重大多于隐患", "inspections", "serious", "serious_within_hazards", lambda r, x: r["hazards"] + 1),
    Mistake("整改多于隐患", "inspections", "rectified", "rectified_within_hazards", lambda r, x: r["hazards"] + 2),
    Mistake("民转刑不一致", "safety_months", "turned_criminal", "criminal_agrees", lambda r, x: r["turned_criminal"] + 1),
    Mistake("文字里有电话", "inspections", "site", "personal_in_text", lambda r, x: "示例店主10012345678"),
    Mistake("文字里有证件", "decisions", "matter", "personal_in_text", lambda r, x: "示例991376199709215864事项"),
    Mistake("缺一月", "safety_months", "accidents", "required_missing", lambda r, x: None),
    Mistake("字母当零", "population", "registered_population", "number_unreadable", lambda r, x: str(r["registered_population"]).replace("0", "O"), lambda r: "0" in str(r["registered_population"])),
    Mistake("字母当一", "population", "resident_households", "number_unreadable", lambda r, x: str(r["resident_households"]).replace("1", "l"), lambda r: "1" in str(r["resident_households"])),
    Mistake("别人的单位", "population", "registered_households", "number_unreadable", lambda r, x: f"{r['registered_households']}亩"),
    Mistake("逗号当点", "villages", "farmland", "number_unreadable", lambda r, x: f"{float(r['farmland']):.2f}".replace(".", ","), lambda r: r["farmland"] > 0),
    Mistake("两个小数点", "villages", "forest", "number_unreadable", lambda r, x: "12.345.6"),
    Mistake("算式", "publicity", "audience", "number_unreadable", lambda r, x: f"{r['audience']}+10"),
    Mistake("起止", "publicity", "materials", "number_unreadable", lambda r, x: f"{r['materials']}-{r['materials'] + 10}"),
    Mistake("数成了日期", "publicity", "audience", "number_unreadable", lambda r, x: dt.datetime(1900, 2, 3)),
    Mistake("逻辑值", "publicity", "materials", "number_unreadable", lambda r, x: True),
    Mistake("百分数少点", "satisfaction", "rate", "above_maximum", lambda r, x: f"{float(r['rate']) * 10:.1f}"),
    Mistake("百分数没有号", "satisfaction", "rate", "rate_of_counts", lambda r, x: float(r["rate"]) / 100),
    Mistake("少打一位", "population", "registered_population", "total_suspect|population_jump", lambda r, x: r["registered_population"] // 10),
    Mistake("多打一位", "population", "resident_households", "total_suspect|population_jump", lambda r, x: int(str(r["resident_households"])[0] + str(r["resident_households"]))),
    Mistake("多打三个零", "publicity", "audience", "total_suspect|reach_jump", lambda r, x: r["audience"] * 1000, lambda r: r["audience"] > 20),
    Mistake("计数差一", "satisfaction", "satisfied", "total_suspect", lambda r, x: r["satisfied"] - 1),
    Mistake("答卷写成零", "satisfaction", "valid", "total_suspect", lambda r, x: 0),
    Mistake("整改少一处", "inspections", "rectified", "total_suspect|closed_when_rectified", lambda r, x: r["hazards"] - 1, lambda r: r["closed"] and r["hazards"] > 0),
    Mistake("未整改已销号", "inspections", "closed", "closed_when_rectified", lambda r, x: "是", lambda r: not r["closed"] and r["rectified"] < r["hazards"]),
    Mistake("未解决却满意", "appeals", "satisfied", "satisfied_when_resolved", lambda r, x: "是", lambda r: not r["resolved"]),
    Mistake("误记民转刑", "disputes", "criminal", "criminal_agrees", lambda r, x: "是", lambda r: not r["criminal"]),
    Mistake("办结晚一年", "disputes", "closed_on", "closed_soon", lambda r, x: r["closed_on"].replace(year=r["year"] + 1).strftime("%Y-%m-%d"), lambda r: r["closed_on"] is not None and r["closed_on"].timetuple().tm_yday not in (60,)),
    Mistake("期限晚十年", "inspections", "deadline", "deadline_soon", lambda r, x: r["deadline"].replace(year=r["year"] + 10, day=15), lambda r: r["deadline"] is not None),
    Mistake("来年的日期", "appeals", "received_on", "date_in_year", lambda r, x: f"{r['year'] + 1}-03-05"),
    Mistake("日月年倒写", "appeals", "received_on", "date_unreadable", lambda r, x: "05-03-2025"),
    Mistake("日期写成序号", "decisions", "decided_on", "date_unreadable|date_in_year", lambda r, x: 4567),
    Mistake("日期写成话", "disputes", "closed_on", "date_unreadable", lambda r, x: "见附件"),
    Mistake("一格两类", "disputes", "kind", "code_unknown", lambda r, x: "邻里、家庭"),
    Mistake("别处的领域", "enforcement", "field", "code_unknown", lambda r, x: "税务"),
    Mistake("漏填层级", "disputes", "level", "level_when_resolved", lambda r, x: None, lambda r: r["resolved"]),
    Mistake("漏填编号", "disputes", "case_no", "required_missing", lambda r, x: None),
    Mistake("编号年份错", "disputes", "case_no", "number_broken", lambda r, x: r["case_no"].replace(str(r["year"]), str(r["year"] - 1))),
    Mistake("编号颠倒", "appeals", "appeal_no", "number_broken", lambda r, x: r["appeal_no"][:-2] + r["appeal_no"][:-3:-1], lambda r: r["appeal_no"][-1] != r["appeal_no"][-2]),
    Mistake("片区写错", "villages", "district", "district_as_listed", lambda r, x: "第九片区" if r["district"] != "第九片区" else "第一片区"),
    Mistake("类型写错", "villages", "kind", "kind_as_listed", lambda r, x: "居委会" if r["kind"] == "行政村" else "行政村"),
    Mistake("整行右移", "disputes", "village", "village_unknown|required_missing|code_unknown", edit=lambda cell: shifted(cell, 1)),
    Mistake("整行左移", "inspections", "village", "village_unknown|code_unknown", edit=lambda cell: shifted(cell, -1)),
    Mistake("数字右移", "population", "registered_households", "number_unreadable", edit=lambda cell: shifted(cell, 1)),
    Mistake("一行贴两次", "disputes", "case_no", "duplicate_key", edit=pasted_over),
    Mistake("一行贴两次", "inspections", "inspected_on", "duplicate_key", edit=pasted_over),
    Mistake("村写成小计", "population", "village", "total_numbered", edit=called_subtotal),
    Mistake("合计错", "population", "registered_population", "total_differs", edit=wrong_total),
    Mistake("合计错", "inspections", "hazards", "total_differs", edit=wrong_total),
    Mistake("合计写成话", "publicity", "audience", "number_unreadable", edit=total_in_words),
    Mistake("两数互换", "population", "registered_households", "households_within_people|total_suspect|population_jump", edit=exchanged),
    Mistake("没有十三月", "safety_months", "petitions", "month_unreadable", edit=lambda cell: renamed(cell, "12月", "13月")),
    Mistake("月份重复", "safety_months", "petitions", "duplicate_key", edit=lambda cell: renamed(cell, "7月", "6月")),
    Mistake("表头错字", "disputes", "kind", "column_near", edit=lambda cell: renamed(cell, "纠纷类型", "纠分类型")),
    Mistake("藏了一行", "population", "village", "lines_hidden", edit=hidden),
    Mistake("少一季度", "disputes", "case_no", "months_covered", edit=removed),
    Mistake("少一中心", "appeals", "appeal_no", "centre_absent", edit=removed),
)  # fmt: skip
