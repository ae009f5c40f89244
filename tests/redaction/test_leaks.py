"""Five hundred numbers and names planted in one project, and every byte of every output searched for them.

A plant stands in a kind of place, typed in a kind of spelling. What comes out is unpacked (workbooks, documents,
pages, parquet with dictionaries and statistics), squeezed as the numbers are, and must hold none of them.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from fazhi_metrics.cli import main
from tests.redaction.spellings import CARDS, LANDLINES, MOBILES, id_card, landline, mobile, name, squeezed

SETTINGS = '[town]\nname = "示例镇"\nyears = [2025]\n' + "".join(
    f'[[villages]]\nname = "示例{each}村"\n' for each in "一二三四"
)
INSPECTIONS = [
    "序号",
    "检查日期",
    "所在村",
    "行业领域",
    "被检查单位",
    "发现隐患（处）",
    "其中：重大隐患（处）",
    "已整改（处）",
    "整改期限",
    "是否销号",
]
DISPUTES = [
    "序号",
    "纠纷编号",
    "受理日期",
    "所在村",
    "当事人",
    "纠纷类型",
    "化解渠道",
    "化解层级",
    "是否化解",
    "办结日期",
    "是否民转刑",
]
POPULATION = ["序号", "村（社区）", "户籍户数（户）", "户籍人口（人）", "常住户数（户）", "常住人口（人）"]
NAMES = ("{}", "{}家", "{}同志反映", "村民{}", "{} 10012345678", "{}（户主）")
SIGNED = (
    "填表人：{}",
    "记录人：{}",
    "登记人 {}",
    "汇总人：{}　审核人：{}",
    "经办人：{}",
    "驻村干部代表：{}",
    "联系人：{} 10012345678",
)


class Plants:
    """Numbers and names, each made once and typed in the next spelling of its kind."""

    def __init__(self) -> None:
        self.rng, self.numbers, self.names = random.Random(7), set(), set()
        spellings = [
            *((id_card, write) for how, write in CARDS.items() if how not in _NOT_IN_CELLS),
            *((mobile, write) for write in MOBILES.values()),
            *((landline, write) for how, write in LANDLINES.items() if "without" not in how),
        ]
        self.rng.shuffle(spellings)
        self._next = cycle(spellings)

    def number(self, around: str = "{}") -> str:
        make, write = next(self._next)
        made = make(self.rng)
        self.numbers.add(made)
        return around.format(write(made))

    def plain(self, make=id_card) -> str:
        made = make(self.rng)
        self.numbers.add(made)
        return made

    def name(self, around: str = "{}") -> str:
        made = name(self.rng)
        self.names.add(made)
        return around.replace("{}", made)


_NOT_IN_CELLS = ("a digit too many", "shortened by a sheet")


def _inspections(plants: Plants) -> list[list[object]]:
    """A ledger with a plant in each kind of column."""
    rows: list[list[object]] = [
        [f"示例镇安全检查台账（2025年）{plants.name(' 负责人：{}')}"],
        [*INSPECTIONS, "备注", "走访情况", plants.number("第{}号"), plants.name()],
    ]
    for number in range(1, 31):
        row: list[object] = [
            number,
            f"2025-0{number % 9 + 1}-{number % 27 + 1:02}",
            f"示例{'一二三四'[number % 4]}村",
            "餐饮",
        ]
        row += [f"示例一村餐馆{number}号", 0, 0, 0, "—", "是", None, None, None, None]
        place = number % 15
        if place < 10:
            row[place] = plants.number() if number % 2 else plants.name(NAMES[number % len(NAMES)])
        row[4] = (
            plants.number("自建房 {}")
            if number % 3 == 0
            else plants.name("{}家自建房")
            if number % 3 == 1
            else row[4]
        )
        row[10] = plants.name("{}反映，电话") + plants.number()
        row[11] = plants.number("回访{}，已满意")
        row[12] = int(plants.plain(mobile)) if number % 2 else float(plants.plain(mobile))
        row[13] = plants.name()
        rows.append(row)
    rows.append(
        ["合计", None, None, None, plants.name(), int(plants.plain(mobile)), 0, 0, None, plants.number()]
    )
    rows += [[plants.name(text)] for text in SIGNED]
    rows.append(["填表人", plants.name(), "联系电话", plants.number()])
    rows.append([f"注：本表由{plants.name('村民{}')}提供，{plants.number('电话{}')}"])
    return rows


def _book(path: Path, sheets: dict[str, list[list[object]]], plants: Plants) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet["B3"].comment = Comment(plants.name("{}说") + plants.number(), plants.name())
        sheet.oddHeader.left.text = plants.name("制表人：{}")
        sheet.oddFooter.right.text = plants.number("电话：{}").replace("\n", "")
        listed = DataValidation(type="list", formula1=f'"{plants.name()},{plants.plain()}"')
        listed.add("C4")
        sheet.add_data_validation(listed)
    hidden = book.create_sheet("隐藏")
    hidden.append([plants.number(), plants.name()])
    hidden.sheet_state = "hidden"
    book.properties.creator, book.properties.title = plants.name(), plants.plain()
    book.properties.description = plants.number()
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _merged(path: Path, plants: Plants) -> None:
    _book(path, {"检查": _inspections(plants)}, plants)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in (5, 9, 13):
        sheet.cell(row, 5).value = plants.name("{}家") + plants.number()
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=5, end_column=5)
    book.save(path)


def _town(root: Path) -> Plants:
    plants = Plants()
    raw = root / "data/raw/2025"
    raw.mkdir(parents=True)
    (root / "fazhi.toml").write_text(SETTINGS, encoding="utf-8")
    _book(raw / "安全检查.xlsx", {"检查": _inspections(plants)}, plants)
    _merged(raw / f"安全检查 {plants.name()}.xlsx", plants)
    _book(
        raw / f"安全检查（{plants.plain()}）.xlsx",
        {f"表{plants.plain(mobile)}": _inspections(plants)},
        plants,
    )
    people = [["示例镇2025年人口与户数统计表"], POPULATION]
    people += [[i, f"示例{c}村", 10, 30, 9, 25] for i, c in enumerate("一二三四", 1)]
    people[3][1], people[4][2], people[5][3] = plants.name(), int(plants.plain(mobile)), plants.name("{} 3人")
    _book(
        raw / "人口与户数.xlsx",
        {plants.name(): people, plants.plain(): [["说明", plants.name("{}同志")]]},
        plants,
    )
    disputes: list[list[object]] = [["示例镇2025年矛盾纠纷台账"], DISPUTES]
    for i in range(1, 31):
        row: list[object] = [
            i,
            f"JF-{i}",
            f"2025-03-{i % 27 + 1:02}",
            "示例一村",
            plants.name(),
            "邻里",
            "网格",
            "村",
            "是",
            "2025-04-20",
            "否",
        ]
        row[1 + i % 10] = plants.number() if i % 2 else plants.name()
        row[4] = plants.number("当事人{}")
        disputes.append(row)
    disputes[7][1] = plants.plain()
    _old(raw / "纠纷.xls", disputes)
    (raw / "登记.csv").write_text(
        "\n".join(
            ",".join(_quoted(c) for c in row)
            for row in [
                ["物品", "数量", plants.number()],
                ["凳子", 3, plants.name()],
                [plants.name(), plants.number(), plants.number()],
            ]
        ),
        encoding="utf-8",
    )
    (raw / f"{plants.name()}的材料.docx").write_bytes(b"no workbook")
    (raw / f"坏的 {plants.plain(mobile)}.xlsx").write_bytes(plants.name().encode() + plants.plain().encode())
    return plants


def _quoted(cell: object) -> str:
    return f'"{cell}"'


def _old(path: Path, rows: list[list[object]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(at, place, value)
    book.save(str(path))


def _texts(path: Path) -> Iterator[str]:
    """Everything that a file says: its bytes, what is packed in it, and what parquet keeps beside its values."""
    data = path.read_bytes()
    yield data.decode("utf-8", "replace")
    if path.suffix == ".parquet":
        table, kept = pq.read_table(path), pq.ParquetFile(path).metadata
        yield str(table.schema.metadata) + str(kept.to_dict())
        for column in table.columns:
            yield "\n".join({str(each) for each in column.to_pylist()})
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                yield part + package.read(part).decode("utf-8", "replace")


def _unescaped(text: str) -> str:
    """Return a text with the characters that JSON and XML write by their number."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"&#(x?)([0-9a-fA-F]+);", lambda match: chr(int(match[2], 16 if match[1] else 10)), text)


