"""A real JupyterLab for tests: a server of our own on the loopback, and a browser that can reach nothing else."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.chromium import BROWSER, driven

START_SECONDS = 60
_READY = re.compile(r"(http://127\.0\.0\.1:\d+)/lab")
# Waits for changes of the page instead of asking again and again.
TOOLS = """
const until = (test, what, seconds = 90) => new Promise((done, failed) => {
  const look = () => { try { return test() } catch { return null } };
  const first = look();
  if (first) return done(first);
  const watch = new MutationObserver(() => { const found = look(); if (found) { stop(); done(found) } });
  const clock = setTimeout(() => { stop(); failed(new Error('still waiting for ' + what)) }, 1000 * seconds);
  const stop = () => { watch.disconnect(); clearTimeout(clock) };
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});
const all = selector => [...document.querySelectorAll('.fazhi-explorer ' + selector)];
const control = label => all('.jupyter-widgets').find(w => w.querySelector('label')?.textContent === label)
  .querySelector('select');
const choose = (label, ...texts) => {
  const list = control(label);
  for (const option of list.options) option.selected = texts.includes(option.textContent.trim());
  list.dispatchEvent(new Event('change', { bubbles: true }));
};
const button = text => all('button').find(b => b.textContent.trim() === text && !b.disabled);
const press = async text => (await until(() => button(text), text)).click();
const title = () => all('.gtitle').map(t => t.textContent).join('');
const caption = () => all('caption').map(t => t.textContent).join('');
const remark = () => all('.remark').map(t => t.textContent).join('\\n');
"""


@dataclass
class Lab:
    """A running server, and what the browser asked for while it was there."""

    address: str
    token: str
    requests: list[str] = field(default_factory=list)

    @property
    def abroad(self) -> list[str]:
        """Requests for anything but this server and data."""
        here = (self.address, self.address.replace("http", "ws"), "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(here)]


@contextlib.contextmanager
def running_lab(notebooks: Path, home: Path) -> Iterator[Lab]:
    """Start JupyterLab on a folder of notebooks, with settings of its own in `home`; it is ended afterwards."""
    token = secrets.token_hex(16)
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": 0,
        "ServerApp.root_dir": str(notebooks),
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "ServerApp.terminals_enabled": False,
        "IdentityProvider.token": token,
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "LabApp.news_url": "",
    }
    folders = {
        name: str(home / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "IPYTHONDIR",
        )
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
        env={**os.environ, **folders, "JUPYTER_PREFER_ENV_PATH": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    late = threading.Timer(START_SECONDS, server.kill)
    late.start()
    rest: threading.Thread | None = None
    try:
        said = []
        assert server.stderr is not None
        for line in server.stderr:
            said.append(line)
            if ready := _READY.search(line):
                break
        else:
            raise RuntimeError("JupyterLab did not start:\n" + "".join(said))
        late.cancel()
        rest = threading.Thread(target=server.stderr.read)  # or a full pipe would stop the server
        rest.start()
        yield Lab(ready[1], token)
    finally:
        late.cancel()
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(20)
        if rest is not None:
            rest.join()
        if server.stderr is not None:
            server.stderr.close()


def drive(lab: Lab, notebook: str, steps: list[str], picture: Path | None = None) -> list[Any]:
    """Open a notebook, run all its cells, then run each step (JavaScript) in turn; return what they give."""
    return driven(_drive(lab, notebook, steps, picture))


async def _drive(lab: Lab, notebook: str, steps: list[str], picture: Path | None) -> list[Any]:
    from choreographer import Browser
    from choreographer.browsers.chromium import Chromium

    class Loopback(Chromium):
        def get_cli(self):
            rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
            return [*super().get_cli(), "--disable-background-networking", rules]

    run_all = f"""
      await until(() => window.jupyterapp, 'JupyterLab');
      await jupyterapp.restored;
      const opened = await jupyterapp.commands.execute('docmanager:open', {{ path: {json.dumps(notebook)} }});
      await opened.context.ready;
      await opened.sessionContext.ready;
      await jupyterapp.commands.execute('notebook:run-all-cells');
      return true;
    """
    async with Browser(path=str(BROWSER), browser_cls=Loopback) as browser:
        tab = await browser.create_tab("about:blank")

        async def asked(event: dict[str, Any]) -> None:
            lab.requests.append(event["params"]["request"]["url"])

        tab.subscribe("Network.requestWillBeSent", asked)
        for domain in ("Network", "Runtime", "Page"):
            await tab.send_command(f"{domain}.enable")
        size = {"width": 1400, "height": 1800, "deviceScaleFactor": 1, "mobile": False}
        await tab.send_command("Emulation.setDeviceMetricsOverride", size)
        loaded = tab.subscribe_once("Page.loadEventFired")
        await tab.send_command("Page.navigate", {"url": f"{lab.address}/lab?token={lab.token}&reset"})
        await loaded
        results = [await _evaluate(tab, step) for step in (run_all, *steps)]
        if picture is not None:
            await _picture(tab, picture)
        return results[1:]


async def _evaluate(tab: Any, step: str) -> Any:
    ask = {
        "expression": f"(async () => {{ {TOOLS} {step} }})()",
        "returnByValue": True,
        "awaitPromise": True,
    }
    answer = (await tab.send_command("Runtime.evaluate", ask))["result"]
    if "exceptionDetails" in answer:
        raise AssertionError(answer["exceptionDetails"].get("exception", {}).get("description"))
    return answer["result"].get("value")


async def _picture(tab: Any, picture: Path) -> None:
    from base64 import b64decode

    shot = await tab.send_command("Page.captureScreenshot", {"format": "png"})
    picture.write_bytes(b64decode(shot["result"]["data"]))
