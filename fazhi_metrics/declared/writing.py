"""Entries added to a TOML file that people edit by hand: their remarks, order and spacing stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi_metrics.declared.document import Document
from fazhi_metrics.errors import FazhiError, ProjectError


def value_text(value: Any) -> str:
    """Return a value as TOML: texts quoted, tables and lists on one line.

    >>> print(value_text({"编号": "2025-031", "户": [1, 2]}))
    {"编号" = "2025-031", "户" = [1, 2]}
    """
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update(value)
        return table.as_string()
    return str(tomlkit.item(value).as_string())


def entry_text(name: str, entry: Mapping[str, Any]) -> str:
    """Return one `[[name]]` entry as text, without an empty line around it."""
    import tomlkit

    return "\n".join(
        [
            f"[[{name}]]",
            *(f"{tomlkit.key(key).as_string()} = {value_text(value)}" for key, value in entry.items()),
        ]
    )


def with_entry(
    text: str,
    name: str,
    entry: Mapping[str, Any],
    where: str,
    error: type[FazhiError] = ProjectError,
    *,
    instead: int | None = None,
) -> str:
    """Return a TOML text with one `[[name]]` entry more, or in place of the one numbered `instead` (from 0).

    Raises `error` when the text is no TOML.

    A list that is written on one line (`name = [{…}]`) grows where it stands.
    """
    import tomlkit

    Document.parse(text, where, error)
    document = tomlkit.parse(text)
    if instead is not None:
        before = document[name][instead]
        for key in [key for key in before if key not in entry]:
            del before[key]
        before.update(entry)
        return tomlkit.dumps(document)
    if isinstance(document.get(name), tomlkit.items.Array):
        row = tomlkit.inline_table()
        row.update(entry)
        document[name].append(row)
        return tomlkit.dumps(document)
    return f"{text.rstrip()}\n\n{entry_text(name, entry)}\n".lstrip("\n")
