"""The tables that a statement names, as those that its writer may read. What they may not see is not there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from madang.accounts.policy import Actor, Hidden, readable, visible
from madang.catalog.models import Resource
from madang.query import near
from madang.query.model import Table
from madang.query.sql.problems import UnknownTable
from madang.query.sql.statement import Checked, Named

MOST_NAMES = 2_000
"""Names that are compared with one that does not exist."""


def tables(actor: Actor, checked: Checked, as_of: datetime | None = None) -> list[tuple[Resource, Table]]:
    """One for each of `checked.tables`. Raises `UnknownTable`, and what `policy.readable` raises of data that may be seen."""
    return [_table(actor, named, as_of) for named in checked.tables]


def _table(actor: Actor, named: Named, as_of: datetime | None) -> tuple[Resource, Table]:
    resource = _resources(actor).filter(dataset__slug=named.dataset, name=named.name).first()
    if resource is None:
        raise _unknown(actor, named)
    try:
        return resource, readable(actor, resource, as_of)
    except Hidden as hidden:
        raise _unknown(actor, named) from hidden


def _unknown(actor: Actor, named: Named) -> UnknownTable:
    """With names that it may have meant: of the same dataset if that is known, else of any."""
    beside = list(
        _resources(actor).filter(dataset__slug=named.dataset).values_list("dataset__slug", "name")[:MOST_NAMES]
    )
    known = _written(beside or _resources(actor).values_list("dataset__slug", "name")[:MOST_NAMES])
    asked = f'"{named.dataset}"."{named.name}"'
    line, column = named.place
    return UnknownTable(name=f"{named.dataset}.{named.name}"[:100], line=line, column=column, **near.hint(asked, known))


def hinted(actor: Actor, problem: UnknownTable) -> UnknownTable:
    """The same for a table that was written without its dataset: with the tables of that name."""
    name = str(problem.facts["name"])
    same = list(_resources(actor).filter(name__iexact=name).values_list("dataset__slug", "name")[:3])
    same += list(_resources(actor).filter(dataset__slug__iexact=name).values_list("dataset__slug", "name")[:3])
    shown = _written(same)[:3]
    hint = {
        "hint_en": f" Did you mean {' or '.join(shown)}?" if shown else "",
        "hint_ko": f" 혹시 {', '.join(shown)}을(를) 찾으셨나요?" if shown else "",
    }
    return UnknownTable(**{**problem.facts, **hint})


def _resources(actor: Actor) -> QuerySet[Resource]:
    return Resource.objects.filter(dataset__in=visible(actor)).select_related("dataset__organisation")


def _written(names: Iterable[tuple[str, str]]) -> list[str]:
    return [f'"{dataset}"."{name}"' for dataset, name in names]
