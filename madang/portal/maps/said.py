"""What a map says in words: numbers, titles, the legend, and what did and did not match."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.lib.maps.classes import Classes
from madang.portal.maps.made import Loss, Made
from madang.portal.maps.settling import Settled
from madang.portal.maps.state import KM2
from madang.portal.templatetags.madang import plain
from madang.portal.words import unit

NAMED = 6  # codes that are said by name; the file has all


def number_words(value: float | None, digits: int = 4) -> str:
    """A number as people read it: whole from a thousand on, else so many digits."""
    if value is None or not math.isfinite(value):
        return _("no value")
    if value < 0:
        return "−" + number_words(-value, digits)
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3g}"
    text = f"{value:.{digits}g}"
    return text if "e" in text else f"{float(text):,}"


def label(settled: Settled, name: str) -> str:
    """The publisher's label of a column in the reader's language, else its name."""
    said = settled.said.get(name, {})
    return plain(said.get("label")) or name.replace("_", " ")


def is_share(settled: Settled) -> bool:
    """Whether something is divided by something of the same unit: people read that as percent. Values stay plain ratios."""
    state = settled.state
    if not state.by or not state.per or state.per == KM2:
        return False
    return _written_unit(settled, state.by) == _written_unit(settled, state.per) != ""


def as_read(settled: Settled, value: float) -> float:
    """A value as people read it: a share in percent."""
    return float(f"{value * 100:.12g}") if is_share(settled) else value


def _written_unit(settled: Settled, name: str) -> str:
    column = settled.table.column(name)
    return str(settled.said.get(name, {}).get("unit") or (column.unit if column else "") or "")


def unit_of(settled: Settled) -> str:
    """The unit of what is shown, for the reader."""
    state = settled.state
    if not state.by:
        return ""
    if is_share(settled):
        return "%"
    own = unit(_written_unit(settled, state.by))
    if state.per == KM2:
        return f"{own}/km²"
    return f"{own}/{label(settled, state.per)}" if state.per and own else own


def measured(settled: Settled, several: bool) -> str:
    """What is shown, in words: "Sum of residents", "Number of rows", "Residents per km²"."""
    state = settled.state
    if not state.by:
        words = _("Number of rows") if state.kind in ("join", "heat") else ""
    else:
        name = label(settled, state.by)
        ways = {
            "sum": _("Sum of {name}"),
            "mean": _("Mean of {name}"),
            "min": _("Least {name}"),
            "max": _("Greatest {name}"),
        }
        words = ways[state.take].format(name=name) if several else name
    if state.per == KM2:
        return _("{what} per km²").format(what=words)
    if is_share(settled):
        return _("{what} as a share of {other}").format(what=words, other=label(settled, state.per))
    return _("{what} per {other}").format(what=words, other=label(settled, state.per)) if state.per else words


def legend(settled: Settled, classes: Classes, at: Classes) -> list[tuple[int, str, int]]:
    """(class, from – to, how many places have it now); `at` has the counts of the time that is shown."""
    lines = []
    for number in range(len(classes)):
        low, high = (number_words(as_read(settled, edge)) for edge in classes.edges[number : number + 2])
        lines.append((number, low if low == high else f"{low} – {high}", at.counts[number] if at.counts else 0))
    return lines


def facts(settled: Settled, made: Made, at: int) -> list[str]:
    """What a reader must know about the map, each a sentence."""
    found = joining(settled, made, at) if settled.layer is not None else []
    if made.null_island:
        found.append(ngettext(
            "%(n)s row lies at longitude 0, latitude 0, which means that its place is not known: it is not drawn.",
            "%(n)s rows lie at longitude 0, latitude 0, which means that their place is not known: they are not drawn.",
            made.null_island,
        ) % {"n": f"{made.null_island:,}"})  # fmt: skip
    if made.nowhere:
        found.append(ngettext(
            "%(n)s of %(all)s rows has no place and is not drawn.", "%(n)s of %(all)s rows have no place and are not drawn.", made.nowhere
        ) % {"n": f"{made.nowhere:,}", "all": f"{made.total:,}"})  # fmt: skip
    if made.combs is not None:
        found.append(_(
            "There are %(n)s rows here. The picture counts them in hexagons; "
            "the map in the browser draws each one when you come near."
        )
                     % {"n": f"{made.total:,}"})  # fmt: skip
    return found


def joining(settled: Settled, made: Made, at: int) -> list[str]:
    """What the join brought together and what it did not, at one time."""
    loss = made.losses[at] if made.losses else Loss()
    there = int(made.rows[at].sum()) if len(made.rows) and not made.shared else sum_of(made, at)
    all_rows = there + loss.rows
    share = f"{there / all_rows:.1%}" if all_rows else "–"
    lines = [
        _("%(there)s of %(all)s rows (%(share)s) fall to an area.")
        % {"there": f"{there:,}", "all": f"{all_rows:,}", "share": share}
    ]
    if loss.lost:
        some = ", ".join(code for code, _rows in loss.lost[:NAMED]) + (" …" if len(loss.lost) > NAMED else "")
        lines.append(ngettext("%(n)s code of the table is that of no area: %(some)s.",
                              "%(n)s codes of the table are those of no area: %(some)s.",
                              len(loss.lost)) % {"n": f"{len(loss.lost):,}", "some": some})  # fmt: skip
    if loss.empty:
        lines.append(
            ngettext("%(n)s row has no code.", "%(n)s rows have no code.", loss.empty) % {"n": f"{loss.empty:,}"}
        )
    lines.append(_bare(made, at))
    lines.append(_several(settled, loss))
    if made.shared:
        lines.append(
            _("%(n)s areas share their code with others: they show the same value.") % {"n": f"{made.shared:,}"}
        )
    return [line for line in [*lines, _compared(settled)] if line]


def sum_of(made: Made, at: int) -> int:
    """Rows that fell to an area when areas share codes: each code once."""
    if not len(made.rows):
        return 0
    return int(sum({code: int(rows) for code, rows in zip(made.codes, made.rows[at], strict=True)}.values()))


def _bare(made: Made, at: int) -> str:
    bare = bare_areas(made, at)
    if not bare:
        return _("Every area has a row.")
    some = ", ".join(made.names[one] for one in bare[:NAMED]) + (" …" if len(bare) > NAMED else "")
    return ngettext("%(n)s of %(all)s areas has no row: %(some)s.", "%(n)s of %(all)s areas have no row: %(some)s.", len(bare)) % {
        "n": f"{len(bare):,}", "all": f"{len(made.names):,}", "some": some,
    }  # fmt: skip


def bare_areas(made: Made, at: int) -> list[int]:
    """Areas to which no row fell."""
    return [place for place, rows in enumerate(made.rows[at].tolist()) if not rows] if len(made.rows) else []


def _several(settled: Settled, loss: Loss) -> str:
    if loss.several <= 1:
        return _("No area has more than one row.") if loss.several else ""
    if not settled.state.by:
        return ""
    ways = {
        "sum": _("their sum"),
        "mean": _("their mean, in which each row counts once"),
        "min": _("the least of them"),
        "max": _("the greatest of them"),
    }
    return _("Up to %(n)s rows fall to one area: shown is %(what)s.") % {
        "n": f"{loss.several:,}",
        "what": ways[settled.state.take],
    }


def _compared(settled: Settled) -> str:
    """By which columns, and how their codes were compared: never in silence."""
    state = settled.state
    there = {column.name: column.label for column in settled.layer.resource.columns.all()} if settled.layer else {}
    pair = {"key": label(settled, state.key), "area_key": plain(there.get(state.area_key)) or state.area_key}
    ways = {
        "same": _("Joined where “%(key)s” is “%(area_key)s” of the areas, exactly as written."),
        "zeros": _("Joined where “%(key)s” is “%(area_key)s” of the areas once the zeros at the end of both are left out."),
        "names": _("Joined where “%(key)s” is “%(area_key)s” of the areas, whatever their blanks and capital letters."),
        "first": _("Joined where “%(key)s” begins with “%(area_key)s” of the areas. "
                   "Codes that merely begin alike are put together: look closely."),
    }  # fmt: skip
    return ways[state.match] % pair


def how_words(how: str) -> str:
    """The ways to compare codes, as the form offers them."""
    ways = {"same": _("exactly as written"), "zeros": _("without zeros at the end"), "names": _("as words, whatever blanks and capitals"),
            "first": _("by the first characters")}  # fmt: skip
    return ways[how]


def value_words(settled: Settled, value: Any) -> str:
    """A value with its unit."""
    words = number_words(None if value is None else as_read(settled, float(value)))
    unit_words = unit_of(settled)
    return f"{words} {unit_words}".strip() if value is not None and math.isfinite(float(value)) else words
