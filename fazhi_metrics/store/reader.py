"""Processed data read back: typed frames of a dataset, its provenance, its issues and its log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import DatasetError, StoreError, capped, did_you_mean
from fazhi_metrics.store.arrays import flat
from fazhi_metrics.store.current import CURRENT, current_generation
from fazhi_metrics.store.manifest import damaged_files, read_manifest

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    from fazhi_metrics.store.provenance import CellRecord, Provenance

_PARTITION = re.compile(r"(?P<dataset>.+)-(?P<year>\d{4})\.parquet\Z")
# Never missing, so that they are plain integers in a frame.
_WHOLE_COLUMNS = ("year", "_source", "_at")


class Store:
    """One generation of processed data, open for reading.

    The generation is looked up once, when the store is opened: everything read from one store belongs to
    one run, whatever another run writes meanwhile. Nothing is loaded before it is asked for, and then only
    what has the digest that the manifest gives: each file is looked at once, when it is first used.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._whole: set[str] = set()
        self.derived: dict[object, Any] = {}  # what is worked out of this generation once, by the rooms above
        self._partitions: dict[str, list[int]] = {}
        for name in sorted(manifest.get("files", {})):
            if match := _PARTITION.match(name):
                self._partitions.setdefault(match["dataset"], []).append(int(match["year"]))

    def __repr__(self) -> str:
        return f"Store({self.generation}: {', '.join(self._partitions)})"

    @classmethod
    def open(cls, processed: str | Path) -> Store:
        """Open the generation of data/processed that counts.

        Raises:
            StoreError: there is none yet, or its manifest is damaged.
        """
        folder = current_generation(Path(processed))
        if folder is None:
            todo = "请先运行 fazhi clean"
            raise StoreError("还没有处理好的数据", where=str(processed), todo=todo)
        try:
            return cls(folder, read_manifest(folder))
        except (OSError, ValueError) as error:
            if current_generation(Path(processed)) != folder:  # two runs ended while we were opening
                return cls.open(processed)
            raise StoreError(
                "处理后的数据已损坏", where=str(folder), todo="请重新运行 fazhi clean"
            ) from error

    @property
    def generation(self) -> str:
        """The digest that names this generation."""
        return str(self.manifest["generation"])

    def damaged(self) -> tuple[str, ...]:
        """Return the names of the files that are missing or no longer what was written; looks at them all."""
        return damaged_files(self.folder, self.manifest["files"])

    def datasets(self) -> list[str]:
        """Names of the datasets that have data, sorted."""
        return list(self._partitions)

    def years(self, dataset: str) -> list[int]:
        """Years that a dataset has data for, ascending.

        Raises:
            DatasetError: no data of that name.
        """
        if dataset not in self._partitions:
            raise self._no_data(dataset)
        return list(self._partitions[dataset])

    def columns(self, dataset: str, year: int | None = None) -> dict[str, pa.DataType]:
        """Columns of a dataset with their Arrow types, without reading any row."""
        found: dict[str, pa.DataType] = {}
        for each in self._years(dataset, year):
            for field in self._metadata(f"{dataset}-{each}.parquet").schema.to_arrow_schema():
                found.setdefault(field.name, field.type)
        return found

    def table(
        self,
        dataset: str,
        year: int | Sequence[int] | None = None,
        columns: Iterable[str] | None = None,
        *,
        encoded: bool = False,
    ) -> pa.Table:
        """Read a dataset as an Arrow table: only the columns asked for, of one year, several, or all.

        With `encoded`, text columns come dictionary-encoded, which is how counting by them is fast.

        Raises:
            DatasetError: no such dataset, year or column.
            StoreError: a file of the generation is missing or damaged.
        """
        import pyarrow as pa

        wanted = None if columns is None else list(dict.fromkeys(columns))
        parts = [self._read(dataset, each, wanted, encoded=encoded) for each in self._years(dataset, year)]
        if len(parts) == 1:
            return parts[0]
        return pa.concat_tables(parts, promote_options="permissive")

    def frame(
        self, dataset: str, year: int | Sequence[int] | None = None, columns: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """Read a dataset as a typed frame, with the two provenance columns when no columns are named.

        Counts are Int64, flags boolean, text and codes str, dates datetime64, decimals exact Arrow decimals;
        `year`, `_source` and `_at` are int64.

        Raises:
            DatasetError: no such dataset, year or column.
            StoreError: a file of the generation is missing or damaged.
        """
        return to_frame(self.table(dataset, year, columns))

    def side_table(self, name: str) -> pa.Table:
        """Read a table that belongs to no dataset: sources, spans, log, issues, corrections.

        Raises:
            StoreError: this generation has no such table, or it is damaged.
        """
        if f"{name}.parquet" not in self.manifest["files"]:
            raise StoreError(
                f"处理后的数据里没有 {name}", where=str(self.folder), todo="请重新运行 fazhi clean"
            )
        return self._read_parquet(f"{name}.parquet")

    def issues(self) -> pd.DataFrame:
        """What is wrong in the raw data, one row an issue, at its cell."""
        return to_frame(self.side_table("issues"))

    def log(self) -> pd.DataFrame:
        """Every cell that was dropped or changed on the way, with the rule that did it."""
        return to_frame(self.side_table("log"))

    def corrections(self) -> pd.DataFrame:
        """The declared corrections that were applied."""
        return to_frame(self.side_table("corrections"))

    @cached_property
    def provenance(self) -> Provenance:
        """Where every value comes from; read once, on first use."""
        from fazhi_metrics.store.provenance import Provenance

        return Provenance(self.side_table("sources"), self.side_table("spans"))

    def cells(self, dataset: str, rows: pd.DataFrame | pa.Table, columns: Iterable[str]) -> list[str]:
        """Return the addresses that the given columns of the given rows were read from, as blocks.

        `rows` is any selection of the dataset's rows that still has `_source` and `_at`. A column that no
        cell carries (a centre named by its sheet) adds nothing. See `Provenance.cells`.

        Raises:
            DatasetError: the dataset has no such column.
        """
        known = self.columns(dataset)
        wanted = list(columns)
        for name in wanted:
            if name not in known:
                raise self._no_column(dataset, name, known)
        source, at = (
            part.to_numpy() if hasattr(part, "index") and not hasattr(part, "null_count") else flat(part)
            for part in (rows["_source"], rows["_at"])
        )
        return self.provenance.cells(source, at, wanted)

    def lookup(self, address: str) -> list[CellRecord]:
        """Return the records that took a value from the cells at `address` (`文件!表!C7` or `…!C5:C24`).

        An empty list means that the cell is a title, a total or a note: it fed no record.

        Raises:
            StoreError: not an address, or of a file and sheet that no record comes from.
        """
        from fazhi_metrics.store.provenance import lookup

        return lookup(self, address)

    def _years(self, dataset: str, year: int | Sequence[int] | None) -> list[int]:
        have = self.years(dataset)
        if year is None:
            return have
        asked = [year] if isinstance(year, int) else sorted(set(year))
        if missing := [each for each in asked if each not in have]:
            raise DatasetError(
                f"{self._titles.get(dataset, dataset)}没有 {capped(str(each) for each in missing)} 年的数据",
                todo=f"现有的年份：{capped(str(each) for each in have)}",
            )
        return asked

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """The Chinese titles of the ledgers that the run knew, by name."""
        if "titles" not in self.manifest:  # a table of another name (a test's) keeps it
            from fazhi_metrics.ledgers import standard

            return {name: dataset.title for name, dataset in standard().datasets.items()}
        titles: Mapping[str, str] = self.manifest["titles"]
        return titles

    def _no_data(self, dataset: str) -> DatasetError:
        if dataset in self._titles:
            todo = "请把它的表格放进原始数据，再运行 fazhi clean"
            return DatasetError(f"处理后的数据里没有{self._titles[dataset]}（{dataset}）", todo=todo)
        hint = did_you_mean(dataset, self._partitions) or "请先运行 fazhi clean"
        return DatasetError(f"处理后的数据里没有数据集 {dataset}", todo=hint)

    def _no_column(self, dataset: str, name: str, known: Iterable[str]) -> DatasetError:
        title = self._titles.get(dataset, f"{dataset} ")
        todo = did_you_mean(name, (each for each in known if each[0] != "_"))
        return DatasetError(f"{title}没有列 {name}", todo=todo)

    def _path(self, name: str) -> Path:
        """Return the path of a file of this generation that is as it was written."""
        if name not in self._whole:
            files = self.manifest["files"]
            if damaged_files(self.folder, {name: files[name]}):
                raise _damaged(name)
            self._whole.add(name)
        return self.folder / name

    def _read(self, dataset: str, year: int, columns: list[str] | None, *, encoded: bool) -> pa.Table:
        import pyarrow.types as types

        name = f"{dataset}-{year}.parquet"
        if columns is None and not encoded:
            return self._read_parquet(name)
        metadata = self._metadata(name)
        schema = metadata.schema.to_arrow_schema()
        for column in columns or ():
            if column not in schema.names:
                raise self._no_column(dataset, column, schema.names)
        text = [field.name for field in schema if encoded and types.is_string(field.type)]
        return self._read_parquet(name, metadata, columns, text)

    def _metadata(self, name: str) -> pq.FileMetaData:
        import pyarrow.parquet as pq

        try:
            return pq.read_metadata(self._path(name))
        except (OSError, ValueError) as error:
            raise _damaged(name) from error

    def _read_parquet(
        self,
        name: str,
        metadata: pq.FileMetaData | None = None,
        columns: list[str] | None = None,
        encoded: Sequence[str] = (),
    ) -> pa.Table:
        import pyarrow.parquet as pq

        try:
            # One plain file: no dataset discovery, no partition guessing from the folder's name.
            with pq.ParquetFile(self._path(name), metadata=metadata, read_dictionary=encoded or None) as file:
                return file.read(columns=columns)
        except (OSError, ValueError) as error:
            raise _damaged(name) from error


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Turn an Arrow table of the store into a typed frame."""
    import pandas as pd
    import pyarrow.types as types

    def dtype(kind: pa.DataType) -> Any:
        if types.is_integer(kind):
            return pd.Int64Dtype()
        if types.is_boolean(kind):
            return pd.BooleanDtype()
        if types.is_decimal(kind):
            return pd.ArrowDtype(kind)
        return None

    frame: pd.DataFrame = table.to_pandas(types_mapper=dtype)
    whole = {name: "int64" for name in _WHOLE_COLUMNS if name in frame.columns and frame[name].notna().all()}
    return frame.astype(whole) if whole else frame


def _damaged(name: str) -> StoreError:
    return StoreError("文件缺失或已损坏", where=f"{CURRENT}/{name}", todo="请重新运行 fazhi clean")
