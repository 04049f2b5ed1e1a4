"""What multipliers prove: a bound on every choice of sites, recomputed from the model and the multipliers alone.

Neumaier and Shcherbina (2004): whatever the multipliers (of the right sign), y'b plus the sum over columns of the least of reduced
cost x value over the column's bounds is below every feasible choice. So a bound stands though the solver's numbers are not exact.
The assignments x of links to sites are not columns of the frame; given U (that each link is assigned: sum x = 1, or <= 1 where
somebody may stay unserved), W >= 0 (distance >= sum d x) and K >= 0 (uncovered >= 1 - sum of x within the standard), an entry of a
list costs

    g = W d - U - K [d <= radius] + price of a unit of money x unit cost x need

and a site earns the sum of the negative g (the best part of them by g / need that fits, where it has a capacity).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.links import summed
from madang.analysis.methods.programme.model import Floats, Ints, Model

ROUNDING = 1e-13
"""Share of the sum of all terms that is taken off for rounding; sums of a million terms of either sign err by less."""


@dataclass(frozen=True, eq=False)
class Multipliers:
    """U, W, K of each link and one for each row of the frame (positive for its low side, negative for its high side)."""

    assigned: Floats
    distance: Floats
    cover: Floats
    rows: Floats

    def flat(self) -> Floats:
        """As a `Leaf` carries them: U, W, K of the links, then the rows."""
        return np.concatenate((self.assigned, self.distance, self.cover, self.rows))


def unflat(multipliers: Floats, links: int) -> Multipliers:
    """Back from a `Leaf`."""
    return Multipliers(
        multipliers[:links],
        multipliers[links : 2 * links],
        multipliers[2 * links : 3 * links],
        multipliers[3 * links :],
    )


def bound(model: Model, frame: Frame, given: Multipliers, opened: Ints, closed: Ints) -> float:
    """No choice that opens all of `opened` and none of `closed` (columns of the frame) costs less."""
    rows = np.where(
        given.rows > 0,
        np.where(np.isfinite(frame.low), given.rows, 0.0),
        np.where(np.isfinite(frame.high), given.rows, 0.0),
    )
    assigned = given.assigned if model.everybody else np.minimum(given.assigned, 0.0)
    distance = np.where(frame.distance >= 0, np.maximum(given.distance, 0.0), 0.0)
    cover = np.where(frame.uncovered >= 0, np.maximum(given.cover, 0.0), 0.0)
    reduced = frame.cost - frame.rows.T @ rows
    has_distance, has_cover = frame.distance >= 0, frame.uncovered >= 0
    reduced[frame.distance[has_distance]] -= distance[has_distance]
    reduced[frame.uncovered[has_cover]] -= cover[has_cover]
    money = -min(rows[frame.budget_row], 0.0) if frame.budget_row >= 0 else 0.0
    price = prices(model, frame, assigned, distance, cover, money)
    reduced[: frame.binaries] += earnings(model, frame, price)
    lower, upper = frame.lower.copy(), frame.upper.copy()
    lower[opened], upper[closed] = 1.0, 0.0
    sides = np.where(rows > 0, frame.low, frame.high)
    of_rows = np.where(rows != 0, rows * np.where(np.isfinite(sides), sides, 0.0), 0.0)
    least = np.minimum(reduced * lower, reduced * upper)
    terms = np.concatenate((of_rows, assigned, cover, least))
    return float(terms.sum() - ROUNDING * np.abs(terms).sum())


def prices(model: Model, frame: Frame, assigned: Floats, distance: Floats, cover: Floats, money: float) -> Floats:
    """g of each entry of the lists."""
    links = frame.links
    row = links.row
    price = distance[row] * links.length - assigned[row] - cover[row] * (links.length <= links.radius[row])
    if money and model.unit_cost.any():
        price += money * unit_cost(model, frame) * links.need[row]
    return np.asarray(price)


def unit_cost(model: Model, frame: Frame) -> Floats:
    """What a unit of need costs in each entry of the lists: only new sites are paid for."""
    candidate = frame.links.column % model.candidates
    return np.where(model.existing[candidate], 0.0, model.unit_cost[candidate])


def capacity(model: Model, frame: Frame) -> Floats:
    """What the site of each entry of the lists can serve."""
    links = frame.links
    return np.asarray(model.capacity[links.service[links.row], links.column % model.candidates])


def earnings(model: Model, frame: Frame, price: Floats) -> Floats:
    """What each of the first columns earns at most by serving at these prices, <= 0 (binaries,)."""
    links = frame.links
    good = np.flatnonzero(price < 0)
    room = capacity(model, frame)[good]
    if np.isinf(room).all():
        return summed(price[good], links.column[good], frame.binaries)
    need, column, service = links.need[links.row[good]], links.column[good], links.service[links.row[good]]
    place = column * len(model.services) + service
    order = np.lexsort((price[good] / need, place))
    place, need, room, price = place[order], need[order], room[order], price[good][order]
    before = np.cumsum(need) - need
    first = np.concatenate(([True], place[1:] != place[:-1])) if len(place) else np.empty(0, bool)
    start = np.maximum.accumulate(np.where(first, np.arange(len(place)), 0))
    part = np.clip((room - (before - before[start])) / need, 0.0, 1.0)
    return summed(price * part, column[order], frame.binaries)
