"""A report of fifty pages takes a moment, and a longer one as much longer as it is longer."""

import time

from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures import INDICATORS
from tests.audit.facts import facts, text
from tests.audit.files import p, section, table, word_file

DATA = {"disputes_accepted": (120, 128), "petitions": (118, 83), "hazard_rectification_rate": (99, 100)}
SENTENCES = (
    "第{a}次会议后受理矛盾纠纷{b}起、化解{a}起，化解率{a}.5%；信访总量同比下降{b}.3%，安全事故零发生。",
    "依据示发〔2025〕{a}号文件开展安全检查{b}次，发现隐患{a}处，全部整改到位，投入资金{b}.6万元。",
    "健全完善矛盾纠纷多元预防调处化解综合机制，推动法治建设与基层治理深度融合，群众获得感稳步提升。",
)


def prose(lines):
    return "".join(
        SENTENCES[i % len(SENTENCES)].format(a=i % 89 + 2, b=i * 7 % 97 + 2) + "\n" for i in range(lines)
    )


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def audited(document, ties=()):
    return audit_claims(document, claims_of(document), ties, facts(**DATA), None, 2025)


def test_fifty_pages_are_read_tied_and_audited_in_under_three_seconds(tmp_path):
    pages = prose(8 * 50).splitlines()
    rows = table(["村", "受理（起）"], ["甲村", "7"], ["乙村", "9"])
    body = "".join(p(line) + (rows if i % 8 == 7 else "") for i, line in enumerate(pages))
    path = tmp_path / "报告.docx"
    path.write_bytes(word_file(body + section()))

    def work():
        document = read_document(path)
        claims = claims_of(document)
        ties = accept(document, claims, suggest_ties(document, claims, INDICATORS, None, 2025))
        assert len(ties) > 100
        assert audited(document, ties).coverage.numbers.found > 1000

    work()
    assert seconds(work) < 3


def test_the_time_grows_with_the_length_alone():
    audited(text(prose(50)))  # what is loaded once is loaded
    short, long = text(prose(500)), text(prose(2000))
    assert seconds(lambda: audited(long)) < 4 * 2.5 * min(seconds(lambda: audited(short)) for _ in range(3))


def test_ties_are_found_again_in_time_that_grows_with_the_length_alone():
    def ties(document):
        claims = claims_of(document)
        return accept(document, claims, suggest_ties(document, claims, INDICATORS, None, 2025))

    short, long = text(prose(300)), text(prose(1200))
    few, many = ties(short), ties(long)
    assert len(many) > 3 * len(few) > 0
    quick = min(seconds(lambda: audited(short, few)) for _ in range(3))
    assert seconds(lambda: audited(long, many)) < 4 * 2.5 * quick
