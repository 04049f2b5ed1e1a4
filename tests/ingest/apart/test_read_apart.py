"""Files are read in a child: a bomb, a crash, a hang or a cancelled run ends that child, never the worker."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.ingest.apart import process as reading_process
from madang.ingest.apart import read_apart as reading_apart
from madang.ingest.apart.process import ReadingProcess
from madang.ingest.apart.read_apart import Told, cpu_seconds, end_idle, read_apart
from madang.ingest.read import read

CSV = "이름,수\n가,1\n나,2\n다,3\n"


@pytest.fixture
def file(tmp_path: Path):
    def made(name: str, data: bytes | str = CSV) -> Path:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return made


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch):
    """A reader of `.evil` files that runs `words` in the child, installed as from outside."""
    end_idle()

    def made(words: str) -> Path:
        folder = tmp_path / "site"
        (folder / "evil-1.dist-info").mkdir(parents=True)
        (folder / "evil-1.dist-info" / "entry_points.txt").write_text("[madang.ingest.readers]\nevil = evil_reader\n")
        (folder / "evil-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1\n")
        (folder / "evil_reader.py").write_text(
            "EXTENSIONS = ('.evil',)\nRANK = 9\n"
            "def recognises(head, name):\n    return name.endswith('.evil')\n"
            f"def read(path, name, choices, scratch, progress):\n    {words}\n"
        )
        monkeypatch.syspath_prepend(str(folder))
        path = tmp_path / "a.evil"
        path.write_bytes(b"x")
        return path

    yield made
    end_idle()


def test_the_reading_is_the_same_as_without_a_child(file, tmp_path):
    path = file("a.csv")
    here = read(path, "a.csv", {"language": "ko"}, tmp_path / "here")
    there = read_apart(path, "a.csv", {"language": "ko"}, tmp_path / "there")
    assert (there.format, there.encoding, there.findings) == (here.format, here.encoding, here.findings)
    assert there.tables[0].headers == here.tables[0].headers
    assert there.tables[0].facts == here.tables[0].facts
    assert pq.read_table(there.tables[0].file).equals(pq.read_table(here.tables[0].file))


def test_one_child_reads_many_files_and_its_time_is_counted(file, tmp_path):
    before = cpu_seconds()
    read_apart(file("a.csv"), "a.csv", {}, tmp_path / "1")
    first = reading_apart._idle[0]
    read_apart(file("b.csv"), "b.csv", {}, tmp_path / "2")
    assert reading_apart._idle == [first]
    assert cpu_seconds() > before


def test_a_small_file_that_opens_to_gigabytes_is_named(file, tmp_path):
    """507 bytes of Parquet took 6 GB: one huge value stands once in the file and a thousand times in its column."""
    path = tmp_path / "bomb.parquet"
    values = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int32()), pa.array(["x" * 6_000_000]))
    pq.write_table(pa.table({"a": values}), path, compression="zstd")
    assert path.stat().st_size < 1000
    result = read_apart(path, "bomb.parquet", {}, tmp_path / "1", memory_mb=256)
    assert result.findings[0].code in ("too-large", "bomb")
    assert "해를 끼치려고" in result.no_table["remedy"]["ko"] or "풀지 않았" in result.no_table["reason"]["ko"]
    assert read_apart(file("a.csv"), "a.csv", {}, tmp_path / "2").tables[0].rows == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("raise MemoryError", "too-large"),
        ("bytearray(3 << 30)", "too-large"),
        ("import os; os.write(2, b'memory allocation of 99 bytes failed'); os.abort()", "too-large"),
        ("import os; os.kill(os.getpid(), 9)", "too-large"),
        ("import os; os.kill(os.getpid(), 11)", "reader-died"),
        ("import os; os._exit(3)", "reader-died"),
        ("raise KeyError('it')", "reader-failed"),
        ("raise type('PanicException', (BaseException,), {})('slice index')", "unreadable"),
        ("raise OSError(22, 'Invalid argument')", "unreadable"),
    ],
)
def test_whatever_a_parser_does_ends_in_a_named_problem(plugin, tmp_path, words, code):
    result = read_apart(plugin(words), "a.evil", {"language": "ko"}, tmp_path / "1", memory_mb=256)
    assert (result.tables, result.findings[0].code) == ((), code)
    assert result.no_table["reason"]["ko"].startswith("a.evil: ")
    assert str(tmp_path) not in str(result.no_table)


def test_a_full_disk_is_no_fault_of_the_file(plugin, tmp_path):
    path = plugin("raise OSError(28, 'No space left on device')")
    with pytest.raises(OSError, match="No space left") as full:
        read_apart(path, "a.evil", {}, tmp_path / "1")
    assert full.value.errno == errno.ENOSPC


def test_a_reader_that_hangs_is_stopped(plugin, tmp_path, monkeypatch):
    path = plugin("import time; time.sleep(600)")
    monkeypatch.setattr(reading_process, "SILENT", 2.0)
    assert read_apart(path, "a.evil", {}, tmp_path / "1").findings[0].code == "no-progress"


def test_memory_that_the_kernel_does_not_count_is_watched(plugin, tmp_path):
    """Shared memory is no data of the process, but it is the machine's."""
    path = plugin(
        "import mmap, time; m = mmap.mmap(-1, 700 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS);"
        " [m.write(b'x' * (1 << 20)) for _ in range(700)]; time.sleep(60)"
    )
    result = read_apart(path, "a.evil", {}, tmp_path / "1", memory_mb=256)
    assert result.findings[0].code == "too-large"


