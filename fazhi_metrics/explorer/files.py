"""The answer to a question as files: the chart as an image, the table as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.errors import ReportError
from fazhi_metrics.explorer.answer import Answer
from fazhi_metrics.explorer.sheet import sheet_bytes
from fazhi_metrics.files import write

if TYPE_CHECKING:
    from fazhi_metrics.workbench import Project

FOLDER = "explore"


def export(
    answer: Answer, project: Project, opening: str = "fm.open()", folder: Path | None = None
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the chart as PNG and the table as .xlsx; return the files and remarks (why there is no image).

    They lie in outputs/<year>/explore unless a folder is given, and bear the question's name.

    Raises:
        ReportError: there is nothing to write.
        FileError: a file cannot be written.
    """
    if answer.table is None:
        raise ReportError("没有可以导出的表", todo="请先换一种问法。")
    town, question = project.town, answer.question
    place = folder or town.outputs / str(question.year) / FOLDER
    sheet = place / f"{question.name}.xlsx"
    write(sheet, sheet_bytes(answer, town, opening))
    if answer.figure is None:
        return (sheet,), ()
    from fazhi_metrics.charts import export_charts

    done = export_charts({question.name: answer.figure}, place, ("png",))
    return (*done.files, sheet), done.notes
