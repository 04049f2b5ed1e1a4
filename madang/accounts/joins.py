"""Tables that share codes with a table: by a reference that a person made, or because two columns hold the same kind of code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.core.cache import cache

from madang.accounts.policy import Actor, can, readable
from madang.catalog.committed import lately
from madang.catalog.models import Dataset, Resource
from madang.lib.problems import Problem
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Ref
from madang.query.joining import Match, matches
from madang.query.limits import Limits
from madang.query.model import Question, Selected, Table

CODES = (
    "dong_code", "legal_dong_code", "district_code", "region_code", "gss_code", "postcode_kr", "postcode_uk", "pnu", "uprn",
    "usrn", "company_number", "business_number_kr", "industry_code", "ocid",
)  # fmt: skip
"""Meanings of columns whose values are the same wherever they stand."""
MOST_VALUES = 200_000
"""Different values of a column that are compared; a column with more is left out."""
MOST_PARTNERS = 40
LIMITS = Limits(page=MOST_VALUES + 1)
A_MONTH = 30 * 86_400


@dataclass(frozen=True)
class Partner:
    """Another table, the two columns, how well the first finds the second's values; `said` when a person linked them."""

    resource: Resource
    column: str
    other: str
    match: Match
    said: bool


def promising(resource: Resource) -> bool:
    """Whether a table that everybody may read probably shares codes with it: of others nothing must be told, not even this.

    Nothing but what is known of the columns is looked at.
    """
    if resource.current is None or resource.current.rows is None:
        return False
    linked = resource.referred_by.filter(**_open("resource__dataset")) or resource.columns.filter(
        **_open("refers_to__dataset")
    )
    if linked:
        return True
    known = coded()
    return any(set(known.get(one.get("semantic", ""), ())) - {resource.pk} for one in resource.current.schema)


def _open(path: str) -> dict[str, str]:
    """The filter of rows whose dataset, at `path`, everybody may read."""
    return {f"{path}__state": Dataset.State.PUBLISHED, f"{path}__access": Dataset.Access.OPEN}


def coded() -> dict[str, list[int]]:
    """The tables that everybody may read, by the kinds of code that they hold. A walk over the catalogue: no index knows it."""
    return lately("tables-by-code", _coded)


def _coded() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    known = Resource.objects.filter(**_open("dataset"), current__rows__gte=1)
    for number, schema in known.order_by("dataset__slug", "position").values_list("pk", "current__schema").iterator():
        for meaning in {one.get("semantic") for one in schema} & set(CODES):
            found.setdefault(meaning, []).append(number)
    return found


def partners(actor: Actor, resource: Resource, table: Table) -> list[Partner]:
    """The tables that share values with it and that the actor may read, linked ones first, then by the share of rows that match.

    A pair that cannot be compared in time is left out. Looks at no more than `MOST_PARTNERS` pairs.
    """
    found = []
    for column, other, far, said in islice(_pairs(actor, resource), MOST_PARTNERS):
        try:
            best = _measured(table, column, readable(actor, other), far)
        except Problem:  # too large or too busy: others are still worth showing
            continue
        if best is not None and (best.codes or said):
            found.append(Partner(other, column, far, best, said))
    return sorted(found, key=lambda one: (not one.said, -one.match.rate, one.resource.dataset.slug, one.column))


def _pairs(actor: Actor, resource: Resource) -> Iterator[tuple[str, Resource, str, bool]]:
    """(column, other table, its column, whether a person said so), each pair once."""
    assert resource.current is not None
    seen = set()
    for pair in chain(_said(resource), _alike(resource)):
        column, other, far, _ = pair
        if (column, other.pk, far) not in seen and can(actor, "read", other):
            seen.add((column, other.pk, far))
            yield pair


def _said(resource: Resource) -> Iterator[tuple[str, Resource, str, bool]]:
    there = {one["name"] for one in resource.current.schema} if resource.current else set()
    for column in (
        resource.columns.filter(refers_to__isnull=False)
        .select_related(*_with("refers_to"))
        .defer("refers_to__current__receipt")
    ):
        if column.refers_to and column.refers_to.current and len(column.refers_to.key) == 1 and column.name in there:
            yield column.name, column.refers_to, column.refers_to.key[0], True
    if len(resource.key) == 1:
        for column in resource.referred_by.select_related(*_with("resource")).defer("resource__current__receipt"):
            if column.resource.current and column.name in {one["name"] for one in column.resource.current.schema}:
                yield resource.key[0], column.resource, column.name, True


def _with(path: str) -> tuple[str, str]:
    return f"{path}__dataset__organisation", f"{path}__current"


def _alike(resource: Resource) -> Iterator[tuple[str, Resource, str, bool]]:
    mine = [
        (one["name"], one["semantic"])
        for one in (resource.current.schema if resource.current else ())
        if one.get("semantic") in CODES
    ]
    known = coded()
    wanted = dict.fromkeys(number for _, meaning in mine for number in known.get(meaning, ()) if number != resource.pk)
    for other in _fetched(list(wanted)):
        for one in other.current.schema if other.current else ():
            yield from ((name, other, one["name"], False) for name, meaning in mine if one.get("semantic") == meaning)


def _fetched(numbers: list[int]) -> Iterator[Resource]:
    """In this order, a few at a time: of thousands of tables with one kind of code the first readable ones are wanted."""
    known = Resource.objects.select_related("dataset__organisation", "current").defer("current__receipt")
    for start in range(0, len(numbers), MOST_PARTNERS):
        some = known.in_bulk(numbers[start : start + MOST_PARTNERS])
        yield from (some[number] for number in numbers[start : start + MOST_PARTNERS] if number in some)


def _measured(table: Table, column: str, other: Table, far: str) -> Match | None:
    """Known once for two revisions; None when a column has too many different values."""
    words = "\0".join((table.revision, column, other.revision, far))
    name = f"join-match:{hashlib.sha256(words.encode()).hexdigest()}"
    found: tuple[Match | None] | None = cache.get(name)
    if found is None:
        found = (_compare(_values(table, column), _values(other, far)),)
        cache.set(name, found, A_MONTH)
    return found[0]


def _compare(mine: list[tuple[Any, int]], others: list[tuple[Any, int]]) -> Match | None:
    if max(len(mine), len(others)) > MOST_VALUES:
        return None
    return matches([value for value, _ in mine], [rows for _, rows in mine], [value for value, _ in others])[0]


def _values(table: Table, column: str) -> list[tuple[Any, int]]:
    """Different values with their rows."""
    asked = Question(
        select=(Selected(Ref(column), "v"), Selected(Aggregate("count", None), "n")), group_by=(Ref(column),),
        limit=MOST_VALUES + 1, count=False,
    )  # fmt: skip
    found = answer(table, asked, LIMITS).table()
    return list(zip(found.column(0).to_pylist(), found.column(1).to_pylist(), strict=True))