def _found(plants: Plants, text: str) -> set[str]:
    text = _unescaped(text)
    plain = unicodedata.normalize("NFKC", text)
    bare = squeezed(text)
    found = {each for each in plants.names if each in plain}
    return found | {each for each in plants.numbers if each in bare}


@pytest.fixture(scope="module")
def leaked(tmp_path_factory):
    """The plants that came out, each with where, and how many were planted."""
    root = tmp_path_factory.mktemp("town")
    plants = _town(root)
    found: dict[str, set[str]] = {}
    for command in (["check"], ["report", "--no-images", "--no-notebooks"]):
        out, err = io.StringIO(), io.StringIO()
        heard = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
        with heard[0], heard[1], contextlib.chdir(root), pytest.raises(SystemExit):
            main(command)
        for each in _found(plants, out.getvalue() + err.getvalue()):
            found.setdefault(each, set()).add(f"screen of {command[0]}")
    for path in [*root.glob("data/processed/**/*"), *root.glob("outputs/**/*")]:
        if path.is_file():
            said = "\n".join([str(path.relative_to(root)), *_texts(path)])
            for each in _found(plants, said):
                found.setdefault(each, set()).add(str(path.relative_to(root)))
    return plants, found


def test_no_number_and_no_name_leaves_data_raw(leaked):
    plants, found = leaked
    assert len(plants.numbers) + len(plants.names) >= 500
    assert not found


def test_a_plant_that_comes_out_is_found(leaked, tmp_path):
    plants, _ = leaked
    number, who = min(plants.numbers), min(plants.names)
    (tmp_path / "a.txt").write_text(f"{number[:6]} {number[6:]}，{who}", encoding="utf-8")
    assert _found(plants, "\n".join(_texts(tmp_path / "a.txt"))) == {number, who}
