"""Files that are made to do harm, and the memory that each of them costs: below 1.5 GB, worker and child together.

They are read in a child, as a worker reads them.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.ingest.apart.read_apart import read_apart
from madang.ingest.tables import Reading

LIMIT_MB = 1_400
"""The most that a child of MADANG_MEMORY=1024 and its parent may hold together."""
READ = """
import json, resource, sys
from pathlib import Path
from madang.ingest.apart.read_apart import end_idle, read_apart
result = read_apart(Path(sys.argv[1]), sys.argv[2], {"language": "ko"}, Path(sys.argv[3]), memory_mb=1024)
end_idle()
here = next(int(line.split()[1]) >> 10 for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = here + (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
print(json.dumps({"codes": [f.code for f in result.findings], "rows": [t.rows for t in result.tables], "peak": peak,
                  "reason": (result.no_table or {}).get("reason")}))
"""


@pytest.fixture
def told(tmp_path: Path):
    """Read a small file apart: its reading."""

    def read(name: str, data: bytes) -> Reading:
        (tmp_path / "file").write_bytes(data)
        result = read_apart(tmp_path / "file", name, {"language": "ko"}, tmp_path / "scratch")
        assert result.tables or result.no_table["reason"]["ko"].startswith(name)
        return result

    return read


def codes(result: Reading) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.fixture
def ends(tmp_path: Path):
    """Read a file apart: what its reading says, with the peak memory of both processes in `peak` (MB)."""

    def read(name: str, data: bytes | Path) -> dict:
        import json

        path = data if isinstance(data, Path) else tmp_path / "file"
        if isinstance(data, bytes):
            path.write_bytes(data)
        command = [sys.executable, "-c", READ, str(path), name, str(tmp_path / "scratch")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600, env=os.environ)
        told = json.loads(done.stdout.splitlines()[-1])
        assert told["peak"] < LIMIT_MB, told
        if told["reason"]:
            assert told["reason"]["ko"].startswith(name)
            assert told["reason"]["en"].startswith(name)
        return told

    return read


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(**members: bytes) -> bytes:
    """A workbook of two rows with some of its members replaced, named by the end of their path."""
    made = openpyxl.Workbook()
    for row in [["구", "수"], ["가", 1], ["나", 2]]:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for end, data in members.items():
        name = next(name for name in parts if name.endswith(f"{end}.xml"))
        parts[name] = data
    return packed(parts)


def sheet(rows: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b'<?xml version="1.0"?><worksheet ' + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def test_parquet_of_one_huge_value(ends, tmp_path):
    values = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["x" * 50_000_000]))
    pq.write_table(pa.table({"a": values}), tmp_path / "bomb.parquet", compression="zstd")
    assert (tmp_path / "bomb.parquet").stat().st_size < 10_000
    assert ends("bomb.parquet", tmp_path / "bomb.parquet")["codes"][0] in ("too-large", "bomb")


def test_a_workbook_whose_texts_are_a_bomb(ends):
    """Three megabytes of shared text that every cell repeats: the guard on sizes cannot see what cells become."""
    many = b"".join(b"<si><t>%s</t></si>" % (b"x" * 30_000) for _ in range(100))
    strings = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + many
        + b"</sst>"
    )
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (at, at, at % 100) for at in range(1, 100_001)
    )
    content = workbook(sheet1=sheet(cells))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = strings
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings"/></Relationships>',
    )
    assert ends("a.xlsx", packed(parts))["codes"][0] in ("too-large", "bomb")


def test_a_workbook_of_two_far_cells_without_their_places(told):
    """Cells are counted where they say no place, so the corner is found all the same."""
    far = b'<row r="1"><c><v>1</v></c></row><row r="1048576">' + b"<c/>" * 16_383 + b"<c><v>2</v></c></row>"
    assert codes(told("a.xlsx", workbook(sheet1=sheet(far)))) == ["sparse"]


@pytest.mark.long
def test_an_xls_that_reaches_far(ends):
    """Two cells in the corners of an XLS are a rectangle of 16 million cells, about a gigabyte."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("a")
    page.write(0, 0, 1)
    page.write(65_535, 255, 2)
    out = io.BytesIO()
    book.save(out)
    told = ends("a.xls", out.getvalue())
    assert told["rows"] == [2] or told["codes"] == ["too-large"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.json", b"[" * 100_000, "unreadable"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[' + b'{"a":' * 100_000, "unreadable"),
        ("a.xml", b"<a>" * 100_000, "unreadable"),
        ("a.csv", b"\0" * 1_000_000, "not-text"),
        ("a.xlsx", packed({"[Content_Types].xml": b"x", "xl/workbook.xml": b"<" * 1000}), "unreadable"),
        ("a.zip", packed({f"{n}.csv": b"" for n in range(1001)}), "too-many-members"),
        ("a.pdf", b"%PDF-1.7\n/JS (app.alert(1))", "kept-file"),
    ],
)
def test_small_files_with_bad_insides(told, name, data, code):
    assert codes(told(name, data)) == [code]


def test_a_billion_laughs(told):
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">{laughs}]><l><r>&l9;</r><r>&l9;</r></l>'.encode()
    for name in ("a.xml", "a.kml", "a.xls"):
        data = bomb.replace(b"<l>", b"<kml>") if name == "a.kml" else bomb
        assert codes(told(name, data)) == ["entities"], name


def test_a_file_of_the_machine_is_never_opened(told):
    outside = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><r>&x;</r><r>&x;</r></a>'
    result = told("a.xml", outside)
    assert codes(result) == ["entities"]
    assert "root" not in str(result)


@pytest.mark.long
def test_a_gzip_of_a_gigabyte(ends, tmp_path):
    path = tmp_path / "a.csv.gz"
    with gzip.open(path, "wb", 6) as file:
        for _ in range(1_024):
            file.write(b"1" * (1 << 20))
    assert ends("a.csv.gz", path)["codes"] == ["bomb"]


@pytest.mark.long
def test_a_geojson_of_a_million_corners(ends, tmp_path):
    ring = ",".join(f"[{126 + at * 1e-7},{37.5}]" for at in range(1_000_000))
    shape = f'{{"type":"LineString","coordinates":[{ring}]}}'
    data = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{shape}}}]}}'
    assert ends("a.geojson", data.encode())["rows"] == [1]


@pytest.mark.long
def test_a_workbook_of_a_million_rows(ends, tmp_path):
    """What Excel itself can hold must be read, or said to be too large."""
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for row in range(1_048_576):
            page.write_row(row, 0, ["구", "수", "값", "비고"] if not row else [f"구{row % 25}", row, row / 7, "가나다"])
    told = ends("a.xlsx", path)
    assert told["rows"] == [1_048_575], told


@pytest.mark.long
def test_parquet_of_nothing_but_nulls(ends, tmp_path):
    pq.write_table(pa.table({"a": pa.nulls(300_000_000, pa.int64())}), tmp_path / "a.parquet", compression="zstd")
    assert ends("a.parquet", tmp_path / "a.parquet")["codes"] == ["bomb"]
