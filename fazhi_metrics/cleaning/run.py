"""The run: every raw workbook to typed records, checked, with its log and issues, as one generation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

from fazhi_metrics.cleaning.cache import Cache, standing_result
from fazhi_metrics.cleaning.corrections import check_applied, read_corrections
from fazhi_metrics.cleaning.identities import identities
from fazhi_metrics.cleaning.inputs import Job, digest, jobs, raw_files
from fazhi_metrics.cleaning.issues import Issue, issue, ranked
from fazhi_metrics.cleaning.locate import Locator, Place
from fazhi_metrics.cleaning.merge import Merged, corrections_table, merge
from fazhi_metrics.cleaning.part import Part, sources_table, spans_table
from fazhi_metrics.cleaning.pool import run
from fazhi_metrics.cleaning.recognise import catalogue
from fazhi_metrics.cleaning.result import CleaningResult, issues_table, manifest_of, result_of
from fazhi_metrics.cleaning.rules import SETTLING
from fazhi_metrics.cleaning.typed import TypedCells
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.cleaning.workbook import clean_workbook, interrupted
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import NotMore
from fazhi_metrics.errors import CleaningError, ProjectError, did_you_mean
from fazhi_metrics.project import Town
from fazhi_metrics.store import Store, write_generation

Progress = Callable[[int, int, str], None]


def clean(
    town: Town,
    *,
    years: Iterable[int] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    reuse: bool = True,
) -> CleaningResult:
    """Clean every workbook below the town's data/raw and write one generation of processed data.

    `years` limits the run to tables of those years. `progress` is called with (done, total, file) after
    each workbook. `workers` is the number of processes (None: decided by the amount of work; 1: none but
    this), `executor` any executor to use instead, such as a dask client's. With `reuse`, a workbook whose
    content, settings and rules did not change is not read again. The result does not depend on any of them.

    Raises CleaningError when there is nothing to clean, a correction does not fit, or a cell was lost.
    """
    wanted = None if years is None else tuple(sorted(set(years)))
    files, others = raw_files(town.raw)
    corrections = read_corrections(town.corrections)
    datasets = catalogue(town.datasets).datasets
    switched_on = _switched_on(town, datasets)
    work = jobs(files, town, corrections, wanted)
    state = digest(
        *(job.key for job in work), repr(corrections), repr(others), repr(town.checks), repr(town.years)
    )
    if reuse and (standing := standing_result(town.processed, state)) is not None:
        return result_of(standing, reused=len(files))
    cache = Cache(town.processed) if reuse else None
    parts, reused = _parts(work, cache, progress, workers, executor)
    applied = [each for part in parts for each in part.applied]
    check_applied(corrections, applied, town.corrections.name)
    _assert_conserved(parts)
    merged = merge(parts)
    issues = [each for part in parts for each in part.issues]
    issues += [issue("file_ignored", file=name, words={"suffix": name.rpartition(".")[2]}) for name in others]
    issues += _validated(merged, parts, datasets, town, switched_on)
    records = {key: table.num_rows for key, table in merged.records.items()}
    tables: dict[str, Any] = {f"{name}-{year}": table for (name, year), table in merged.records.items()}
    tables |= {
        "sources": sources_table(merged.sources),
        "spans": spans_table(merged.spans),
        "log": merged.log,
        "issues": issues_table(ranked(issues)),
        "corrections": corrections_table(corrections, applied),
    }
    manifest = manifest_of(
        records,
        {part.file: part.conservation for part in parts},
        {file.name: file.sha256 for file in files},
        state=state,
        proved=sum(part.proved for part in parts),
        corrections=len(corrections),
    )
    write_generation(town.processed, tables, manifest)
    return result_of(Store.open(town.processed), reused=reused)


def _parts(
    work: Sequence[Job],
    cache: Cache | None,
    progress: Progress | None,
    workers: int | None,
    executor: Executor | None,
) -> tuple[list[Part], int]:
    """Return the part of every job in order, and how many were taken from the cache."""
    found: dict[int, Part] = {}
    if cache is not None:
        for position, job in enumerate(work):
            part = cache.get(job.key)
            if part is not None:
                found[position] = part
    reused = len(found)
    open_positions = [position for position in range(len(work)) if position not in found]
    rest = [work[position] for position in open_positions]
    for done, (index, part) in enumerate(
        run(rest, clean_workbook, interrupted, workers=workers, executor=executor), reused + 1
    ):
        position = open_positions[index]
        found[position] = part
        if cache is not None:
            cache.put(work[position].key, part)
        if progress is not None:
            progress(done, len(work), part.file)
    if cache is not None:
        cache.keep(job.key for job in work)
    return [found[position] for position in range(len(work))], reused


def _assert_conserved(parts: Sequence[Part]) -> None:
    for part in parts:
        if not part.conservation.holds:
            raise CleaningError(
                f"单元格数对不上（{part.conservation}）",
                where=part.file,
                todo="这是程序的差错，请连同文件反馈。",
            )


def _validated(
    merged: Merged,
    parts: Sequence[Part],
    datasets: Sequence[Dataset],
    town: Town,
    switched_on: frozenset[str],
) -> list[Issue]:
    locator = Locator(merged.sources, merged.spans)
    settled = {Place(i.file, i.sheet, i.cell) for part in parts for i in part.issues if i.rule in SETTLING}
    typed = TypedCells(merged.log)
    declared = {dataset.name: dataset for dataset in datasets}
    validators: dict[str, dict[int, Validator]] = {}
    found: list[Issue] = []
    for (name, year), records in merged.records.items():
        validator = Validator(declared[name], year, records, locator, settled, typed, switched_on)
        validators.setdefault(name, {})[year] = validator
        found += validator.issues()
    found += identities(datasets, validators, town)
    return found


def _switched_on(town: Town, datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the optional checks that fazhi.toml switches on; raises ProjectError for an unknown one."""
    optional = {c.rule for d in datasets for c in d.checks if isinstance(c, NotMore) and c.optional}
    settings: Mapping[str, Any] = town.checks
    for name, value in settings.items():
        if name not in optional:
            raise ProjectError(
                f"没有名为 {name} 的可选核对", where="fazhi.toml [checks]", todo=did_you_mean(name, optional)
            )
        if not isinstance(value, bool):
            raise ProjectError(f"{name} 应为 true 或 false", where="fazhi.toml [checks]", todo="请改正。")
    return frozenset(name for name, value in settings.items() if value)
