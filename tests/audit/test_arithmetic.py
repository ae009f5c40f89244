"""What a text says of its own numbers must fit together; rounding is no error."""

import pytest

from fazhi_metrics.audit.arithmetic import check_arithmetic
from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.word import read_word
from tests.audit.facts import text
from tests.audit.files import p, table, word_file
from tests.conftest import CHECKOUT, SHARED

SOUND = [
    "纠纷共254件，民间借贷、婚姻家庭、相邻关系三类分别为96、81、77件。",
    "纠纷共254件，民间借贷、婚姻家庭两类分别为96、81件。",
    "受理矛盾纠纷38件、化解37件、化解率97.4%。",
    "共受理诉求66件，办结65件，办结率98.5%。",
    "发现隐患56处，整改56处，整改率100%。",
    "受理40余件、化解37件、化解率90%。",
    "共排查纠纷38件，其中家庭纠纷20件、邻里纠纷18件。",
    "共排查纠纷38件，其中家庭纠纷20件。",
    "召开会议12次，其中专题会议4次，研究议题30个。",
    "满意度由95.2%提高到97.1%，提高1.9个百分点。",
    "满意度由2024年的95.2%提高到2025年的97.1%，提高1.9个百分点。",
    "满意度达97.1%，较上年的95.2%提高1.9个百分点。",
    "信访由118件下降到83件，同比下降29.7%。",
    "信访由118件下降到83件，减少35件。",
    "信访减少35件，由118件降至83件。",
    "开展检查12次。\n开展培训15次。",
    "民间借贷、婚姻家庭、相邻关系三类纠纷分别为96、81、77件。",
    "民间借贷、婚姻家庭、相邻关系三类纠纷共254件，分别为96件、81件、77件。",
    "走访群众20户，帮扶群众30户。",
    "排查纠纷326起，调解成功321起，成功率98.5%，其中家庭纠纷87起，邻里纠纷104起，劳资纠纷19起。",
    "排查纠纷38件，其中家庭纠纷20件，化解19件。",  # solved of all, no further part
    "排查纠纷38件，其中家庭纠纷20件（其中婚恋纠纷12件）、邻里纠纷18件。",
    "排查纠纷38件，其中家庭纠纷20件，其中婚恋纠纷12件。",
    "参加培训30人，其中党员20人、妇女15人、少数民族12人。",  # the same people
    "三公经费18.6万元，其中公务接待费4.1万元，公务用车运行费14.5万元。",
    "网格化解20件、司法所化解17件，合计37件。",
    "检查企业12家，发现隐患37处，合计整改37处。",
    "化解纠纷37件（网格20件、司法所17件）。",
    "辖区户籍7560户26234人（其中常住6453户22018人）。",
    "梳理问题46项，其中销号44项，其余2项移交。",
    "村级化解351件，占比86.5%。",
    "排查矛盾412件，化解406件，村级化解351件，占比86.5%；移交2件。",
    "受理案件40余件，其中家庭案件近30件、邻里案件10余件。",
    "发现隐患214处，\n整改214处，整改率100%。",
    "受理38件，办结20件，其中信访受理30件。",  # of those accepted
    "上半年化解20件、下半年化解17件，全年共计37件。",
    "配备专职网格员20名、兼职网格员15名，共35名。",
    "办理行政处罚29起，其中简易程序24起、普通程序5起，罚款6150元。",
    "走访群众120户，慰问困难群众30户，共开展活动5次。",
    "投入资金100万元，其中县级60.4万元、镇级39.7万元。",  # 100万元 was rounded
]
BROKEN = [
    ("受理矛盾纠纷38件、化解37件、化解率98.4%。", "98.4%", "97.4%"),
    ("发现隐患56处，整改50处，整改率100%。", "100%", "89.3%"),
    ("共排查矛盾纠纷及隐患线索214处，\n已经整改200处，整改率100%。", "100%", "93.5%"),
    ("共排查纠纷38件，其中家庭纠纷20件、邻里纠纷19件。", "38件", "之和超过"),
    ("共排查纠纷38件，其中家庭纠纷40件。", "38件", "超过总数"),
    ("排查纠纷326起，成功321起，成功率98.5%，其中家庭纠纷187起，邻里纠纷140起。", "326起", "之和超过"),
    ("排查纠纷38件，其中家庭纠纷20件（其中婚恋纠纷22件）、邻里纠纷18件。", "20件", "超过总数"),
    ("排查纠纷38件，其中家庭纠纷20件（其中婚恋纠纷12件）、邻里纠纷19件。", "38件", "之和超过"),
    ("排查纠纷38件，其中家庭纠纷20件，其中婚恋纠纷22件。", "20件", "超过总数"),
    ("参加培训30人，其中党员40人、妇女15人。", "30人", "40人超过总数"),
    ("三类纠纷共254件，分别为96件、81件、78件。", "254件", "之和超过"),
    ("纠纷共254件，民间借贷、婚姻家庭、相邻关系三类分别为96、81、78件。", "254件", "之和超过"),
    ("三类纠纷共254件，分别为96件、81件、67件。", "254件", "相差10"),
    ("网格化解20件、司法所化解17件，合计38件。", "38件", "之和为37"),
    ("上半年化解20件、下半年化解17件，全年共计38件。", "38件", "之和为37"),
    ("共化解纠纷38件（网格20件、司法所17件）。", "38件", "之和为37"),
    ("梳理问题46项，其中销号44项，其余3项移交。", "46项", "之和超过"),
    ("梳理问题46项，其中销号40项，其余3项移交。", "46项", "之和为43"),
    ("排查矛盾412件，化解406件，村级化解351件，占比88.5%。", "88.5%", "86.5%"),
    ("满意度由95.2%提高到97.1%，提高2.9个百分点。", "2.9个百分点", "1.9"),
    ("满意度由2024年的95.2%提高到2025年的97.1%，提高2.9个百分点。", "2.9个百分点", "1.9"),
    ("满意度达97.1%，较上年的95.2%提高2.9个百分点。", "2.9个百分点", "1.9"),
    ("满意度由97.1%提高到95.2%。", "95.2%", "升降与数字相反"),
    ("信访由118件下降到83件，同比下降35%。", "35%", "29.7"),
    ("信访由118件下降到83件，减少45件。", "45件", "35"),
    ("信访减少45件，由118件降至83件。", "45件", "35"),
    ("信访由83件下降到118件。", "118件", "升降与数字相反"),
    ("全镇调解组织受理纠纷38件。\n另据统计，全镇调解组织受理纠纷39件。", "39件", "同样的话"),
    ("投入资金100万元，其中县级60.4万元、镇级49.7万元。", "100万元", "之和超过"),
]


