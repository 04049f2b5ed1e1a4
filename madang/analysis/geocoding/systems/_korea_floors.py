"""Numbers of buildings that run into the floor behind them, as tables that glue two fields together write them: `708` + `3층`."""

from __future__ import annotations

import re

HIGHEST = 60
"""Floors above are taken for a building's number with a floor; a handful of towers in the country are higher."""
_TAIL = re.compile(r"(?:(?P<sign>[,.·~-])(?P<next>\d{1,2}))?(?:[,.·~-]\d{1,2})*\s*층")


def runs_into_floor(tail: str) -> bool:
    """Whether what follows a number, without a space, is a floor."""
    return _TAIL.match(tail) is not None


def without_floor(number: str, sub: str, tail: str) -> tuple[str, str] | None:
    """The number and sub-number (empty if none) before the floor, if exactly one reading makes sense; else None. Both are empty
    if there is nothing but a floor.

    `7083층` can only be 708 on floor 3, because no building has 83 floors; `223층` is 22 on floor 3 or 2 on floor 23. `55,6층`
    is 55 on floor 6 or 5 on floors 5 and 6.
    """
    found = _TAIL.match(tail)
    if found is None:
        return None
    last = sub or number
    heads = [last[:-digits] for digits in (1, 2) if _floor(last[-digits:], found) and len(last) > digits]
    if found["sign"] and found["sign"] != "~":
        heads.append(last)  # the number ends before the comma
    if not sub and _floor(last, found):
        heads.append("")  # there is no number at all
    if len(heads) != 1:
        return None
    return (number, heads[0]) if sub else (heads[0], "")


def _floor(digits: str, found: re.Match[str]) -> bool:
    """Whether the digits before the comma or dash are a floor too: they rise."""
    return _is_floor(digits) and (found["next"] is None or int(digits) < int(found["next"]))


def _is_floor(digits: str) -> bool:
    return not digits.startswith("0") and 1 <= int(digits) <= HIGHEST
