"""Writing revisions, each once: built aside, put file by file, and there only when the manifest stands."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

import madang
from madang.lib.problems import Problem
from madang.store import Store, fetched, geoparquet, parts, serving, sorting
from madang.store.manifest import Field, Manifest, Part, key
from madang.store.places.place import Absent, Occupied


class RevisionExists(Problem):
    en = "The revision {revision} is already written and never changes. Make a new revision."
    ko = "개정판 {revision}은(는) 이미 기록되어 바뀌지 않습니다. 새 개정판을 만드세요."


class OddColumns(Problem):
    en = "The columns of revision {revision} cannot be stored: {why}"
    ko = "개정판 {revision}의 열을 저장할 수 없습니다: {why}"


@contextmanager
def build(
    store: Store,
    revision_id: str,
    schema: pa.Schema,
    *,
    sort_by: Sequence[str] = (),
    geometry: dict[str, Any] | None = None,
    made_at: datetime | None = None,
    part_bytes: int = parts.PART_BYTES,
) -> Iterator[Build]:
    """Write a revision: `with build(...) as new: new.write(rows)`; afterwards `new.manifest` is its manifest.

    Rows are kept in the order of `sort_by` (nulls last; ties as they came), or as they came. `geometry` is
    {"column", "kind", "bbox"} of a WKB column in WGS 84. After any exception nothing of it is in the store. Two builds of one
    revision at once do not disturb each other: their files have different names, and one manifest wins.
    Raises `RevisionExists`, `OddColumns`.
    """
    _check(revision_id, schema, sort_by)
    if _exists(store, revision_id):
        raise RevisionExists(revision=revision_id)
    folder = store.scratch / f"revision-{revision_id}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    new = Build(store, revision_id, schema, folder, tuple(sort_by), geometry, part_bytes)
    try:
        yield new
        new.finish(made_at or datetime.now(UTC))
    except BaseException:
        new.abandon()
        raise
    finally:
        shutil.rmtree(folder)


class Build:
    """A revision in the making, in a scratch folder of its own."""

    manifest: Manifest

    def __init__(
        self, store: Store, revision_id: str, schema: pa.Schema, folder: Path, sort_by: tuple[str, ...],
        geometry: dict[str, Any] | None, part_bytes: int,
    ) -> None:  # fmt: skip
        self.store, self.revision_id, self.folder = store, revision_id, folder
        self.schema = schema.remove_metadata()
        self.sort_by, self.geometry, self.part_bytes = sort_by, geometry, part_bytes
        self._token = secrets.token_hex(4)
        self._put: list[str] = []
        self._rejects: parts.Parts | None = None
        self._came = self._bytes = 0
        self._rows = self._unsorted() if sort_by else self._parts()

    def write(self, rows: pa.RecordBatch | pa.Table) -> None:
        """Add rows; columns may come in another order and a narrower type. Raises `OddColumns` when they do not fit."""
        table = self._fitted(rows)
        self._rows.write(sorting.numbered(table, self._came) if self.sort_by else table)
        self._came += table.num_rows
        self._bytes += table.nbytes

    def write_rejects(self, rows: pa.Table) -> None:
        """Add rows that did not fit: line, reason_en, reason_ko, text."""
        if self._rejects is None:
            self._rejects = parts.Parts(self.folder, "rejects", rows.schema, {}, 1 << 62)
        self._rejects.write(rows)

    def finish(self, made_at: datetime) -> None:
        """Put every file, then the manifest, and with it the revision is there."""
        finished = self._sorted() if self.sort_by else self._rows.close()
        files = [self._keep(path, rows) for path, rows in finished]
        refused = [self._keep(path, rows) for path, rows in (self._rejects.close() if self._rejects else [])]
        self.manifest = Manifest(
            revision=self.revision_id,
            rows=sum(file.rows for file in files),
            rejects=sum(file.rows for file in refused),
            columns=tuple(Field(field.name, str(field.type)) for field in self.schema),
            files=(*files, *refused),
            geometry=self.geometry,
            made_at=made_at,
            software=f"madang {madang.__version__}",
        )
        self._seal()

    def abandon(self) -> None:
        """Take back what this build put. A revision that another build finished meanwhile stays whole."""
        for name in self._put:
            self.store.place.delete(key(self.revision_id, name))

    def _seal(self) -> None:
        draft = self.folder / "manifest.json"
        draft.write_bytes(self.manifest.as_json())
        try:
            self.store.place.put(key(self.revision_id, "manifest.json"), draft, give=True, new=True)
        except Occupied:
            raise RevisionExists(revision=self.revision_id) from None

    def _sorted(self) -> list[tuple[Path, int]]:
        unsorted = [path for path, _ in self._rows.close()]
        target = self._parts()
        for table in sorting.ordered(unsorted, self.schema, self.sort_by, self.folder / "sorting", self._bytes):
            target.write(table)
        return target.close()

    def _parts(self) -> parts.Parts:
        return parts.Parts(self.folder, "part", self.schema, geoparquet.metadata(self.geometry), self.part_bytes)

    def _unsorted(self) -> parts.Parts:
        schema = self.schema.append(pa.field(sorting.CAME, pa.int64()))
        return parts.Parts(self.folder, "unsorted", schema, {}, self.part_bytes)

    def _keep(self, path: Path, rows: int) -> Part:
        """Put a finished file under a name that carries this attempt's token."""
        part = Part(f"{path.stem}-{self._token}.parquet", fetched.digest_of(path), path.stat().st_size, rows)
        self._put.append(part.name)
        self.store.place.put(key(self.revision_id, part.name), path, give=True)
        return part

    def _fitted(self, rows: pa.RecordBatch | pa.Table) -> pa.Table:
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
        if table.schema.equals(self.schema):
            return table.replace_schema_metadata(None)
        try:
            return table.select(self.schema.names).cast(self.schema)
        except (KeyError, ValueError) as error:
            raise OddColumns(revision=self.revision_id, why=str(error)) from error


def withdraw(store: Store, revision_id: str) -> None:
    """Remove every byte of a revision here: manifest first, so that it is gone at once, then files, copies and caches.

    The original is not touched: the caller removes it when no other revision was read from it (`originals.delete`).
    """
    store.place.delete(key(revision_id, "manifest.json"))
    for entry in list(store.place.keys(f"revisions/{revision_id}")):
        store.place.delete(entry.key)
    serving.drop(store, revision_id)
    for derived in ("revisions", "exports"):
        shutil.rmtree(store.cache / derived / revision_id, ignore_errors=True)


def _exists(store: Store, revision_id: str) -> bool:
    try:
        store.place.size(key(revision_id, "manifest.json"))
    except Absent:
        return False
    return True


def _check(revision_id: str, schema: pa.Schema, sort_by: Sequence[str]) -> None:
    seen: set[str] = {serving.ROW}
    for name in schema.names:
        if name.lower() in seen:  # DuckDB compares names without case; a query would silently read the other column
            raise OddColumns(revision=revision_id, why=f"{name!r} is there twice (in whatever case), or reserved.")
        seen.add(name.lower())
    if not schema.names or (unknown := set(sort_by) - set(schema.names)):
        raise OddColumns(
            revision=revision_id, why=f"it sorts by {sorted(unknown)}." if schema.names else "there are none."
        )
