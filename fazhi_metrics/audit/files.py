"""Auditing a report file: where its ties are kept, what is proposed and accepted, the annotated copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.audit.facts import facts_of
from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.results import Audit
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import (
    SUFFIX,
    Tie,
    TieFile,
    add_ties,
    carry_over,
    find_ties,
    may_write,
    place_for_ties,
    read_ties,
    write_ties,
)
from fazhi_metrics.audit.tying import accept as accept_suggestions
from fazhi_metrics.audit.tying import untied
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.errors import ReportError
from fazhi_metrics.files import told

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@told
def audit_file(
    path: str | Path,
    store: Store,
    town: Town,
    year: int,
    *,
    suggest: bool = False,
    accept: bool = False,
    ties: str | Path | None = None,
) -> Audit:
    """Audit a report file with the ties kept for it.

    `suggest` adds to the audit the ties it proposes; `accept` keeps them, beside the report or, where its
    folder is read-only, in the project's `ties/`; what its owner wrote in the file stays. `ties` names another
    file of ties; those of another year's report are carried over to this one, and their file is left alone.

    Raises:
        ReportError: the report or its ties cannot be read, or a tie names an unknown indicator.
    """
    from fazhi_metrics.measures import indicators_of

    path = Path(path)
    document = read_document(path)
    claims = claims_of(document)
    indicators = indicators_of(town)
    kept = _kept(path, town, Path(ties) if ties is not None else None, accept)
    notes: list[str] = []
    known: Sequence[Tie] = kept.ties
    last_year = bool(kept.ties and kept.year and kept.year != year)
    if last_year:
        known = carry_over(kept.ties, kept.year, year)
        notes.append(f"沿用了{kept.year}年报告的对应关系，请核对")
    elif not kept.ties and (earlier := _earlier(path, year)) is not None:
        notes.append(f"这份报告还没有对应关系；上年的在 {earlier.name}，可用 --ties 沿用")
    facts = facts_of(store, town, indicators)
    proposed: tuple[Tie, ...] = ()
    if suggest or accept:
        suggestions = suggest_ties(document, claims, indicators, town, year, to_date=facts.to_date(year))
        proposed = accept_suggestions(document, claims, suggestions, known)[len(known) :]
    if accept:
        target, aside = place_for_ties(path, town.root) if last_year else (kept.path, kept.aside)
        every = (*known, *proposed)
        left = untied(document, claims, every, year)
        if target == kept.path and target.is_file():
            add_ties(target, year, proposed, left)
        else:
            write_ties(target, path.name, year, every, left)
        known = every
        notes.append(f"接受了 {len(proposed)} 条建议，对应关系记在 {target}")
        if aside:
            notes.append("报告所在的文件夹不可写，所以没有记在报告旁边")
        proposed = ()
    audit = audit_claims(document, claims, known, facts, town, year)
    return replace(audit, notes=(*notes, *audit.notes), proposed=proposed, folder=town.outputs / str(year))


def _kept(path: Path, town: Town, named: Path | None, accept: bool) -> TieFile:
    if named is None:
        return find_ties(path, town.root)
    if named.is_file():
        year, ties = read_ties(named)
        return TieFile(named, ties, year)
    if not accept:
        raise ReportError("找不到这个对应关系文件", where=str(named), todo="请检查文件名，或用 --accept 新建")
    return TieFile(named)


def _earlier(report: Path, year: int) -> Path | None:
    """Return the ties kept for the same report of the year before, where there are any."""
    stem = report.stem.replace(str(year), str(year - 1))
    beside = report.with_name(stem + SUFFIX)
    return beside if stem != report.stem and beside.is_file() else None


def annotate_report(audit: Audit, out: str | Path | None = None) -> Path:
    """Write the annotated copy of an audited .docx; by default beside it, or in the outputs where that is read-only.

    Raises:
        ReportError: the report is no Word file, or the copy cannot be written.
    """
    from fazhi_metrics.audit.annotate import annotate

    source = audit.document.path
    if source is None:
        raise ReportError("这次核对的不是文件，没有可以加批注的原件")
    return annotate(source, audit, beside(audit, source.suffix) if out is None else out)


def beside(audit: Audit, suffix: str) -> Path:
    """Return where a copy of an audited report goes: beside it or, where that is read-only, into the outputs."""
    source = audit.document.path or Path(audit.document.name)
    copy = source.with_name(f"{source.stem}（核对）{suffix}")
    return copy if may_write(copy) or audit.folder is None else audit.folder / copy.name
