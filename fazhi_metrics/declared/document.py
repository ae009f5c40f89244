"""A TOML text as a person typed it: its values, and where each of them stands."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

from fazhi_metrics.declared.positions import positions
from fazhi_metrics.errors import FazhiError, ProjectError
from fazhi_metrics.files import reason

T = TypeVar("T")
_LINE: Final = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_WIDE: Final = re.compile("[“”‘’＂＝，［］【】｛｝]")
# What a TOML parser says in English, and what it means to the person who typed the line.
_MISTAKES: Final[Sequence[tuple[str, str]]] = (
    ("overwrite", "同一个名字写了两次，请删去一处"),
    ("twice", "同一节写了两次，请合成一节"),
    ("mutate immutable", "同一节分在两处，请合在一处"),
    ("hex value", "引号里的反斜线 \\ 请改成 /"),
    ("Unescaped", "引号里的反斜线 \\ 请改成 /"),
    ("Invalid value", "等号右边的文字要加英文引号"),
    ("Unterminated", "引号没有成对"),
    ("Expected '='", "应写成 名字 = 值；含汉字的名字要加英文引号"),
    ("Invalid statement", "应写成 名字 = 值；含汉字的名字要加英文引号"),
    ("array", "列表应写成 [一, 二]，用英文逗号隔开"),
    ("newline or end of document", "一行只写一个 名字 = 值"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML document: `content` as parsed, `text` as typed (empty for values that were never typed).

    `where` names it in messages; what cannot be used is raised as `error`.
    """

    where: str
    content: Mapping[str, Any]
    text: str = ""
    error: type[FazhiError] = ProjectError

    @classmethod
    def parse(cls, text: str, where: str, error: type[FazhiError] = ProjectError) -> Document:
        """Read a TOML text; decimals stay exact. Raises `error` with the line that is not TOML."""
        try:
            return cls(where, tomllib.loads(text, parse_float=Decimal), text, error)
        except tomllib.TOMLDecodeError as found:
            raise _not_toml(str(found), text, where, error) from None

    @property
    def root(self) -> Place:
        """The whole document."""
        return Place(self, (), self.content)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document and the keys that lead to it; list items count from 0."""

    document: Document
    path: tuple[str | int, ...]
    value: Any

    def at(self, *keys: str | int) -> Place:
        """Return the place below by its keys; its value is None when nothing stands there."""
        value = self.value
        for key in keys:
            known = (
                key in value if isinstance(value, Mapping) else _is_list(value) and key in range(len(value))
            )
            value = value[key] if known else None
        return Place(self.document, (*self.path, *keys), value)

    def read(self, kind: type[T], **given: Any) -> T:
        """Read the value as a type; `given` are the fields of a dataclass that are not declared."""
        from fazhi_metrics.declared.reading import read

        found: T = read(self, kind, **given)
        return found

    def refuse(self, what: str, todo: str = "") -> FazhiError:
        """Return the error to raise: what is wrong here, with file, line and key."""
        return self.document.error(what, where=self.where, todo=todo)

    @property
    def where(self) -> str:
        """The place in words: `fazhi.toml 第12行 villages 第3项 aliases`."""
        lines = positions(self.document.text)
        near = (self.path[:size] for size in range(len(self.path), 0, -1))
        line = next((lines[path] for path in near if path in lines), None)
        parts = [self.document.where, f"第{line}行" if line else "", self.label]
        return " ".join(part for part in parts if part)

    @property
    def label(self) -> str:
        """The keys that lead here: `villages 第3项 aliases`, `columns."处罚日期".type`."""
        text = ""
        for key in self.path:
            if isinstance(key, int):
                text += f" 第{key + 1}项"
            else:
                name = key if _BARE.fullmatch(key) else f'"{key}"'
                text += f"{'' if not text else ' ' if text.endswith('项') else '.'}{name}"
        return text.strip()


def read_document(path: Path, error: type[FazhiError] = ProjectError, *, where: str = "") -> Document:
    """Read a TOML file, in UTF-8 with or without a mark, UTF-16 or GB2312. Raises `error` when it is none.

    `where` names the file in messages, by default its name.
    """
    where = where or path.name
    try:
        data = path.read_bytes()
    except OSError as found:
        raise error(
            f"读不出来：{reason(found)}", where=where, todo="请检查它是不是文件、能不能打开。"
        ) from found
    return Document.parse(decoded(data, where, error), where, error)


def decoded(data: bytes, where: str, error: type[FazhiError] = ProjectError) -> str:
    """Return a text typed on any Chinese desk, with plain line ends; raises `error` rather than guess at an encoding.

    Text in UTF-8 that is damaged does not read as GB2312, which has no room for its bytes.
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb2312"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise error("编码认不出来，不是 UTF-8", where=where, todo="请用记事本打开，另存为 UTF-8 编码。")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _not_toml(said: str, text: str, where: str, error: type[FazhiError]) -> FazhiError:
    found = _LINE.search(said)
    lines = text.rstrip().splitlines() or [""]
    number = int(found[1]) if found and found[1] else len(lines)
    line = lines[min(number, len(lines)) - 1].strip()
    if _WIDE.search(re.sub(r"\"[^\"]*\"|'[^']*'", "", line)):
        todo = "引号、等号、逗号和括号要用英文（半角）的"
    else:
        todo = next((hint for word, hint in _MISTAKES if word in said), "请改正后再运行")
    return error(f"写法有误：{line[:40]}", where=f"{where} 第{number}行", todo=todo)
