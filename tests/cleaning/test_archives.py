"""A .zip of workbooks in data/raw is a folder of them: read, addressed and watched as any other."""

from __future__ import annotations

import zipfile

import docx
import pytest

from fazhi_metrics.cleaning.inputs import raw_files
from fazhi_metrics.cleaning.outdated import outdated
from fazhi_metrics.workbooks import read_book, read_tables
from fazhi_metrics.workbooks.archive import members


def packed(office, original, **more):
    """Put a workbook of the office into an archive, and take it away."""
    path, target = office.path(original), office.path("2025/八月.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(path.name, path.read_bytes())
        for name, data in more.items():
            made.writestr(name, data)
    path.unlink()
    return target


def test_the_workbooks_in_an_archive_are_read_under_its_name(office):
    name = office.population()
    before = dict(office.clean().records)
    packed(office, name, 说明_txt="见表")
    files, others = raw_files(office.town.raw)
    assert [file.name for file in files] == ["2025/八月.zip/人口与户数.xlsx"]
    assert others == ["2025/八月.zip/说明_txt"]
    result = office.clean()
    assert dict(result.records) == before
    assert any(cell.startswith("2025/八月.zip/人口与户数.xlsx!人口!") for cell in office.log())
    assert outdated(office.town, office.store) == ""


def test_an_archive_that_is_changed_makes_the_data_old(office):
    target = packed(office, office.population())
    office.clean()
    with zipfile.ZipFile(target, "a") as more:
        more.writestr("九月.csv", "村名,户数\n甲村,1\n乙村,2\n")
    assert "九月.csv" in outdated(office.town, office.store)


def test_names_in_the_code_page_of_an_office_are_read(tmp_path):
    path = tmp_path / "八月.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("XX.csv", "村名,户数\n甲村,1\n乙村,2\n")
    path.write_bytes(path.read_bytes().replace(b"XX.csv", "表".encode("gb18030") + b".csv"))
    assert members(path) == ["表.csv"]
    (table,) = read_tables(path / "表.csv")
    assert table.values("B") == [1, 2]


def test_the_tables_of_an_archive_are_those_of_its_workbooks(tmp_path):
    path = tmp_path / "八月.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("一.csv", "村名,户数\n甲村,1\n乙村,2\n")
        made.writestr("二/二.csv", "村名,人口\n甲村,5\n乙村,6\n")
        made.writestr("坏.xlsx", "PK")
    book = read_book(path)
    assert [table.address(2, "B") for table in book.tables] == ["八月.zip/一.csv!B2", "八月.zip/二/二.csv!B2"]
    assert book.unclaimed == ("八月.zip/坏.xlsx",)


@pytest.mark.parametrize("name", ["../外.xlsx", "/外.xlsx", "C:/外.xlsx", "~$表.xlsx", "__MACOSX/表.xlsx"])
def test_what_leads_out_of_an_archive_or_is_hidden_is_left_out(tmp_path, name):
    path = tmp_path / "八月.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(name, "x")
    assert members(path) == []


def test_an_archive_that_holds_too_much_is_no_folder(tmp_path):
    path = tmp_path / "八月.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for n in range(501):
            made.writestr(f"{n}.csv", "")
    assert members(path) == []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("1.csv", bytes(40 << 20))
    assert members(path) == []
    path.write_bytes(b"PK\3\4 damaged")
    assert members(path) == []


def test_a_word_document_with_a_table_is_raw_data_and_one_without_is_not(office):
    for name, tables in (("表.docx", 1), ("报告.docx", 0)):
        document = docx.Document()
        document.add_paragraph("情况")
        for _ in range(tables):
            document.add_table(2, 2).cell(0, 0).text = "村名"
        document.save(office.path(f"2025/{name}"))
    files, others = raw_files(office.town.raw)
    assert ([file.name for file in files], others) == (["2025/表.docx"], ["2025/报告.docx"])
