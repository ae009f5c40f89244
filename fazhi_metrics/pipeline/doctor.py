"""What this machine has for the work, what is missing, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

LIBRARIES = ("pandas", "pandera", "plotly", "openpyxl", "python-calamine", "pyarrow", "kaleido", "jupyterlab")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the work needs: whether it is there, what its lack costs, and how to mend it.

    `optional` things are not needed for the main job.
    """

    what: str
    good: bool
    found: str
    consequence: str = ""
    mend: str = ""
    optional: bool = False


def examine() -> list[Finding]:
    """Look at Python, the libraries, the browser, the Chinese font and LibreOffice."""
    return [_python(), *_libraries(LIBRARIES), _browser(), _font(), _office()]


def _python() -> Finding:
    version = platform.python_version()
    return Finding(
        "Python",
        sys.version_info >= (3, 11),
        version,
        "需要 3.11 或更新的版本",
        "请安装 Python 3.11 后重新运行 make report",
    )


def _libraries(names: Iterable[str]) -> list[Finding]:
    findings = []
    for name in names:
        try:
            findings.append(Finding(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            findings.append(Finding(name, False, "没有安装", "程序不能运行", "make report 会重新安装"))
    return findings


def _browser() -> Finding:
    from fazhi_metrics.charts.browser import find_browser

    path = find_browser()
    if path is None:
        return Finding("浏览器", False, "没有找到", "图表不能导出成图片，其余照常", _install("chromium"))
    try:
        answer = subprocess.run(
            [str(path), "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(
            "浏览器", False, f"{path} 不能运行（{error}）", "图表不能导出成图片", _install("chromium")
        )
    return Finding("浏览器", True, f"{answer.stdout.strip()}（{path}）")


def _font() -> Finding:
    from fazhi_metrics.charts.fonts import chinese_font

    name = chinese_font()
    if name is None:
        return Finding(
            "中文字体", False, "没有找到", "图表不能导出成图片，其余照常", _install("fonts-noto-cjk")
        )
    return Finding("中文字体", True, name)


def _office() -> Finding:
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path is None:
        mend = _install("libreoffice-writer-nogui", "libreoffice-calc-nogui")
        return Finding(
            "LibreOffice", False, "没有找到", "只影响开发时的测试，日常用不到", mend, optional=True
        )
    return Finding("LibreOffice", True, path)


def _install(*packages: str) -> str:
    if sys.platform == "win32":
        return "安装 Microsoft Edge 或 Chrome；微软雅黑字体随 Windows 提供"
    if sys.platform == "darwin":
        return "安装 Chrome；苹方字体随系统提供"
    return f"apt-get install {' '.join(packages)}"
