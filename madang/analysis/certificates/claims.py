"""What a certificate claims: the choice, its value, and the leaves that bound every other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.reading import Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a kind recomputed of the choice. `off`: how much better than any that keeps its limits to the last digit it may be."""

    objective: float
    off: float = 0.0


@dataclass(frozen=True)
class Choice:
    """The chosen sites, and who goes where."""

    place: Place
    sites: Ints

    @property
    def at_sites(self) -> Place:
        return self.place["sites"]

    @property
    def at_assignment(self) -> Place:
        return self.place["assignment"]

    def assignment(self, points: int, count: int) -> Ints | None:
        """(n,) the site of each point, -1 for none; None if the certificate names none."""
        if self.at_assignment.value is None:
            return None
        return self.at_assignment.integers((points,), -1, count)

    def check_sites(self, fixed: Ints, forbidden: Ints, *, least: int = 0, most: int | None = None) -> None:
        """All that must be open and none that must not; from `least` to `most` of them."""
        if not np.isin(fixed, self.sites).all():
            raise self.at_sites.wrong("a fixed candidate is not open.", "고정된 후보지가 열려 있지 않습니다.")
        if np.isin(forbidden, self.sites).any():
            raise self.at_sites.wrong("a forbidden candidate is open.", "금지된 후보지가 열려 있습니다.")
        if len(self.sites) < least or (most is not None and len(self.sites) > most):
            raise self.at_sites.wrong(f"{len(self.sites)} are open, which is not allowed.",
                                      f"{len(self.sites)}곳이 열려 있어 조건에 맞지 않습니다.")  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """A part of all choices with the multipliers that bound it; `shared` is their number in the file, for leaves that share them."""

    place: Place
    opened: Ints
    closed: Ints
    multipliers: Floats
    shared: int

    @property
    def at_multipliers(self) -> Place:
        return self.place["multipliers"]


T = TypeVar("T")


class Last(Generic[T]):
    """What was made of the last multipliers: leaves that share them follow one another."""

    def __init__(self, make: Callable[[Leaf], T]) -> None:
        self.make = make
        self.kept: tuple[int, T] | None = None

    def of(self, leaf: Leaf) -> T:
        if self.kept is None or self.kept[0] != leaf.shared:
            self.kept = (leaf.shared, self.make(leaf))
        return self.kept[1]


def leaves(file: Place, count: int, length: int) -> list[Leaf]:
    """All leaves as they stand in the file, with `length` multipliers each."""
    multipliers = [one.floats((length,)) for one in file["multipliers"].items()]
    return [_leaf(place, count, multipliers) for place in file["leaves"].items()]


def _leaf(place: Place, count: int, multipliers: list[Floats]) -> Leaf:
    opened, closed = place["opened"].numbers_of(count), place["closed"].numbers_of(count)
    if np.isin(opened, closed).any():
        raise place["closed"].wrong("a candidate is both opened and closed.", "열림과 닫힘에 같은 후보지가 있습니다.")
    shared = place["multipliers"].integer(0, len(multipliers) - 1)
    return Leaf(place, opened, closed, multipliers[shared], shared)
