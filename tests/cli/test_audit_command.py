"""Auditing as a user does it: suggest, accept, edit the report, edit the ties, carry them over to the next year."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from lxml import html

from fazhi_metrics.cli import main
from fazhi_metrics.publish.offline import foreign_resources
from tests.audit.test_documents import pdf

WORDS = """一、基本情况
全镇户籍人口26234人，耕地43695亩。
二、工作成效
三大诉求分办中心化解矛盾纠纷40余起，约占全部化解量的四分之一。
全年信访总量83件次，未发现黑恶势力线索。
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "2025年报告.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def fazhi(capsys, monkeypatch, sample_folder):
    """Run the command in the sample town; returns (exit code, output)."""
    monkeypatch.chdir(sample_folder)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(each) for each in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return ended.value.code, printed.out + printed.err

    return run


def verdicts(fazhi, report, *options):
    code, out = fazhi("audit", report, "--json", *options)
    content = json.loads(out)
    said = {v["text"]: v["verdict"] for v in content["verdicts"] if v["verdict"] != "excluded"}
    return code, said, content


def test_from_suggestions_to_ties_to_a_contradiction(fazhi, report):
    code, out = fazhi("audit", report, "--suggest")
    assert code == 1  # nothing is checked before a tie is accepted
    assert "没有任何数字得到核对" in out
    assert "“26234人” 对应 registered_population" in out
    assert not report.with_suffix(".ties.toml").exists()
    fazhi("audit", report, "--accept")
    assert verdicts(fazhi, report)[:2] == (
        0,
        {
            "26234人": "matches",
            "43695亩": "matches",
            "40余起": "matches",
            "四分之一": "untied",
            "83件次": "matches",
        },
    )
    report.write_text(WORDS.replace("83件次", "84件次"), encoding="utf-8")
    code, out = fazhi("audit", report)
    assert code == 1
    assert "有 1 处与数据不符：“84件次”" in out
    assert "应写 83件次" in out


def test_ties_survive_editing_around_them(fazhi, report):
    fazhi("audit", report, "--accept")
    edited = (
        WORDS.replace("一、基本情况\n", "一、基本情况\n本镇位于山区，有学校3所。\n")
        .replace("全镇户籍人口", "截至年末，\n全镇户籍总人口")
        .replace("全年信访总量", "信访渠道畅通，全年接待信访总量")
    )
    report.write_text(edited, encoding="utf-8")
    code, said, content = verdicts(fazhi, report)
    assert code == 0
    assert content["lost"] == []
    assert {number for number, verdict in said.items() if verdict == "matches"} == {
        "26234人", "43695亩", "40余起", "83件次",
    }  # fmt: skip
    report.write_text(edited.replace("26234", "26243").replace("未发现", "发现"), encoding="utf-8")
    code, said, content = verdicts(fazhi, report)
    assert (code, said["26243人"]) == (1, "contradicts")
    assert [(t["text"], t["verdict"], t["severity"]) for t in content["trends"]] == [
        ("发现黑恶势力线索", "contradicts", "conclusion")
    ]


def test_an_indicator_that_does_not_exist_is_tied_to_a_formula(fazhi, report):
    fazhi("audit", report, "--accept")
    kept = report.with_suffix(".ties.toml")
    lines = kept.read_text(encoding="utf-8").splitlines()
    at = lines.index('# number = "四分之一"')
    start = max(i for i in range(at) if lines[i] == "# [[tie]]")
    stop = next((i for i in range(at, len(lines)) if not lines[i]), len(lines))
    filled = [line.removeprefix("# ") for line in lines[start:stop]]
    filled[1] = 'formula = "disputes_resolved_by_centres / disputes_resolved"'
    kept.write_text("\n".join([*lines[:start], *filled, *lines[stop:]]) + "\n", encoding="utf-8")

    _, said, content = verdicts(fazhi, report)
    [tied] = [v for v in content["verdicts"] if v["text"] == "四分之一"]
    assert tied["figure"] == "disputes_resolved_by_centres / disputes_resolved"
    assert any("矛盾纠纷" in cell for cell in tied["cells"])
    assert said["四分之一"] == "matches"
    assert 0.2 < tied["value"] < 0.3

    before = kept.read_text(encoding="utf-8")
    fazhi("audit", report, "--accept")  # what was filled in by hand is kept
    again = kept.read_text(encoding="utf-8")
    assert "disputes_resolved_by_centres / disputes_resolved" in again
    assert again.count("[[tie]]") == before.count("[[tie]]")

    report.write_text(WORDS.replace("四分之一", "三分之一"), encoding="utf-8")
    code, said, _ = verdicts(fazhi, report)
    assert (code, said["三分之一"]) == (1, "contradicts")


def test_a_formula_over_an_unknown_name_stops_with_the_nearest(fazhi, report):
    fazhi("audit", report, "--accept")
    kept = report.with_suffix(".ties.toml")
    kept.write_text(
        kept.read_text(encoding="utf-8").replace('figure = "petitions"', 'formula = "petition * 2"'),
        encoding="utf-8",
    )
    code, out = fazhi("audit", report)
    assert code == 2
    assert "petition" in out and "您是不是要找 petitions" in out


