"""A full disk is known by whoever reports it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.lib import duck
from madang.lib.disk import is_full

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full: only Linux has a file that is always full")


def error_of(act: object) -> BaseException:
    with pytest.raises(Exception) as caught:  # noqa: PT011  which one is what is asked
        act()  # type: ignore[operator]
    return caught.value


@needs_full
def test_python_and_arrow_say_it() -> None:
    assert is_full(error_of(lambda: FULL.write_bytes(b"x" * 100_000)))
    assert is_full(error_of(lambda: pq.write_table(pa.table({"a": range(100_000)}), FULL)))


def test_duckdb_sqlite_and_postgresql_say_it_in_words() -> None:
    assert is_full(duck.Error("IO Error: Could not write file: No space left on device"))
    assert is_full(sqlite3.OperationalError("database or disk is full"))
    assert is_full(RuntimeError('could not extend file "base/1": No space left on device'))


def test_what_was_raised_from_it_counts_and_nothing_else() -> None:
    wrapped = RuntimeError("while writing")
    wrapped.__cause__ = OSError(errno.EDQUOT, "quota")
    assert is_full(wrapped)
    assert not is_full(OSError(errno.EACCES, "no"))
    assert not is_full(ValueError("full of errors"))
    assert not is_full(None)
