"""The command `fazhi`: parse, call, print. Whatever an analyst can cause ends in one Chinese message and exit 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from fazhi_metrics.cli.app import app
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.redaction import without_numbers

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 done and something is wrong with the data, 2 cannot be done."""
    from typer import Abort
    from typer.exceptions import TyperException

    for module in ("data", "reports", "results", "setting_up"):  # each registers its commands
        import_module(f"fazhi_metrics.cli.{module}")

    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(given or ["--help"], prog_name="fazhi", standalone_mode=False)
    except FazhiError as error:
        print(without_numbers(str(error)), file=sys.stderr)  # noqa: T201
        code = 2
    except TyperException as error:
        from fazhi_metrics.cli.usage import explain

        print(explain(error), file=sys.stderr)  # noqa: T201
        code = 2
    except Abort:
        print("已取消。", file=sys.stderr)  # noqa: T201
        code = 2
    except PermissionError as error:
        print(f"{error.filename}：没有读写权限。请检查文件是否被占用或只读。", file=sys.stderr)  # noqa: T201
        code = 2
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