def test_remarks_of_the_owner_stay_when_more_is_accepted(fazhi, report):
    report.write_text(WORDS.partition("二、")[0], encoding="utf-8")
    fazhi("audit", report, "--accept")
    kept = report.with_suffix(".ties.toml")
    kept.write_text(
        kept.read_text(encoding="utf-8").replace("\n[[tie]]", "\n# 已与统计站核对\n[[tie]]", 1),
        encoding="utf-8",
    )
    report.write_text(WORDS, encoding="utf-8")
    fazhi("audit", report, "--accept")
    text = kept.read_text(encoding="utf-8")
    assert "# 已与统计站核对" in text
    assert text.count("\n[[tie]]") == 5
    assert verdicts(fazhi, report)[0] == 0


def test_last_years_ties_carry_over_to_this_years_report(fazhi, report, tmp_path):
    last = tmp_path / "2024年报告.txt"
    last.write_text(WORDS.replace("26234", "26318").replace("83件次", "118件次"), encoding="utf-8")
    fazhi("audit", last, "--year", "2024", "--accept")
    kept = last.with_suffix(".ties.toml")
    before = kept.read_bytes()

    code, out = fazhi("audit", report)
    assert code == 1  # nothing is tied yet
    assert "上年的在 2024年报告.ties.toml，可用 --ties 沿用" in out
    code, said, content = verdicts(fazhi, report, "--ties", kept, "--accept")
    assert (code, said["26234人"], said["83件次"]) == (0, "matches", "matches")
    assert "沿用了2024年报告的对应关系，请核对" in content["notes"]
    assert kept.read_bytes() == before
    assert report.with_suffix(".ties.toml").is_file()
    assert verdicts(fazhi, report)[1]["83件次"] == "matches"

    report.write_text(WORDS.replace("83件次", "118件次"), encoding="utf-8")  # last year's value left standing
    assert verdicts(fazhi, report)[0] == 1


def word(words):
    document, out = docx.Document(), io.BytesIO()
    for line in words.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


FORMATS = {
    "docx": word,
    "txt": lambda words: words.encode(),
    "md": lambda words: words.encode(),
    "html": lambda words: f"<p>{words.replace(chr(10), '</p><p>')}</p>".encode(),
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_page_is_written_in_which_every_number_leads_to_its_cells(fazhi, tmp_path, suffix):
    report = tmp_path / f"2025年报告.{suffix}"
    report.write_bytes(FORMATS[suffix](WORDS.replace("83件次", "84件次")))
    code, out = fazhi("audit", report, "--accept", "--html")
    page = tmp_path / "2025年报告（核对）.html"
    assert code == 1
    assert f"网页：{page}" in out
    text = page.read_text(encoding="utf-8")
    assert foreign_resources(text) == []
    tree = html.fromstring(text)
    said = {"".join(a.xpath("text()")): a.get("href") for a in tree.xpath("//div[@class='paper']//a")}
    assert {"26234人", "43695亩", "40余起", "四分之一", "84件次", "2025年"} & set(said) >= {
        "26234人",
        "84件次",
    }
    finding = tree.get_element_by_id(said["84件次"][1:])
    assert "应写 83件次" in finding.text_content()
    card = tree.get_element_by_id(finding.get("data-cards"))
    assert "2025/平安建设月报.xlsx!月报" in card.text_content()


def test_a_page_of_a_pdf_says_what_was_found_in_it(fazhi, tmp_path):
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf(["resolved 101 cases in 2025", "- 7 -"]))
    fazhi("audit", report, "--html")
    tree = html.fromstring((tmp_path / "report（核对）.html").read_text(encoding="utf-8"))
    assert "没有任何数字得到核对，不能算通过" in tree.text_content()
    assert len(tree.xpath("//div[@class='paper']//a[@id]")) >= 2


def test_the_page_goes_where_it_is_told_and_never_upon_the_report(fazhi, report, tmp_path):
    fazhi("audit", report, "--html", tmp_path / "甲.html")
    fazhi("audit", "--html", tmp_path / "乙.html", report)
    fazhi("audit", "--html", report, "--json")
    assert {path.name for path in tmp_path.glob("*.html")} == {
        "甲.html",
        "乙.html",
        "2025年报告（核对）.html",
    }
    own = tmp_path / "报告.html"
    own.write_text(f"<p>{WORDS}</p>", encoding="utf-8")
    assert fazhi("audit", "--html", own)[0] == 1  # the only file named is the report
    assert (tmp_path / "报告（核对）.html").is_file()
    code, out = fazhi("audit", own, f"--html={own}")
    assert code == 2
    assert "会盖掉报告本身" in out
    assert own.read_text(encoding="utf-8") == f"<p>{WORDS}</p>"


def test_json_stays_json_when_files_are_written_beside_it(fazhi, report):
    _, out = fazhi("audit", report, "--html", "--json")
    assert json.loads(out)["found"] > 0


def test_a_report_in_a_folder_that_may_not_be_written_has_its_page_in_the_outputs(
    fazhi, report, sample_folder
):
    report.parent.chmod(0o555)
    try:
        _, out = fazhi("audit", report, "--html")
    finally:
        report.parent.chmod(0o755)
    written = Path(out.rpartition("网页：")[2].strip())
    assert written == sample_folder / "outputs" / "2025" / "2025年报告（核对）.html"
    assert written.is_file()
