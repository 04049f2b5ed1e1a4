"""Where to drive while waiting: side streets near the spots where boardings are many for each empty cab."""

from __future__ import annotations

import numpy as np

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.spots.cruising import side_streets
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.choosing import Choice, Question
from madang.analysis.studies.night_mobility.clock import hours_of
from madang.analysis.studies.night_mobility.located import locate
from madang.analysis.tabular import columns
from madang.analysis.tabular.yielded import Row
from madang.analysis.travel.plane import Plane


def rows(given: Given, cells: Cells, asked: Question, choice: Choice) -> list[Row]:
    """The best places near each spot of the nights' sets, hour by hour where the table tells hours."""
    chosen = np.unique(np.concatenate([night.night.order for night in choice.nights]))
    place = _places(given, cells)
    boardings, empties = (np.nan_to_num(columns.numbers(given, name)) for name in ("boardings", "empties"))
    hour = hours_of(given) if columns.has(given, "hour") else np.full(len(place), -1)
    wanted = [one for one in asked.hours if (hour == one).any()] if columns.has(given, "hour") else [-1]
    name = columns.texts(given, "name")
    plane = Plane.around(cells.place)
    found: list[Row] = []
    for one in wanted:
        at = np.flatnonzero((hour == one) & ~np.isnan(place).any(axis=1))
        near = side_streets(
            asked.there[chosen],
            plane.metres(place[at]),
            boardings[at],
            empties[at],
            within=float(asked.settings["radius"]),
        )
        for spot, which, ratio in zip(near.spot, at[near.place], near.ratio, strict=True):
            found.append({
                "spot": asked.candidates.name[chosen[spot]], "place": name[which] or f"{which + 1}", "longitude": place[which, 0],
                "latitude": place[which, 1], "hour": None if one < 0 else one, "boardings": boardings[which],
                "empties": empties[which], "ratio": ratio,
            })  # fmt: skip
    return found


def _places(given: Given, cells: Cells) -> Floats:
    """Where each row lies: its own place, or that of its cell; NaN where neither is known."""
    place = columns.degrees(given, columns.shapes(given))
    if not columns.has(given, "cell"):
        return place
    at = locate(given, cells).cell
    own = np.asarray(~np.isnan(place).any(axis=1))
    return np.where(own[:, None] | (at < 0)[:, None], place, cells.place[at])
