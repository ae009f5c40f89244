"""What an indicator can be divided by: place, time, and the columns of its own dataset.

A dimension of a dataset is a function from its rows to codes, and the labels that the codes stand for. The
labels of a closed list (the town's villages, the months, the codes of a code column) are all there, so that
a village without disputes shows its zero; those of an open list are the ones that occur.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.errors import IndicatorError, did_you_mean
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.store.arrays import flat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

    Ints = npt.NDArray[np.int64]
    Encode = Callable[[pa.Table], tuple[Ints, tuple[str, ...]]]

MONTHS = tuple(f"{month}月" for month in range(1, 13))
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
HALVES = ("上半年", "下半年")
UNKNOWN = "未填"
NO_DISTRICT = "未划片区"
TIME = {"month": MONTHS, "quarter": QUARTERS, "half": HALVES}
TITLES = {
    "village": "村（社区）",
    "district": "片区",
    "month": "月份",
    "quarter": "季度",
    "half": "半年",
    "year": "年份",
    "type": "类型",
}
# Dimensions that mean the same in every dataset, so that a denominator can be divided alike.
SHARED = ("village", "district", "month", "quarter", "half", "year")
_SPOKEN = {
    "村": "village",
    "村（社区）": "village",
    "片区": "district",
    "月": "month",
    "月份": "month",
    "季度": "quarter",
    "半年": "half",
    "年": "year",
    "年份": "year",
    "年度": "year",
    "类型": "type",
}
_TYPE_COLUMNS = ("kind", "category", "sector", "field", "platform", "place_kind")
_DAY = 86_400_000_000
# The columns that say when, by the period asked for, the finest first.
_FINER = {"month": ("month",), "quarter": ("month", "quarter"), "half": ("month", "quarter", "half")}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide the rows of a dataset: the columns it reads and how they become labels.

    `labels` is the complete list of labels where that is known before any row is read, else empty.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    encode: Encode
    labels: tuple[str, ...] = ()


def canonical(name: str, dataset: Dataset) -> str:
    """Return the dimension's one name: `type` and Chinese titles become the name of a column or of a period."""
    name = _SPOKEN.get(name, name) if name not in dataset.by_name else name
    if name == "type":
        codes = [column.name for column in dataset.columns if column.type == "code"]
        return next((each for each in (*_TYPE_COLUMNS, *codes) if each in codes), "type")
    if name in SHARED:
        return name
    column = dataset.find(name)
    if column is None or not column.kept:
        return name
    if column.type in TIME:
        return column.type
    return "village" if column is village_column(dataset) else column.name


def village_column(dataset: Dataset) -> Column | None:
    """Return the column that says of which village a record is; None where none does."""
    return next((column for column in dataset.columns if column.type == "village"), None)


def names(dataset: Dataset) -> list[str]:
    """Return every dimension that a dataset has."""
    kinds = {column.type for column in dataset.stored}
    place = ["village", "district"] if "village" in kinds else []
    time = [name for name in TIME if _time_column(dataset, name) is not None]
    own = [
        column.name
        for column in dataset.stored
        if column.type in ("code", "flag", "text") and column.name not in place
    ]
    return [*place, *time, "year", *own]


def ways(dataset: Dataset) -> list[str]:
    """Return the dimensions worth offering: all but the number that only identifies a record."""
    keys = {column.name for column in dataset.stored if column.type == "text" and column.name in dataset.key}
    single = keys if len(dataset.key) == 1 else set()
    return [name for name in names(dataset) if name not in single]


def dimension(name: str, dataset: Dataset, store: Store, town: Town, year: int) -> Dimension | None:
    """Return a dimension of a dataset by its canonical name, or None when the dataset cannot be divided so."""
    if name == "year":
        return Dimension("year", TITLES["year"], (), _constant(str(year)), (str(year),))
    if name in TIME:
        return _time_dimension(name, dataset)
    column = dataset.by_name.get(name)
    village = village_column(dataset)
    if name == "village" and column is None:
        column = village
    if name == "district" and column is None and village is not None:
        districts = districts_of(store, town, year)
        labels = tuple(dict.fromkeys(districts.values()))
        return Dimension(
            "district", TITLES["district"], (village.name,), partial(_mapped, village.name, districts), labels
        )
    if column is None or column.type not in ("village", "code", "flag", "text"):
        return None
    closed, empty = tuple(column.codes), UNKNOWN
    if column.type == "village":
        closed = tuple(each.name for each in town.villages)
    elif name == "district":
        found = dict.fromkeys(districts_of(store, town, year).values())
        closed, empty = tuple(label for label in found if label != NO_DISTRICT), NO_DISTRICT
    if column.type == "flag":
        return Dimension(name, column.title, (name,), partial(_flags, name), ("是", "否"))
    encode = partial(_texts, column.name, closed, empty)
    return Dimension(name, column.title, (column.name,), encode, closed)


def no_dimension(name: str, dataset: Dataset) -> IndicatorError:
    """Say that a dataset cannot be divided by `name`, and by what it can."""
    title = TITLES.get(name, name)
    if name in TITLES and name != "type":
        have = "、".join(TITLES.get(each, each) for each in names(dataset) if each in SHARED)
        return IndicatorError(f"{dataset.title}没有{title}，不能按{title}分", todo=f"可以按{have}分")
    chinese = any(ord(letter) > 0x2E7F for letter in name)
    columns = {column.name: column.title for column in dataset.stored}
    known = [TITLES.get(each, columns.get(each, each)) if chinese else each for each in ways(dataset)]
    return IndicatorError(f"{dataset.title}没有“{name}”这个维度", todo=did_you_mean(name, known))


