"""Publishing: build the revisions aside, then move every pointer in one transaction. The only writer of `store.revisions`.

Whatever goes wrong before that transaction leaves the old revisions serving; what was built is then an orphan for the sweep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor, require
from madang.catalog.changes import touch
from madang.catalog.models import Column, Dataset, Origin, Resource, Revision
from madang.catalog.storage import the_store
from madang.ingest import assess, drafts
from madang.ingest.contents import Content, contents
from madang.ingest.models import Run
from madang.lib import ids
from madang.lib.problems import Problem
from madang.store import Store, manifest, originals, revisions, serving

Progress = Callable[[int], None]


class OpenFindings(Problem):
    en = "{count} findings wait for a decision: {findings}. Drop, mask or justify each, then publish."
    ko = "결정을 기다리는 항목이 {count}개 있습니다: {findings}. 항목마다 빼거나 가리거나 사유를 밝힌 뒤 게시하세요."


class NoReason(Problem):
    en = "A withdrawal needs a reason: it stays on the page of the revision for everybody to read."
    ko = "철회에는 사유가 필요합니다. 사유는 개정판 페이지에 남아 누구나 읽습니다."


class AlreadyWithdrawn(Problem):
    en = "Revision {revision} was withdrawn already."
    ko = "개정판 {revision}은(는) 이미 철회되었습니다."


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
    for id, content in zip(run.revisions, found, strict=True):
        if not _published(dataset, content):
            build(store, id, content, progress)
    return _commit(run, dataset, found)


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
    for table in content.rejects(fitted):
        new.write_rejects(table)


def _commit(run: Run, dataset: Dataset, found: Iterable[Content]) -> str:
    """The one transaction: rows of the catalogue, pointers, log and the run itself, all or none."""
    with transaction.atomic():
        dataset = _locked(dataset)
        made = [
            revision
            for id, content in zip(run.revisions, found, strict=True)
            if (revision := enter(dataset, id, content, run.created_by, run.choices)) is not None
        ]
        if made:
            show(dataset, run.actor, made)
        run.state = Run.State.PUBLISHED if made else Run.State.UNCHANGED
        run.reason, run.finished_at = {}, timezone.now()
        run.revisions = [revision.pk for revision in made]
        run.target = {**run.target, "dataset": dataset.slug}
        run.save(update_fields=["state", "reason", "finished_at", "revisions", "target"])
    return str(run.state)


def _locked(dataset: Dataset) -> Dataset:
    """Publications of one dataset queue up here: by its row on PostgreSQL, by the immediate transaction on SQLite.

    A dataset that is published for the first time comes into being, unless another run was faster.
    """
    known = Dataset.objects.select_for_update().filter(slug=dataset.slug).first()
    if known is not None:
        return known
    dataset.save()
    return dataset


def enter(
    dataset: Dataset, id: str, content: Content, person: object = None, choices: dict[str, Any] | None = None,
    inputs: Iterable[Revision] = (),
) -> Revision | None:  # fmt: skip
    """Make a built revision known and current, inside the transaction; nothing when its like is current already."""
    if Revision.objects.filter(pk=id).exists() or _published(dataset, content):
        return None
    store, now, sources = the_store(), timezone.now(), list(inputs)
    facts = manifest.read(store, id) if content.columns else None
    resource = _resource(dataset, content, choices)
    last = resource.revisions.order_by("-number").first()
    revision = Revision.objects.create(
        id=id, resource=resource, number=last.number + 1 if last else 1, state=Revision.State.PUBLISHED,
        original_name=content.original.name, original_sha256=content.original.sha256,
        original_bytes=content.original.bytes, fingerprint=_unique(resource, content),
        rows=facts.rows if facts else None, rejects=facts.rejects if facts else 0,
        schema=[column.as_json() for column in content.columns], geometry=content.geometry,
        receipt=_receipt(content, facts),
        manifest_sha256=facts.sha256 if facts else "", origin=_origin(dataset, sources),
        created_at=now, published_at=now, created_by=person,
    )  # fmt: skip
    revision.inputs.set(sources)
    resource.current = revision
    resource.save()
    return revision


def show(dataset: Dataset, actor: Actor, made: Iterable[Revision]) -> None:
    """Let the catalogue show what was made: state, date of issue, search index, audit log."""
    if dataset.state == Dataset.State.DRAFT:
        dataset.state = Dataset.State.PUBLISHED
    dataset.issued = dataset.issued or timezone.now()
    dataset.save()
    touch(dataset.slug)
    for revision in made:
        audit.record(
            actor, "publish", revision, dataset=dataset.slug, resource=revision.resource.name, number=revision.number
        )


def _resource(dataset: Dataset, content: Content, choices: dict[str, Any] | None) -> Resource:
    resource, _ = Resource.objects.get_or_create(
        dataset=dataset, name=content.resource,
        defaults={"kind": content.kind, "title": content.title, "position": dataset.resources.count()},
    )  # fmt: skip
    resource.kind = content.kind
    if choices is not None:
        resource.choices = choices
    known = set(resource.columns.values_list("name", flat=True))
    Column.objects.bulk_create(
        Column(resource=resource, name=column.name, unit=column.unit[:60], position=position)
        for position, column in enumerate(content.columns)
        if column.name not in known
    )
    return resource


def _published(dataset: Dataset, content: Content) -> bool:
    """Whether the resource serves just this already."""
    if dataset.pk is None:
        return False
    resource = dataset.resources.filter(name=content.resource).select_related("current").first()
    current = resource.current if resource else None
    return current is not None and current.receipt.get("content") == content.fingerprint


def _unique(resource: Resource, content: Content) -> str:
    """The content's fingerprint; when an older revision had the same (A, B, then A again), one that names its predecessor."""
    standing = resource.revisions.exclude(state=Revision.State.WITHDRAWN)
    if not standing.filter(fingerprint=content.fingerprint).exists():
        return content.fingerprint
    return hashlib.sha256(f"{content.fingerprint} after {resource.current_id}".encode()).hexdigest()