def findings(document):
    return check_arithmetic(document, claims_of(document))


@pytest.mark.parametrize("words", SOUND)
def test_what_some_values_could_make_true_is_no_finding(words):
    assert findings(text(words)) == ()


@pytest.mark.parametrize(("words", "at", "says"), BROKEN)
def test_what_no_values_could_make_true_is_found_where_it_stands(words, at, says):
    [finding] = findings(text(words))
    assert (finding.text, words[finding.start : finding.end]) == (at, at)
    assert says in finding.reason


@pytest.mark.parametrize(("words", "at", "says"), BROKEN)
def test_it_is_found_in_a_word_file_too(words, at, says):
    document = read_word(word_file("".join(p(line) for line in words.split("\n"))), "x")
    joined = "\n" not in words or "另据" in words  # a sentence does not go on in the next paragraph
    assert [f.text for f in findings(document)] == ([at] if joined else [])


def test_numbers_of_different_paragraphs_do_not_belong_together():
    body = p("排查纠纷38件") + p("其中家庭纠纷40件")
    assert findings(read_word(word_file(body), "x")) == ()


HEAD = ["村", "受理（起）", "化解（起）", "办结率"]
ROWS = [["甲村", "10", "9", "90%"], ["乙村", "20", "20", "100%"], ["丙村", "30", "27", "90%"]]


def checked(*rows):
    return [(f.text, f.reason) for f in findings(read_word(word_file(p("表") + table(*rows)), "x"))]


TABLES = {
    "total below": ([HEAD, *ROWS, ["合计", "60", "56", "93.3%"]], []),
    "total above": ([HEAD, ["全镇合计", "60", "56", "93.3%"], *ROWS], []),
    "total wrong": ([HEAD, *ROWS, ["合计", "61", "56", "93.3%"]], ["61"]),
    "total above wrong": ([HEAD, ["合计", "60", "55", "93.3%"], *ROWS], ["55"]),
    "subtotals": (
        [HEAD, ROWS[0], ROWS[1], ["小计", "30", "29", "97%"], ROWS[2], ["小计", "30", "27", "90%"],
         ["总计", "60", "56", "93.3%"]], [],
    ),
    "subtotal wrong": (
        [HEAD, ROWS[0], ROWS[1], ["小计", "31", "29", "97%"], ROWS[2], ["总计", "60", "56", "93.3%"]], ["31"],
    ),
    "a row of which another is part": (
        [HEAD, *ROWS, ["其中：山区村", "30", "29", "97%"], ["合计", "60", "56", "93.3%"]], [],
    ),
    "a gap": ([HEAD, ROWS[0], ["乙村", "—", "20", "—"], ROWS[2], ["合计", "61", "56", "93%"]], []),
    "no total": ([HEAD, *ROWS], []),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "wrong"), TABLES.values(), ids=TABLES)
def test_the_total_row_of_a_table_is_the_sum_of_the_rows(rows, wrong):
    assert [number for number, _ in checked(*rows)] == wrong


QUARTERS = ["村", "一季度", "二季度", "合计"]


def test_a_total_column_is_the_sum_of_its_row():
    rows = [
        ["甲村", "1", "2", "3"],
        ["乙村", "4", "5", "9"],
        ["丙村", "7", "8", "16"],
        ["丁村", "2", "2", "4"],
    ]
    [(number, reason)] = checked(QUARTERS, *rows)
    assert number == "16"
    assert "之和15" in reason


def test_a_column_that_is_no_sum_in_most_rows_raises_no_alarm():
    rows = [["甲村", "1", "2", "7"], ["乙村", "4", "5", "9"], ["丙村", "7", "8", "16"]]
    assert checked(["村", "受理", "化解", "合计"], *rows) == []


REPORT = SHARED / "report" / "xibao-2025.txt"
PASSAGES = SHARED / "claims" / "dev"


def test_the_sample_report_raises_no_alarm():
    [report] = (CHECKOUT / "report").glob("2025*.docx")
    assert findings(read_document(report)) == ()


@pytest.mark.skipif(not REPORT.exists(), reason=f"the published report is not at {REPORT}")
def test_the_published_report_raises_no_alarm():
    assert findings(read_document(REPORT)) == ()


@pytest.mark.skipif(not PASSAGES.is_dir(), reason=f"the labelled passages are not at {PASSAGES}")
def test_passages_in_the_manner_of_reports_raise_no_alarm():
    alarms = {path.name: findings(read_document(path)) for path in sorted(PASSAGES.glob("*.txt"))}
    assert {name for name, found in alarms.items() if found} == set()
