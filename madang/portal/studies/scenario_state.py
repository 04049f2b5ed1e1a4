"""A scenario as an address: `move=n3:126.98,37.55`, `close=f12`, `add=126.9,37.5`, `keep=n1`, `forbid=n2`, each as often as needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from madang.analysis.scenarios import MOST_CHANGES, Changes, OddScenario, Scene

Place = tuple[float, float]
DIGITS = 5
"""Of degrees: a metre."""


def read(query: QueryDict) -> Changes:
    """The changes of an address. Raises `OddScenario` for what cannot be read; whether it fits the run, `Changes.check` says."""
    named = {name: query.getlist(name) for name in ("move", "close", "add", "keep", "forbid")}
    if sum(map(len, named.values())) > MOST_CHANGES:
        raise OddScenario(why_en=f"more than {MOST_CHANGES} changes.", why_ko=f"변경이 {MOST_CHANGES}개를 넘습니다.")
    moved = {}
    for text in named["move"]:
        key, _colon, where = text.partition(":")
        moved[key[:40]] = place(where)
    keep, forbid, closed = (frozenset(text[:40] for text in named[name]) for name in ("keep", "forbid", "close"))
    return Changes(moved, closed, tuple(map(place, named["add"])), keep, forbid)


def place(text: str) -> Place:
    """`126.98,37.55` as longitude and latitude. Raises `OddScenario`."""
    parts = text[:80].replace(" ", "").split(",")
    try:
        x, y = (round(float(part), DIGITS) for part in parts)
    except (ValueError, OverflowError):
        raise OddScenario(
            why_en=f"{text[:40]!r} is no place; write the name of an area, or longitude and latitude, such as 126.98, 37.55.",
            why_ko=f"{text[:40]!r}은(는) 위치가 아닙니다. 구역 이름을 쓰거나 126.98, 37.55처럼 경도와 위도를 쓰세요.",
        ) from None
    return x, y


def pairs(changes: Changes) -> list[tuple[str, str]]:
    """The changes as parameters of an address, always in the same order."""
    return [
        *(("move", f"{key}:{_written(where)}") for key, where in sorted(changes.moved.items())),
        *(("close", key) for key in sorted(changes.closed)),
        *(("add", _written(where)) for where in changes.added),
        *(("keep", key) for key in sorted(changes.keep)),
        *(("forbid", key) for key in sorted(changes.forbid)),
    ]


def query(changes: Changes, name: str = "") -> str:
    """The changes as an address says them, with what somebody called them."""
    return urlencode([*pairs(changes), *([("name", name)] if name else [])], safe=":,")


def _written(where: Place) -> str:
    return f"{where[0]:.{DIGITS}f},{where[1]:.{DIGITS}f}"


def changed(scene: Scene, changes: Changes, given: QueryDict) -> Changes:
    """With the one change that the form `site`, `do`, `place` asks for. Raises `OddScenario`."""
    do = given.get("do", "")
    if do not in DOES:
        raise OddScenario(why_en=f"there is no change {do[:20]!r}.", why_ko=f"{do[:20]!r}(이)라는 변경은 없습니다.")
    if do == "add":
        return replace(changes, added=(*changes.added, somewhere(scene, given.get("place", ""))))
    key = site(scene, given.get("site", ""))
    if do == "move":
        return replace(moved(changes, key), moved={**changes.moved, key: somewhere(scene, given.get("place", ""))})
    return DOES[do](changes, key)


def moved(changes: Changes, key: str) -> Changes:
    """A site that moves is not closed."""
    return replace(changes, closed=changes.closed - {key})


def _close(changes: Changes, key: str) -> Changes:
    still = {one: where for one, where in changes.moved.items() if one != key}
    return replace(changes, closed=changes.closed | {key}, moved=still, keep=changes.keep - {key})


def _keep(changes: Changes, key: str) -> Changes:
    return replace(changes, keep=changes.keep | {key}, forbid=changes.forbid - {key}, closed=changes.closed - {key})


def _forbid(changes: Changes, key: str) -> Changes:
    return replace(_close(changes, key), forbid=changes.forbid | {key})


def undone(changes: Changes, key: str) -> Changes:
    """Without anything that concerns a site."""
    still = {one: where for one, where in changes.moved.items() if one != key}
    return Changes(still, changes.closed - {key}, changes.added, changes.keep - {key}, changes.forbid - {key})


DOES: dict[str, Callable[[Changes, str], Changes]] = {
    "move": moved, "close": _close, "keep": _keep, "forbid": _forbid, "add": moved, "undo": undone,
}  # fmt: skip


def site(scene: Scene, text: str) -> str:
    """The key of a site by its key or its name. Raises `OddScenario`."""
    wanted = text.strip()[:200]
    if wanted in scene.by_key:
        return wanted
    named = [one.key for one in scene.sites if one.name == wanted] or [
        one.key for one in scene.sites if wanted and wanted.casefold() in one.name.casefold()
    ]
    if not named:
        raise OddScenario(why_en=f"there is no site {wanted[:40]!r}.", why_ko=f"{wanted[:40]!r} 장소가 없습니다.")
    return named[0]


def somewhere(scene: Scene, text: str) -> Place:
    """A place by coordinates, or the middle of an area by its name. Raises `OddScenario`."""
    wanted = text.strip()[:200]
    found = area(scene, wanted)
    if found is None:
        return place(wanted)
    x, y = scene.middles[found].tolist()
    return round(x, DIGITS), round(y, DIGITS)


def area(scene: Scene, name: str) -> int | None:
    """The area of that name; also by the last word of a name that holds its district before it. Raises `OddScenario` for several."""
    if name in scene.areas:
        return scene.areas.index(name)
    ending = f" {name}".casefold()
    found = [at for at, one in enumerate(scene.areas) if name and one.casefold().endswith(ending)]
    if len(found) > 1:
        known = ", ".join(scene.areas[at] for at in found[:5])
        raise OddScenario(
            why_en=f"{len(found)} areas are called {name[:40]!r}: {known}. Write one of them in full.",
            why_ko=f"{name[:40]!r}(이)라는 구역이 {len(found)}곳입니다: {known}. 하나를 다 적으세요.",
        )
    return found[0] if found else None
