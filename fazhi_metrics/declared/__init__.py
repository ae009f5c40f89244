"""TOML into frozen dataclasses: what a person declares, read by the types of the fields it becomes.

    @dataclass(frozen=True, slots=True)
    class Village:
        name: str = setting(title="村名")                  # required: no default
        kind: VillageKind = VillageKind.VILLAGE            # a closed list: the nearest value is named
        aliases: tuple[str, ...] = ()
        origins: tuple[Origin, ...] = setting((), key="from")

    village = read_document(path, StoreError).root.at("villages", 2).read(Village)

Nothing is guessed and nothing passes: an unknown key or value stops with the nearest right one, a value of
another type says what was expected and what stands there, and every error names file, line and key.
"""

from fazhi_metrics.declared.document import Document, Place, decoded, read_document
from fazhi_metrics.declared.reading import read
from fazhi_metrics.declared.schema import json_schema
from fazhi_metrics.declared.settings import Between, Distinct, Filled, setting
from fazhi_metrics.declared.writing import entry_text, value_text, with_entry

__all__ = [
    "Between",
    "Distinct",
    "Document",
    "Filled",
    "Place",
    "decoded",
    "entry_text",
    "json_schema",
    "read",
    "read_document",
    "setting",
    "value_text",
    "with_entry",
]
