"""Layers of areas that somebody may read, and the tables that join them: what refers to their key, or has their kind of code."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from madang.accounts.policy import Actor, can, readable
from madang.catalog.committed import lately
from madang.catalog.models import Dataset, Resource
from madang.query.answer import answer
from madang.query.expressions import Ref
from madang.query.figures import Measure, grouped
from madang.query.joining import Link, Match, matches
from madang.query.limits import Limits
from madang.query.model import Question, Selected, Table, Type

MOST_AREAS = 20_000
CODES = frozenset(("dong_code", "legal_dong_code", "district_code", "region_code", "gss_code"))
"""Meanings of columns whose values name areas: two columns of one meaning may join."""
NAMING = (Type.TEXT, Type.INTEGER)
MOST_OFFERS, MOST_LAYERS = 8, 300
WORTH = 0.3  # of the rows: less is chance
A_MONTH = 30 * 86_400


@dataclass(frozen=True)
class Layer:
    """A layer of areas: its resource, the columns that may name them, the finer meanings of these, and its key ("" without one)."""

    resource: Resource
    columns: tuple[str, ...]
    semantics: dict[str, str]
    key: str

    @property
    def name(self) -> str:
        return str(self.resource)


@dataclass(frozen=True)
class Offer:
    """A join that is worth proposing, and how well the columns match, compared in the way that fits best."""

    layer: Layer
    link: Link
    match: Match


def layers(actor: Actor, among: Collection[int] | None = None) -> list[Layer]:
    """Layers with at most `MOST_AREAS` areas whose rows the actor may read; of those with the numbers `among`, or the first."""
    numbers = list(_known() if among is None else among)[:MOST_LAYERS]
    found = (
        Resource.objects.filter(pk__in=numbers)
        .select_related("dataset__organisation", "current")
        .defer("current__receipt")
    )
    order = {number: place for place, number in enumerate(numbers)}
    return [
        _layer(one) for one in sorted(found, key=lambda one: order[one.pk]) if one.current and can(actor, "read", one)
    ]


def layer(actor: Actor, name: str) -> Layer | None:
    """The layer `dataset/resource`, if it is one and the actor may read it."""
    slug, _, own = name.partition("/")
    number = Resource.objects.filter(dataset__slug=slug, name=own).values_list("pk", flat=True).first()
    return next(iter(layers(actor, [number])), None) if number in _known() else None


def _known() -> dict[int, frozenset[str]]:
    """All layers of areas, whoever may see them, with the kinds of codes that they have.

    A walk over the catalogue, because their shape stands in JSON, which no index knows.
    """

    def asked() -> dict[int, frozenset[str]]:
        known = Resource.objects.filter(
            current__geometry__kind__icontains="polygon", current__rows__lte=MOST_AREAS, current__rows__gte=2,
        ).exclude(dataset__state=Dataset.State.RETIRED)  # fmt: skip
        rows = known.order_by("dataset__slug", "position").values_list("pk", "current__schema")
        return {number: frozenset(one.get("semantic", "") for one in schema) & CODES for number, schema in rows}

    return lately("boundary-layers", asked)


def _fitting(resource: Resource) -> list[int]:
    """The layers to which a column refers, then those with the same kind of code."""
    if resource.current is None or resource.current.rows is None:
        return []
    coded = CODES & {one.get("semantic") for one in resource.current.schema}
    said = [column.refers_to_id for column in resource.columns.all() if column.refers_to_id]
    if not coded and not said:
        return []
    known = _known()
    return list(
        dict.fromkeys([*(one for one in said if one in known), *(one for one, has in known.items() if has & coded)])
    )


def _layer(resource: Resource) -> Layer:
    assert resource.current is not None
    named = [one for one in resource.current.schema if one["type"] in (Type.TEXT.value, Type.INTEGER.value)]
    key = resource.key[0] if len(resource.key) == 1 else ""
    return Layer(
        resource, tuple(one["name"] for one in named), {one["name"]: one.get("semantic", "") for one in named}, key
    )


def joinable(actor: Actor, resource: Resource) -> bool:
    """Whether the table probably joins a layer of areas: by what is said of its columns alone, no row is looked at."""
    fitting = _fitting(resource)
    return bool(fitting and next(_pairs(resource, layers(actor, fitting)), None))


def _pairs(resource: Resource, known: list[Layer]) -> Iterator[tuple[Layer, str, str]]:
    """(layer, column of the table, column of the layer): first what a person said, then equal kinds of codes."""
    assert resource.current is not None
    others = [layer for layer in known if layer.resource.pk != resource.pk]
    said = {column.name: column.refers_to_id for column in resource.columns.all() if column.refers_to_id}
    yield from ((layer, name, layer.key) for layer in others for name, to in said.items()
                if to == layer.resource.pk and layer.key in layer.columns)  # fmt: skip
    for layer in others:
        for one in resource.current.schema:
            if one.get("semantic") in CODES and one["type"] in (Type.TEXT.value, Type.INTEGER.value):
                yield from (
                    (layer, one["name"], area)
                    for area, meaning in layer.semantics.items()
                    if meaning == one["semantic"]
                )


def offers(actor: Actor, resource: Resource, table: Table) -> list[Offer]:
    """The joins that are worth proposing: by a reference first, then to the layer with the most areas. Raises as `answer`."""
    pairs = {
        (layer.resource.pk, column, area): layer
        for layer, column, area in _pairs(resource, layers(actor, _fitting(resource)))
    }
    found = []
    for (_, column, area), layer in list(pairs.items())[:MOST_OFFERS]:
        best = measured(actor, table, layer, column, area)[0]
        if best.rate >= WORTH and _names_one(actor, layer, area):
            found.append(Offer(layer, Link(column, area, best.how), best))
    said = {(column.name, column.refers_to_id) for column in resource.columns.all()}
    found.sort(key=lambda one: ((one.link.column, one.layer.resource.pk) not in said, -_size(one.layer)))
    once: dict[tuple[str, int], Offer] = {}
    for one in found:
        once.setdefault((one.link.column, _size(one.layer)), one)  # the same areas in another layer are no other map
    return list(once.values())


def _size(layer: Layer) -> int:
    return (layer.resource.current.rows or 0) if layer.resource.current else 0


def _names_one(actor: Actor, layer: Layer, area: str) -> bool:
    """Whether the column tells the areas of a layer apart."""
    areas = readable(actor, layer.resource)
    said = hashlib.sha256(area.encode()).hexdigest()[:24]

    def count() -> bool:
        codes = values(areas, (area,))[0]
        return len(set(codes) - {None}) == len(codes)

    found: bool = cache.get_or_set(f"map-naming:{areas.revision}:{said}", count, A_MONTH)
    return found


def measured(actor: Actor, table: Table, layer: Layer, column: str, area: str) -> tuple[Match, ...]:
    """How two columns match, for each way to compare them, the best first. Known once for two revisions. Raises as `grouped`."""
    areas = readable(actor, layer.resource)
    said = hashlib.sha256(f"{column}\0{area}".encode()).hexdigest()[:24]
    name = f"map-match:{table.revision}:{areas.revision}:{said}"
    found: tuple[Match, ...] = cache.get_or_set(name, lambda: _measured(table, areas, column, area), A_MONTH)
    return found


def _measured(table: Table, areas: Table, column: str, area: str) -> tuple[Match, ...]:
    (codes,), figures = grouped(table, (Ref(column),), Measure())
    return matches(codes, figures.rows.tolist(), values(areas, (area,))[0])


def values(areas: Table, columns: tuple[str, ...]) -> list[list[Any]]:
    """Whole columns of a layer, in stored order; shapes as WKB."""
    asked = Question(
        select=tuple(Selected(Ref(name), f"c{n}") for n, name in enumerate(columns)), limit=MOST_AREAS, count=False
    )
    found = answer(areas, asked, Limits(page=MOST_AREAS)).table()
    return [found.column(at).to_pylist() for at in range(len(columns))]
