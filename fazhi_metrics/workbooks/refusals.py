"""Why a file is not read as a workbook: every message of this room, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from fazhi_metrics.errors import WorkbookError, capped


def missing(where: str) -> WorkbookError:
    """The path leads nowhere."""
    return WorkbookError("找不到这个文件", where=where, todo="请检查路径和文件名是否正确")


def folder(where: str) -> WorkbookError:
    """The path is a folder."""
    return WorkbookError("这是一个文件夹，不是表格文件", where=where, todo="请给出其中一个文件的路径")


def unreadable(where: str, reason: str) -> WorkbookError:
    """The system refuses to open the file."""
    return WorkbookError(
        f"系统不允许打开这个文件（{reason}）", where=where, todo="请检查文件权限，或先关闭正在使用它的程序"
    )


def empty(where: str) -> WorkbookError:
    """The file has no byte in it."""
    return WorkbookError("文件是空的（0 字节）", where=where, todo="请向报送单位重新索取")


def no_sheet(where: str, name: str, names: Sequence[str]) -> WorkbookError:
    """The workbook has no sheet of that name."""
    near = get_close_matches(name, names, 1, 0.3)
    todo = f"您是不是要找“{near[0]}”？" if near else f"有这些工作表：{capped(names)}"
    return WorkbookError(f"没有叫“{name}”的工作表", where=where, todo=todo)


def no_table(where: str) -> WorkbookError:
    """The file opens, and no table is in it."""
    return WorkbookError("没有找到表格", where=where, todo="请确认工作表里有表头和数据")


def lock(where: str) -> WorkbookError:
    """The file is what an office program keeps beside a workbook that is open."""
    return WorkbookError(
        "这是打开表格时留下的锁文件，不是表格", where=where, todo="请读取去掉开头 ~$ 的那个文件"
    )


def encrypted(where: str) -> WorkbookError:
    """The workbook needs a password."""
    return WorkbookError("工作簿加了密码", where=where, todo="请用 Excel 或 WPS 打开，取消密码后另存")


def not_a_sheet(where: str, found: str = "") -> WorkbookError:
    """The content is something else than a table."""
    what = f"不是表格文件，内容是{found}" if found else "不是表格文件"
    return WorkbookError(
        what,
        where=where,
        todo="支持 xlsx、xlsm、xlsb、xls、et、ods、csv、tsv，以及 docx 里的表格和 zip 里的表格文件",
    )


def too_old(where: str) -> WorkbookError:
    """A format from before 1997 that nothing here reads."""
    return WorkbookError("文件格式太旧", where=where, todo="请用 Excel 或 WPS 打开后另存为 xlsx")


def corrupt(where: str, detail: str = "") -> WorkbookError:
    """The content breaks off or contradicts itself."""
    what = f"文件已损坏，不能读取（{detail}）" if detail else "文件已损坏，不能读取"
    return WorkbookError(what, where=where, todo="请用 Excel 或 WPS 打开并另存，或向报送单位重新索取")


def too_big(where: str, detail: str) -> WorkbookError:
    """The content would not fit into bounded time and memory."""
    return WorkbookError(f"文件太大：{detail}", where=where, todo="请删去多余的行列或工作表后另存，再读取")


def bomb(where: str, detail: str) -> WorkbookError:
    """The content is made to exhaust the machine."""
    return WorkbookError(
        f"文件结构异常，拒绝读取（{detail}）",
        where=where,
        todo="请确认文件来源；正常文件可用 Excel 另存后再读取",
    )


def undecodable(where: str, lines: list[int]) -> WorkbookError:
    """A text file whose bytes fit no one encoding."""
    listed = capped([f"第 {line} 行" for line in lines])
    return WorkbookError(
        f"文字编码不一致，{listed}不能解读", where=where, todo="请用 WPS 打开后另存为 UTF-8 编码的 CSV"
    )
