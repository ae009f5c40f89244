import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.marked import Span, cut, marked_text, overlapping, spans_of
from fazhi_metrics.audit.results import Audit, Finding, TrendVerdict, Verdict

TEXT = "全镇19个村比上年下降12%，共3件"
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: (min(pair), max(pair))),
    max_size=8,
).map(lambda pairs: [Span(a, b, f"n{i}", VerdictKind.MATCHES) for i, (a, b) in enumerate(pairs)])


WORDS = (
    "一、基本情况\n2025年信访总量为999件次，比上年下降12.5%，其中3件次来自外镇，合计99件。\n"
    "治安案件、安全事故“两降”，受理量翻一番，全部办结。\n增长8%。"
)


@pytest.fixture
def audit():
    """An audit with every verdict, statements around and upon numbers, numbers in words, and a clash."""

    def at(part, after=""):
        start = WORDS.index(part, WORDS.index(after))
        return start, start + len(part)

    def stated(part, kind, after=""):
        start, end = at(part, after)
        return {"start": start, "end": end, "text": part, "verdict": VerdictKind(kind), "reason": ""}

    def number(part, kind, after=""):
        return Verdict(**stated(part, kind, after))

    def trend(part, kind):
        return TrendVerdict(**stated(part, kind), direction="down")

    numbers = [
        ("一、", "excluded"), ("2025年", "excluded"), ("999件次", "contradicts"), ("12.5%", "ambiguous"), ("3件次", "untied"),
        ("99件", "matches", "合计"), ("两", "excluded"), ("一", "excluded", "翻"), ("8%", "matches", "增长"),
    ]  # fmt: skip
    lines = WORDS.split("\n")
    return Audit(
        document=Document(
            "自查报告.docx", WORDS, tuple(Place(*at(line), f"第{n}段") for n, line in enumerate(lines, 1))
        ),
        year=2025,
        verdicts=tuple(number(*each) for each in numbers),
        trends=(
            trend("比上年下降12.5%", "matches"),
            trend("治安案件、安全事故“两降”", "untied"),
            trend("8%", "untied"),
        ),
        arithmetic=(Finding(*at("合计99件"), "合计99件", "各项相加为3，文中为99"),),
        implied=(number("翻一番", "contradicts"), number("全部", "untied")),
    )


def words(block):
    rows = [piece for row in block.rows for cell in row for piece in cell]
    return "".join(piece.text for piece in (*block.pieces, *rows))


def kinds(pieces):
    return [(piece.text, piece.key) for piece in pieces]


@settings(deadline=None)
@given(SPANS)
def test_the_pieces_are_the_text_whatever_overlaps(spans):
    pieces = list(cut(TEXT, spans))
    assert "".join(piece.text for piece in pieces) == TEXT
    for span in spans:
        own = [piece for piece in pieces if piece.key == span.key]
        assert [piece.first for piece in own] == [True, *[False] * (len(own) - 1)][: len(own)]
        assert (
            [piece.last for piece in own] == [*[False] * (len(own) - 1), True][-len(own) :] if own else True
        )


@settings(deadline=None)
@given(SPANS)
def test_of_two_that_overlap_each_knows_the_other(spans):
    related = overlapping(spans)
    for one in spans:
        meets = {o.key for o in spans if o is not one and max(o.start, one.start) < min(o.end, one.end)}
        assert meets <= set(related[one.key])
        assert all(one.key in related[key] for key in related[one.key])


def test_the_earlier_in_the_list_has_the_words():
    pieces = cut("下降12%了", [Span(2, 5, "n1", VerdictKind.MATCHES), Span(0, 5, "t1", VerdictKind.MATCHES)])
    assert kinds(pieces) == [("下降", "t1"), ("12%", "n1"), ("了", "")]


def test_a_number_wins_over_its_statement_and_that_over_a_numeral_that_is_no_figure(audit):
    pieces = list(cut(audit.document.text, spans_of(audit)))
    found = {piece.text: piece.kind for piece in pieces if piece.key}
    assert found["12.5%"] == "ambiguous"
    assert found["比上年下降"] == "matches"
    assert found["治安案件、安全事故“两降”"] == "untied"
    assert found["合计"] == "contradicts"
    assert found["2025年"] == "excluded"
    assert found["翻一番"] == "contradicts"
    assert found["全部"] == "untied"


def test_every_number_is_marked_with_its_verdict(audit):
    pieces = [piece for block in marked_text(audit) for piece in block.pieces]
    marked = {piece.key: piece.kind for piece in pieces if piece.key}
    for number, verdict in enumerate(audit.verdicts, 1):
        if verdict.text not in ("两", "一"):  # stands in a statement or in 翻一番, whose mark it is
            assert marked[f"n{number}"] == verdict.verdict


def test_headings_are_known_in_plain_text(audit):
    assert [block.kind for block in marked_text(audit)] == ["heading", "paragraph", "paragraph", "paragraph"]


def laid_out(text, *places):
    at, found = 0, []
    for part, label, kind in places:
        at = text.index(part, at)
        found.append(Place(at, at + len(part), label, kind))
        at += len(part)
    return marked_text(Audit(document=Document("报告.docx", text, tuple(found)), year=2025, verdicts=()))


def test_cells_become_a_table_with_the_gaps_left_empty():
    blocks = laid_out(
        "表前\n甲\n乙\n丙\n后注",
        ("表前", "第1段", "paragraph"),
        ("甲", "表1第1行第1列", "cell"),
        ("乙", "表1第1行第3列", "cell"),
        ("丙", "表1第2行第2列", "cell"),
        ("后注", "脚注1", "footnote"),
    )
    assert [block.kind for block in blocks] == ["paragraph", "table", "note"]
    table = [["".join(piece.text for piece in cell) for cell in row] for row in blocks[1].rows]
    assert table == [["甲", "", "乙"], ["", "丙", ""]]
    assert blocks[2].label == "脚注"


def test_no_text_is_lost_where_no_place_claims_it():
    blocks = laid_out("头\n正文\n尾巴", ("正文", "第1段", "paragraph"))
    assert [words(block) for block in blocks] == ["头", "正文", "尾巴"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["一、总则", "全镇3个村。", "", "　", "表"]), min_size=1, max_size=6))
def test_whatever_the_lines_the_words_stay_in_order(lines):
    text = "\n".join(lines)
    blocks = marked_text(Audit(document=Document("a.txt", text, ()), year=2025, verdicts=()))
    assert "".join("".join(words(block).split()) for block in blocks) == "".join(text.split())
