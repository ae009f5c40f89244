"""What a text says of its own numbers must fit together; rounding is no error."""

import pytest

from fazhi_metrics.audit.arithmetic import check_arithmetic
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.word import read_word
from tests.audit.facts import text
from tests.audit.files import p, table, word_file

SOUND = [
    "受理矛盾纠纷38件、化解37件、化解率97.4%。",
    "共受理诉求66件，办结65件，办结率98.5%。",
    "发现隐患56处，整改56处，整改率100%。",
    "受理40余件、化解37件、化解率90%。",
    "共排查纠纷38件，其中家庭纠纷20件、邻里纠纷18件。",
    "共排查纠纷38件，其中家庭纠纷20件。",
    "召开会议12次，其中专题会议4次，研究议题30个。",
    "满意度由95.2%提高到97.1%，提高1.9个百分点。",
    "信访由118件下降到83件，同比下降29.7%。",
    "信访由118件下降到83件，减少35件。",
    "开展检查12次。\n开展培训15次。",
    "民间借贷、婚姻家庭、相邻关系三类纠纷分别为96、81、77件。",
    "走访群众20户，帮扶群众30户。",
]
BROKEN = [
    ("受理矛盾纠纷38件、化解37件、化解率98.4%。", "98.4%", "97.4%"),
    ("发现隐患56处，整改50处，整改率100%。", "100%", "89.3%"),
    ("共排查纠纷38件，其中家庭纠纷20件、邻里纠纷19件。", "38件", "之和超过"),
    ("共排查纠纷38件，其中家庭纠纷40件。", "38件", "超过总数"),
    ("满意度由95.2%提高到97.1%，提高2.9个百分点。", "2.9个百分点", "1.9"),
    ("信访由118件下降到83件，同比下降35%。", "35%", "29.7"),
    ("信访由118件下降到83件，减少45件。", "45件", "35"),
    ("信访由83件下降到118件。", "118件", "升降与数字相反"),
    ("全镇调解组织受理纠纷38件。\n另据统计，全镇调解组织受理纠纷39件。", "39件", "同样的话"),
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


@pytest.mark.parametrize(("total", "wrong"), [("60", 0), ("61", 1)])
def test_the_total_row_of_a_table_is_the_sum_of_the_rows(total, wrong):
    rows = [
        ["村", "纠纷（起）", "办结率"],
        ["甲村", "10", "98%"],
        ["乙村", "20", "97%"],
        ["丙村", "30", "96%"],
    ]
    document = read_word(word_file(p("表") + table(*rows, ["合计", total, "96.5%"])), "x")
    assert len(findings(document)) == wrong
