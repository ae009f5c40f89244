"""What a dataset's declaration means to Arrow, pandas and pandera.

Three views of one declaration: the types of its parquet file, the dtypes of its frame, and the pandera
schema that checks every record. pandera names each failed check by our rule id, so that a failure can be
put into words and back on its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import RowCheck

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pan
    import pyarrow as pa

SOURCE, AT = "_source", "_at"
_DIGITS = 18


def arrow_type(column: Column) -> pa.DataType:
    """Return the Arrow type of a stored column: exact decimals, timestamps for dates, int64 for counts."""
    import pyarrow as pa

    match column.type:
        case "int" | "year" | "month":
            return pa.int64()
        case "decimal" | "percent":
            return pa.decimal128(_DIGITS, column.decimals)
        case "flag":
            return pa.bool_()
        case "date":
            return pa.timestamp("us")
        case "personal":
            raise ValueError(f"personal column {column.name!r} is never stored")
        case _:
            return pa.string()


def arrow_schema(dataset: Dataset) -> pa.Schema:
    """Return the schema of a dataset's parquet file: its stored columns, then `_source` and `_at`."""
    import pyarrow as pa

    fields = [(column.name, arrow_type(column)) for column in dataset.stored]
    return pa.schema([*fields, (SOURCE, pa.int32()), (AT, pa.int32())])


def pandas_type(arrow: pa.DataType) -> Any:
    """Return the nullable pandas dtype for an Arrow type, or None to let pandas choose (str, datetime)."""
    import pandas as pd
    import pyarrow as pa

    if pa.types.is_decimal(arrow):
        return pd.ArrowDtype(arrow)
    return {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}.get(
        arrow
    )


def frame(table: pa.Table) -> pd.DataFrame:
    """Return processed records as a DataFrame with nullable counts and flags and exact decimals."""
    converted: pd.DataFrame = table.to_pandas(types_mapper=pandas_type)
    return converted


class Failure(NamedTuple):
    """One failed check: its rule, the column it is about (None for a record), and the record's position."""

    rule: str
    column: str | None
    record: int


def row_checks(dataset: Dataset, switched_on: frozenset[str] = frozenset()) -> Iterator[RowCheck]:
    """Yield the checks that hold within a record; an optional one only when its rule is switched on."""
    for check in dataset.checks:
        if isinstance(check, RowCheck) and (not check.optional or check.rule in switched_on):
            yield check


def frame_schema(
    dataset: Dataset, switched_on: frozenset[str] = frozenset(), *, keys: bool = True
) -> pan.DataFrameSchema:
    """Build the pandera schema of a dataset: types, presence, ranges, code lists, dates and row checks.

    With `keys`, no two records may share the dataset's key; a slice of the records cannot tell that.
    """
    import pandas as pd
    import pandera.pandas as pan

    columns = {
        column.name: pan.Column(
            pandas_type(arrow_type(column))
            or ("datetime64[us]" if column.type == "date" else pd.StringDtype(na_value=float("nan"))),
            checks=list(_column_checks(column)),
            nullable=not column.required,
            coerce=False,
        )
        for column in dataset.stored
    }
    wide = [pan.Check(check.passes, name=check.rule) for check in row_checks(dataset, switched_on)]
    if dataset.date:
        wide.append(pan.Check(_in_year(dataset.date), name="date_in_year"))
    if dataset.key and keys:
        wide.append(pan.Check(_unique(dataset.key), name="duplicate_key"))
    return pan.DataFrameSchema(columns, checks=wide, strict=False, name=dataset.name)


def validate(
    records: pd.DataFrame, dataset: Dataset, switched_on: frozenset[str] = frozenset()
) -> list[Failure]:
    """Check the records of one dataset and year with pandera; return every failure, in record order.

    `records` is indexed 0..n-1. A record that fails a check is named once per check and column.
    """
    return failures(records, frame_schema(dataset, switched_on))


def failures(records: pd.DataFrame, schema: pan.DataFrameSchema) -> list[Failure]:
    """Check records with a schema of `frame_schema`; return every failure, in record order."""
    import pandera.errors

    if records.empty:
        return []
    try:
        schema.validate(records, lazy=True)
    except pandera.errors.SchemaErrors as found:
        return sorted(set(_failures(found)), key=lambda f: (f.record, f.rule, f.column or ""))
    return []


def _failures(found: Any) -> Iterator[Failure]:
    for error in found.schema_errors:
        name = getattr(error.check, "name", None)
        rule = name or {"SERIES_CONTAINS_NULLS": "required_missing"}.get(error.reason_code.name)
        if rule is None:
            raise ValueError(f"schema {found.schema.name}: {error}")
        column = (
            None
            if error.reason_code.name == "DATAFRAME_CHECK" and error.schema.name == found.schema.name
            else error.schema.name
        )
        for index in error.failure_cases["index"].dropna().unique():
            yield Failure(rule, column, int(index))


def _column_checks(column: Column) -> Iterator[pan.Check]:
    import pandera.pandas as pan

    if column.numeric and column.minimum is not None:
        yield pan.Check(_at_least(column.minimum), name="below_minimum")
    if column.numeric and column.maximum is not None:
        yield pan.Check(_at_most(column.maximum), name="above_maximum")
    if column.type == "month":
        yield pan.Check(lambda months: months.between(1, 12), name="month_unreadable")
    if column.codes and column.type == "code":
        codes = list(column.codes)
        yield pan.Check(lambda values: values.isin(codes), name="code_unknown")


def _at_least(limit: int) -> Callable[[Any], Any]:
    return lambda values: values >= limit


def _at_most(limit: int) -> Callable[[Any], Any]:
    return lambda values: values <= limit


def _in_year(date: str) -> Callable[[Any], Any]:
    def check(records: pd.DataFrame) -> Any:
        same: pd.Series = (records[date].dt.year == records["year"]).fillna(True).astype(bool)
        return same | records[[date, "year"]].isna().any(axis=1)

    return check


def _unique(key: tuple[str, ...]) -> Callable[[Any], Any]:
    def check(records: pd.DataFrame) -> pd.Series:
        """Pass the first record of a key and every record whose key is not complete."""
        known = records[list(key)].notna().all(axis=1)
        return ~(known & records.duplicated([*key, "year"], keep="first"))

    return check
