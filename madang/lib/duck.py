"""DuckDB: the one place that opens it, with its limits set, its spatial extension found and its SQL quoted.

No connection downloads or loads anything by itself, and times are in UTC wherever the machine stands.
"""

from __future__ import annotations

import importlib.util
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from duckdb import Error as Error
from duckdb import InterruptException as Interrupted
from duckdb import OutOfMemoryException as OutOfMemory

from madang.lib.problems import Problem

__all__ = [
    "DuckDBPyConnection",
    "Error",
    "Interrupted",
    "OutOfMemory",
    "connect",
    "connect_apart",
    "identifier",
    "literal",
    "parquet",
]


class SpatialMissing(Problem):
    en = "DuckDB {version} needs the package duckdb-extension-spatial=={version}; {found}. Install it in this environment."
    ko = "DuckDB {version}에는 duckdb-extension-spatial=={version} 패키지가 필요합니다({found}). 이 환경에 설치하세요."


class NulInSql(Problem):
    en = "A text with a NUL character cannot stand in SQL: {text!r}. Remove the character."
    ko = "NUL 문자가 든 글은 SQL에 쓸 수 없습니다: {text!r}. 그 문자를 지우세요."


def connect(
    path: Path | None = None,
    *,
    read_only: bool = False,
    spatial: bool = False,
    memory_mb: int | None = None,
    threads: int | None = None,
    spill: Path | None = None,
) -> DuckDBPyConnection:
    """Open the DuckDB file at `path`, or a database in memory.

    `memory_mb` megabytes and `threads` bound it (default: 80 % of the machine's memory, all cores); what does not fit spills
    into the folder `spill`, by default one in the system's folder for temporary files. `spatial` loads the ST_ functions.
    Times with a zone come out through Arrow only: DuckDB's `fetchall` would want the package pytz for them.
    Raises `Error` when DuckDB refuses the file, `SpatialMissing` without the extension.
    """
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(spill or Path(tempfile.gettempdir()) / f"madang-duckdb-{os.getuid()}"),
    }
    if memory_mb is not None:
        config["memory_limit"] = f"{memory_mb}MB"
    if threads is not None:
        config["threads"] = threads
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # it would be drawn on stdout, into what a command prints
    if spatial:
        connection.execute(f"LOAD {literal(str(_spatial()))}")
    return connection


def connect_apart(threads: int = 2) -> DuckDBPyConnection:
    """A database in memory for one statement of a user, with the ST_ functions, which writes nothing to any disk.

    The signature of the extension is not checked again: its hash stands in the lock file, and reading all 70 MB takes 0.5 s. It
    is the caller who attaches what may be read, takes away the files and locks the configuration, before the statement runs.
    """
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_unsigned_extensions": True,
        "temp_directory": "",
        "threads": threads,
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"LOAD {literal(str(_spatial()))}")
    return connection


@cache
def _spatial() -> Path:
    """The extension inside its wheel. It is loaded by path, so that nothing is ever fetched from the network."""
    found = importlib.util.find_spec("duckdb_extension_spatial")
    if found is None or found.origin is None:
        raise SpatialMissing(version=duckdb.__version__, found="it is not installed")
    path = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
    if not path.is_file():
        raise SpatialMissing(version=duckdb.__version__, found="the installed one is for another version")
    return path


def identifier(name: str) -> str:
    """Quote a name of any script for SQL: `나이 "만"` is `"나이 ""만\"""`."""
    if "\0" in name:
        raise NulInSql(text=name)
    return '"' + name.replace('"', '""') + '"'


def parquet(files: Sequence[Path]) -> str:
    """SQL that reads exactly these Parquet files, in order: no folder name becomes a column, no bracket a pattern."""
    paths = [re.sub(r"([*?[])", r"[\1]", str(file)) for file in files]
    return f"read_parquet({literal(paths)}, hive_partitioning = false)"


def literal(value: object) -> str:
    """Write a value as a SQL constant of its own type. Lists and dictionaries become lists and structs.

    Bound parameters are better wherever SQL takes them; COPY, ATTACH, LOAD and views do not.
    """
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return f"'{value!r}'::DOUBLE"  # a bare 0.1 is a DECIMAL
        case Decimal():
            return f"{value:f}" if value.is_finite() else f"'{value}'::DOUBLE"
        case datetime():
            return f"{'TIMESTAMPTZ' if value.tzinfo else 'TIMESTAMP'} '{value.isoformat(sep=' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case time():
            return f"TIME '{value.isoformat()}'"
        case bytes():
            return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::BLOB"
        case str() | Path():
            return _text(str(value))
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case Mapping():
            return "{" + ", ".join(f"{_text(str(key))}: {literal(item)}" for key, item in value.items()) + "}"
    raise TypeError(f"no SQL constant for {type(value).__name__}")


def _text(value: str) -> str:
    if "\0" in value:
        raise NulInSql(text=value)
    return "'" + value.replace("'", "''") + "'"
