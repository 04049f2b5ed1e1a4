"""Text that is made to exhaust the reader: lines without end, 200,000 columns, quotes that never close, files of NUL.

Each ends in its message in both languages, or in the rows that can be had, within a flat memory that is measured in a process
of its own. The short forms run always; the long ones (`-m long`) take gigabytes of disk and minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MB = 1 << 20
LIMIT_MB = 1_500  # of the specification, for a file of any size
SHORT_MB = 700  # for the short forms, whose files are tens of megabytes
READ = """
import json, sys
from pathlib import Path
from madang.ingest.read import read
path, scratch, choices = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
reading = read(path, path.name, choices, scratch)
here = Path("/proc/self/status").read_text().splitlines()  # ru_maxrss also holds the peak of the process that started this one
peak = next(int(line.split()[1]) for line in here if line.startswith("VmHWM"))
print(json.dumps({
    "rows": [table.rows for table in reading.tables],
    "rejects": sum(table.reject_count for table in reading.tables),
    "codes": [finding.code for finding in reading.findings],
    "no_table": reading.no_table,
    "encoding": (reading.encoding or {}).get("name"),
    "peak_mb": peak >> 10,
}))
"""


@pytest.fixture
def read(tmp_path):
    """Write the pieces to a file and read it in a process of its own: what came of it, with its peak memory in MB."""

    def of(pieces: Iterator[bytes], name: str = "a.csv", **choices: Any) -> dict[str, Any]:
        path = tmp_path / name
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        size = path.stat().st_size
        command = [sys.executable, "-c", READ, str(path), str(tmp_path / "scratch"), json.dumps(choices)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
        assert done.returncode == 0, done.stderr[-2000:]
        assert path.stat().st_size == size  # the file stays as it came
        path.unlink()
        return json.loads(done.stdout)

    return of


def line(megabytes: int, cell: bytes = "서울특별시,".encode(), begin: bytes = b"", end: bytes = b"") -> Iterator[bytes]:
    """Two good rows and then one line as long as that."""
    yield b"a,b\n1,2\n" + begin
    piece = cell * (MB // len(cell))
    for _ in range(megabytes):
        yield piece
    yield end


def columns(count: int, rows: int = 3) -> Iterator[bytes]:
    yield ",".join(f"열{at}" for at in range(count)).encode() + b"\n"
    for _ in range(rows):
        yield b",".join([b"1"] * count) + b"\n"


def told(result: dict[str, Any], code: str, *words: str) -> None:
    """The reason and the remedy stand in both languages, and hold these words."""
    assert result["codes"][0] == code
    assert result["rows"] == []
    for language in ("en", "ko"):
        text = result["no_table"]["reason"][language]
        assert text
        assert result["no_table"]["remedy"][language]
        for word in words:
            assert word in text


ENDLESS = {
    "no line end": {"cell": "서울특별시,".encode()},
    "a line end": {"cell": "서울특별시,".encode(), "end": b"\n3,4\n"},
    "one cell": {"cell": b"x" * 1024},
    "an open quote": {"cell": "서울특별시 ".encode(), "begin": b'3,"'},
    "cp949": {"cell": "서울특별시,".encode("cp949"), "end": b"\n"},
}


@pytest.mark.parametrize("kind", ["no line end", "an open quote", "cp949"])
def test_a_line_of_40_mb_is_named(read, kind):
    result = read(line(40, **ENDLESS[kind]))
    told(result, "line-too-long", "32", "3")
    assert result["peak_mb"] < SHORT_MB


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(ENDLESS))
def test_a_line_of_1_gb_is_named(read, kind):
    result = read(line(1_024, **ENDLESS[kind]))
    told(result, "line-too-long", "32", "3")
    print(kind, result["peak_mb"], "MB")
    assert result["peak_mb"] < LIMIT_MB


ROW = b"2," + b"x" * 61 + b"\n"


def quoted(megabytes: int) -> Iterator[bytes]:
    yield b'a,b\n1,"never closed\n'
    for _ in range(megabytes):
        yield ROW * (MB // len(ROW))


def kept_but_for_the_first(result: dict[str, Any], rows: int) -> None:
    """Every row after the quote is there; the row of the quote is mended or refused, and nothing is missing."""
    (kept,) = result["rows"]
    assert kept in (rows, rows + 1)
    assert kept + result["rejects"] == rows + 1


def test_a_quote_that_never_closes_costs_its_own_row(read):
    result = read(quoted(2))
    kept_but_for_the_first(result, 2 * (MB // len(ROW)))
    assert result["peak_mb"] < SHORT_MB


@pytest.mark.long
def test_a_quote_that_never_closes_in_256_mb_costs_its_own_row(read):
    result = read(quoted(256))
    print(result["peak_mb"], "MB")
    kept_but_for_the_first(result, 256 * (MB // len(ROW)))
    assert result["peak_mb"] < LIMIT_MB


def test_20_001_columns_are_counted(read):
    result = read(columns(20_001))
    told(result, "too-many-columns", "20,001", "5,000")
    assert result["peak_mb"] < SHORT_MB


@pytest.mark.long
def test_200_000_columns_are_refused(read):
    """The header alone is longer than the megabyte that is looked at first."""
    result = read(columns(200_000, rows=100))
    told(result, "too-many-columns", "5,000")
    print(result["peak_mb"], "MB")
    assert result["peak_mb"] < LIMIT_MB


@pytest.mark.parametrize("megabytes", [8, pytest.param(1_024, marks=pytest.mark.long)])
def test_a_file_of_nul_is_no_text(read, megabytes):
    result = read(bytes(MB) for _ in range(megabytes))
    told(result, "not-text", "NUL")
    assert result["peak_mb"] < SHORT_MB


def test_nul_bytes_in_a_cell_cost_their_row(read):
    result = read(iter([b"a,b\n" + b"1,2\n" * 1000 + b"3,\0\n" + b"5,6\n" * 1000]))
    assert (result["rows"], result["rejects"]) == ([2_000], 1)


@pytest.mark.parametrize("encoding", ["johab", "shift_jis", "utf-16-le", "iso2022_kr", "utf-8"])
def test_a_wrong_choice_names_the_encoding_and_not_nul(read, encoding):
    """The bytes hold no NUL: it was the decoder that found no text. The message is about the choice."""
    text = "이름,주소\n" + "".join(f"홍길동{at},서울특별시 종로구 자하문로 {at}길\n" for at in range(300))
    result = read(iter([text.encode("cp949")]), encoding=encoding)
    words = json.dumps([result["no_table"], result["codes"]], ensure_ascii=False)
    assert "NUL" not in words
    assert result["codes"][0] in ("wrong-encoding", "no-text-in-encoding") or encoding == "utf-16-le"
    if result["no_table"]:
        assert encoding in result["no_table"]["reason"]["ko"]


@pytest.mark.long
def test_2_gb_of_cp949_stay_flat(read):
    """Memory does not grow with the file: 2 GB of Korean rows, and every row arrives."""
    rows = "".join(f"{at},종로구,서울특별시 종로구 자하문로 {at},37.5{at:06}\n" for at in range(40_000)).encode("cp949")
    times = (2 << 30) // len(rows)

    def pieces() -> Iterator[bytes]:
        yield "번호,자치구,주소,위도\n".encode("cp949")
        for _ in range(times):
            yield rows

    result = read(pieces(), language="ko")
    print(result["peak_mb"], "MB")
    assert (result["rows"], result["rejects"], result["encoding"]) == ([40_000 * times], 0, "cp949")
    assert result["peak_mb"] < LIMIT_MB
