"""A second, plain way to read the sample workbooks: openpyxl, xlrd, csv and arithmetic, nothing of the library.

It knows the layouts as a person does who looks at the sheets: the header starts at 序号 (or 法律八进), a row
that says 合计 or 小计 is a total, the notes start with 注 or 填表人.
"""

import csv
import datetime as dt
import re
import unicodedata
from collections import Counter
from decimal import Decimal

import openpyxl
import xlrd

CODES = {
    "三大中心": "三中心",
    "分办中心": "三中心",
    "镇派出所": "派出所",
    "镇司法所": "司法所",
    "网格员": "网格",
    "农村经营性自建房": "经营性自建房",
    "自建房": "经营性自建房",
    "危险化学品": "危化品",
    "餐饮业": "餐饮",
    "农贸市场": "集贸市场",
    "理论中心组": "党委理论中心组",
    "中心组学习": "党委理论中心组",
    "干部教育网": "青海干部教育网",
    "生态环境": "环保",
    "综合行政执法": "综合执法",
    "市场监管": "集贸市场",
    "环境卫生": "环境",
    "干部作风": "作风",
    "民生保障": "民生",
    "村": "行政村",
}


def plain(value):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value))) if value is not None else ""


def number(value):
    return Decimal(plain(value).replace(",", ""))


def whole(value):
    assert number(value) == int(number(value))
    return int(number(value))


def yes(value):
    text = plain(value)
    assert text in {"是", "√", "1", "有", "Y", "否", "×", "0", "无", "N", ""}, text
    return text in {"是", "√", "1", "有", "Y"}


def day(value, year):
    if isinstance(value, dt.datetime):
        return value.date()
    text = plain(value)
    if len(text) == 8 and text.isdigit():
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    parts = [int(part) for part in re.findall(r"\d+", text)][:3]
    return dt.date(*parts) if len(parts) == 3 else dt.date(year, *parts)


def village(value):
    text = plain(value)
    if "社区" in text or "居委会" in text:
        return "示例社区居委会"
    return re.sub(r"(村委会|村)+$", "", text) + "村"


def code(value):
    text = plain(value).removesuffix("纠纷")
    return CODES.get(text, text)


def grids(path):
    """Yield (sheet name, rows) of a workbook, a row being a list of raw values."""
    if path.suffix == ".xls":
        book = xlrd.open_workbook(path)
        for page in book.sheets():
            yield page.name, [[cell_of(book, cell) for cell in page.row(n)] for n in range(page.nrows)]
    else:
        book = openpyxl.load_workbook(path, data_only=True)
        for page in book.worksheets:
            yield page.title, [list(row) for row in page.iter_rows(values_only=True)]


def cell_of(book, cell):
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(cell.value) if cell.value == int(cell.value) else cell.value
    return cell.value if cell.value != "" else None


def parts(rows):
    """Split the rows of a sheet: (titles of the columns, data rows, total rows)."""
    top = next(n for n, row in enumerate(rows) if plain(row[0]) in {"序号", "法律八进"})
    upper, lower = rows[top], rows[top + 1]
    two = any(cell is None for cell in upper) and lower[0] is None and any(lower)
    titles, above = [], ""
    for high, low in zip(upper, lower, strict=True):
        above = plain(high) or above
        titles.append(f"{above}/{plain(low)}" if two and low is not None else above)
    data, totals = [], []
    for row in rows[top + 1 + two :]:
        if plain(row[0]).startswith(("注", "填表人")):
            break
        if any(plain(cell).endswith(("合计", "小计")) for cell in row[:3]):
            totals.append(row)
        elif any(cell is not None for cell in row):
            data.append(row)
    return titles, data, totals


def column(titles, *words):
    """Return the index of the one column whose title holds all of the words."""
    found = [n for n, title in enumerate(titles) if all(word in title for word in words)]
    assert len(found) == 1, (titles, words, found)
    return found[0]


def counted(values):
    return {str(value): count for value, count in Counter(values).items()}


def only(folder, name):
    (path,) = folder.glob(name)
    ((_, rows),) = grids(path)
    return parts(rows)


def villages(folder, year):
    titles, data, totals = only(folder, "村（社区）基本情况.xlsx")
    kinds = {"行政村": "行政村", "居委会": "居委会", "村": "行政村"}
    areas = {"farmland": column(titles, "耕地"), "forest": column(titles, "林地")}
    counts = {"micro_grids": column(titles, "微网格"), "folk_sites": column(titles, "民间信仰")}
    sums = {name: str(sum(as_typed(row[at]) for row in data)) for name, at in areas.items()}
    sums |= {name: sum(whole(row[at]) for row in data) for name, at in counts.items()}
    for name, at in {**areas, **counts}.items():
        *districts, grand = (as_typed(row[at]) for row in totals)
        assert sum(districts) == grand == Decimal(sums[name]), name
    return {
        "rows": len(data),
        "by_kind": counted(kinds[plain(row[column(titles, "类型")])] for row in data),
        "districts": len({plain(row[column(titles, "片区")]) for row in data if row[column(titles, "片区")]}),
        **sums,
    }