def _receipt(content: Content, facts: manifest.Manifest | None) -> dict[str, Any]:
    """The receipt with the counts of what was written, and the fingerprint by which the same content is known again."""
    receipt = {**content.receipt, "content": content.fingerprint}
    if facts is not None:
        table = receipt["tables"][0]
        counts = {"rows": facts.rows, "rejects": {**table["rejects"], "count": facts.rejects}}
        receipt["tables"] = [{**table, **counts}]
    return receipt


def _origin(dataset: Dataset, inputs: list[Revision]) -> str:
    """What the dataset says of itself, unless something it was made from is worse."""
    if not inputs:
        return str(dataset.origin)
    return str(Origin.of(dataset.origin, *(revision.origin for revision in inputs)))


def withdraw(revision: Revision, reason: str, actor: Actor) -> Revision:
    """Take a revision out of the world: a tombstone with date, reason and hash stays, everything else goes.

    If it was current, the newest revision before it serves again. The original goes as well, also for other revisions that
    were read from it: the same bytes hold the same content. Raises `NotAllowed`, `NoReason`, `AlreadyWithdrawn`.
    """
    require(actor, "withdraw", revision)
    if not reason.strip():
        raise NoReason()
    sha256 = revision.original_sha256
    with transaction.atomic():
        _bury(revision, reason.strip(), actor)
    # Killed here, the bytes are orphans: the sweep knows only revisions that are not withdrawn.
    store = the_store()
    revisions.withdraw(store, revision.pk)
    if sha256:
        originals.delete(store, sha256)
    return revision


def _bury(revision: Revision, reason: str, actor: Actor) -> None:
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if locked.state == Revision.State.WITHDRAWN:
        raise AlreadyWithdrawn(revision=revision.pk)
    revision.state, revision.withdrawn_at, revision.withdrawn_reason = Revision.State.WITHDRAWN, timezone.now(), reason
    revision.receipt = {
        "version": 1,
        "file": {key: revision.receipt.get("file", {}).get(key) for key in ("name", "sha256")},
    }
    revision.schema, revision.geometry = [], None
    revision.save()
    if revision.original_sha256:
        same = Revision.objects.filter(original_sha256=revision.original_sha256).exclude(pk=revision.pk)
        same.exclude(state=Revision.State.WITHDRAWN).update(original_sha256="")
        Run.objects.filter(sha256=revision.original_sha256).update(sha256="", receipt={})
    resource = revision.resource
    if resource.current_id == revision.pk:
        before = resource.revisions.filter(state=Revision.State.PUBLISHED, number__lt=revision.number)
        resource.current = before.order_by("-number").first()
        resource.save()
    touch(resource.dataset.slug)
    audit.record(actor, "withdraw", revision, reason=reason, dataset=resource.dataset.slug, resource=resource.name)
