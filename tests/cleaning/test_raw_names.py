"""Files and sheets whose names name a person are called by a code, and an address leads back to the file."""

from __future__ import annotations

import openpyxl

from fazhi_metrics.cleaning import write_returns
from fazhi_metrics.cleaning.raw_names import raw_path, visible_files
from fazhi_metrics.store import Store

NUMBER = "991376199709215864"


def renamed(office, file):
    """Give a workbook a name and a sheet that name a person; return its new path."""
    path = office.path(file)
    book = openpyxl.load_workbook(path)
    book.active.title = f"台账{NUMBER}"
    book.save(path)
    return path.rename(path.with_name(f"纠纷 司马测甲 {NUMBER}.xlsx"))


def test_an_address_names_nobody_and_leads_back_to_the_file(office):
    file = office.disputes()
    office.edit(file, F2="没有这一类")
    path = renamed(office, file)
    result = office.clean()
    (issue,) = [each for each in result.issues if each.cell == "F2"]
    assert NUMBER not in issue.where and "司马" not in issue.where
    assert raw_path(office.town.raw, issue.file) == path
    (copy,) = [each for each in write_returns(office.town, result) if each.stem.startswith("纠纷")]
    assert NUMBER not in copy.name
    sheets = openpyxl.load_workbook(copy).sheetnames
    assert len(sheets) == 2 and NUMBER not in "".join(sheets)
    assert Store.open(office.town.processed).lookup(f"{issue.file}!{issue.sheet}!B2")


def test_names_that_differ_only_in_who_they_name_stay_apart(tmp_path):
    for who in ("司马测甲", "司马测乙"):
        (tmp_path / f"{who}.xlsx").touch()
    assert len(dict(visible_files(tmp_path))) == 2


def test_a_village_that_is_called_like_a_person_keeps_its_name(tmp_path):
    (tmp_path / "王丽.xlsx").touch()
    assert next(visible_files(tmp_path, {"王丽"}))[0] == "王丽.xlsx"
    assert next(visible_files(tmp_path))[0] != "王丽.xlsx"


def test_every_address_of_an_issue_goes_by_the_same_names_and_an_answer_may_use_them(office):
    file = office.population()
    office.edit(file, F4=950)
    renamed(office, file)
    found = next(each for each in office.clean().issues if each.rule == "total_suspect")
    addresses = [*found.cells, *(each.cell for each in found.candidates)]
    assert len(addresses) == 3 and all(each.startswith(f"{found.file}!{found.sheet}!") for each in addresses)
    assert NUMBER not in repr(found) and "司马" not in repr(found)
    office.settle(found.where)
    assert office.open() == []