def as_typed(value):
    """Return the decimal that a number cell was typed as: its shortest form, two places at most."""
    typed = Decimal(str(value))
    assert typed == typed.quantize(Decimal("0.01"))
    return typed.quantize(Decimal("0.01"))


def population(folder, year):
    titles, data, (grand,) = only(folder, "人口与户数.xlsx")
    names = {
        "registered_households": column(titles, "户籍", "户数"),
        "registered_population": column(titles, "户籍", "/人"),
        "resident_households": column(titles, "常住", "户数"),
        "resident_population": column(titles, "常住", "/人"),
    }
    sums = {name: sum(whole(row[at]) for row in data) for name, at in names.items()}
    assert {name: grand[at] for name, at in names.items()} == sums
    for row in data:
        assert whole(row[names["resident_population"]]) <= whole(row[names["registered_population"]])
        assert whole(row[names["resident_households"]]) <= whole(row[names["registered_households"]])
    return {"rows": len(data), **sums}


def disputes(folder, year):
    found = []
    for quarter, (_, rows) in enumerate(grids(folder / "矛盾纠纷台账.xlsx")):
        titles, data, _ = parts(rows)
        at = {
            w: column(titles, w)
            for w in ("编号", "受理", "村", "类型", "渠道", "层级", "是否化解", "办结", "民转刑")
        }
        for row in data:
            one = {word: row[n] for word, n in at.items()}
            one["受理"] = day(one["受理"], year)
            assert (one["受理"].month - 1) // 3 == quarter
            assert yes(one["是否化解"]) == (one["办结"] is not None)
            found.append(one)
    assert len({one["编号"] for one in found}) == len(found)
    resolved = [one for one in found if yes(one["是否化解"])]
    waits = [(day(one["办结"], year) - one["受理"]).days for one in resolved]
    assert min(waits) >= 0
    return {
        "rows": len(found),
        "resolved": len(resolved),
        "criminal": sum(yes(one["民转刑"]) for one in found),
        "by_kind": counted(code(one["类型"]) for one in found),
        "by_village": counted(village(one["村"]) for one in found),
        "by_month": counted(one["受理"].month for one in found),
        "resolved_by_channel": counted(code(one["渠道"]) for one in resolved),
        "resolved_by_level": counted(plain(one["层级"]).removesuffix("级") for one in resolved),
        "days_to_resolve": sum(waits),
    }


def appeals(folder, year):
    found = []
    for centre, rows in grids(folder / "群众诉求台账.xlsx"):
        titles, data, _ = parts(rows)
        at = {word: column(titles, word) for word in ("编号", "受理", "村", "类别", "解决", "办结", "满意")}
        for row in data:
            one = {"centre": centre, **{word: row[n] for word, n in at.items()}}
            assert yes(one["解决"]) == (one["办结"] is not None)
            assert one["办结"] is None or day(one["办结"], year) >= day(one["受理"], year)
            found.append(one)
    assert len({one["编号"] for one in found}) == len(found)
    return {
        "rows": len(found),
        "resolved": sum(yes(one["解决"]) for one in found),
        "satisfied": sum(yes(one["满意"]) for one in found),
        "answered": sum(one["满意"] is not None for one in found),
        "by_category": counted(code(one["类别"]) for one in found),
        "by_village": counted(village(one["村"]) for one in found),
        "resolved_by_centre": counted(one["centre"] for one in found if yes(one["解决"])),
    }


def inspections(folder, year):
    sums, sectors, months, keys = Counter(), Counter(), Counter(), set()
    for month in range(1, 13):
        titles, data, (grand,) = only(folder, f"安全检查台账（{year}年{month}月）.xlsx")
        hazards, serious, rectified = column(titles, "发现"), column(titles, "重大"), column(titles, "已整改")
        for at in (hazards, serious, rectified):
            assert sum(row[at] for row in data) == grand[at]
        for row in data:
            visited, deadline = day(row[1], year), row[column(titles, "整改", "限")]
            assert visited.month == month
            assert row[serious] <= row[hazards] >= row[rectified]
            assert (deadline == "—") == (row[hazards] == 0)
            assert deadline == "—" or day(deadline, year) >= visited
            assert yes(row[column(titles, "销号")]) == (row[hazards] == row[rectified])
            keys.add((visited, village(row[2]), code(row[3]), row[4]))
            sums += Counter(
                rows=1,
                hazards=row[hazards],
                serious=row[serious],
                rectified=row[rectified],
                closed=row[hazards] == row[rectified],
            )
            sectors[code(row[3])] += 1
            months[str(month)] += 1
    assert len(keys) == sums["rows"]
    return {**sums, "by_sector": dict(sectors), "by_month": dict(months)}


