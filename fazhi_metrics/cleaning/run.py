"""The run: every raw workbook to typed records, checked, with its log and issues, as one generation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from fazhi_metrics.cleaning.cache import Cache
from fazhi_metrics.cleaning.cluster import Elsewhere, cluster
from fazhi_metrics.cleaning.corrections import check_applied, read_corrections
from fazhi_metrics.cleaning.file_stamps import keep_stamps
from fazhi_metrics.cleaning.impact import Headline
from fazhi_metrics.cleaning.inputs import (
    Job,
    RawFile,
    digest,
    engine_digest,
    jobs,
    raw_files,
    settings_digests,
)
from fazhi_metrics.cleaning.issues import Issue, issue, issues_table, ranked
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.cleaning.merge import Merge, corrections_table
from fazhi_metrics.cleaning.part import Part, sources_table, spans_table
from fazhi_metrics.cleaning.part_index import PartIndex
from fazhi_metrics.cleaning.part_store import PartStore
from fazhi_metrics.cleaning.pool import run
from fazhi_metrics.cleaning.raw_names import visible_files
from fazhi_metrics.cleaning.result import CleaningResult, manifest_of, result_of
from fazhi_metrics.cleaning.settle import left_out, settle
from fazhi_metrics.cleaning.settlements import Settlement, read_settlements, seal, seen_digest
from fazhi_metrics.cleaning.silences import Silences
from fazhi_metrics.cleaning.workbook import clean_workbook, interrupted
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.declared import read
from fazhi_metrics.errors import CleaningError, StoreError, did_you_mean
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words
from fazhi_metrics.store import Draft, Store, draft_generation
from fazhi_metrics.store.current import current_generation
from fazhi_metrics.store.manifest import MANIFEST, file_digest

Progress = Callable[[int, int, str], None]


def clean(
    town: Town,
    *,
    years: Iterable[int] | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    scheduler: str | None = None,
    reuse: bool = True,
    headlines: Sequence[Headline] = (),
) -> CleaningResult:
    """Clean every workbook below the town's data/raw and write one generation of processed data.

    `years` limits the run to tables of those years. `progress` is called with (done, total, file) after
    each workbook. `workers` is the number of processes (None: decided by the amount of work; 1: none but
    this), `executor` any executor to use instead, `scheduler` the address of a dask cluster
    (`tcp://…`). With `reuse`, a workbook whose content, settings and rules did not change is not read again.
    The result does not depend on any of them. `headlines` are the headline figures by which issues are ranked.

    Raises CleaningError when there is nothing to clean, a correction does not fit, a cell was lost, or there
    is no cluster at that address.
    """
    wanted = None if years is None else tuple(sorted(set(years)))
    declared = settings_digests(town)  # first: what is changed from here on is then called out of date
    given = _Inputs(town, read_settlements(town.settlements, catalogue_of(town)), wanted)
    keep_stamps(town.processed, given.files)
    state = given.state(given.settlements, headlines)
    standing, damaged = _standing(town.processed, state)
    if reuse and standing is not None and not damaged:
        return result_of(standing, reused=len(given.files))
    cache = Cache(town.processed)
    parts = Parts(cache, given.work)
    with nullcontext(executor) if scheduler is None else cluster(scheduler) as pool:
        parts.make(reuse=reuse, progress=progress, workers=workers, executor=pool)
    with draft_generation(town.processed) as draft:
        merge = given.merge(draft, parts, headlines)
        check_applied(given.corrections, merge.applied, town.corrections.name)
        issues, sealed = settle(given.settlements, given.told(merge, parts), given.digests(), merge.silences)
        if sealed != given.settlements:
            seal(town.settlements, sealed)
            declared["settlements"] = settings_digests(town)["settlements"]
            state = given.state(sealed, headlines)
        draft.add("sources", sources_table(merge.locator.sources))
        draft.add("spans", spans_table(merge.locator.spans))
        draft.add("issues", issues_table(ranked(issues)))
        draft.add("corrections", corrections_table(given.corrections, merge.applied))
        manifest = manifest_of(
            merge.records,
            merge.conserved,
            {file.name: None if file.name in parts.changed else file.sha256 for file in given.files},
            state="" if parts.changed else state,
            settings=declared,
            proved=merge.proved,
            corrections=len(given.corrections),
            titles={dataset.name: dataset.title for dataset in given.datasets},
        )
        draft.commit(manifest)
    cache.keep(job.key for job in given.work)
    return result_of(Store.open(town.processed), reused=parts.reused, mended=(*damaged, *parts.damaged))


def sealed_answer(town: Town, answer: Settlement) -> Settlement:
    """Return an answer with the digest of what it meets in the raw data as they are; nothing is kept.

    Other answers are taken as they are declared, whether they still fit or not. Raises CleaningError when it
    meets nothing.
    """
    others = [
        each
        for each in read_settlements(town.settlements, catalogue_of(town))
        if each.same_as != answer.same_as
    ]
    given = _Inputs(town, (*others, answer), None)
    parts = Parts(Cache(town.processed), given.work)
    parts.make(reuse=True, progress=None, workers=None, executor=None)
    with draft_generation(town.processed) as draft:
        merge = given.merge(draft, parts, ())
        issues = given.told(merge, parts)
        _, (found,) = settle((answer,), issues, given.digests(), merge.silences)
    return found


class _Inputs:
    """What a run reads: the raw files, and all that is declared about them."""

    def __init__(
        self, town: Town, settlements: tuple[Settlement, ...], years: tuple[int, ...] | None
    ) -> None:
        self.town, self.settlements = town, settlements
        self.files, self.others = raw_files(town.raw, village_words(town.villages))
        self.corrections = read_corrections(town.corrections, catalogue_of(town))
        self.datasets = tuple(catalogue_of(town).datasets.values())
        self.switched_on = _switched_on(town, self.datasets)
        self.out = left_out(settlements)
        self.work = jobs(self.files, town, self.corrections, years, self.out)

    def state(self, settlements: Sequence[Settlement], headlines: Sequence[Headline]) -> str:
        """Return the digest of all that shapes the result."""
        rest = (self.corrections, self.others, self.town.checks, self.town.years, tuple(headlines))
        return digest(*(job.key for job in self.work), *map(repr, (*rest, tuple(settlements))))

    def digests(self) -> dict[str, str]:
        """Return the digest of every raw file, also of those that are no workbooks, by name."""
        paths = dict(visible_files(self.town.raw, village_words(self.town.villages)))
        others = {name: file_digest(paths[name]) or "" for name in self.others if name in paths}
        return {file.name: file.sha256 for file in self.files} | others

    def merge(self, draft: Draft, parts: Parts, headlines: Sequence[Headline]) -> Merge:
        """Put the parts together and hold them against one another; raises CleaningError for a lost cell."""
        silences = Silences(self.settlements)
        merge = Merge(draft, self.datasets, self.switched_on, headlines, silences)
        for position in range(len(self.work)):
            merge.add(parts.get(position))
        _assert_conserved(merge.conserved)
        merge.close(self.town)
        return merge

    def told(self, merge: Merge, parts: Parts) -> list[Issue]:
        """Return every issue with what was typed at its cell, what it is about and what it could move."""
        out = {each.file: each for each in self.out if each.sheet is None}
        issues = [
            issue(out[name].rule, file=name, settled=out[name].text)
            if name in out
            else issue("file_ignored", file=name, words={"suffix": name.rpartition(".")[2]})
            for name in self.others
        ]
        kept = [file for file in self.files if file.name not in out]
        return _told(merge, parts, [*issues, *_twice(kept)], self.digests())


class Parts:
    """The parts of a run: made once, then asked for in their order, from memory or from disk.

    `changed` are the workbooks that changed while the run went on, `damaged` those whose part of an earlier
    run was no longer what was written, `reused` counts the parts taken over.
    """

    def __init__(self, cache: Cache, work: Sequence[Job]) -> None:
        self._work = work
        self._store = PartStore(cache, [job.key for job in work])
        self.reused = 0
        self.changed: set[str] = set()
        self.damaged: list[str] = []

    def make(
        self, *, reuse: bool, progress: Progress | None, workers: int | None, executor: Executor | None
    ) -> None:
        """Clean every workbook that has no part from an earlier run."""
        fresh = [place for place in range(len(self._work)) if not (reuse and self._store.has(place))]
        self.reused = len(self._work) - len(fresh)
        rest = [self._work[place] for place in fresh]
        action = clean_workbook if executor is None else Elsewhere(clean_workbook, engine_digest())
        parts = run(rest, action, interrupted, workers=workers, executor=executor)
        for done, (index, part) in enumerate(parts, self.reused + 1):
            self._keep(fresh[index], part)
            if progress is not None:
                progress(done, len(self._work), part.file)

    def get(self, position: int) -> Part:
        """Return a part; what was damaged on disk, or swept away by another run, is made again."""
        part = self._store.get(position)
        if part is None:
            if self._store.has(position):
                self.damaged.append(self._work[position].file.name)
            part = clean_workbook(self._work[position])
            self._keep(position, part)
            self.reused = max(0, self.reused - 1)
        return part

    def _keep(self, position: int, part: Part) -> None:
        self._store.put(position, part)
        if part.changed:
            self.changed.add(part.file)

    def of(self, files: Iterable[str]) -> Iterator[tuple[str, Part]]:
        """Yield the parts of some workbooks, by name."""
        wanted = set(files)
        for position, job in enumerate(self._work):
            if job.file.name in wanted:
                yield job.file.name, self.get(position)


def _told(merge: Merge, parts: Parts, issues: Iterable[Issue], digests: Mapping[str, str]) -> list[Issue]:
    """Return every issue with what was typed at its cell, the records it is about and what it could move."""
    told: list[Issue] = []
    brought, found = _by_file((*issues, *merge.issues)), _by_file(merge.found)
    for file, part in parts.of({*brought, *found}):
        index, own = PartIndex(part), brought.pop(file, [])
        for each in found.pop(file, ()):
            one = bool(each.cell) and ":" not in each.cell
            typed = index.typed(each.dataset, each.sheet, each.cell, each.column) if one else ""
            own.append(replace(each, typed=typed))
        shift = merge.shifts[file]
        for each in own:
            located = index.locate(each, merge.declared, shift)
            about = index.content(located, shift) or (digests.get(file, ""),)
            told.append(_seen(merge.impacts.weigh(located, index), about))
    for rest in (*found.values(), *brought.values()):
        told += (_seen(merge.impacts.weigh(each, None), (digests.get(each.file, ""),)) for each in rest)
    return told


def _seen(each: Issue, about: Sequence[str]) -> Issue:
    """Return an issue with the digest of what it says and of what it is about."""
    return replace(each, seen=seen_digest(each.rule, each.where, each.typed, each.why, each.gap, *about))


def _standing(processed: Path, state: str) -> tuple[Store | None, tuple[str, ...]]:
    """Return the current generation when it was made from exactly this state, and its damaged files."""
    try:
        store = Store.open(processed)
    except StoreError:
        damaged = (MANIFEST,) if current_generation(processed) else ()
        return None, damaged
    return (store, store.damaged()) if store.manifest.get("state") == state else (None, ())


def _twice(files: Iterable[RawFile]) -> Iterator[Issue]:
    """Report files that are the same, byte for byte, as one that comes before them."""
    first: dict[str, str] = {}
    for file in files:
        other = first.setdefault(file.sha256, file.name)
        if file.sha256 and other != file.name:
            yield issue("file_twice", file=file.name, effect=1.0, words={"other": other})


def _by_file(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    found: dict[str, list[Issue]] = {}
    for each in issues:
        found.setdefault(each.file, []).append(each)
    return found


def _assert_conserved(conserved: Mapping[str, Conservation]) -> None:
    for file, counts in conserved.items():
        if not counts.holds:
            raise CleaningError(
                f"单元格数对不上（{counts}）",
                where=file,
                todo="这是程序的差错，请连同文件反馈。",
            )


def _switched_on(town: Town, datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the optional checks that fazhi.toml switches on; raises ProjectError for an unknown one."""
    optional = {c.rule for d in datasets for c in d.checks if c.optional}
    place = town.declared("checks")
    settings = read(place, Mapping[str, bool])
    for name in settings:
        if name not in optional:
            raise place.at(name).refuse(f"没有名为 {name} 的可选核对", did_you_mean(name, optional))
    return frozenset(name for name, value in settings.items() if value)
