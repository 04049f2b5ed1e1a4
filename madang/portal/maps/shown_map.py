"""A map as a reader sees it: computed once for its revisions, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.core.cache import caches
from django.http import QueryDict
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.accounts.policy import Actor
from madang.catalog.models import Origin, Resource
from madang.lib.maps import picture
from madang.lib.maps.classes import Classes
from madang.lib.maps.colours import NO_VALUE, POINT, Colour, colours
from madang.lib.maps.outlines import Outlines
from madang.portal.maps import areas, background, places, said
from madang.portal.maps.made import Made, cache_name, time_words
from madang.portal.maps.settling import Settled, settled
from madang.portal.maps.state import State
from madang.portal.templatetags.madang import plain
from madang.query.model import Table

A_DAY = 86_400
IN_TABLE = 1_000
MOST_KEPT = 200_000  # values of a map that is kept; larger ones are made again


@dataclass
class ShownMap:
    """`made` is everything that is the same for every reader; `at` which of its times is shown."""

    actor: Actor
    resource: Resource
    table: Table
    settled: Settled
    made: Made
    areas: Table | None = None
    at: int = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.made.place(self.state.at)

    @property
    def state(self) -> State:
        return self.settled.state

    @cached_property
    def several(self) -> bool:
        """Whether a place stands for more than one row, so that the way to put them together must be said."""
        return self.state.kind in ("join", "heat") and bool((self.made.rows > 1).any())

    @cached_property
    def measure(self) -> str:
        return said.measured(self.settled, self.several)

    @cached_property
    def unit(self) -> str:
        return said.unit_of(self.settled)

    @property
    def title(self) -> str:
        return plain(self.resource.dataset.title)

    @property
    def subtitle(self) -> str:
        """What is shown, of which areas, when."""
        return self._subtitle(self.unit)

    @property
    def head(self) -> str:
        """The same over the numbers of a file, in which a share is a plain ratio."""
        return self._subtitle(_("ratio, 1 is all") if said.is_share(self.settled) else self.unit)

    def _subtitle(self, unit: str) -> str:
        words = self.measure or plain(self.resource.title) or self.resource.name
        if unit:
            words += f" ({unit})"
        layer = self.settled.layer
        over = [plain(layer.resource.title) or layer.resource.name] if layer else []
        return " · ".join(part for part in [words, *over, self.moment, self.state.where] if part)

    @property
    def moment(self) -> str:
        return self.times[self.at] if self.times else ""

    @cached_property
    def times(self) -> list[str]:
        return [time_words(one) for one in self.made.times if one is not None]

    @cached_property
    def values(self) -> Any:
        """The value of each place at the time that is shown."""
        return self.made.values[self.at] if len(self.made.values) else np.zeros(0)

    @cached_property
    def classed(self) -> list[int]:
        return [int(one) for one in self.made.classes.of(self.values).tolist()]

    @cached_property
    def colours(self) -> tuple[Colour, ...]:
        found = self.made.classes
        return colours(self.state.palette, len(found), found.turn if found.centre is not None else None)

    @cached_property
    def legend(self) -> list[dict[str, Any]]:
        """A line for each class with its count now, and one for places without a value."""
        found = self.made.classes
        if not len(found):
            return []
        counts = found.counts if self.drawn_elsewhere else np.bincount(
            [one for one in self.classed if one >= 0], minlength=len(found)
        ).tolist()  # fmt: skip
        now = Classes(found.method, found.edges, tuple(counts))
        lines: list[dict[str, Any]] = [
            {"colour": self.colours[number], "text": text, "count": count}
            for number, text, count in said.legend(self.settled, found, now)
        ]
        without = found.without if self.drawn_elsewhere else sum(one < 0 for one in self.classed)
        if without:
            lines.append({"colour": NO_VALUE, "text": _("no value"), "count": without})
        return lines

    @property
    def drawn_elsewhere(self) -> bool:
        """Whether there are too many places to hold: tiles draw them, and counts are those of all rows."""
        return self.made.combs is not None

    @cached_property
    def facts(self) -> list[str]:
        return said.facts(self.settled, self.made, self.at)

    @cached_property
    def origin(self) -> str:
        return str(Origin.of(self.table.origin, self.areas.origin)) if self.areas else self.table.origin

    @cached_property
    def sought(self) -> int | None:
        """The place that `find` names: the one of exactly that name, else the first in whose name it stands."""
        wanted = "".join(self.state.find.casefold().split())
        if not wanted:
            return None
        plain_names = ["".join(name.casefold().split()) for name in self.made.names]
        exact = [at for at, name in enumerate(plain_names) if name == wanted or name.endswith(wanted)]
        return next(iter(exact), next((at for at, name in enumerate(plain_names) if wanted in name), None))

    @property
    def found_words(self) -> str:
        if self.sought is None:
            return _("Nothing here is called “%(name)s”.") % {"name": self.state.find} if self.state.find else ""
        return self.titles[self.sought]

    @cached_property
    def titles(self) -> list[str]:
        """Each place with its value, in words."""
        shows = bool(len(self.made.classes))
        return [
            f"{name}: {said.value_words(self.settled, value)}" if shows else name
            for name, value in zip(self.made.names, self.values.tolist(), strict=True)
        ]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The same values as a table, the greatest first, those without one last."""
        order = np.argsort(np.where(np.isfinite(self.values), -np.nan_to_num(self.values), np.inf), kind="stable")
        rows = self.made.rows[self.at] if len(self.made.rows) else []
        return [
            {
                "name": self.made.names[at], "code": self.made.codes[at],
                "value": said.number_words(said.as_read(self.settled, float(self.values[at]))),
                "rows": int(rows[at]), "class": self.classed[at], "number": self.made.numbers[at],
            }
            for at in order.tolist()[:IN_TABLE]
        ]  # fmt: skip

    @cached_property
    def marks(self) -> picture.Marks | None:
        """What the picture draws; None when there is nothing to draw."""
        made, ground = self.made, ""
        if made.frame is None:
            return None
        if self.state.kind in ("points", "heat"):
            ground = background.path(self.table, made.frame)
        if made.combs is not None:
            shown = ShownMap(self.actor, self.resource, self.table, self.settled, made.combs)
            return picture.Marks(made.combs.outlines or _NOTHING, shown.classed, shown.colours, background=ground)
        plain_colour = None if len(made.classes) else POINT if self.state.kind == "points" else colours("jade", 3)[1]
        return picture.Marks(
            made.outlines or _NOTHING, self.classed, self.colours, self.titles, self.sought, ground, plain_colour
        )

    def svg(self) -> str:
        """The map for a page; "" when there is nothing to draw."""
        if self.marks is None or self.made.frame is None:
            return ""
        return picture.in_page(self.made.frame, self.marks, f"{self.title}: {self.subtitle}")

    def file(self, source: Sequence[str]) -> str:
        """The map as an SVG file. Nothing to draw is a picture that says so."""
        if self.marks is None or self.made.frame is None:
            return picture.alone(
                _EMPTY, _BLANK, self.title, self.subtitle, (), [_("There is nothing to draw."), *source]
            )
        legend = [picture.Line(line["colour"], f"{line['text']}   ({line['count']:,})") for line in self.legend]
        return picture.alone(self.made.frame, self.marks, self.title, self.subtitle, legend, [*self.facts, *source])

    def query(self, **changes: Any) -> str:
        """The query string of this map, pinned to its revisions, so that it shows the same for ever."""
        state = self.state.with_(**changes)
        state = state.with_(
            at=self.moment if state.time else "", areas_revision=self.areas.revision if self.areas else ""
        )
        return urlencode([*state.pairs(), ("revision", self.table.revision)])


