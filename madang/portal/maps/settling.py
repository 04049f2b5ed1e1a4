"""What the address leaves open is chosen here, once, and said in the form: kind, areas, column, how rows are put together, time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from madang.accounts import boundaries
from madang.accounts.boundaries import Layer, Offer
from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.lib.years import is_time_of_row, is_year
from madang.portal.dataset.columns import columns
from madang.portal.figures import roles
from madang.portal.figures.roles import Role, role_of
from madang.portal.maps.refusals import OddMap, no_column, unknown
from madang.portal.maps.state import CELLS, KINDS, KM2, State
from madang.query import parse
from madang.query.expressions import Expression
from madang.query.figures import Measure
from madang.query.joining import Link
from madang.query.model import Column, Table, Type

NUMBERS = (Type.INTEGER, Type.NUMBER)


@dataclass(frozen=True)
class Settled:
    """A state in which nothing is open, and what it names. `offers` are joins to propose, `said` what people say of its columns."""

    state: State
    resource: Resource
    table: Table
    kinds: tuple[str, ...]
    layer: Layer | None = None
    offers: tuple[Offer, ...] = ()
    layers: tuple[Layer, ...] = field(default=(), repr=False)
    said: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @property
    def measure(self) -> Measure:
        return Measure(self.state.by or "", self.state.take or "sum", "" if self.state.per == KM2 else self.state.per)

    @property
    def link(self) -> Link:
        return Link(self.state.key, self.state.area_key, self.state.match)

    @cached_property
    def where(self) -> Expression | None:
        """Raises what `parse.condition` raises."""
        return parse.condition(self.state.where) if self.state.where else None


def settled(state: State, actor: Actor, resource: Resource, table: Table) -> Settled:
    """Raises `OddMap` for a column or layer that there is not, and as `boundaries.offers`."""
    kinds = kinds_of(table)
    wants_join = state.kind == "join" or (not kinds and not state.kind) or (bool(state.areas) and not state.kind)
    known = tuple(one for one in boundaries.layers(actor) if one.resource.pk != resource.pk) if wants_join else ()
    offers = tuple(boundaries.offers(actor, resource, table)) if wants_join else ()
    kind = state.kind or ("join" if wants_join else kinds[0])
    if kind not in (*kinds, "join"):
        raise unknown("kind", kind, ", ".join((*kinds, "join")))
    layer = _layer(state, actor, offers) if kind == "join" else None
    state = state.with_(kind=kind, cell=(state.cell or "medium") if kind == "heat" else "")
    state = (
        _linked(state, table, layer, offers) if kind == "join" else state.with_(areas="", key="", area_key="", match="")
    )
    told = {column["name"]: column for column in columns(resource)}
    state = _measured(_timed(state, table, resource.key), table, told)
    found = Settled(state, resource, table, (*kinds, "join"), layer, offers, known, told)
    _ = found.where  # raises early what is wrong with it
    return found


def kinds_of(table: Table) -> tuple[str, ...]:
    """The ways to draw the table's own shapes, the best first."""
    kind = str((table.geometry or {}).get("kind", "")).lower()
    if not table.geometry:
        return ()
    if "polygon" in kind and table.rows <= boundaries.MOST_AREAS:
        return ("areas", "heat")
    return ("points", "heat")


def _layer(state: State, actor: Actor, offers: Sequence[Offer]) -> Layer | None:
    """The layer that is named, else the one of the best offer; None when there is none to propose."""
    if not state.areas:
        return offers[0].layer if offers else None
    found = boundaries.layer(actor, state.areas)
    if found is None:
        raise OddMap(
            why_en=f"there is no layer of areas {state.areas[:80]!r} that you may read. Choose one from the list.",
            why_ko=f"읽을 수 있는 경계 {state.areas[:80]!r}이(가) 없습니다. 목록에서 고르세요.",
        )
    return found


def _linked(state: State, table: Table, layer: Layer | None, offers: Sequence[Offer]) -> State:
    """The columns that join: the named ones, else those of the best offer for the layer."""
    if layer is None:
        return state
    fitting = [
        one for one in offers if one.layer.name == layer.name and (not state.key or one.link.column == state.key)
    ]
    best = fitting[0].link if fitting else None
    naming = [column.name for column in table.columns if column.type in boundaries.NAMING]
    if not naming:
        raise OddMap(why_en="the table has no column of codes or names.", why_ko="표에 코드나 이름 열이 없습니다.")
    key = state.key or (best.column if best else naming[0])
    area = state.area_key or (best.area_column if best else layer.key or layer.columns[0])
    if key not in naming:
        raise no_column("key", key, str(table.name))
    if area not in layer.columns:  # the layer was changed in the form: its own key, not that of the last one
        area = layer.key or layer.columns[0]
    how = state.match or (best.how if best and (key, area) == (best.column, best.area_column) else "same")
    return state.with_(areas=layer.name, key=key, area_key=area, match=how)


def _timed(state: State, table: Table, key: Sequence[str]) -> State:
    """The column of time: unless said, the first that counts years or periods; points show all times together."""
    if state.time is None:
        found = [] if state.kind in ("points", "heat") else moments(table)
        told = [
            name for name in found if name in key or is_time_of_row(name)
        ]  # a year of opening is no time of the row
        return state.with_(time=next(iter(told), ""))
    if state.time and table.column(state.time) is None:
        raise no_column("time", state.time, table.name)
    return state


def moments(table: Table) -> list[str]:
    """Columns that tell a time, the coarsest first: years and periods, then days, then moments."""
    coarse = [
        one.name
        for one in table.columns
        if one.semantic in roles.ORDERED
        or is_time_of_row(one.name)
        or (one.type is Type.INTEGER and is_year(one.name, one.semantic))
    ]
    return coarse + [
        one.name for one in table.columns if one.type in (Type.DATE, Type.DATETIME) and one.name not in coarse
    ]


def numbers(table: Table, said: Mapping[str, dict[str, Any]]) -> list[Column]:
    """Columns that measure something: what charts call amounts and shares. `said` is what people say of the columns."""
    return [column for column in table.columns if _role(column, said) in roles.NUMBERS]


def _role(column: Column, said: Mapping[str, dict[str, Any]]) -> Role:
    unit = said.get(column.name, {}).get("unit") or column.unit
    return role_of(column.name, column.type, column.semantic, unit)


def _measured(state: State, table: Table, said: Mapping[str, dict[str, Any]]) -> State:
    """What is shown, and how several rows become one figure."""
    known = [column.name for column in numbers(table, said)]
    by = state.by
    if by is None:
        by = known[0] if known and state.kind in ("areas", "join") else ""
    found = table.column(by) if by else None
    if by and (found is None or found.type not in NUMBERS):
        raise no_column("by", by, table.name)
    if state.per and state.per != KM2 and state.per not in known:
        raise no_column("per", state.per, table.name)
    adds_up = found is None or _role(found, said) is Role.AMOUNT  # a sum of rates, ages or codes says nothing
    palette = state.palette or ("jade" if state.centre is None else "jade-persimmon")
    return state.with_(
        by=by, take=state.take or ("sum" if adds_up else "mean"),
        method=state.method or ("own" if state.breaks else "quantiles"), classes=state.classes or 5, palette=palette,
        per="" if state.per == KM2 and state.kind in ("points", "heat") else state.per,
    )  # fmt: skip


__all__ = ["CELLS", "KINDS", "Settled", "kinds_of", "moments", "numbers", "settled"]
