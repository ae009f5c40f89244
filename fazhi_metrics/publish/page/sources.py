"""What the page was made from: ledgers and their records, what cleaning kept and found, corrections, the batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning import Severity
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.measures.trace import TracedCorrection

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_CORRECTION = ("cell", "before", "after", "reason", "approved_by", "date")


@dataclass(frozen=True, slots=True)
class Ledger:
    """One dataset: its Chinese title, what one record is, and its records last year and this one."""

    title: str
    grain: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """The data behind a page, in counts and words; `cells` is 0 where cleaning kept no count of them."""

    files: int
    records: int
    cells: int
    issues: str
    errors: bool
    ledgers: tuple[Ledger, ...]
    corrections: tuple[str, ...]
    generation: str


def read_sources(store: Store, town: Town, year: int) -> MadeFrom:
    """Return what a store holds, and what was found wrong and corrected on the way to it."""
    counts = {
        (name, each): store.table(name, each, ["year"]).num_rows
        for name in store.datasets()
        for each in store.years(name)
    }
    known = catalogue_of(town).datasets
    named = sorted(store.datasets(), key=lambda name: known[name].rank if name in known else 999)
    return MadeFrom(
        files=len({row["file"] for row in store.side_table("sources").to_pylist()})
        if _has(store, "sources")
        else 0,
        records=sum(counts.values()),
        cells=sum(read for read, *_ in store.manifest.get("conservation", {}).values()),
        issues=_issues(store),
        errors=any(issue.severity is Severity.ERROR for issue in evidence_of(store).issues),
        ledgers=tuple(
            Ledger(
                known[name].title if name in known else name,
                known[name].grain if name in known else "",
                _count(counts.get((name, year - 1))),
                _count(counts.get((name, year))),
            )
            for name in named
        ),
        corrections=_corrections(store),
        generation=store.generation,
    )


def _has(store: Store, table: str) -> bool:
    return f"{table}.parquet" in store.manifest["files"]


def _count(records: int | None) -> str:
    return "—" if records is None else str(records)


def _issues(store: Store) -> str:
    if not _has(store, "issues"):
        return ""
    found = Counter(str(issue.severity) for issue in evidence_of(store).issues)
    return "，".join(f"{severity} {found[severity]} 处" for severity in Severity)


def _corrections(store: Store) -> tuple[str, ...]:
    if not _has(store, "corrections"):
        return ()
    rows = store.side_table("corrections").to_pylist()
    return tuple(
        TracedCorrection(**{name: str(row.get(name) or "") for name in _CORRECTION}).text for row in rows
    )