_NOTHING = Outlines([], [], [])
_BLANK = picture.Marks(_NOTHING, (), ())
_EMPTY = picture.Frame(0, 0, 10, 10, 960, 40)


def shown_map(actor: Actor, resource: Resource, table: Table, query: QueryDict) -> ShownMap:
    """The map of an address. Raises `OddMap`, and as `policy.readable` and `query.answer`."""
    found = settled(State.read(query), actor, resource, table)
    layer_table = None
    if found.layer is not None:
        layer_table = policy.readable(actor, found.layer.resource, revision=found.state.areas_revision or None)
    made = _kept(found, layer_table)
    if _open(query) and crosses(made):
        found = replace(found, state=found.state.with_(palette=DIVERGING, centre=0.0))
        made = _kept(found, layer_table)
    return ShownMap(actor, resource, table, found, made, layer_table)


DIVERGING = "jade-persimmon"


def _open(query: QueryDict) -> bool:
    """Whether the address leaves the colours to us."""
    return not any(query.get(name, "").strip() for name in ("palette", "centre", "breaks"))


def crosses(made: Made) -> bool:
    """Whether some values lie below 0 and some above, as growth and shrinkage do."""
    edges = made.classes.edges
    return len(edges) > 1 and edges[0] < 0 < edges[-1]


def _kept(found: Settled, layer_table: Table | None) -> Made:
    revisions = (layer_table.revision,) if layer_table else ()
    name = cache_name(found, *revisions)
    made: Made | None = caches["pictures"].get(name)
    if made is None:
        made = _made(found, layer_table)
        if made.values.size <= MOST_KEPT:
            caches["pictures"].set(name, made, A_DAY)
    return made


def _made(found: Settled, layer_table: Table | None) -> Made:
    if found.state.kind == "join":
        if layer_table is None or found.layer is None:
            empty = np.zeros((1, 0))
            return Made((None,), empty, empty.astype(np.int64), Classes(""))
        return areas.join(found, layer_table, found.layer)
    return {"areas": areas.own, "points": places.points, "heat": places.heat}[found.state.kind](found)