def dataset_of(name: str, town: Town) -> Dataset:
    """Return the declaration of a town's dataset, or raise IndicatorError with the nearest name."""
    return catalogue_of(town).dataset(name, IndicatorError)


def _time_column(dataset: Dataset, name: str) -> Column | None:
    """Return the column that says when, as finely as `name` asks: a date, a month, or a half for halves."""
    if dataset.date is not None:
        return dataset.by_name[dataset.date]
    kinds = _FINER[name]
    found = (column for kind in kinds for column in dataset.columns if column.type == kind)
    return next(found, None)


def _time_dimension(name: str, dataset: Dataset) -> Dimension | None:
    column = _time_column(dataset, name)
    if column is None:
        return None
    if column.type == name == "half":
        encode: Encode = partial(_texts, column.name, HALVES, UNKNOWN)
    elif column.type == name == "quarter":
        encode = partial(_texts, column.name, QUARTERS, UNKNOWN)
    elif column.type == "quarter":
        halves = {quarter: HALVES[place // 2] for place, quarter in enumerate(QUARTERS)}
        encode = partial(_mapped, column.name, halves)
    else:
        encode = partial(_periods, column.name, name)
    return Dimension(name, TITLES[name], (column.name,), encode, TIME[name])


def districts_of(store: Store, town: Town, year: int) -> dict[str, str]:
    """Return each village's grid district: from the year's village table, else from the town's settings."""
    found = {village.name: village.district or NO_DISTRICT for village in town.villages}
    if "villages" in store.datasets() and year in store.years("villages"):
        table = store.table("villages", year, ["village", "district"])
        found.update(
            (row["village"], row["district"] or NO_DISTRICT) for row in table.to_pylist() if row["village"]
        )
    return found


def _constant(label: str) -> Encode:
    import numpy as np

    return lambda table: (np.zeros(table.num_rows, dtype=np.int64), (label,))


def _with_unknown(codes: Ints, labels: Sequence[str], unknown: str) -> tuple[Ints, tuple[str, ...]]:
    """Give the code -1 a label of its own, only when it occurs."""
    import numpy as np

    if not len(codes) or codes.min() >= 0:
        return codes, tuple(labels)
    return np.where(codes < 0, len(labels), codes), (*labels, unknown)


def encoded(array: pa.ChunkedArray) -> tuple[Ints, list[Any]]:
    """Return a column as codes and the values that they stand for; -1 is a missing value."""
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    whole = array.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        if not whole.num_chunks:  # combining no chunks gives no array
            return np.zeros(0, dtype=np.int64), []
        whole = whole.chunk(0)
    indices = whole.indices
    codes: Ints = flat(indices, -1)
    return codes, whole.dictionary.to_pylist()


def _texts(name: str, closed: tuple[str, ...], unknown: str, table: pa.Table) -> tuple[Ints, tuple[str, ...]]:
    import numpy as np

    codes, values = encoded(table[name])
    labels = [*closed, *sorted({value for value in values if value} - set(closed))]
    place = {label: index for index, label in enumerate(labels)}
    recode = np.array([*(place.get(value, -1) for value in values), -1], dtype=np.int64)
    return _with_unknown(recode[codes], labels, unknown)


def _mapped(name: str, mapping: dict[str, str], table: pa.Table) -> tuple[Ints, tuple[str, ...]]:
    import numpy as np

    codes, values = encoded(table[name])
    labels = list(dict.fromkeys(mapping.values()))
    place = {label: index for index, label in enumerate(labels)}
    recode = np.array([*(place.get(mapping.get(value, ""), -1) for value in values), -1], dtype=np.int64)
    return _with_unknown(recode[codes], labels, UNKNOWN)


def _flags(name: str, table: pa.Table) -> tuple[Ints, tuple[str, ...]]:
    import numpy as np

    numbers = flat(table[name], 2)
    return _with_unknown(np.array([1, 0, -1], dtype=np.int64)[numbers], ("是", "否"), UNKNOWN)


def _periods(name: str, period: str, table: pa.Table) -> tuple[Ints, tuple[str, ...]]:
    """Encode dates or months of the year as months, quarters or halves."""
    import numpy as np
    import pyarrow as pa

    length = {"month": 1, "quarter": 3, "half": 6}[period]
    column = table[name]
    if pa.types.is_integer(column.type):
        months = flat(column, 0).astype(np.int64) - 1
        months = np.where((months >= 0) & (months < 12), months, -1)
    else:
        months = months_of_days(column)
    codes = np.where(months < 0, -1, months // length) if length > 1 else months
    return _with_unknown(codes, TIME[period], "日期不明")


def months_of_days(column: pa.ChunkedArray) -> Ints:
    """Return the month of the year (0 to 11) of every timestamp, -1 where there is none.

    Days are few and rows are many: the calendar is asked once per day, then looked up.
    """
    import numpy as np
    import pyarrow as pa

    missing = column.null_count > 0
    stamps = column.cast(pa.timestamp("us")).cast(pa.int64())
    days = flat(stamps, 0) // _DAY
    if not len(days):
        return np.zeros(0, dtype=np.int64)
    first, last = int(days.min()), int(days.max())
    calendar = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    months: Ints = (calendar % 12)[days - first]
    if missing:
        months[flat(column.is_null())] = -1
    return months
