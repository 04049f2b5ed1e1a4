"""The figures of a scenario in words, for the page and for who hears it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.analysis.scenarios import Access, Scene

FAR = 10_000.0


@dataclass(frozen=True)
class Figure:
    """A measure before and after, and the difference with its sign; `better` is None when nothing changed."""

    name: str
    label: str
    before: str
    after: str
    difference: str
    better: bool | None


def metres(value: float) -> str:
    if not math.isfinite(value):
        return _("no site at all")
    return f"{value / 1000:,.1f} km" if abs(value) >= FAR else f"{value:,.0f} m"


def percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def people(value: float) -> str:
    return f"{value:,.0f}"


def figures(scene: Scene, before: Access, after: Access) -> list[Figure]:
    """Reached within the standard, mean, worst tenth, farthest; what more people, and shorter ways, mean is better."""
    return [
        _share(_("Within %(metres)s") % {"metres": metres(scene.standard)}, before.share, after.share),
        _more(_("People within it"), before.reached, after.reached),
        _way("mean", _("Mean way"), before.mean, after.mean),
        _way("worst", _("Mean way of the tenth with the longest ways"), before.worst, after.worst),
        _way("farthest", _("Longest way"), before.farthest, after.farthest),
    ]


def sentence(scene: Scene, before: Access, after: Access) -> str:
    """What is said when a change is made."""
    told = {
        "metres": metres(scene.standard), "share": percent(after.share), "mean": metres(after.mean),
        "people": apart_people(before.reached, after.reached),
        "ways": apart_metres(before.mean, after.mean),
    }  # fmt: skip
    return _("Within %(metres)s: %(share)s (%(people)s people). Mean way %(mean)s (%(ways)s).") % told


def signed(difference: float, words: object) -> str:
    """`+120`, `−8 m`, `±0`."""
    told = words(abs(difference))  # type: ignore[operator]
    if not math.isfinite(difference):
        return "+∞" if difference > 0 else "−∞"
    if not any(digit in told for digit in "123456789"):
        return "±0"
    return f"+{told}" if difference > 0 else f"−{told}"


def _apart(one: float, other: float) -> float:
    return 0.0 if one == other else one - other  # also of two endless ways


def _shown(value: float) -> float:
    """Metres as far as they are read: the difference of two numbers is that of what stands beside it."""
    return float(round(value, 0 if abs(value) < FAR else -2)) if math.isfinite(value) else value


def apart_percent(before: float, after: float) -> str:
    """The difference of two shares as `percent` shows them, in points."""
    points = round(after * 100, 1) - round(before * 100, 1)
    return signed(points, lambda value: _("%(n)s pp") % {"n": f"{value:.1f}"})


def apart_people(before: float, after: float) -> str:
    """The difference of two numbers as `people` shows them."""
    return signed(round(after) - round(before), people)


def apart_metres(before: float, after: float) -> str:
    """The difference of two ways as `metres` shows them."""
    return signed(_apart(_shown(after), _shown(before)), metres)


def _share(label: str, before: float, after: float) -> Figure:
    told = apart_percent(before, after)
    return Figure("share", label, percent(before), percent(after), told, _better(after - before, told))


def _more(label: str, before: float, after: float) -> Figure:
    told = apart_people(before, after)
    return Figure("reached", label, people(before), people(after), told, _better(after - before, told))


def _way(name: str, label: str, before: float, after: float) -> Figure:
    told = apart_metres(before, after)
    return Figure(name, label, metres(before), metres(after), told, _better(_apart(before, after), told))


def _better(gain: float, told: str) -> bool | None:
    return None if told == "±0" else gain > 0