def grid_matters(folder, year):
    with (folder / "网格事项导出.csv").open(encoding="gb18030", newline="") as file:
        banner, header, *rows, last = csv.reader(file)
    assert "示例数据" in banner[0]
    assert last[0].startswith(f"注：共导出{len(rows)}条")
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert len({one["事项编号"] for one in found}) == len(found)
    for one in found:
        assert one["所属网格"].startswith(one["所属村"])
        assert (one["是否办结"] == "是") == bool(one["办结时间"])
        assert not one["办结时间"] or one["办结时间"][:10] >= one["上报时间"][:10]
    return {
        "rows": len(found),
        "completed": sum(one["是否办结"] == "是" for one in found),
        "departments_called": sum(one["部门报到"] == "是" for one in found),
        "by_kind": counted(one["事项类别"] for one in found),
        "by_village": counted(one["所属村"] for one in found),
        "by_month": counted(int(one["上报时间"][5:7]) for one in found),
        "micro_grids": len({one["所属网格"] for one in found}),
    }


def safety_months(folder, year):
    titles, data, _ = only(folder, "平安建设月报.xlsx")
    lines = {row[1]: row[3:15] for row in data}
    assert titles[3:] == [*(f"{month}月" for month in range(1, 13)), "合计"]
    assert [row[15] for row in data] == [sum(row[3:15]) for row in data]
    names = {
        "security_cases": "治安案件",
        "petitions": "信访件次",
        "accidents": "安全事故",
        "crime_clues": "黑恶线索",
        "turned_criminal": "民转刑案件",
    }
    return {"rows": 12, **{name: sum(lines[title]) for name, title in names.items()}}


def satisfaction(folder, year):
    titles, data, totals = only(folder, "群众满意度测评.xlsx")
    valid, satisfied, rate = column(titles, "有效"), column(titles, "满意("), column(titles, "满意率")
    for row in [*data, *totals]:
        text = row[rate].removesuffix("%")
        exact = 100 * number(row[satisfied]) / number(row[valid])
        assert abs(Decimal(text) - exact) <= Decimal("0.5").scaleb(Decimal(text).as_tuple().exponent)
        assert number(row[satisfied]) <= number(row[valid])
    first, second, grand = ((whole(row[valid]), whole(row[satisfied])) for row in totals)
    sums = {"valid": sum(whole(r[valid]) for r in data), "satisfied": sum(whole(r[satisfied]) for r in data)}
    assert grand == tuple(sums.values()) == (first[0] + second[0], first[1] + second[1])
    assert len({(row[1], village(row[2])) for row in data}) == len(data) == 40
    return {"rows": len(data), **sums}


def decisions(folder, year):
    titles, data, _ = only(folder, "重大行政决策目录.xlsx")
    names = {
        "participation": "公众参与",
        "expert": "专家论证",
        "risk": "风险评估",
        "legality": "合法性审查",
        "collective": "集体讨论",
        "evaluation": "后评估",
    }
    assert {row[at] for row in data for at in range(4, 10)} == {"√", None}
    return {
        "rows": len(data),
        **{name: sum(row[column(titles, word)] == "√" for row in data) for name, word in names.items()},
    }


def law_study(folder, year):
    titles, data, (grand,) = only(folder, "学法用法记录.xls")
    due, attended = column(titles, "应到"), column(titles, "实到")
    sums = {"due": sum(row[due] for row in data), "attended": sum(row[attended] for row in data)}
    assert (grand[due], grand[attended]) == tuple(sums.values())
    assert all(day(row[1], year).year == year and row[attended] <= row[due] for row in data)
    return {"rows": len(data), **sums, "by_platform": counted(code(row[3]) for row in data)}


def publicity(folder, year):
    titles, data, (grand,) = only(folder, "普法宣传活动.xlsx")
    audience, materials, kinds, kind = column(titles, "受众"), column(titles, "发放资料"), [], None
    for row in data:
        kind = row[0] or kind
        kinds.append(kind)
        assert day(row[2], year).year == year
    sums = {
        "audience": sum(whole(r[audience]) for r in data),
        "materials": sum(whole(r[materials]) for r in data),
    }
    assert (grand[audience], grand[materials]) == tuple(sums.values())
    return {"rows": len(data), **sums, "by_place_kind": counted(kinds)}


def enforcement(folder, year):
    titles, data, _ = only(folder, "行政执法人员名册.xlsx")
    return {
        "rows": len(data),
        "established": sum(yes(row[column(titles, "在编")]) for row in data),
        "certified": sum(yes(row[column(titles, "执法证")]) for row in data),
        "by_field": counted(code(row[column(titles, "执法领域")]) for row in data),
    }


DATASETS = (
    villages,
    population,
    disputes,
    appeals,
    inspections,
    grid_matters,
    safety_months,
    satisfaction,
    decisions,
    law_study,
    publicity,
    enforcement,
)
