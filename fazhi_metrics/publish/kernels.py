"""Running a notebook: a fresh kernel of this interpreter, bounded in time, deaf to the user's own settings.

A cell tagged `raises-exception` may find that its data did not come in, or are not sound: the sentence that says
so stands in place of its outputs, and the rest runs. Any other failure ends the run.
"""

from __future__ import annotations

import ast
import asyncio
import os
import sys
import threading
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

MAY_FAIL = "raises-exception"  # what JupyterLab and nbclient go on after, too
_OF_DATA = {"DatasetError", "IndicatorError", "ChartError"}
CELL_SECONDS = 300
START_SECONDS = 60
LONGEST_SOCKET = 90  # a system limit of about a hundred bytes, less what is appended


def execute(notebook: NotebookNode, folder: Path, where: str, *, seconds: int = CELL_SECONDS) -> NotebookNode:
    """Run every cell in a fresh kernel working in `folder`, and return the notebook with its outputs.

    Works inside a running event loop too. Raises ReportError with the cell and the cause when a cell fails,
    takes longer than `seconds`, or ends the kernel.
    """
    found: list[NotebookNode] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            found.append(asyncio.run(_execute(notebook, folder, where, seconds)))
        except BaseException as failure:  # handed to the caller's thread
            failures.append(failure)

    thread = threading.Thread(target=work, name="notebook")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return found[0]


async def _execute(notebook: NotebookNode, folder: Path, where: str, seconds: int) -> NotebookNode:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    at = [-1]

    def starting(cell: Any, cell_index: int) -> None:
        at[0] = cell_index

    with TemporaryDirectory(prefix="ipython-") as settings:
        client = NotebookClient(
            notebook,
            kernel_manager_class=_manager(Path(settings)),
            timeout=seconds,
            startup_timeout=START_SECONDS,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            on_cell_execute=starting,
        )
        try:
            done: NotebookNode = await client.async_execute(cwd=str(folder), env=_environment(settings))
            return _without_failed_sections(done, where)
        except CellExecutionError as error:
            cause = error.evalue if _is_chinese(error.evalue) else f"{error.ename}：{error.evalue}"
            raise _failed(notebook, at[0], where, cause) from None
        except CellTimeoutError:
            raise _failed(notebook, at[0], where, f"超过 {seconds} 秒没有跑完") from None
        except (DeadKernelError, RuntimeError) as error:
            raise _failed(notebook, at[0], where, f"内核意外退出（{type(error).__name__}）") from None


def _without_failed_sections(notebook: NotebookNode, where: str) -> NotebookNode:
    """Put a sentence in place of what a section could not show; raises ReportError for failures of other kinds."""
    lost: set[str] = set()
    for index, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            if output["output_type"] != "error":
                continue
            kind, said = output["ename"], output["evalue"]
            if kind == "NameError" and said.split("'")[1:2] and said.split("'")[1] in lost:
                said = "本节要用上面没有得到的结果，没有做。"
            elif kind not in _OF_DATA:
                cause = said if _is_chinese(said) else f"{kind}：{said}"
                raise _failed(notebook, index, where, cause)
            lost |= {name.id for name in ast.walk(ast.parse(cell["source"])) if isinstance(name, ast.Name)}
            output.clear()
            text = f'<p class="missing">{escape(said)}</p>'
            output.update(output_type="display_data", data={"text/html": text}, metadata={})
        tags = [tag for tag in cell["metadata"].get("tags", ()) if tag != MAY_FAIL]
        cell["metadata"] = {**cell["metadata"], "tags": tags} if tags else {}
    return notebook


def _manager(folder: Path) -> Any:
    """Return a kernel manager whose kernels are this interpreter, reached through files in `folder`.

    Files instead of ports: two kernels that start at once cannot take each other's, and nobody else on the
    machine or the network can listen. Where the system has no such sockets, ports are used, encrypted.
    """
    import zmq
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    socket = folder / "kernel"
    by_file = zmq.has("ipc") and len(str(socket)) < LONGEST_SOCKET

    class ThisInterpreter(KernelSpecManager):
        """Whatever kernel a notebook names, it runs in this interpreter, installed as a kernel or not."""

        def get_kernel_spec(self, kernel_name: str) -> Any:
            argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            about = {"display_name": "Python", "language": "python", "resource_dir": ""}
            return KernelSpec(argv=argv, metadata={"supported_encryption": ["curve"]}, **about)

    class Manager(AsyncKernelManager):
        def _kernel_spec_manager_default(self) -> Any:
            return ThisInterpreter(parent=self)

        def _transport_default(self) -> str:
            return "ipc" if by_file else "tcp"

        def _ip_default(self) -> str:
            return str(socket) if by_file else "127.0.0.1"

        def _transport_encryption_default(self) -> str:
            return "auto" if not by_file and zmq.has("curve") else "disabled"

    return Manager


def _environment(settings: str) -> dict[str, str]:
    """Return the kernel's environment: no start-up files or history of the user's, the same hashes each run."""
    return {
        **os.environ,
        "IPYTHONDIR": settings,
        "PLOTLY_RENDERER": "plotly_mimetype",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
    }


def _failed(notebook: NotebookNode, index: int, where: str, cause: str) -> ReportError:
    if index < 0:
        return ReportError(f"内核没有启动：{cause}", where=where, todo="请用 fazhi doctor 检查环境。")
    cells = notebook["cells"]
    number = sum(cell["cell_type"] == "code" for cell in cells[: index + 1])
    first = next((line.strip() for line in cells[index]["source"].splitlines() if line.strip()), "")
    return ReportError(
        f"笔记本没有跑完：{cause.rstrip('。')}",
        where=f"{where} 第 {number} 个代码单元格（{first[:40]}）",
        todo="请在 JupyterLab 里打开它，从头运行到这一格。",
    )


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
