"""Values of a certificate, each checked as it is read: a wrong one is named by its place, an absurd one refused before it costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.packing import Misshapen, unpacked
from madang.lib.problems import Problem, Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Shape = tuple[int | None, ...]
MOST_LEAVES = 200_000
LARGEST = 2**31
MOST_CANDIDATES = 20_000_000
FARTHEST = 1e100
"""No number is farther from 0: products of three of them, and sums of those, stay finite."""
ALLOWED = 1e-6
"""Share of a limit (at least of 1) by which the choice of a linear programme may miss it: solvers and their users call that kept."""


class Refuted(Problem):
    """`where` is the place in the file (`leaves[3].multipliers`), `why` says in both languages what is wrong there."""

    en = "The certificate does not hold at {where}: {why[en]}"
    ko = "증명서의 {where} 항목이 맞지 않습니다: {why[ko]}"


@dataclass(frozen=True)
class Place:
    """A value in a certificate, and where it stands."""

    value: Any
    where: str = ""

    def wrong(self, en: str, ko: str) -> Refuted:
        """The refusal of this value."""
        return Refuted(where=self.where or "file", why=Text(en=en, ko=ko))

    def __getitem__(self, name: str) -> Place:
        if not isinstance(self.value, dict) or name not in self.value:
            raise self._under(name).wrong("it is missing.", "값이 없습니다.")
        return self._under(name)

    def _under(self, name: str) -> Place:
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return Place(value, f"{self.where}.{name}" if self.where else name)

    def items(self, most: int = MOST_LEAVES) -> Iterator[Place]:
        """Each value of a list."""
        if not isinstance(self.value, list) or len(self.value) > most:
            raise self.wrong(f"a list of at most {most:,} is expected.", f"{most:,}개 이하의 목록이어야 합니다.")
        return (Place(one, f"{self.where}[{at}]") for at, one in enumerate(self.value))

    def pair(self) -> tuple[Place, Place]:
        """Both values of a list of two."""
        if not isinstance(self.value, list) or len(self.value) != 2:
            raise self.wrong("a list of two is expected.", "두 개의 목록이어야 합니다.")
        first, second = self.items()
        return first, second

    def check_sense(self, sense: str, own: str) -> None:
        """Raise `Refuted` for a certificate that proves the other side."""
        if sense != own:
            raise Place(None, "sense").wrong(f"this kind is {own}.", f"이 종류는 {own}입니다.")

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("a text is expected.", "글자여야 합니다.")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("true or false is expected.", "참 또는 거짓이어야 합니다.")
        return self.value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong("a number is expected.", "수여야 합니다.")
        if not abs(self.value) <= FARTHEST:  # NaN is not either
            raise self.wrong(
                f"a number of at most {FARTHEST:g} is expected.", f"크기가 {FARTHEST:g} 이하인 수여야 합니다."
            )
        return float(self.value)

    def integer(self, low: int = 0, high: int = LARGEST) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            raise self.wrong(
                f"a whole number from {low} to {high} is expected.", f"{low}부터 {high}까지의 정수여야 합니다."
            )
        return self.value

    def floats(self, shape: Shape, *, low: float = -math.inf, endless: bool = False) -> Floats:
        """An array of at least `low`, none beyond `FARTHEST`; `endless` allows infinities, nothing NaN. None in `shape` is any length."""
        found = self._array(shape, "f").astype(np.float64)
        fine = (found >= low) & ((np.abs(found) <= FARTHEST) | (endless & np.isinf(found)))
        if not fine.all():
            raise self._bad(found, fine)
        return found

    def integers(self, shape: Shape, low: int, high: int) -> Ints:
        """An array from `low` up to but not including `high`."""
        found = self._array(shape, "i").astype(np.int64)
        fine = (found >= low) & (found < high)
        if not fine.all():
            raise self._bad(found, fine)
        return found

    def numbers_of(self, count: int) -> Ints:
        """Different numbers of candidates, rising."""
        found = self.integers((None,), 0, count)
        if (np.diff(found) <= 0).any():
            raise self.wrong("numbers that rise are expected.", "번호가 차례로 커져야 합니다.")
        return found

    def _array(self, shape: Shape, kind: str) -> NDArray[Any]:
        try:
            found = unpacked(self.value, kind)
        except Misshapen as error:
            raise self.wrong(error.text["en"], error.text["ko"]) from None
        if len(found.shape) != len(shape) or any(
            want is not None and want != got for want, got in zip(shape, found.shape, strict=True)
        ):
            wanted = " x ".join("n" if want is None else str(want) for want in shape)
            got = " x ".join(map(str, found.shape))
            raise self.wrong(f"its shape is {got}, not {wanted}.", f"크기가 {got}입니다. {wanted}이어야 합니다.")
        return found

    def _bad(self, found: NDArray[Any], fine: NDArray[np.bool_]) -> Refuted:
        at = tuple(int(place) for place in np.argwhere(~fine)[0])
        shown, place = f"{found[at]:g}", ", ".join(map(str, at))
        return self.wrong(f"{shown} at [{place}] is not allowed.", f"[{place}]의 값 {shown}: 허용되지 않는 값입니다.")
