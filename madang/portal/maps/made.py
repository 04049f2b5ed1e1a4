"""A map as numbers and paths, without words: what is computed once for a revision and kept, whoever reads it in whatever language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.lib.maps.classes import Classes, classes
from madang.lib.maps.outlines import Outlines, outlines
from madang.lib.maps.projection import Frame, frame
from madang.portal.maps.refusals import OddMap
from madang.portal.maps.settling import Settled
from madang.query.figures import Floats, Ints

WIDTH, TALLEST = 960, 720
MOST_TIMES = 400
MOST_BYTES = 256 << 20  # of shapes in one picture


@dataclass(frozen=True)
class Loss:
    """What a join did not bring together, at one time: codes of the table without an area, with their rows; rows without a code."""

    lost: tuple[tuple[str, int], ...] = ()
    empty: int = 0
    several: int = 0

    @property
    def rows(self) -> int:
        return sum(rows for _, rows in self.lost) + self.empty


@dataclass(frozen=True)
class Made:
    """`values` and `rows` are (times x places); `times` is (None,) without a time. Places are areas, points or hexagons.

    `outlines` are the paths of the places in `frame`; None when there are too many to draw one by one, and `combs` stands for them.
    `numbers` are rows of the layer from 1 on, as tiles name them. `nowhere` rows have no shape, `null_island` lie at 0, 0.
    """

    times: tuple[Any, ...]
    values: Floats
    rows: Ints
    classes: Classes
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    frame: Frame | None = None
    outlines: Outlines | None = None
    losses: tuple[Loss, ...] = ()
    shared: int = 0
    nowhere: int = 0
    null_island: int = 0
    total: int = 0
    background: tuple[str, ...] = ()
    rings: Floats | None = field(default=None, repr=False)
    combs: Made | None = None

    def place(self, at: str) -> int:
        """Which of the times an address names; the last when it names none. Raises `OddMap`."""
        words = [time_words(one) for one in self.times]
        if not at or self.times == (None,):
            return max(len(words) - 1, 0)
        if at not in words:
            some = ", ".join(words[-5:])
            raise OddMap(
                why_en=f"there is nothing at {at[:40]!r}. Times of this table: {some} …",
                why_ko=f"{at[:40]!r} 시점의 값이 없습니다. 이 표의 시점: {some} …",
            )
        return words.index(at)


def time_words(moment: Any) -> str:
    """A moment as it stands in an address and on a page."""
    if moment is None:
        return ""
    return str(moment.isoformat()) if hasattr(moment, "isoformat") else str(moment)


def classed(settled: Settled, values: Floats) -> Classes:
    """Classes common to all times, so that a colour means the same in each."""
    state = settled.state
    return classes(values.ravel(), state.method, state.classes, state.breaks, state.centre)


def checked(times: tuple[Any, ...], column: str) -> None:
    if len(times) > MOST_TIMES:
        raise OddMap(
            why_en=f"{column} has {len(times):,} times; a slider holds {MOST_TIMES}. Choose a coarser column, or none.",
            why_ko=f"{column}의 시점이 {len(times):,}개입니다. 시간 막대에는 {MOST_TIMES}개까지 담습니다. 더 성긴 열을 고르세요.",
        )


def shaped(wkb: list[bytes | None]) -> Any:
    """Shapes of WKB; damaged ones are none. Raises `OddMap` when they are too many bytes for one picture."""
    import shapely

    size = sum(len(one) for one in wkb if one)
    if size > MOST_BYTES:
        raise OddMap(
            why_en=f"the outlines have {size >> 20} MB, more than the {MOST_BYTES >> 20} that one map may read. Narrow it with `where`.",
            why_ko=f"경계가 {size >> 20}MB로 지도 하나가 읽을 수 있는 {MOST_BYTES >> 20}MB를 넘습니다. `where`로 줄이세요.",
        )
    return shapely.force_2d(shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore"))


def drawn(shapes: Any, chosen: NDArray[np.bool_]) -> tuple[Frame | None, Outlines | None]:
    """The frame around the chosen shapes, and the paths of all that lie in it."""
    import shapely

    around = frame(shapely.get_coordinates(shapes[chosen] if chosen.any() else shapes), WIDTH, TALLEST)
    return (around, outlines(shapes, around)) if around else (None, None)


def cache_name(settled: Settled, *revisions: str) -> str:
    """The name under which a map is kept: revisions never change, so neither does what is made of them."""
    state = settled.state.with_(
        find="", palette="", at="" if settled.state.kind in ("areas", "join") else settled.state.at
    )
    said = hashlib.sha256(repr((state, revisions)).encode()).hexdigest()[:32]
    return f"map:{settled.table.revision}:{said}"
