"""The readers that are marked: Madang over its real path, and the automatic readers of DuckDB, pandas and CleverCSV."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from polluting.kinds import Grid

Loader = Callable[[Path], Grid]


def readers(names: list[str]) -> dict[str, Loader]:
    """The loaders of these names; a peer that is not installed is said and left out."""
    found: dict[str, Loader] = {}
    for name in names:
        try:
            found[name] = LOADERS[name]()
        except ModuleNotFoundError as missing:
            print(f"{name} is left out: {missing.name} is not installed (pip install {missing.name})")
    return found


def _madang() -> Loader:
    import pyarrow.parquet as pq

    from madang.ingest.read import read

    def load(path: Path) -> Grid:
        """The first table as it was staged: rejects are not loaded. A file without rows ends in a reason, not in an error."""
        scratch = path.parent / "scratch"
        reading = read(path, "file.csv", {"language": "en"}, scratch)
        try:
            if not reading.tables:
                return []
            table = reading.tables[0]
            rows = [list(row.values()) for row in pq.read_table(table.file).drop_columns("line").to_pylist()]
            if not table.facts["header_rows"]:
                return rows
            # The levels of a stacked header are joined by " / "; the paper joins them by a space.
            return [[header.header.replace(" / ", " ") for header in table.headers], *rows]
        finally:
            shutil.rmtree(scratch)

    return load


def _duckdb(**options: object) -> Loader:
    import duckdb

    connection = duckdb.connect()
    written = "".join(f", {name} = {value}" for name, value in options.items())

    def load(path: Path) -> Grid:
        """Its sniffer decides on typed columns whether there is a header; then every column is read as text."""
        (header,) = connection.execute(f"SELECT HasHeader FROM sniff_csv(?{written})", [str(path)]).fetchone()
        found = connection.read_csv(str(path), all_varchar=True, header=header, parallel=False, **options)
        rows = [["" if cell is None else cell for cell in row] for row in found.fetchall()]
        return [found.columns, *rows] if header else rows

    return load


def _pandas(**options: object) -> Loader:
    import pandas

    def load(path: Path) -> Grid:
        found = pandas.read_csv(path, dtype=str, keep_default_na=False, on_bad_lines="skip", **options)
        return [list(map(str, found.columns)), *(list(map(str, row)) for row in found.values.tolist())]

    return load


def _clevercsv() -> Loader:
    import clevercsv

    def load(path: Path) -> Grid:
        with path.open(newline="", encoding="utf-8") as file:
            text = file.read()
        dialect = clevercsv.Sniffer().sniff(text)
        return [list(row) for row in clevercsv.reader(text.splitlines(keepends=True), dialect)]

    return load


csv.field_size_limit(1 << 30)
LOADERS: dict[str, Callable[[], Loader]] = {
    "madang": _madang,
    "duckdb": _duckdb,
    # As the paper's authors called it.
    "duckdb lenient": lambda: _duckdb(strict_mode=False, ignore_errors=True, null_padding=True),
    "pandas": _pandas,
    "pandas sniffing": lambda: _pandas(sep=None, engine="python"),
    "clevercsv": _clevercsv,
}
