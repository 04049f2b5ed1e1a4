"""Raw rows of events as they are delivered: CSV and Parquet files, or batches of a table, a batch at a time."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator
from csv import reader
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

from madang.lib.problems import Problem

BLOCK = 16 << 20
ROWS = LOOK = 1 << 20
DELIMITERS = (",", "\t", ";", "|")


class NoColumn(Problem):
    en = "{file} has no column {column!r}. It has: {columns}."
    ko = "{file}에 {column!r} 열이 없습니다. 있는 열: {columns}."


class Unreadable(Problem):
    en = "{file} cannot be read: {why} Events come as CSV (`--encoding cp949` for one of Windows) or as Parquet."
    ko = "{file}을(를) 읽을 수 없습니다: {why_ko} 이벤트는 CSV(윈도 파일이면 `--encoding cp949`)나 Parquet으로 주세요."


class NoEncoding(Problem):
    en = "There is no encoding {encoding!r}. Files of Windows are mostly `cp949`, others `utf-8`."
    ko = "{encoding!r}(이)라는 인코딩은 없습니다. 윈도 파일은 대개 `cp949`, 나머지는 `utf-8`입니다."


@dataclass(frozen=True)
class Named:
    """The columns of a delivery. Either `cell`, or both of `longitude` and `latitude`."""

    time: str
    cell: str = ""
    home: str = ""
    longitude: str = ""
    latitude: str = ""

    @property
    def all(self) -> list[str]:
        return [name for name in (self.time, self.cell, self.home, self.longitude, self.latitude) if name]


@dataclass
class Source:
    """One delivery: `sha256` of its bytes tells whether it came before. `broken` counts lines that are no rows, once it was read."""

    name: str
    sha256: str
    batches: Callable[[Named], Iterator[pa.RecordBatch]]
    broken: int = field(default=0, compare=False)


def file(path: Path, encoding: str = "utf-8") -> Source:
    """The source in a file. Raises `NoEncoding`."""
    try:
        "a".encode(encoding)
    except LookupError:
        raise NoEncoding(encoding=encoding) from None
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    source = Source(path.name, sha256, lambda named: _rows(path, encoding, named, source))
    return source


def _rows(path: Path, encoding: str, named: Named, source: Source) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as content:
        parquet = content.read(4) == b"PAR1"
    try:
        yield from _parquet(path, named) if parquet else _csv(path, encoding, named, source)
    except UnicodeDecodeError as error:
        why = {"why": f"it is not in {encoding}.", "why_ko": f"{encoding} 인코딩이 아닙니다."}
        raise Unreadable(file=path.name, **why) from error
    except (pa.ArrowException, OSError) as error:  # the reader's own words, which are English
        words = str(error).splitlines()[0].rstrip(".") + "."
        raise Unreadable(file=path.name, why=words, why_ko=words) from error


def _parquet(path: Path, named: Named) -> Iterator[pa.RecordBatch]:
    _require(path.name, named, pq.read_schema(path).names)
    coded = [name for name in (named.cell, named.home) if name]
    with pq.ParquetFile(path, read_dictionary=coded) as content:
        yield from content.iter_batches(ROWS, columns=named.all)


def _csv(path: Path, encoding: str, named: Named, source: Source) -> Iterator[pa.RecordBatch]:
    def broken(_row: csv.InvalidRow) -> str:
        source.broken += 1
        return "skip"

    source.broken = 0
    header = _header(path, encoding)
    delimiter = max(DELIMITERS, key=header.count)
    _require(path.name, named, next(reader([header], delimiter=delimiter)))
    with pa.input_stream(path, compression="detect") as content:
        yield from csv.open_csv(
            content,
            csv.ReadOptions(block_size=BLOCK, encoding="utf-8" if encoding == "utf-8-sig" else encoding),
            csv.ParseOptions(delimiter=delimiter, invalid_row_handler=broken),
            csv.ConvertOptions(include_columns=named.all, column_types=dict.fromkeys(named.all, pa.string())),
        )


def _header(path: Path, encoding: str) -> str:
    """The first line. A file in another encoding is refused by its first megabyte: Arrow would say so for each line anew."""
    with pa.input_stream(path, compression="detect") as content:
        start = codecs.getincrementaldecoder(encoding)().decode(content.read(LOOK))
    return start.partition("\n")[0].lstrip("\ufeff").strip()


def _require(name: str, named: Named, columns: list[str]) -> None:
    for column in named.all:
        if column not in columns:
            raise NoColumn(file=name, column=column, columns=", ".join(columns))
