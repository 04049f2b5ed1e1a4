"""Moving the pointers of the catalogue: a revision that is built becomes known and current, or is buried. In one transaction.

Everything here is called inside `transaction.atomic()`, and knows nothing of bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor
from madang.catalog.changes import touch
from madang.catalog.models import Column, Dataset, Origin, Resource, Revision
from madang.ingest.contents import Content
from madang.ingest.models import Run
from madang.lib.problems import Problem
from madang.store.manifest import Manifest


class Overtaken(Problem):
    en = "{resource} was withdrawn or replaced while this run found that it had nothing new for it. Retry the run."
    ko = "이 실행이 새 내용이 없다고 판단하는 사이에 {resource}이(가) 철회되거나 바뀌었습니다. 다시 시도하세요."


class AlreadyWithdrawn(Problem):
    en = "Revision {revision} was withdrawn already."
    ko = "개정판 {revision}은(는) 이미 철회되었습니다."


def locked(dataset: Dataset) -> Dataset:
    """Publications of one dataset queue up here: by its row on PostgreSQL, by the immediate transaction on SQLite.

    A dataset that is published for the first time comes into being, unless another run was faster.
    """
    known = Dataset.objects.select_for_update().filter(slug=dataset.slug).first()
    if known is not None:
        return known
    dataset.save()
    return dataset


def enter(
    dataset: Dataset, id: str, content: Content, facts: Manifest | None, person: Any = None,
    choices: dict[str, Any] | None = None, inputs: Iterable[Revision] = (), origin: str = "",
) -> Revision | None:  # fmt: skip
    """Make a built revision known and current; nothing when its like is current already. `facts` is its manifest, if it has rows.

    Raises `Overtaken`.
    """
    if Revision.objects.filter(pk=id).exists() or published(dataset, content):
        return None
    if content.columns and facts is None:
        raise Overtaken(resource=f"{dataset.slug}/{content.resource}")
    now, sources = timezone.now(), list(inputs)
    resource = _resource(dataset, content, choices)
    last = resource.revisions.order_by("-number").first()
    revision = Revision.objects.create(
        id=id, resource=resource, number=last.number + 1 if last else 1, state=Revision.State.PUBLISHED,
        original_name=content.original.name, original_sha256=content.original.sha256,
        original_bytes=content.original.bytes, fingerprint=_unique(resource, content),
        rows=facts.rows if facts else None, rejects=facts.rejects if facts else 0,
        schema=[column.as_json() for column in content.columns], geometry=content.geometry,
        receipt=_receipt(content, facts),
        manifest_sha256=facts.sha256 if facts else "", origin=_origin(dataset, origin, sources),
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


def published(dataset: Dataset, content: Content) -> bool:
    """Whether the resource serves just this already."""
    return dataset.pk is not None and same(dataset, content.resource, content.fingerprint) is not None


def _unique(resource: Resource, content: Content) -> str:
    """The content's fingerprint; when an older revision had the same (A, B, then A again), one that names its predecessor."""
    standing = resource.revisions.exclude(state=Revision.State.WITHDRAWN)
    if not standing.filter(fingerprint=content.fingerprint).exists():
        return content.fingerprint
    return hashlib.sha256(f"{content.fingerprint} after {resource.current_id}".encode()).hexdigest()


def _receipt(content: Content, facts: Manifest | None) -> dict[str, Any]:
    """The receipt with the counts of what was written, and the fingerprint by which the same content is known again."""
    receipt = {**content.receipt, "content": content.fingerprint}
    if facts is not None:
        table = receipt["tables"][0]
        counts = {"rows": facts.rows, "rejects": {**table["rejects"], "count": facts.rejects}}
        receipt["tables"] = [{**table, **counts}]
    return receipt


def _origin(dataset: Dataset, own: str, inputs: list[Revision]) -> str:
    """What the dataset says of itself, unless the rows or something they were made from is worse."""
    origins = [dataset.origin, *([own] if own else []), *(revision.origin for revision in inputs)]
    if inputs:
        return str(Origin.of(*origins))
    return str(max(origins, key=Origin.values.index))


def same(dataset: Dataset, name: str, digest: str) -> Revision | None:
    """The current revision of that resource, if it has this fingerprint."""
    resource = dataset.resources.filter(name=name).select_related("current").first()
    current = resource.current if resource else None
    return current if current is not None and digest and current.receipt.get("content") == digest else None


def source(revision: Revision) -> str:
    """The hash of the bytes behind a revision, also when they are withheld because a column was dropped or masked."""
    return revision.original_sha256 or (revision.receipt.get("file") or {}).get("sha256") or ""


def bury(revision: Revision, reason: str, actor: Actor) -> None:
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if locked.state == Revision.State.WITHDRAWN:
        raise AlreadyWithdrawn(revision=revision.pk)
    sha256 = source(revision)
    revision.state, revision.withdrawn_at, revision.withdrawn_reason = Revision.State.WITHDRAWN, timezone.now(), reason
    revision.receipt = {
        "version": 1,
        "file": {key: revision.receipt.get("file", {}).get(key) for key in ("name", "sha256")},
    }
    revision.schema, revision.geometry = [], None
    revision.save()
    if sha256:
        same = Revision.objects.filter(original_sha256=sha256).exclude(pk=revision.pk)
        same.exclude(state=Revision.State.WITHDRAWN).update(original_sha256="")
        Run.objects.filter(sha256=sha256).update(sha256="", receipt={})
    resource = revision.resource
    if resource.current_id == revision.pk:
        before = resource.revisions.filter(state=Revision.State.PUBLISHED, number__lt=revision.number)
        resource.current = before.order_by("-number").first()
        resource.save()
    touch(resource.dataset.slug)
    audit.record(actor, "withdraw", revision, reason=reason, dataset=resource.dataset.slug, resource=resource.name)
