"""What the form of a map offers, with the present choice marked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from madang.accounts.boundaries import Layer
from madang.lib.maps.classes import EVERY_METHOD, LEAST, MOST
from madang.lib.maps.colours import ARMS, PALETTES, Colour, colours
from madang.portal.maps import said
from madang.portal.maps.settling import moments, numbers
from madang.portal.maps.shown_map import DIVERGING, ShownMap, crosses
from madang.portal.maps.state import CELLS, KM2
from madang.portal.templatetags.madang import plain
from madang.query.figures import TAKES
from madang.query.joining import HOWS


def form(shown: ShownMap) -> dict[str, Any]:
    """Lists of (value, words, chosen) by the name of the field, and what is proposed."""
    state, settled = shown.state, shown.settled
    columns = [(one.name, said.label(settled, one.name)) for one in numbers(shown.table, settled.said)]
    counted = _("Number of rows") if state.kind in ("join", "heat") else "—"
    layer = settled.layer
    area_names = [(name, name) for name in layer.columns] if layer else []
    naming = [
        (one.name, said.label(settled, one.name))
        for one in shown.table.columns
        if one.type.value in ("text", "integer")
    ]
    per = [("", _("nothing")), *([(KM2, "km²")] if state.kind in ("areas", "join") else []), *columns]
    lists = {
        "kind": ([(kind, kind_words(kind)) for kind in settled.kinds], state.kind),
        "by": ([("", counted), *columns], state.by),
        "take": ([(take, take_words(take)) for take in TAKES], state.take),
        "per": (per, state.per),
        "time": ([("", _("all times together")), *((name, said.label(settled, name)) for name in moments(shown.table))], state.time),
        "at": ([(one, one) for one in shown.times], shown.moment),
        "areas": ([(one.name, layer_words(one)) for one in settled.layers], state.areas),
        "key": (naming, state.key), "area_key": (area_names, state.area_key),
        "match": ([(how, said.how_words(how)) for how in HOWS], state.match),
        "method": ([(method, method_words(method)) for method in EVERY_METHOD], state.method),
        "classes": ([(str(n), str(n)) for n in range(LEAST, MOST + 1)], str(state.classes)),
        "palette": ([(name, palette_words(name)) for name in PALETTES], state.palette),
        "cell": ([(name, cell_words(name)) for name in CELLS], state.cell),
    }  # fmt: skip
    fields = {
        name: [(value, words, value == chosen) for value, words in options] for name, (options, chosen) in lists.items()
    }
    usual = (DIVERGING, 0.0) if crosses(shown.made) else ("jade", None)
    ours = (
        state.palette,
        state.centre,
    ) == usual and not state.breaks  # left open, so that another column gets what fits it
    return {
        **fields,
        "offers": [_offer(shown, one) for one in settled.offers],
        "swatches": [_swatch(name, name == state.palette, ours) for name in PALETTES],
        "breaks": ", ".join(f"{edge:g}" for edge in state.breaks), "centre": "" if ours or state.centre is None else f"{state.centre:g}",
        "diverging": state.palette in ARMS, "hidden": state.with_(find="").pairs(),
    }  # fmt: skip


def _swatch(name: str, chosen: bool, ours: bool) -> tuple[str, tuple[Colour, ...], bool, str]:
    return "" if ours and chosen else name, colours(name, 5), chosen, palette_words(name)


def _offer(shown: ShownMap, offer: Any) -> dict[str, Any]:
    """A join to choose with one click, with how well it matches."""
    link, state = offer.link, shown.state
    chosen = (state.areas, state.key, state.area_key, state.match) == (
        offer.layer.name,
        link.column,
        link.area_column,
        link.how,
    )
    there = state.with_(
        kind="join",
        areas=offer.layer.name,
        key=link.column,
        area_key=link.area_column,
        match=link.how,
        find="",
        areas_revision="",
    )
    return {
        "title": plain(offer.layer.resource.title) or offer.layer.name, "column": said.label(shown.settled, link.column),
        "rate": f"{offer.match.rate:.1%}", "how": said.how_words(link.how), "address": "?" + there.address(), "here": chosen,
        "areas": offer.layer.resource.current.rows, "met": offer.match.areas,
    }  # fmt: skip


def layer_words(layer: Layer) -> str:
    own = plain(layer.resource.title) or layer.resource.name
    return f"{plain(layer.resource.dataset.title)} · {own}"


def kind_words(kind: str) -> str:
    ways = {"areas": _("Areas"), "join": _("Join to areas"), "points": _("Places"), "heat": _("Density in hexagons")}
    return ways[kind]


def take_words(take: str) -> str:
    return {"sum": _("sum"), "mean": _("mean"), "min": _("least"), "max": _("greatest")}[take]


def method_words(method: str) -> str:
    ways = {"quantiles": _("as many in each (quantiles)"), "equal": _("equal steps"), "natural": _("natural breaks (Fisher-Jenks)"),
            "pretty": _("round numbers"), "own": _("your own breaks")}  # fmt: skip
    return ways[method]


def palette_words(name: str) -> str:
    ways = {"jade": _("jade"), "persimmon": _("persimmon"), "sky": _("sky"), "plum": _("plum"), "ink": _("ink, for print"),
            "jade-persimmon": _("jade and persimmon, two directions"), "plum-amber": _("plum and amber, two directions")}  # fmt: skip
    return ways[name]


def cell_words(cell: str) -> str:
    return {"coarse": _("coarse"), "medium": _("medium"), "fine": _("fine")}[cell]
