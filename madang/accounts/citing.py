"""Citations: making one, finding one, asking again. Whoever may not read the rows is told nothing of a citation of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.utils import timezone

import madang
from madang.accounts.policy import Actor, Hidden, NothingPublished, Withdrawn, readable
from madang.catalog.citations import Citation, identity
from madang.catalog.models import Resource, Revision
from madang.query import parameters
from madang.query.answer import Answer, answer
from madang.query.bind import NoGeometry, UnknownColumn
from madang.query.expressions import OddQuestion
from madang.query.fingerprint import NAME, fingerprint
from madang.query.limits import Limits
from madang.query.model import Question, Table
from madang.query.types import WrongType

LIMITS = Limits(seconds=30.0, exact=True)
MOST_COMPARED = 20_000
"""Rows of an answer up to which the rows of two answers are compared, and not only their fingerprints."""
UNFIT = (UnknownColumn, NoGeometry, WrongType, OddQuestion)
"""The question was good for the cited revision; the columns of the current one are others. Too slow just now is no such thing."""


def software() -> str:
    """What computes answers here."""
    return f"Madang {madang.__version__}, DuckDB {version('duckdb')}"


def cite(
    actor: Actor, resource: Resource, question: Question, as_of: datetime | None = None, revision: str | None = None,
    new: Callable[[], None] = lambda: None,
) -> Citation:  # fmt: skip
    """The citation of a question; the one there is, if it was made before, else a new one (`new` is called first, and may refuse).

    Raises what `readable` and `answer` raise, and `NothingPublished` for a revision that is not.
    """
    table = readable(actor, resource, as_of, revision)
    if table.published_at is None:
        raise NothingPublished(what=str(resource), when=f"({table.revision})")
    told = parameters.written(question)
    key = identity(told, "", [table.revision])
    known = Citation.objects.filter(pk=key).first()
    if known is not None:
        return known
    new()
    rows, digest = _fingerprint(table, parameters.read(told))
    facts = {"question": told, "revisions": [table.revision], "rows": rows, "rule": NAME, "fingerprint": digest}
    made, _ = Citation.objects.get_or_create(pk=key, defaults={**facts, "software": software()})
    return made


def find(actor: Actor, key: str) -> tuple[Citation, list[Table]]:
    """A citation and the tables it was asked of. Raises `Hidden` when there is none for this actor, and as `readable` does:
    `Withdrawn`, `Restricted`."""
    citation = Citation.objects.filter(pk=key).first()
    if citation is None:
        raise Hidden()
    return citation, [readable(actor, one.resource, revision=one.pk) for one in revisions(citation)]


def revisions(citation: Citation) -> list[Revision]:
    """The revisions of a citation, in its order. Raises `Hidden` when the catalogue has lost one with its dataset."""
    found = Revision.objects.select_related("resource__dataset__organisation", "resource__current").in_bulk(
        citation.revisions
    )
    if len(found) != len(set(citation.revisions)):
        raise Hidden()
    return [found[key] for key in citation.revisions]


def verify(actor: Actor, key: str) -> dict[str, Any]:
    """Ask again, of the revision that was cited and of the current one, and say for each whether the answer is the same.

    `cited` has a state of `same`, `differs` (never, unless bytes or software changed) or `withdrawn`; `current` besides of
    `unanswerable` when the question does not fit any more. Raises as `find` but for `Withdrawn`.
    """
    citation = Citation.objects.filter(pk=key).first()
    if citation is None:
        raise Hidden()
    [revision] = revisions(citation)
    found: dict[str, Any] = {"citation": citation.pk, "verified_at": timezone.now(), "software": software()}
    try:
        cited = readable(actor, revision.resource, revision=revision.pk)
        found["cited"] = _asked(citation, cited)
    except Withdrawn as withdrawn:
        cited = None
        found["cited"] = _gone(revision, withdrawn)
    current = _current(actor, revision.resource)
    if current is None:
        found["current"] = None
    elif current.revision == revision.pk:
        found["current"] = {**found["cited"], "is_cited": True}
    else:
        found["current"] = {**_asked_now(citation, current, cited), "is_cited": False}
    return found


def _current(actor: Actor, resource: Resource) -> Table | None:
    try:
        return readable(actor, resource)
    except (NothingPublished, Withdrawn):
        return None


def _gone(revision: Revision, withdrawn: Withdrawn) -> dict[str, Any]:
    facts = {"withdrawn_at": revision.withdrawn_at, "reason": revision.withdrawn_reason}
    return {"revision": revision.pk, "state": "withdrawn", **facts, "texts": withdrawn.texts()}


def _asked_now(citation: Citation, table: Table, cited: Table | None) -> dict[str, Any]:
    """What the question answers on the current revision, and which rows that changes."""
    try:
        told = _asked(citation, table)
        few = max(told["rows"], citation.rows) <= MOST_COMPARED
        changed = _changed(parameters.read(citation.question), cited, table) if cited and few else {}
        return told | (changed if told["state"] == "differs" else {})
    except UNFIT as problem:
        return {"revision": table.revision, "state": "unanswerable", "texts": problem.texts()}


def _asked(citation: Citation, table: Table) -> dict[str, Any]:
    rows, digest = _fingerprint(table, parameters.read(citation.question))
    state = "same" if digest == citation.fingerprint else "differs"
    return {"revision": table.revision, "state": state, "rows": rows, "fingerprint": digest}


def _changed(question: Question, old: Table, new: Table) -> dict[str, int]:
    """How many rows of the new answer the old one has not, and the other way round; a row twice is two rows."""
    before, after = (Counter(_rows(answer(table, question, LIMITS))) for table in (old, new))
    return {"added": (after - before).total(), "removed": (before - after).total()}


def _rows(found: Answer) -> list[str]:
    """Rows by the names of their columns, so that columns in another order are no other rows."""
    names = sorted(found.schema.names)
    return [repr([row[name] for name in names]) for row in found.table().to_pylist()]


def _fingerprint(table: Table, question: Question) -> tuple[int, str]:
    found = answer(table, question, LIMITS)
    try:
        return fingerprint(found.batches, found.schema)
    finally:
        found.close()
