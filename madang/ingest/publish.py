"""Publishing: build the revisions aside, then move every pointer in one transaction. The only writer of `store.revisions`.

Whatever goes wrong before that transaction leaves the old revisions serving; what was built is then an orphan for the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor, require
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.storage import the_store
from madang.ingest import assess, drafts, generated, pointers, screening
from madang.ingest.contents import Content, Original, contents
from madang.ingest.models import Run
from madang.ingest.receipts import redact
from madang.lib import ids
from madang.lib.problems import Problem, Text
from madang.query import model
from madang.store import Store, manifest, originals, reading, revisions, serving

Progress = Callable[[int], None]


class OpenFindings(Problem):
    en = "{count} findings wait for a decision: {findings}. Drop, mask or justify each, then publish."
    ko = "결정을 기다리는 항목이 {count}개 있습니다: {findings}. 항목마다 빼거나 가리거나 사유를 밝힌 뒤 게시하세요."


class RowsMissing(Problem):
    en = "{resource}: of {staged:,} rows that were read, {fitted:,} fit and {refused:,} were refused. A row got lost: please report it."
    ko = "{resource}: 읽은 {staged:,}행 가운데 {fitted:,}행이 맞고 {refused:,}행이 제외되었습니다. 사라진 행이 있으니 알려 주세요."


class NoReason(Problem):
    en = "A withdrawal needs a reason: it stays on the page of the revision for everybody to read."
    ko = "철회에는 사유가 필요합니다. 사유는 개정판 페이지에 남아 누구나 읽습니다."


def publish(run: Run, progress: Progress) -> str:
    """Publish what a run has read; returns the state in which it ends. Raises `OpenFindings`.

    Doing it twice is harmless: the ids of the revisions are noted before they are built, and one that exists is not made again.
    """
    require_settled(run)
    store = the_store()
    dataset = run.dataset or drafts.dataset(run)
    found = contents(store, run, progress)
    if not run.revisions:  # A new attempt begins without ids, a resumed one finds its own.
        run.revisions = [ids.new() for _ in found]
        run.save(update_fields=["revisions"])
    built = [
        None if pointers.published(dataset, content) else build(store, id, content, progress)
        for id, content in zip(run.revisions, found, strict=True)
    ]
    return _commit(run, dataset, found, built)


def require_settled(run: Run) -> None:
    """Raise `OpenFindings` while a finding that blocks waits for a decision."""
    blocked = assess.blocking(run)
    if blocked:
        raise OpenFindings(count=len(blocked), findings=", ".join(blocked))


def build(store: Store, id: str, content: Content, progress: Progress) -> manifest.Manifest | None:
    """Write one revision and its serving copy; nothing for a kept file. One that stands already is left as it is."""
    if content.plan is None:
        return None
    try:
        with revisions.build(store, id, content.schema(), sort_by=content.sort_by, geometry=content.geometry) as new:
            _write(new, content, progress)
    except revisions.RevisionExists:
        pass  # An earlier try of this step finished it.
    serving.path(store, id)
    return manifest.read(store, id)


def _write(new: revisions.Build, content: Content, progress: Progress) -> None:
    fitted = 0
    for batch in content.rows():
        new.write(batch)
        fitted += batch.num_rows
        progress(fitted)
    refused = 0
    for table in content.rejects(fitted):
        new.write_rejects(table)
        refused += table.num_rows
    if fitted + refused != content.lines:
        raise RowsMissing(resource=content.resource, staged=content.lines, fitted=fitted, refused=refused)


def _commit(run: Run, dataset: Dataset, found: Sequence[Content], built: Sequence[manifest.Manifest | None]) -> str:
    """The one transaction: rows of the catalogue, pointers, log and the run itself, all or none."""
    with transaction.atomic():
        dataset = pointers.locked(dataset)
        made = [
            revision
            for id, content, facts in zip(run.revisions, found, built, strict=True)
            if (revision := pointers.enter(dataset, id, content, facts, run.created_by, run.choices)) is not None
        ]
        if made:
            pointers.show(dataset, run.actor, made)
        run.state = Run.State.PUBLISHED if made else Run.State.UNCHANGED
        run.reason, run.finished_at = {}, timezone.now()
        run.revisions = [revision.pk for revision in made]
        run.target = {**run.target, "dataset": dataset.slug}
        run.save(update_fields=["state", "reason", "finished_at", "revisions", "target"])
    return str(run.state)


def publish_table(
    dataset: Dataset,
    name: str,
    rows: generated.Rows,
    columns: Sequence[model.Column],
    *,
    actor: Actor,
    origin: str = "",
    inputs: Iterable[Revision] = (),
    said: Text | None = None,
    title: Text | None = None,
    recipe: str = "",
    sort_by: Sequence[str] = (),
    geometry_kind: str = "",
    justified: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = lambda done: None,
) -> Revision:
    """Publish rows that are typed already (see `generated.Rows`; streamed, any number) as the resource `name` of a saved dataset.

    `columns` describe them in their order; a column of type geometry is WKB in WGS 84 and makes a layer. `origin` and the
    origins of `inputs` can only make the dataset's own worse. `said` tells in the receipt how they were made. `recipe` names
    how they come about (program, version, seed): while it is unchanged the current revision is returned and no row is read.
    Without it the rows themselves are compared. Every row is screened for personal data: `justified` gives, by the id of a
    finding, why it may be shown. Raises `NotAllowed`, `OddColumns`, `screening.NamesPeople`.
    """
    require(actor, "publish", dataset)
    digest = generated.digest(recipe, columns) if recipe else ""
    if current := pointers.same(dataset, name, digest):
        return current
    store, id = the_store(), ids.new()
    schema, batches = generated.opened(rows)
    geometry = generated.geometry(columns, geometry_kind)
    with screening.opened(store.scratch / id, schema, columns) as screen:
        with revisions.build(store, id, schema, sort_by=sort_by, geometry=geometry) as new:
            _write_all(new, screen.rows(batches), progress)
        findings = screen.findings()
    try:
        told = screening.settled(name, findings, justified, audit.name_of(actor))
    except screening.NamesPeople:
        revisions.withdraw(store, id)
        raise
    digest = digest or generated.digest(",".join(part.sha256 for part in new.manifest.parts), columns)
    if current := pointers.same(dataset, name, digest):
        revisions.withdraw(store, id)
        return current
    serving.path(store, id)
    content = _typed_content(store, dataset, name, new.manifest, columns, geometry, digest, title or {}, said or {})
    receipt = redact.unquoted({**content.receipt, "findings": told}, {finding["column"] for finding in told})
    content = replace(content, receipt=receipt)
    with transaction.atomic():
        dataset = pointers.locked(dataset)
        made = pointers.enter(dataset, id, content, new.manifest, actor.person, None, inputs, origin)
        if made is not None:
            pointers.show(dataset, actor, [made])
    return made or dataset.resources.get(name=name).current


def _write_all(new: revisions.Build, batches: Iterable[pa.RecordBatch], progress: Progress) -> None:
    done = 0
    for batch in batches:
        new.write(batch)
        done += batch.num_rows
        progress(done)


def _typed_content(
    store: Store, dataset: Dataset, name: str, made: manifest.Manifest, columns: Sequence[model.Column],
    geometry: dict[str, Any] | None, digest: str, title: Text, said: Text,
) -> Content:  # fmt: skip
    """What the catalogue will say of rows that were typed already, with their receipt."""
    files = reading.files(store, made.revision)
    shown = dataset.access != Dataset.Access.RESTRICTED
    if geometry:
        geometry = {**geometry, "bbox": generated.bounds(files, geometry["column"])}
    return Content(
        resource=name, kind=Resource.Kind.LAYER if geometry else Resource.Kind.TABLE, title=title,
        fingerprint=digest, original=Original(f"{dataset.slug}-{name}.parquet"), columns=tuple(columns), geometry=geometry,
        receipt=generated.receipt(f"{dataset.slug}-{name}", made, files, columns, geometry, said, shown),
    )  # fmt: skip


def withdraw(revision: Revision, reason: str, actor: Actor) -> Revision:
    """Take a revision out of the world: a tombstone with date, reason and hash stays, everything else goes.

    If it was current, the newest revision before it serves again. The original goes as well, also for other revisions that
    were read from it: the same bytes hold the same content. Raises `NotAllowed`, `NoReason`, `AlreadyWithdrawn`.
    """
    require(actor, "withdraw", revision.resource)
    if not reason.strip():
        raise NoReason()
    sha256 = pointers.source(revision)
    with transaction.atomic():
        pointers.bury(revision, reason.strip(), actor)
    # Killed here, the bytes are orphans: the sweep knows only revisions that are not withdrawn.
    store = the_store()
    revisions.withdraw(store, revision.pk)
    if sha256:
        originals.delete(store, sha256)
    return revision
