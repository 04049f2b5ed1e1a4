"""Serving copies: one read-only DuckDB file per revision, derived from its Parquet files and made again whenever needed.

The table `rows` has the columns of the revision and `_row`, 1 to n in stored order. A WKB column of a layer is a GEOMETRY.
About ten times faster than Parquet for look-ups and pages (0.85 against 9-14 ms).
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pyarrow.parquet as pq

from madang.lib import duck
from madang.store import Store, manifest, opened, parts, reading

ROW = "_row"
MAKING_MB = 512
LEAST_ROW_GROUP = 2_048  # DuckDB's vector
ROW_GROUP_BYTES = 64 << 20


def path(store: Store, revision_id: str) -> Path:
    """The serving copy, made when absent; whoever sees the file sees it whole. Raises `manifest.Missing`."""
    target = _file(store, revision_id)
    if _used(target):
        return target
    facts = manifest.read(store, revision_id)
    with _one_maker(store, revision_id):
        if not _used(target):
            _make(store, facts, target)
        if not _stands(store, revision_id):  # withdrawn while it was being made
            target.unlink(missing_ok=True)
            raise manifest.Missing(revision=revision_id)
    return target


@contextmanager
def cursor(
    store: Store, revision_id: str, *, exact: bool = False, again: bool = False
) -> Iterator[duck.DuckDBPyConnection]:
    """A cursor of this request's own on which `rows` is the revision; never hand it to another thread.

    The ST_ functions are loaded. SQL written by users must not run on it: the process sees other revisions as well.
    `exact`, `again`: see `opened`. Raises `manifest.Missing`.
    """
    with ExitStack() as stack:
        try:
            own = stack.enter_context(_opened(store, revision_id, exact, again))
        except opened.Unusable:  # evicted this very moment, damaged, or written by another DuckDB: it can be made again
            drop(store, revision_id)
            own = stack.enter_context(_opened(store, revision_id, exact, again))
        yield own


@contextmanager
def attached(store: Store, revision_id: str) -> Iterator[str]:
    """The rows of another revision as a table of SQL, for any cursor that `cursor` gave, while the block lasts.

    Raises `manifest.Missing`.
    """
    with ExitStack() as stack:
        try:
            name = stack.enter_context(opened.held(path(store, revision_id), store.memory_mb))
        except opened.Unusable:
            drop(store, revision_id)
            name = stack.enter_context(opened.held(path(store, revision_id), store.memory_mb))
        yield f"{name}.rows"


def _opened(
    store: Store, revision_id: str, exact: bool, again: bool
) -> AbstractContextManager[duck.DuckDBPyConnection]:
    return opened.cursor(path(store, revision_id), store.memory_mb, exact=exact, again=again)


def evict(store: Store, keep_bytes: int) -> int:
    """Remove the copies that were not used for longest until at most `keep_bytes` stay; returns the bytes freed.

    Who reads one goes on reading: the bytes of an open file leave the disk when it is closed.
    """
    copies = sorted(_copies(store))
    total, freed = sum(size for _, size, _ in copies), 0
    for _, size, file in copies:
        if total - freed <= keep_bytes:
            break
        file.unlink(missing_ok=True)
        _forget_beside(store, file.stem)
        opened.forget(file)
        freed += size
    return freed


def beside(store: Store, revision_id: str, name: str) -> Path:
    """Where something small is kept that was derived from a copy: it goes when the copy goes."""
    store.serving.mkdir(parents=True, exist_ok=True)
    return _file(store, revision_id).with_suffix(f".{name}")


def _forget_beside(store: Store, revision_id: str) -> None:
    for file in store.serving.glob(f"{revision_id}.*.*"):
        file.unlink(missing_ok=True)


def _copies(store: Store) -> Iterator[tuple[int, int, Path]]:
    """When each copy was last used, its bytes, its file; another process may remove one meanwhile."""
    for file in store.serving.glob("*.duckdb"):
        with suppress(FileNotFoundError):
            facts = file.stat()
            yield facts.st_mtime_ns, facts.st_size, file


def drop(store: Store, revision_id: str) -> None:
    """Remove the copy of a revision, also one that is just being made."""
    with _one_maker(store, revision_id):
        _file(store, revision_id).unlink(missing_ok=True)
        _forget_beside(store, revision_id)
    opened.forget(_file(store, revision_id))
    _lock(store, revision_id).unlink(missing_ok=True)


def _make(store: Store, facts: manifest.Manifest, target: Path) -> None:
    draft = store.scratch / f"serving-{facts.revision}-{secrets.token_hex(4)}.duckdb"
    draft.parent.mkdir(parents=True, exist_ok=True)
    files = reading.files(store, facts.revision)
    try:
        # Two threads cost twice the CPU and leave a file of twice the size: half-filled row groups are written again.
        connection = duck.connect(memory_mb=MAKING_MB, threads=1, spill=store.scratch / f"{draft.name}.spill")
        try:
            _fill(connection, facts, files, draft)
        finally:
            connection.close()
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _fill(connection: duck.DuckDBPyConnection, facts: manifest.Manifest, files: tuple[Path, ...], draft: Path) -> None:
    # GeoParquet reads as a geometry that carries its CRS, which functions refuse to mix with one that has none.
    layer = duck.identifier(facts.geometry.get("column") or "geometry") if facts.geometry else ""
    plain = f" REPLACE ({layer}::GEOMETRY AS {layer})" if layer else ""
    connection.execute(f"ATTACH {duck.literal(draft)} AS copy (ROW_GROUP_SIZE {_row_group(facts, files)})")
    # DuckDB counts the rows of a file by itself, for a tenth of what a window costs, unless the file has such a column.
    counted = all(field.name.lower() != "file_row_number" for field in facts.columns)
    number = "1 + file_row_number" if counted else "row_number() OVER ()"
    before = 0
    for part, file in zip(facts.parts, files, strict=True):
        rows = f"SELECT *{plain}, {number} + {before} AS {ROW} FROM {duck.parquet([file])}"
        connection.execute(
            f"INSERT INTO copy.rows {rows}" if before else f"CREATE OR REPLACE TABLE copy.rows AS {rows}"
        )
        before += part.rows
    connection.execute("CHECKPOINT copy")
    connection.execute("DETACH copy")


def _row_group(facts: manifest.Manifest, files: tuple[Path, ...]) -> int:
    """DuckDB holds whole row groups while it writes: fewer rows in each when they are wide (700 MB against 1,270)."""
    known = [pq.read_metadata(file) for file in files]
    size = sum(one.row_group(number).total_byte_size for one in known for number in range(one.num_row_groups))
    rows = parts.ROW_GROUP
    while rows > LEAST_ROW_GROUP and rows * size > ROW_GROUP_BYTES * max(facts.rows, 1):
        rows //= 2
    return max(rows // LEAST_ROW_GROUP, 1) * LEAST_ROW_GROUP


def _file(store: Store, revision_id: str) -> Path:
    manifest.key(revision_id, "manifest.json")  # refuses what is no id before it becomes a path
    return store.serving / f"{revision_id}.duckdb"


def _lock(store: Store, revision_id: str) -> Path:
    return store.serving / f"{revision_id}.lock"


@contextmanager
def _one_maker(store: Store, revision_id: str) -> Iterator[None]:
    """One maker at a time among all processes of this machine. It saves work only: a copy appears by one rename anyway."""
    store.serving.mkdir(parents=True, exist_ok=True)
    with _lock(store, revision_id).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _used(file: Path) -> bool:
    """Note the use for `evict`; False when there is no copy."""
    try:
        os.utime(file)
    except FileNotFoundError:
        return False
    return True


def _stands(store: Store, revision_id: str) -> bool:
    try:
        manifest.read(store, revision_id)
    except manifest.Missing:
        return False
    return True