def test_cancelling_ends_the_child_at_once(plugin, tmp_path):
    class Cancelled(Exception):
        pass

    seen: list[int] = []
    path = plugin(
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(__import__('os').getpid())); __import__('time').sleep(600)"
    )

    def cancel(done: int) -> None:
        if (tmp_path / "pid").exists():
            seen.append(int((tmp_path / "pid").read_text()))
            raise Cancelled

    with pytest.raises(Cancelled):
        read_apart(path, "a.evil", {}, tmp_path / "1", cancel)
    assert not Path(f"/proc/{seen[0]}").exists()


def test_progress_comes_through(plugin, tmp_path):
    path = plugin("import time; [(progress(n), time.sleep(0.3)) for n in (5, 7)]; raise KeyError")
    seen: list[int] = []
    read_apart(path, "a.evil", {}, tmp_path / "1", seen.append)
    assert 5 in seen
    assert 7 in seen


def test_a_child_whose_parent_was_killed_ends_too(plugin):
    process = ReadingProcess()
    child = process._process.pid
    process._process.stdin.close()
    with contextlib.suppress(ChildProcessError):
        for _ in range(100):
            if os.waitpid(child, os.WNOHANG)[0]:
                break
            time.sleep(0.1)
        else:
            pytest.fail("it lives")
    process._process.returncode = 0
    process.end()


def test_a_child_that_died_idle_is_replaced(file, tmp_path):
    read_apart(file("a.csv"), "a.csv", {}, tmp_path / "1")
    os.kill(reading_apart._idle[0]._process.pid, signal.SIGKILL)
    assert read_apart(file("a.csv"), "a.csv", {}, tmp_path / "2").tables


def test_a_broken_installation_is_no_fault_of_the_file(plugin, tmp_path):
    path = plugin("pass")
    (tmp_path / "site" / "evil_reader.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(reading_process.ChildDidNotStart, match="nothing_of_that_name"):
        read_apart(path, "a.evil", {}, tmp_path / "1")


def test_a_wrong_choice_is_told_in_both_languages(file, tmp_path):
    with pytest.raises(Told) as told:
        read_apart(file("a.csv"), "a.csv", {"encoding": "klingon"}, tmp_path / "1")
    assert told.value.code == "unknown-encoding"
    assert "klingon" in told.value.text("ko")


def test_a_child_that_names_files_elsewhere_is_not_believed(plugin, tmp_path):
    words = (
        "from madang.ingest.tables import Reading, Staged; from pathlib import Path; "
        "return Reading('evil', (Staged('', Path('/etc/passwd'), (), 0),))"
    )
    with pytest.raises(ValueError, match="outside its folder"):
        read_apart(plugin(words), "a.evil", {}, tmp_path / "1")


def test_the_child_knows_no_secret_of_the_operator(plugin, tmp_path, monkeypatch):
    monkeypatch.setenv("MADANG_DATABASE", "postgresql://u:secret@h/d")
    path = plugin("raise KeyError(str([k for k in __import__('os').environ if k.startswith('MADANG_')]))")
    assert "[]" in read_apart(path, "a.evil", {}, tmp_path / "1").no_table["reason"]["en"]
