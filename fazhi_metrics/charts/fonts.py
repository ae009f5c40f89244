"""Whether a font of the charts' chain is installed: without one, images would show other glyphs or boxes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from fazhi_metrics.charts.theme import FONTS

# File names of the chain's fonts, for systems without fontconfig.
_FILES = {
    "Microsoft YaHei": ("msyh.ttc", "msyh.ttf"),
    "PingFang SC": ("PingFang.ttc",),
    "Noto Sans CJK SC": ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf"),
    "Source Han Sans SC": ("SourceHanSansSC-Regular.otf", "SourceHanSans.ttc"),
}


def chinese_font() -> str | None:
    """Return the first font of the chain that this machine has, or None."""
    return first_of(installed_families())


def first_of(families: Iterable[str]) -> str | None:
    """Return the first font of the chain among the installed families, or None."""
    installed = {family.strip().casefold() for family in families}
    return next((name for name in FONTS if name.casefold() in installed), None)


def installed_families() -> list[str]:
    """Return the font families of this machine, as fontconfig or the font folders tell."""
    lister = shutil.which("fc-list")
    if lister:
        try:
            listed = subprocess.run(
                [lister, "--format", "%{family}\n"], capture_output=True, text=True, timeout=20, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return []
        return [name for line in listed.stdout.splitlines() for name in line.split(",")]
    present = {path.name for folder in _folders() if folder.is_dir() for path in folder.rglob("*")}
    return [name for name, files in _FILES.items() if present.intersection(files)]


def _folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
