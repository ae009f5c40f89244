"""A real browser for tests: opens local pages, notes every request they make and every error they throw."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from fazhi_metrics.charts.browser import OFFLINE, find_browser

BROWSER = find_browser()
needs_chromium = pytest.mark.skipif(BROWSER is None, reason="没有 Chromium 或 Chrome：浏览器测试未运行")
SECONDS = 180
Result = TypeVar("Result")


@dataclass
class Visit:
    """What a page did: the addresses it asked for, its errors, and what the script returned."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    result: Any = None

    @property
    def abroad(self) -> list[str]:
        """Requests for anything but local files and data."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:", "about:"))]


def visit(pages: Sequence[Path], script: str = "null", width: int = 1000, height: int = 1000) -> list[Visit]:
    """Open each page in one browser whose network leads nowhere, and run a script in each when it has loaded."""
    return driven(_visit(pages, script, width, height))


def driven(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine that drives a browser to its end, in a thread of its own and within bounds."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, asyncio.wait_for(work, SECONDS)).result()


async def _visit(pages: Sequence[Path], script: str, width: int, height: int) -> list[Visit]:
    from choreographer import Browser
    from choreographer.browsers.chromium import Chromium

    class Offline(Chromium):
        def get_cli(self):
            return [*super().get_cli(), *OFFLINE]

    async with Browser(path=str(BROWSER), browser_cls=Offline) as browser:
        return [await _open(browser, page, script, width, height) for page in pages]


async def _open(browser: Any, page: Path, script: str, width: int, height: int) -> Visit:
    seen = Visit()
    tab = await browser.create_tab("about:blank")

    async def asked(event: dict[str, Any]) -> None:
        seen.requests.append(event["params"]["request"]["url"])

    async def thrown(event: dict[str, Any]) -> None:
        seen.errors.append(str(event["params"]["exceptionDetails"]))

    async def logged(event: dict[str, Any]) -> None:
        if event["params"]["entry"]["level"] == "error":
            seen.errors.append(event["params"]["entry"]["text"])

    tab.subscribe("Network.requestWillBeSent", asked)
    tab.subscribe("Runtime.exceptionThrown", thrown)
    tab.subscribe("Log.entryAdded", logged)
    for domain in ("Network", "Runtime", "Log", "Page"):
        await tab.send_command(f"{domain}.enable")
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    await tab.send_command("Emulation.setDeviceMetricsOverride", size)
    loaded = tab.subscribe_once("Page.loadEventFired")
    await tab.send_command("Page.navigate", {"url": page.resolve().as_uri()})
    await loaded
    ask = {"expression": script, "returnByValue": True, "awaitPromise": True}
    answer = await tab.send_command("Runtime.evaluate", ask)
    seen.result = answer["result"]["result"].get("value")
    await browser.close_tab(tab.target_id)
    return seen
