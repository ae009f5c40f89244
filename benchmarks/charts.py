"""How long exporting every chart takes, against the same images through kaleido without this package.

    python benchmarks/charts.py [--cold N]

Draws the catalogue for the sample town (cleaned beforehand: `fazhi clean`) and exports it as PNG, three ways:
`export_charts` into an empty folder; the same figures one after another through one kaleido server that is
already warm; and one `write_image` each, every one starting a browser (N of them, 6 by default, scaled up to
all). Then `export_charts` again with nothing changed. The bounds to hold: at most 1.3 times the warm server, at
least 5 times less than `write_image`, and at most 5% for the second run. Of the export and the warm server the
best of three turns counts, for the machine is never quite alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts import draw_all, export_charts
from fazhi_metrics.charts.theme import SCALE
from fazhi_metrics.workbench import open_project

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes on the clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def image(figure: Figure) -> dict[str, Any]:
    """Return what kaleido is told about an image: the size and resolution that the export uses."""
    layout = figure.layout
    return {"format": "png", "width": layout.width, "height": layout.height, "scale": SCALE}


def one_export(figures: Mapping[str, Figure], folder: Path) -> float:
    """Time an export of all figures; into a folder that holds them already, that of a second run."""
    return seconds(lambda: export_charts(figures, folder, ("png",)))


def through_a_warm_server(figures: Mapping[str, Figure]) -> float:
    """Time all figures through one server that has drawn an image before."""
    import kaleido

    kaleido.start_sync_server(n=1, mathjax=False, silence_warnings=True)
    try:
        first = next(iter(figures.values()))
        kaleido.calc_fig_sync(first.to_dict(), image(first))
        return seconds(lambda: [kaleido.calc_fig_sync(f.to_dict(), image(f)) for f in figures.values()])
    finally:
        kaleido.stop_sync_server(silence_warnings=True)


def one_write_image_each(figures: Mapping[str, Figure], count: int, folder: Path) -> float:
    """Time `write_image` for the first `count` figures, scaled up to all of them."""
    some = list(figures.items())[:count]

    def write() -> None:
        for name, figure in some:
            options = image(figure)
            figure.write_image(folder / f"{name}.png", scale=options["scale"])

    return seconds(write) / len(some) * len(figures)


def main() -> None:
    """Time the ways and print their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cold", type=int, default=6, help="how many write_image calls to time")
    asked = parser.parse_args()
    project = open_project(".")
    begun = time.perf_counter()
    figures, _ = draw_all(project.store, project.town, project.town.year)
    drawing = time.perf_counter() - begun
    with TemporaryDirectory() as place:
        root = Path(place)
        turns = [(one_export(figures, root / n), through_a_warm_server(figures)) for n in "abc"]
        export, warm = (min(each) for each in zip(*turns, strict=True))
        again = one_export(figures, root / "a")
        cold = one_write_image_each(figures, asked.cold, root)
    sys.stdout.write(
        f"{len(figures)} charts, made from the store in {drawing:.1f} s: export {export:.1f} s, warm server {warm:.1f} s, write_image {cold:.1f} s "
        f"(from {asked.cold}), second run {again:.2f} s\n"
        f"export / warm server {export / warm:.2f} (at most 1.3); write_image / export {cold / export:.1f} "
        f"(at least 5); second run / export {again / export:.1%} (at most 5%)\n"
    )


if __name__ == "__main__":
    main()
