"""The JSON Schema of a ledger file, by which an editor completes and checks what is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fazhi_metrics.declared import json_schema
from fazhi_metrics.ledgers.checks import KINDS
from fazhi_metrics.ledgers.format import IndicatorEntry, LedgerEntry

FILE: Final = "ledger.schema.json"


def ledger_schema() -> dict[str, Any]:
    """Return the JSON Schema of a ledger file: its own keys, its indicators and every kind of check."""
    schema = json_schema(LedgerEntry)
    found: dict[str, Any] = schema["$defs"]
    indicator = json_schema(IndicatorEntry)
    found.update(indicator.pop("$defs"))
    kinds = []
    for kind, cls in KINDS.items():
        check = json_schema(cls)
        table = check["$defs"][cls.__name__]
        table["properties"].pop("rule")
        table["properties"] = {"kind": {"const": kind}, **table["properties"]}
        table["required"] = ["kind", *(key for key in table.get("required", ()) if key != "rule")]
        found.update(check["$defs"])
        kinds.append({"$ref": f"#/$defs/{cls.__name__}"})
    properties = found[LedgerEntry.__name__]["properties"]
    properties["indicators"] = _tables({"$ref": indicator["$ref"]})
    properties["checks"] = _tables({"anyOf": kinds})
    return schema


def _tables(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(of)}


def schema_text() -> str:
    """Return the schema as the file that is shipped holds it."""
    return json.dumps(ledger_schema(), ensure_ascii=False, indent=1) + "\n"
