"""Images of charts: one warm browser draws them all, offline, in bounded time, and leaves nothing running."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import ChartError

if TYPE_CHECKING:
    from collections.abc import Mapping

START_SECONDS = 40  # a cold browser on a busy machine
IMAGE_SECONDS = 20
STOP_SECONDS = 15
PATIENCE = 2  # images in a row that may time out
OFFLINE = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One image to make: a figure as its JSON mapping, the file to write, and the size in layout pixels."""

    figure: Mapping[str, Any]
    path: Path
    format: str
    width: float
    height: float
    scale: float = 1.0


def find_browser() -> Path | None:
    """Return the Chromium or Chrome that would draw, or None: BROWSER_PATH if set, else what kaleido finds."""
    from choreographer.browsers.chromium import Chromium

    named = os.environ.get("BROWSER_PATH")
    found = named or Chromium.find_browser(skip_local=False)
    return Path(found) if found and Path(found).is_file() else None


def shoot(shots: Sequence[Shot], browser: Path) -> dict[Path, str]:
    """Draw every image; return what went wrong, by file, in Chinese (empty when all are drawn).

    Works inside a running event loop (a notebook) too. Raises ChartError when the browser does not start.
    """
    if not shots:
        return {}
    session = _Session(shots, browser)
    thread = threading.Thread(target=session.run, name="charts-browser", daemon=True)
    thread.start()
    thread.join(START_SECONDS + IMAGE_SECONDS * len(shots) + STOP_SECONDS)
    session.kill()
    if thread.is_alive():
        thread.join(STOP_SECONDS)
    if session.broken is not None:
        raise ChartError("浏览器没有启动", where=str(browser), todo=f"请单独运行它看看（{session.broken}）。")
    return {
        shot.path: session.failed.get(shot.path, "超时") for shot in shots if shot.path not in session.done
    }


class _Session:
    """One run of the browser in a thread of its own, with a deadline for the start and for each image."""

    def __init__(self, shots: Sequence[Shot], browser: Path) -> None:
        self.shots, self.browser = shots, browser
        self.done: set[Path] = set()
        self.failed: dict[Path, str] = {}
        self.broken: str | None = None
        self._kaleido: Any = None
        self._closed = False

    def run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._draw())

    async def _draw(self) -> None:
        from choreographer.browsers.chromium import Chromium
        from kaleido import Kaleido

        class Offline(Chromium):
            def get_cli(self) -> Sequence[str]:
                return [*super().get_cli(), *OFFLINE]

        self._kaleido = kaleido = Kaleido(
            n=1, timeout=IMAGE_SECONDS, mathjax=False, path=str(self.browser), browser_cls=Offline
        )
        try:
            await asyncio.wait_for(kaleido.open(), START_SECONDS)
        except Exception as error:  # whatever keeps a browser from starting is told, not raised
            self.broken = type(error).__name__
            self.kill()
        else:
            await self._draw_all(kaleido)
        finally:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(kaleido.close(), STOP_SECONDS)
                self._closed = True

    async def _draw_all(self, kaleido: Any) -> None:
        silent = 0
        for shot in self.shots:
            if silent == PATIENCE:  # a browser that hangs once may recover; twice running, it will not
                self.failed[shot.path] = "浏览器没有响应"
                continue
            await self._draw_one(kaleido, shot)
            silent = silent + 1 if self.failed.get(shot.path) == "超时" else 0

    async def _draw_one(self, kaleido: Any, shot: Shot) -> None:
        options = {"format": shot.format, "width": shot.width, "height": shot.height, "scale": shot.scale}
        try:
            image = await asyncio.wait_for(kaleido.calc_fig(dict(shot.figure), options), 2 * IMAGE_SECONDS)
        except TimeoutError:
            self.failed[shot.path] = "超时"
        except Exception as error:  # one image that fails must not lose the others
            self.failed[shot.path] = f"{type(error).__name__}：{error}"[:200]
        else:
            shot.path.write_bytes(image)
            self.done.add(shot.path)

    def kill(self) -> None:
        """End whatever is left of a browser that did not close: it runs in a process group of its own."""
        process = getattr(self._kaleido, "subprocess", None)
        if process is not None and not self._closed:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
