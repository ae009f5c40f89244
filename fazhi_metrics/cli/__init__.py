"""The command `fazhi`: parse, call, print. Whatever an analyst can cause ends in one Chinese message and exit 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.files import telling
from fazhi_metrics.redaction import without_numbers

__all__ = ["main"]

INTERRUPTED = 130  # 128 and the number of the signal, as a shell counts


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 done and something is wrong with the data, 2 cannot be done.

    Ctrl-C ends it with 130.
    """
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a name or mark that this console cannot print must not end the run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with telling():
            code = _run(list(sys.argv[1:] if arguments is None else arguments))
    except FazhiError as error:
        print(without_numbers(str(error)), file=sys.stderr)  # noqa: T201
        code = 2
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    if code == INTERRUPTED:
        print("已中断。已经写好的文件是完整的，其余的请重新运行。", file=sys.stderr)  # noqa: T201
        _await_workers()
    sys.exit(code)


def _await_workers() -> None:
    """Let a second Ctrl-C not disturb the end, where other processes first put down what they hold."""
    import multiprocessing
    import signal

    if multiprocessing.active_children():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(given: Sequence[str]) -> int:
    from importlib import import_module

    from typer import Abort
    from typer.exceptions import TyperException

    from fazhi_metrics.cli.app import app

    for module in ("data", "reports", "results", "setting_up", "settling"):  # each registers its commands
        import_module(f"fazhi_metrics.cli.{module}")
    try:
        code = app(given or ["--help"], prog_name="fazhi", standalone_mode=False)
    except TyperException as error:
        from fazhi_metrics.cli.usage import explain

        print(explain(error), file=sys.stderr)  # noqa: T201
        return 2
    except Abort:
        print("已取消。", file=sys.stderr)  # noqa: T201
        return 2
    return code if isinstance(code, int) else 0
