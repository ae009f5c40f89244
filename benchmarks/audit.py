"""How long an audit takes beside the bare read of its file, and whether the time grows with the length alone.

    python benchmarks/audit.py [--pages 50] [--project .] [MEGABYTES ...]

First a made-up Word report of so many pages, as python-docx writes it (headings, prose, a table on every page):
seconds of processor time for the bare unzip-and-parse of its XML, for reading it, for its claims, and for the
audit against a project's processed data, without ties and with every suggestion accepted; each also as a multiple
of the bare parse. Then plain text of 1, 2, 5 and 10 MB unless said otherwise, with the megabytes a second of
claims and of the whole audit and the ratio of the slowest rate to the fastest. The bounds to hold: a report of
50 pages in under 3 s, claims at 1 MB a second, and the same rates at every length.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import etree

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.facts import Facts, facts_of
from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures import indicators_of
from fazhi_metrics.workbench import Project, open_project

Result = TypeVar("Result")
YEAR_END = "健全完善矛盾纠纷多元预防调处化解综合机制，推动法治建设与基层治理深度融合，群众获得感稳步提升。"
SENTENCES = (
    "全年召开专题会议{a}次，研究议题{b}项，组织领导干部集体学法{a}次，全镇干部职工学法参与率为{b}%。",
    "第{a}网格受理矛盾纠纷{b}起、化解{a}起，信访总量同比下降{b}.3%，安全事故零发生，未发现黑恶势力线索。",
    "依据示发〔2025〕{a}号文件，{a}月开展安全检查{b}次，发现隐患{b}处，全部整改到位，投入资金{a}.6万元。",
    "全镇户籍人口{b}人，耕地{b}.5亩，林地{a}.25亩，设行政村{a}个，其中示范村{a}个，划分片区{a}个。",
)


def prose(index: int) -> str:
    """Return one made-up paragraph; no two that follow each other are the same."""
    a, b = index % 11 + 2, index * 37 % 97 + 3
    return SENTENCES[index % len(SENTENCES)].format(a=a, b=b) + YEAR_END


def word_report(pages: int) -> bytes:
    """Return a made-up Word report: on every page a heading, six paragraphs and a table."""
    import docx

    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"（{page + 1}）主要做法", level=2)
        for line in range(6):
            document.add_paragraph(prose(page * 6 + line))
        table = document.add_table(rows=1, cols=3)
        for cell, text in zip(table.rows[0].cells, ("村", "受理（起）", "化解（起）"), strict=True):
            cell.text = text
        for row in range(5):
            for cell, text in zip(
                table.add_row().cells, (f"示例{row}村", str(row * 7 + 1), str(row * 5)), strict=True
            ):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def timed(work: Callable[[], Result], times: int = 3) -> tuple[float, Result]:
    """Return the best of several runs in seconds of processor time, and the result."""
    best, result = float("inf"), work()
    for _ in range(times):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def bare_parse(data: bytes) -> int:
    """Unzip a Word file and parse its XML: the least that any reader of it must do."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(
            len(etree.fromstring(archive.read(name))) for name in archive.namelist() if name.endswith(".xml")
        )


def main() -> None:
    """Print the times of a Word report, then those of plain text of growing length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("megabytes", nargs="*", type=float, default=[1.0, 2.0, 5.0, 10.0])
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--project", type=Path, default=Path())
    options = parser.parse_args()
    project = open_project(options.project)
    facts = facts_of(project.store, project.town, indicators_of(project.town))
    with tempfile.TemporaryDirectory() as folder:
        _word(Path(folder), options.pages, project, facts)
        _text(Path(folder), options.megabytes, project, facts)


def _word(folder: Path, pages: int, project: Project, facts: Facts) -> None:
    data = word_report(pages)
    path = folder / "report.docx"
    path.write_bytes(data)
    town, year = project.town, project.town.year
    parse, _ = timed(lambda: bare_parse(data))
    read, document = timed(lambda: read_document(path))
    claim, claims = timed(lambda: claims_of(document))
    untied, _ = timed(lambda: audit_claims(document, claims, (), facts, town, year))
    suggestions = suggest_ties(document, claims, facts.indicators, town, year)
    ties = accept(document, claims, suggestions)
    tied, audit = timed(lambda: audit_claims(document, claims, ties, facts, town, year))
    lines = {
        "bare parse of the XML": parse,
        "reading the file": read,
        "claims": claim,
        "audit without ties": untied,
        f"audit with {len(ties)} ties": tied,
        "all of it": read + claim + tied,
    }
    say(f"{pages} pages, {len(document.text)} characters, {audit.coverage.numbers.found} numbers")
    for name, seconds in lines.items():
        say(f"  {name:24} {seconds:7.3f} s {seconds / parse:7.1f} times the bare parse")
    say(f"  reading is {read / (read + claim + tied):.0%} of all")


def _text(folder: Path, sizes: list[float], project: Project, facts: Facts) -> None:
    base = "".join(f"{prose(i)}\n" for i in range(400))
    rates: list[tuple[float, float]] = []
    for size in sizes:
        path = folder / "report.txt"
        path.write_text(base * max(1, round(size * 1e6 / len(base.encode()))), encoding="utf-8")
        megabytes = path.stat().st_size / 1e6
        rates.append(_audited(read_document(path), megabytes, project, facts))
    for name, column in (("claims", 0), ("whole audit", 1)):
        speeds = [rate[column] for rate in rates]
        say(f"  {name}: slowest rate {min(speeds) / max(speeds):.2f} of the fastest")


def _audited(document: Document, megabytes: float, project: Project, facts: Facts) -> tuple[float, float]:
    start = time.process_time()
    claims = claims_of(document)
    middle = time.process_time()
    audit = audit_claims(document, claims, (), facts, project.town, project.town.year)
    end = time.process_time()
    rates = megabytes / (middle - start), megabytes / (end - start)
    say(
        f"{megabytes:5.1f} MB  claims {middle - start:6.2f} s {rates[0]:5.2f} MB/s   "
        f"whole audit {end - start:6.2f} s {rates[1]:5.2f} MB/s   {audit.coverage.numbers.found} numbers"
    )
    return rates


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
