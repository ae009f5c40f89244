"""What a cleaning run hands back: counts that add up, the issues in order, and where the data lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.issues import Issue, issues_of
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.errors import capped

if TYPE_CHECKING:
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True)
class CleaningResult:
    """One run of cleaning.

    `records` counts the records by (dataset, year); `conservation` adds up the cells of every workbook, and
    `conserved` holds them one by one. `proved` is the number of totals found right, `corrections` the number
    of corrections applied, `reused` the number of workbooks taken over unread from the run before. `mended`
    are the files of data/processed, and the workbooks, of which what was kept was damaged and is made again.
    """

    generation: Path
    files: tuple[str, ...]
    records: Mapping[tuple[str, int], int]
    issues: tuple[Issue, ...]
    conservation: Conservation
    conserved: Mapping[str, Conservation]
    proved: int
    corrections: int
    reused: int
    mended: tuple[str, ...] = ()

    def of(self, severity: Severity) -> tuple[Issue, ...]:
        """Return the open issues of one severity."""
        return tuple(issue for issue in self.issues if issue.severity == severity and not issue.settled)

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues because of which a figure may be wrong."""
        return self.of(Severity.ERROR)

    @property
    def passed(self) -> bool:
        """Whether there is no error among the open issues."""
        return not self.errors

    @property
    def repairs(self) -> str:
        """What was damaged and is made again, in one Chinese sentence; "" when nothing was."""
        return f"data/processed 里有损坏，已重新生成：{capped(self.mended)}" if self.mended else ""

    def __str__(self) -> str:
        counts = "，".join(f"{severity} {len(self.of(severity))} 处" for severity in Severity)
        settled = sum(bool(issue.settled) for issue in self.issues)
        counts += f"，已有答复 {settled} 处" if settled else ""
        return (
            f"{len(self.files)} 个文件，{sum(self.records.values()):,} 条记录；{counts}；{self.conservation}"
        )


def manifest_of(
    records: Mapping[tuple[str, int], int],
    conserved: Mapping[str, Conservation],
    inputs: Mapping[str, str | None],
    **facts: Any,
) -> dict[str, Any]:
    """Return the manifest of a generation: what went in, what came out, and that nothing was lost."""
    return {
        "inputs": dict(inputs),
        "records": {f"{dataset}-{year}": count for (dataset, year), count in sorted(records.items())},
        "conservation": {file: [c.read, c.kept, c.logged] for file, c in conserved.items()},
        **facts,
    }


def result_of(store: Store, *, reused: int, mended: tuple[str, ...] = ()) -> CleaningResult:
    """Return the result of the run that wrote a generation, from the generation alone."""
    manifest = store.manifest
    conserved = {file: Conservation(*counts) for file, counts in manifest["conservation"].items()}
    records = {}
    for name, count in manifest["records"].items():
        dataset, _, year = name.rpartition("-")
        records[dataset, int(year)] = count
    return CleaningResult(
        generation=store.folder,
        files=tuple(manifest["inputs"]),
        records=records,
        issues=issues_of(store.side_table("issues")),
        conservation=sum(conserved.values(), Conservation()),
        conserved=conserved,
        proved=manifest["proved"],
        corrections=manifest["corrections"],
        reused=reused,
        mended=mended,
    )
