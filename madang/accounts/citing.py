"""Citations: making one, finding one, asking again. Whoever may not read the rows is told nothing of a citation of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.utils import timezone

import madang
from madang.accounts.policy import Actor, Hidden, NothingPublished, Withdrawn, readable
from madang.catalog.citations import Citation, identity
from madang.catalog.models import Resource, Revision
from madang.lib.problems import Problem
from madang.query import parameters
from madang.query.answer import Answer, answer
from madang.query.bind import NoGeometry, UnknownColumn
from madang.query.expressions import OddQuestion
from madang.query.fingerprint import NAME, fingerprint
from madang.query.limits import Limits
from madang.query.model import Question, Table
from madang.query.sql import answer as sql_answer
from madang.query.sql import problems as sql_problems
from madang.query.sql.limits import SqlLimits
from madang.query.sql.problems import DoesNotFit
from madang.query.sql.statement import Checked
from madang.query.types import WrongType

LIMITS = Limits(seconds=30.0, exact=True)
FACTS = ("question", "sql", "revisions", "rows", "rule", "fingerprint", "software")
MOST_COMPARED = 20_000
"""Rows of an answer up to which the rows of two answers are compared, and not only their fingerprints."""
UNFIT = (UnknownColumn, NoGeometry, WrongType, OddQuestion, DoesNotFit, sql_problems.UnknownColumn)
"""The question was good for the cited revision; the columns of the current one are others. Too slow just now is no such thing."""


class AlwaysAnother(Problem):
    en = "The answer to this statement is another one each time (a time of now, or chance), so it cannot be cited. Write the value instead."
    ko = "이 문장은 물을 때마다 답이 달라(현재 시각이나 난수) 인용할 수 없습니다. 값을 직접 쓰세요."


class TooManyToCite(Problem):
    en = "The answer has more than {rows:,} rows. Cite a statement with fewer, for example a sum, or a question of one table."
    ko = "답이 {rows:,}행을 넘습니다. 합계처럼 행이 적은 문장이나 한 표에 대한 질의를 인용하세요."


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
    told = parameters.written(question)
    return _kept(told, "", told, [readable(actor, resource, as_of, revision)], new)


def cite_sql(text: str, checked: Checked, tables: Sequence[Table], new: Callable[[], None] = lambda: None) -> Citation:
    """The same of a statement, checked, and the tables that it names, as `readable` gave them. Raises `AlwaysAnother`,
    `TooManyToCite`, `NothingPublished`, and what `query.sql.answer.run` raises."""
    if checked.volatile:
        raise AlwaysAnother()
    return _kept({}, text.strip(), checked.sql, tables, new)


def _kept(
    told: dict[str, str], sql: str, one_form: dict[str, str] | str, tables: Sequence[Table], new: Callable[[], None]
) -> Citation:
    for table in tables:
        if table.published_at is None:
            raise NothingPublished(what=f"{table.dataset}/{table.name}", when=f"({table.revision})")
    revisions = [table.revision for table in tables]
    key = identity(one_form, revisions)
    known = Citation.objects.filter(pk=key).first()
    if known is not None:
        return known
    new()
    made = Citation(pk=key, question=told, sql=sql, revisions=revisions, rule=NAME, software=software())
    made.rows, made.fingerprint = _fingerprint(made, tables)
    return Citation.objects.get_or_create(pk=key, defaults={name: getattr(made, name) for name in FACTS})[0]


def find(actor: Actor, key: str) -> tuple[Citation, list[Table]]:
    """A citation and the tables it was asked of. Raises `Hidden` when there is none for this actor, and as `readable` does:
    `Withdrawn`, `Restricted`."""
    citation = _found(key)
    return citation, [readable(actor, one.resource, revision=one.pk) for one in revisions(citation)]


def _found(key: str) -> Citation:
    citation = Citation.objects.filter(pk=key).first() if key.isascii() and key.isalnum() else None
    if citation is None:
        raise Hidden()
    return citation


def revisions(citation: Citation) -> list[Revision]:
    """The revisions of a citation, in its order. Raises `Hidden` when the catalogue has lost one with its dataset."""
    found = Revision.objects.select_related("resource__dataset__organisation", "resource__current").in_bulk(
        citation.revisions
    )
    if len(found) != len(set(citation.revisions)):
        raise Hidden()
    return [found[key] for key in citation.revisions]


def verify(actor: Actor, key: str) -> dict[str, Any]:
    """Ask again, of the revisions that were cited and of the current ones, and say for each whether the answer is the same.

    `cited` has a state of `same`, `differs` (never, unless bytes or software changed) or `withdrawn`; `current` besides of
    `unanswerable` when the question does not fit any more. Raises as `find` but for `Withdrawn`.
    """
    citation = _found(key)
    named = revisions(citation)
    found: dict[str, Any] = {"citation": citation.pk, "verified_at": timezone.now(), "software": software()}
    cited: list[Table] | None = None
    try:
        cited = [readable(actor, one.resource, revision=one.pk) for one in named]
        found["cited"] = _asked(citation, cited)
    except Withdrawn as withdrawn:
        found["cited"] = _gone(named, withdrawn)
    current = _current(actor, named)
    if current is None:
        found["current"] = None
    elif [table.revision for table in current] == citation.revisions:
        found["current"] = {**found["cited"], "is_cited": True}
    else:
        found["current"] = {**_asked_now(citation, current, cited), "is_cited": False}
    return found


def _current(actor: Actor, named: list[Revision]) -> list[Table] | None:
    try:
        return [readable(actor, one.resource) for one in named]
    except (NothingPublished, Withdrawn):
        return None


def _gone(named: list[Revision], withdrawn: Withdrawn) -> dict[str, Any]:
    revision = next(one for one in named if one.state == Revision.State.WITHDRAWN)
    facts = {"withdrawn_at": revision.withdrawn_at, "reason": revision.withdrawn_reason}
    return {"revisions": [one.pk for one in named], "state": "withdrawn", **facts, "texts": withdrawn.texts()}


def _asked_now(citation: Citation, tables: list[Table], cited: list[Table] | None) -> dict[str, Any]:
    """What the question answers on the current revisions, and which rows that changes."""
    try:
        told = _asked(citation, tables)
        few = max(told["rows"], citation.rows) <= MOST_COMPARED
        return told | (_changed(citation, cited, tables) if cited and few and told["state"] == "differs" else {})
    except UNFIT as problem:
        return {"revisions": [table.revision for table in tables], "state": "unanswerable", "texts": problem.texts()}


def _asked(citation: Citation, tables: list[Table]) -> dict[str, Any]:
    rows, digest = _fingerprint(citation, tables)
    state = "same" if digest == citation.fingerprint else "differs"
    return {"revisions": [table.revision for table in tables], "state": state, "rows": rows, "fingerprint": digest}


def _changed(citation: Citation, old: list[Table], new: list[Table]) -> dict[str, int]:
    """How many rows of the new answer the old one has not, and the other way round; a row twice is two rows."""
    before, after = (Counter(_rows(_answer(citation, tables))) for tables in (old, new))
    return {"added": (after - before).total(), "removed": (before - after).total()}


def _rows(found: Answer) -> list[str]:
    """Rows by the names of their columns, so that columns in another order are no other rows."""
    names = sorted(found.schema.names)
    return [repr([row[name] for name in names]) for row in found.table().to_pylist()]


def _fingerprint(citation: Citation, tables: Sequence[Table]) -> tuple[int, str]:
    found = _answer(citation, tables)
    try:
        return fingerprint(found.batches, found.schema)
    finally:
        found.close()


def _answer(citation: Citation, tables: Sequence[Table]) -> Answer:
    if not citation.sql:
        return answer(tables[0], parameters.read(citation.question), LIMITS)
    own = settings.MADANG
    limits = SqlLimits(LIMITS.seconds, memory_mb=own["sql_memory"], at_once=own["sql_at_once"], exact=True)
    found = sql_answer.run(sql_answer.read(citation.sql, limits), tables, limits)
    if not found.complete:
        found.close()
        raise TooManyToCite(rows=limits.rows)
    return found
