"""The datasets that exist: every module of this folder that declares a DATASET."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import fazhi_metrics.datasets as room
from fazhi_metrics.datasets.base import Dataset
from fazhi_metrics.errors import DatasetError, did_you_mean


def _discover() -> Iterator[Dataset]:
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        if module.name == __name__:
            continue
        declared = getattr(importlib.import_module(module.name), "DATASET", None)
        if isinstance(declared, Dataset):
            yield declared


DATASETS: dict[str, Dataset] = {
    dataset.name: dataset for dataset in sorted(_discover(), key=lambda each: (each.rank, each.name))
}


def dataset_named(name: str) -> Dataset:
    """Return a dataset by its English name, Chinese title or alias.

    Raises DatasetError with the nearest name when there is none.
    """
    for dataset in DATASETS.values():
        if name in (dataset.name, dataset.title, *dataset.aliases):
            return dataset
    known = [word for dataset in DATASETS.values() for word in (dataset.name, dataset.title)]
    raise DatasetError(f"没有名为“{name}”的数据集", todo=did_you_mean(name, known))
