"""Copying SQLite databases that others are writing to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from madang.lib.problems import Problem


class DamagedDatabase(Problem):
    en = "The database {file} is damaged: {why}. Restore it from a backup (`madang restore`)."
    ko = "데이터베이스 {file}이(가) 손상되었습니다: {why}. 백업에서 복원하세요(`madang restore`)."


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, however busy it is, into a new file. Raises `DamagedDatabase`.

    Copying the file itself would miss what still stands in its write-ahead log, or tear a transaction in two.
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=60)) as reader, closing(sqlite3.connect(target)) as writer:
        try:
            reader.backup(writer, pages=4096)
            writer.execute("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
            found = writer.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        target.unlink()
        raise DamagedDatabase(file=source, why=found)
