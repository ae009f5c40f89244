"""A TOML file as people save it: any encoding of a Chinese desk, and the line of every key."""

from __future__ import annotations

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as some

from fazhi_metrics.declared import Document, decoded, read_document
from fazhi_metrics.declared.positions import positions
from fazhi_metrics.errors import ProjectError

TEXT = 'name = "示例镇"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_a_file_is_read_as_a_chinese_desk_saves_it(tmp_path, encoding):
    path = tmp_path / "甲.toml"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert read_document(path).content == {"name": "示例镇"}


def test_what_cannot_be_opened_is_told_and_no_traceback(tmp_path):
    with pytest.raises(ProjectError, match="读不出来：这是一个文件夹，不是文件"):
        read_document(tmp_path)


@pytest.mark.parametrize("data", [TEXT.encode()[:-4], TEXT.encode()[:9] + TEXT.encode()[10:], b"\xff\xff"])
def test_a_damaged_text_is_not_guessed_at(data):
    with pytest.raises(ProjectError, match=r"甲.toml：编码认不出来.*另存为 UTF-8"):
        decoded(data, "甲.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = 镇", "甲 第2行：写法有误：b = 镇。等号右边的文字要加英文引号"),
        ("a = 1\nb = “镇”", "甲 第2行：写法有误：b = “镇”。引号、等号、逗号和括号要用英文"),
        ('a ＝ "镇"', "要用英文（半角）的"),
        ("a = 1\n\na = 2\n", "甲 第3行：.*写了两次"),
        ("[a]\n[a]\n", "第2行：写法有误：.a.。同一节写了两次"),
        ('a = "d\\raw"\nb = "d\\work"', "反斜线"),
        ("镇 = 1", "含汉字的名字要加英文引号"),
        ('a = "镇', "引号"),
        ("[town\n", "第1行：写法有误：.town"),
        ("a = [1, 2\n\n", "第1行：写法有误：a = .1, 2"),
        ("a = 1 b = 2", "一行只写一个"),
    ],
)
def test_what_is_no_toml_is_told_in_chinese_with_its_line(text, said):
    with pytest.raises(ProjectError, match=said):
        Document.parse(text, "甲")


def test_every_key_has_its_line():
    text = '''# 说明 [不是表]
top = """
[不是表]
a = 1"""
when = 2025-01-01 10:00:00  # 说明
[town]
"乡 镇".name = 'x # y'
list = [ # 说明
  { a = 1, b.c = 2 },
  [1,
   2],
]
[[villages]]
name = "]"
[villages.more]
x = 1
[[villages]]
[[villages.deep]]
[[villages.deep]]
y = "\\""
'''
    expected = {
        ("top",): 2, ("when",): 5, ("town",): 6, ("town", "乡 镇", "name"): 7, ("town", "list"): 8,
        ("town", "list", 0, "a"): 9, ("town", "list", 0, "b", "c"): 9, ("town", "list", 1, 1): 11,
        ("villages",): 13, ("villages", 0, "name"): 14, ("villages", 0, "more", "x"): 16,
        ("villages", 1): 17, ("villages", 1, "deep", 1): 19, ("villages", 1, "deep", 1, "y"): 20,
    }  # fmt: skip
    found = positions(text)
    assert {path: found.get(path) for path in expected} == expected


KEYS = some.text(some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4)
TREES = some.recursive(
    some.integers()
    | some.booleans()
    | some.text(some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(some.dictionaries(KEYS, TREES, max_size=4))
def test_every_path_of_a_document_has_a_line_within_it(tree):
    text = tomlkit.dumps(tree)
    lines = positions(text)

    def paths(value, path=()):
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, each in items:
            yield (*path, key)
            yield from paths(each, (*path, key))

    content = Document.parse(text, "甲").content
    assert {path for path in paths(content) if path not in lines} == set()
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
