"""The bytes that are read are those that are hashed: what changes meanwhile is named and not believed."""

from __future__ import annotations

import os

import pytest

from fazhi_metrics.cleaning import run
from fazhi_metrics.cleaning.outdated import outdated

FILE = "2025/人口与户数.xlsx"
CHANGES = {
    "other content": lambda path: path.write_bytes(path.with_name("纠纷.xlsx").read_bytes()),
    "half written": lambda path: path.write_bytes(path.read_bytes()[:2000]),
    "emptied": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
}


@pytest.fixture
def changing(office, monkeypatch):
    """Let a file change after the run looked at it, and before it is read."""
    office.population()
    office.disputes()

    def change(how):
        listed = run.jobs

        def meanwhile(*args):
            work = listed(*args)
            how(office.path(FILE))
            return work

        with monkeypatch.context() as patched:
            patched.setattr(run, "jobs", meanwhile)
            return office.clean(reuse=True)

    return change


@pytest.mark.parametrize("how", CHANGES.values(), ids=CHANGES)
def test_a_workbook_that_changes_meanwhile_is_named_and_nothing_of_it_believed(office, changing, how):
    content = office.path(FILE).read_bytes()
    result = changing(how)
    assert [(i.severity, i.rule, i.file) for i in result.issues] == [("错误", "workbook_changed", FILE)]
    assert dict(result.records) == {("disputes", 2025): 4}
    assert FILE in outdated(office.town, office.store)
    office.path(FILE).write_bytes(content)
    assert FILE in outdated(office.town, office.store)
    again = office.clean(reuse=True)
    assert (again.issues, again.reused) == ((), 1)
    assert outdated(office.town, office.store) == ""
    assert office.clean(reuse=False).generation == again.generation


def test_a_list_of_corrections_that_changes_meanwhile_leaves_the_data_out_of_date(office, changing):
    changing(lambda _: office.corrections("# 改动\n"))
    assert "更正清单在清洗之后有改动" in outdated(office.town, office.store)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="管理员什么都能读")
def test_a_workbook_that_may_not_be_read_is_one_issue(office):
    office.population()
    office.path(FILE).chmod(0)
    assert office.found() == [("错误", "workbook_unreadable", FILE)]
    assert outdated(office.town, office.store) == ""


def test_a_workbook_taken_away_while_the_folder_is_looked_through_is_one_issue(office, monkeypatch):
    from fazhi_metrics.cleaning import inputs

    office.disputes()
    visible = inputs.visible_files

    def one_more(raw, known):
        yield from visible(raw, known)
        yield FILE, office.path(FILE)

    monkeypatch.setattr(inputs, "visible_files", one_more)
    result = office.clean()
    assert [(i.rule, i.file) for i in result.issues] == [("workbook_unreadable", FILE)]
    assert dict(result.records) == {("disputes", 2025): 4}
