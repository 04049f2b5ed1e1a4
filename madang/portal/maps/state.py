"""The state of a map in its address: whoever opens the address sees the same map. What it leaves open is chosen by `settling`."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from madang.lib.maps.classes import EVERY_METHOD, LEAST, MOST
from madang.lib.maps.colours import PALETTES
from madang.portal.maps.refusals import OddMap, unknown
from madang.query.figures import TAKES
from madang.query.joining import HOWS

KINDS = ("areas", "join", "points", "heat")
CELLS = {"coarse": 24, "medium": 48, "fine": 96}  # hexagons across
KM2 = "km2"
LONGEST = 2_000


@dataclass(frozen=True)
class State:
    """`by`, `time` None: not said; "": none wanted. `areas` is dataset/resource; `per` a column, `km2` or nothing."""

    kind: str = ""
    areas: str = ""
    key: str = ""
    area_key: str = ""
    match: str = ""
    by: str | None = None
    take: str = ""
    per: str = ""
    time: str | None = None
    at: str = ""
    method: str = ""
    classes: int = 0
    breaks: tuple[float, ...] = ()
    palette: str = ""
    centre: float | None = None
    cell: str = ""
    where: str = ""
    find: str = ""
    areas_revision: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> State:
        """Raises `OddMap` for a word that means nothing: an old link must not show another map unseen."""

        def text(name: str) -> str:
            return query.get(name, "").strip()[:LONGEST].replace("\0", "")

        def known(name: str, words: tuple[str, ...]) -> str:
            if text(name) not in ("", *words):
                raise unknown(name, text(name), ", ".join(words))
            return text(name)

        return cls(
            known("kind", KINDS), text("areas"), text("key"), text("area_key"), known("match", HOWS),
            text("by") if "by" in query else None, known("take", TAKES), text("per"),
            text("time") if "time" in query else None, text("at"), known("method", EVERY_METHOD),
            _count(text("classes")), _breaks(text("breaks")), known("palette", PALETTES), _number("centre", text("centre")),
            known("cell", tuple(CELLS)), text("where"), text("find"), text("areas_revision"),
        )  # fmt: skip

    def with_(self, **changes: object) -> State:
        return replace(self, **changes)  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the address, in order; equal states have equal ones."""
        breaks = ", ".join(f"{edge:g}" if f"{edge:g}" == repr(edge) else repr(edge) for edge in self.breaks)
        pairs: list[tuple[str, str | None]] = [
            ("kind", self.kind or None), ("areas", self.areas or None), ("key", self.key or None),
            ("area_key", self.area_key or None), ("match", self.match or None), ("by", self.by),
            ("take", self.take or None), ("per", self.per or None), ("time", self.time), ("at", self.at or None),
            ("method", self.method or None), ("classes", str(self.classes) if self.classes else None),
            ("breaks", breaks or None), ("palette", self.palette or None),
            ("centre", None if self.centre is None else f"{self.centre:.12g}"), ("cell", self.cell or None),
            ("where", self.where or None), ("find", self.find or None), ("areas_revision", self.areas_revision or None),
        ]  # fmt: skip
        return [(name, value) for name, value in pairs if value is not None]

    def address(self) -> str:
        """The query string, without `?`."""
        return urlencode(self.pairs())


def _count(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and LEAST <= int(text) <= MOST):
        raise unknown("classes", text, f"{LEAST}–{MOST}")
    return int(text)


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise unknown(name, text, "0, 12.5, -3")
    return found


def _breaks(text: str) -> tuple[float, ...]:
    """Numbers separated by commas or blanks, ascending, each once. Raises `OddMap`."""
    parts = [part for part in text.replace(";", " ").replace(",", " ").split() if part]
    if len(parts) > MOST - 1:
        raise OddMap(
            why_en=f"{len(parts)} breaks are too many. Give at most {MOST - 1}, which make {MOST} classes.",
            why_ko=f"경계값 {len(parts)}개는 너무 많습니다. {MOST - 1}개까지 쓰면 {MOST}단계가 됩니다.",
        )
    return tuple(sorted({number for part in parts if (number := _number("breaks", part)) is not None}))
