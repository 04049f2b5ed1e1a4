"""A list of addresses with their places, and the list of those without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from madang.analysis.geocoding.gazetteer import Gazetteer
from madang.analysis.geocoding.matching import APART, Match, look_up
from madang.analysis.geocoding.reading import MENDED, REASONS
from madang.analysis.methods.distances import Floats
from madang.lib.problems import Text


@dataclass(frozen=True)
class Placed:
    """One `Match` for each row, in the order of the addresses."""

    matches: tuple[Match, ...]

    @property
    def places(self) -> Floats:
        """Longitude and latitude (n, 2), NaN where there is none."""
        return np.array([[m.longitude, m.latitude] for m in self.matches], np.float64).reshape(-1, 2)

    @property
    def found(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Rows with a place."""
        return np.flatnonzero([bool(m.level) for m in self.matches])

    @property
    def unmatched(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Rows without one: to be listed, never left out in silence."""
        return np.flatnonzero([not m.level for m in self.matches])

    def said(self, name: Text) -> Text:
        """The sentence for the statement of quality: how many of `name` have a place, how sure, and why the others have none."""
        found, of = len(self.found), len(self.matches)
        unsure = sum(1 for m in self.matches if m.level and m.score < 1)
        why = Counter(m.reason for m in self.matches if not m.level).most_common()
        said = {}
        for language, (whole, mended, lost) in _SAID.items():
            reasons = "; ".join(f"{REASONS[code][language]}: {count:,}" for code, count in why)
            said[language] = (
                whole.format(name=name[language], found=found, of=of)
                + (mended.format(unsure=unsure) if unsure else "")
                + (lost.format(lost=of - found, reasons=reasons) if why else "")
            )
        return said

    def table(self, texts: Sequence[str], language: str) -> pa.Table:
        """One row for each address, with what was found, how sure it is and why not, in the words of `language`."""
        matched = self.matches
        return pa.table(
            {
                "address": pa.array(list(texts), pa.string()),
                "longitude": _floats([m.longitude for m in matched]),
                "latitude": _floats([m.latitude for m in matched]),
                "level": pa.array([m.level or None for m in matched], pa.string()),
                "score": _floats([m.score if m.level else np.nan for m in matched]),
                "metres": _floats([m.metres for m in matched]),
                "remark": pa.array([remark(m, language) for m in matched], pa.string()),
            }
        )


_SAID = {
    "en": (
        "{found:,} of {of:,} addresses ({name}) have a place.",
        " {unsure:,} of them were mended first, as the list says.",
        " {lost:,} have none and are listed ({reasons}).",
    ),
    "ko": (
        "{name} 주소 {of:,}건 중 {found:,}건의 위치를 찾았습니다.",
        " 그중 {unsure:,}건은 표기를 보정하였으며 목록에 적었습니다.",
        " 위치를 찾지 못한 {lost:,}건은 추측하지 않고 목록에 남겼습니다({reasons}).",
    ),
}


def remark(match: Match, language: str) -> str | None:
    """Why an address has no place, or what was mended on the way to it."""
    if not match.level:
        return REASONS[match.reason][language]
    return "; ".join(MENDED[code][1][language] for code in match.mended) or None


def place(
    addresses: Sequence[Sequence[str | None]], table: Gazetteer, *, nearest: float = 0.0, apart: float = APART
) -> Placed:
    """Look up every row of one or more columns of addresses, the column to trust most first.

    `nearest`: metres along a road within which the closest number may stand in, marked; 0 (the default) never does.
    `apart`: metres from their middle up to which several rows of one address are one place; farther apart they are ambiguous.
    """
    return Placed(tuple(look_up(texts, table, nearest=nearest, apart=apart) for texts in zip(*addresses, strict=True)))


def _floats(values: list[float]) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True)
