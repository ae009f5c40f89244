"""Files made badly or in bad faith: a result or a clear error, in bounded time and memory; nothing runs, nothing is fetched."""

import io
import random
import subprocess
import sys
import zipfile

import pytest

from fazhi_metrics.audit.annotate import Remark, annotated
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.errors import ReportError
from tests.audit.damage import damaged, whole_file
from tests.audit.files import NAMESPACES, p, table, word_file

MEMORY, SECONDS = 768 * 2**20, 60


def test_a_damaged_file_is_read_and_annotated_or_refused_and_never_changed():
    sound, chance = whole_file(), random.Random(20251231)
    read = 0
    for _ in range(250):
        data = damaged(sound, chance)
        try:
            text = read_word(data, "x.docx").text
            remarks = [
                Remark(a, a + 2, text[a : a + 2], ("话",), "D9EAD3") for a in range(0, len(text) - 2, 5)
            ]
            assert read_word(annotated(data, "x.docx", remarks), "x.docx").text == text
            read += 1
        except ReportError:
            continue
    assert read > 60


def many_parts():
    buffer = io.BytesIO(word_file(p("甲101起")))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(25_000):
            archive.writestr(f"x{number}", b"")
    return buffer.getvalue()


def entities(depth):
    bomb = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, depth))
    return (
        f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 '哈'>{bomb}]><w:document {NAMESPACES}><w:body>"
        f"{p(f'&e{depth - 1};')}</w:body></w:document>"
    )


def nested_tables(depth):
    inner = p("化解101起")
    for _ in range(depth):
        inner = table([inner + p("")])
    return inner


OUTSIDE = [
    ("x1", "attachedTemplate", "http://192.0.2.1/t.dotm"),
    ("x2", "chart", "http://192.0.2.1/c.xml"),
    ("x3", "image", "file:///etc/passwd"),
]
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
PAGES = (p("第一段化解101起，走访202户，办结率98.5%。") * 18 + table(["村", "数"], ["甲村", "7"])) * 200
# Each file, and what is said of it: its number of characters found, or words of the error.
FILES = {
    "entity bomb.docx": (lambda: word_file(entities(12)), "实体"),
    "entity bomb in utf-16.docx": (lambda: utf16(entities(12)), "实体"),
    "entity of a file.docx": (
        lambda: word_file(entities(2).replace("'哈'", "SYSTEM 'file:///etc/hostname'")), "实体",
    ),
    "nesting.docx": (lambda: word_file("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000), "嵌套"),
    "nested tables.docx": (lambda: word_file(nested_tables(3000)), "嵌套"),
    "deep tables.docx": (lambda: word_file(nested_tables(60)), "read"),
    "burst.docx": (lambda: word_file(p("甲"), extra={"word/big.xml": b" " * (64 * 2**20)}), "压缩比"),
    "parts.docx": (many_parts, "过大"),
    "macros.docm": (
        lambda: word_file(PAGES, relations=OUTSIDE, document_type=MACRO, extra={"word/vbaProject.bin": b"\xd0\xcf" * 999}),
        "read",
    ),
    "cut off.docx": (lambda: word_file(PAGES)[:-3000], "不是 Word"),
    "old.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "旧版"),
    "nesting.html": (lambda: ("<div>" * 10_000 + "化解101起" + "</div>" * 10_000).encode(), "read"),
    "nested tables.html": (lambda: ("<table><tr><td>" * 3_000 + "化解101起").encode(), "read"),
    "script.html": (
        lambda: b"<script src='http://192.0.2.1/x.js'></script><img src='http://192.0.2.1/x.png'>"
        + "<p>化解101起</p>".encode(), "read",
    ),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + random.Random(1).randbytes(200_000), "PDF"),
    "noise.txt": (lambda: random.Random(1).randbytes(200_000), "文字文件"),
    "digits.txt": (lambda: ("1" * 200_000).encode(), "read"),
    "commas.txt": (lambda: ("1，" * 20_000).encode(), "read"),
    "comments.md": (lambda: ("<!--" * 100_000 + "化解101起").encode(), "read"),
    "brackets.md": (lambda: ("[" * 200_000 + "化解101起" + "](" * 1000).encode(), "read"),
}  # fmt: skip


def utf16(xml):
    data = io.BytesIO(word_file(p("x")))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = xml.replace("'1.0'", "'1.0' encoding='utf-16'").encode("utf-16")
            target.writestr(name, content if name == "word/document.xml" else source.read(name))
    return out.getvalue()


READ = """
import resource, socket, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))

def refuse(*_, **__):
    raise SystemExit("a connection was opened")

socket.socket = socket.create_connection = refuse
sys.addaudithook(lambda event, _: refuse() if event in ("os.exec", "os.system", "subprocess.Popen") else None)
from fazhi_metrics.audit import read_claims, read_document
from fazhi_metrics.errors import FazhiError

try:
    document = read_document(sys.argv[1])
    read_claims(document.text)
    print("read", len(document.text))
except FazhiError as error:
    print(error)
"""


@pytest.mark.parametrize(("make", "says"), FILES.values(), ids=FILES)
def test_it_ends_in_a_result_or_a_clear_error_within_its_bounds(tmp_path, request, make, says):
    path = tmp_path / request.node.callspec.id
    path.write_bytes(make())
    script = READ.format(memory=MEMORY, seconds=SECONDS)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert says in done.stdout
    assert len(done.stdout) < 400
