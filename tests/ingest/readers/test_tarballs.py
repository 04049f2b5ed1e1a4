"""tar, tar.gz, xz, bzip2 and Zstandard: the same limits as for zip."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pytest

from madang.ingest import tarballs
from tests.ingest.readers.conftest import names

CSV = "이름,수\n가,1\n나,2\n다,3\n"


def tar(members: dict[str, bytes | str], form: int = tarfile.PAX_FORMAT, **links: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            raw = data.encode() if isinstance(data, str) else data
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
        for name, target in links.items():
            info = tarfile.TarInfo(f"{name}.csv")
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


PRESS = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress, "zst": zstd}


def codes(result) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("suffix", PRESS)
def test_one_pressed_file(reading, suffix):
    result = reading(f"인구.csv.{suffix}", PRESS[suffix](CSV.encode("cp949") * 40))
    assert (names(result.tables[0]), result.encoding["name"]) == (["이름", "수"], "cp949")
    assert "wrong-extension" not in codes(result)


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tgz", "tar.xz", "txz", "tar.bz2", "tar.zst"])
def test_archives_of_several_files(reading, suffix):
    data = tar({"자료/가.csv": CSV, "자료/나.json": '[{"a": 1}, {"a": 2}]', "읽어보기.md": "# 글"})
    press = {"tgz": gzip.compress, "txz": lzma.compress}.get(suffix, PRESS.get(suffix.rpartition(".")[2], bytes))
    result = reading(f"a.{suffix}", press(data))
    assert [(table.name, table.rows) for table in result.tables] == [("자료/가.csv", 3), ("자료/나.json", 2)]
    assert result.format == "tar"
    assert reading(f"a.{suffix}", press(data), sheet="자료/나.json").tables[0].rows == 2


def test_names_of_korean_unix(reading):
    data = tar({"A" * 8 + ".csv": CSV}, tarfile.GNU_FORMAT)
    fixed = data.replace(b"A" * 8, "인구현황".encode("cp949"))
    block = bytearray(fixed[:512])
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    assert reading("a.tar", bytes(block) + fixed[512:]).tables[0].name == "인구현황.csv"


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT])
def test_every_form_of_tar_is_known_also_without_a_mark(reading, form):
    data = bytearray(tar({"a.csv": CSV}, form))
    data[257:265] = b"\0" * 8
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert reading("a", bytes(data)).tables[0].rows == 3


@pytest.mark.parametrize("entry", ["../../etc/passwd", "/etc/passwd", "..\\..\\x.csv"])
def test_entries_that_climb_out(reading, entry):
    assert codes(reading("a.tar", tar({entry: CSV}))) == ["climbs-out"]


def test_links_are_not_followed(reading, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nTOPSECRET,1\n")
    result = reading("a.tar", tar({"a.csv": CSV}, secret=str(secret)))
    assert [table.name for table in result.tables] == ["a.csv"]
    assert "TOPSECRET" not in str(result)


def test_links_in_a_zip_are_only_text(reading, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nTOPSECRET,1\nx,2\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.csv")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, str(secret))
        archive.writestr("a.csv", CSV)
    assert "TOPSECRET" not in str(reading("a.zip", out.getvalue()))


@pytest.mark.parametrize("suffix", ["xz", "bz2", "zst"])
def test_bombs_are_weighed_while_they_unpack(reading, monkeypatch, suffix):
    monkeypatch.setattr(tarballs, "SUSPECT", 1_000_000)
    assert codes(reading(f"a.csv.{suffix}", PRESS[suffix](b"0" * 9_000_000))) == ["bomb"]


def test_a_member_that_says_a_size_that_it_does_not_have(reading):
    data = bytearray(tar({"a.csv": CSV}, tarfile.GNU_FORMAT))
    data[124:136] = b"%011o\0" % (8 << 30)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert codes(reading("a.tar", bytes(data))) == ["truncated"]


@pytest.mark.parametrize("suffix", ["xz", "bz2", "zst", "tar"])
def test_cut_archives(reading, suffix):
    made = tar({"a.csv": CSV * 400}) if suffix == "tar" else PRESS[suffix](bytes(range(256)) * 400)
    cut = made[:3000] if suffix == "tar" else made[:-20]
    result = reading(f"a.{suffix}", cut)
    assert (result.tables, codes(result)) == ((), ["truncated"])


def test_archives_in_archives_have_an_end(reading):
    """`droste.gz` unpacks to itself; five layers of zip hide a bomb."""
    data = CSV.encode()
    for _ in range(6):
        data = gzip.compress(data)
    assert codes(reading("a.gz", data)) == ["nested-too-deep"]
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("in.zip", data)
        data = out.getvalue()
    assert codes(reading("a.zip", data)) == ["nested-too-deep"]


def test_an_empty_tar(reading):
    assert codes(reading("a.tar", tar({}))) in (["empty-archive"], ["not-text"], ["kept-file"], ["no-rows"])
