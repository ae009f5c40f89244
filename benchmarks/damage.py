# ruff: noqa: T201 - printing is what this is for
"""Damages copies of the sample town in every way and holds every value against the undamaged truth.

    python -m benchmarks.damage --rounds 3 --seed 1 [--kind TEXT]

Each round does every kind of damage once. Prints each miss: a sound value that differs from the truth, an
interval that excludes it, a value that is not sound though nothing it rests on was touched. The exit status
is 1 when there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from fazhi_metrics.indicators import INDICATORS
from tests.measures.damage import DAMAGES, planted
from tests.measures.ground import Ground, questions

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Run the campaign and return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kind", default="")
    options.add_argument("--shown", type=int, default=4)
    chosen = options.parse_args()
    done, missed = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(ROOT, Path(folder))
        for number in range(chosen.rounds):
            for damage in DAMAGES:
                if chosen.kind not in damage.kind:
                    continue
                dice = random.Random(f"{chosen.seed} {number} {damage.kind}")  # noqa: S311
                touched = planted(ground, dice, damage)
                if touched is None:
                    print(f"{damage.kind}: no place found")
                    continue
                names = {each.dataset for each in touched}
                near = [n for n, card in INDICATORS.items() if names & set(card.datasets)]
                asked = [*questions(near, fine=True), *questions(INDICATORS.keys() - near, fine=False)]
                misses = list(ground.judge(touched, asked))
                ground.restore()
                done[damage.kind] += 1
                missed[damage.kind] += len(misses)
                print(f"{damage.kind} {touched}: {len(misses)} misses", flush=True)
                for each in misses[: chosen.shown]:
                    print(f"    {each}", flush=True)
    print(f"{done.total()} damaged towns, {missed.total()} misses")
    return 1 if missed.total() else 0


if __name__ == "__main__":
    sys.exit(main())
