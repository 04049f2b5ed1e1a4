"""PostgreSQL's masks of dates (`YYYY-MM-DD HH24:MI`) as DuckDB's formats (`%Y-%m-%d %H:%M`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = {
    "YYYY": "%Y", "YY": "%y", "IYYY": "%G", "MM": "%m", "DDD": "%j", "DD": "%d", "HH24": "%H", "HH12": "%I", "HH": "%I",
    "MI": "%M", "SS": "%S", "MS": "%g", "US": "%f", "AM": "%p", "PM": "%p", "IW": "%V", "ID": "%u",
}  # fmt: skip
SHORT = {"MM": "%-m", "DD": "%-d", "DDD": "%-j", "HH24": "%-H", "HH12": "%-I", "HH": "%-I", "MI": "%-M", "SS": "%-S"}
NAMES = {"MONTH": "%B", "MON": "%b", "DAY": "%A", "DY": "%a"}
QUARTER = "%Q"
PADDED = 9
"""Letters to which PostgreSQL fills whole names, unless FM stands before them."""
TOKEN = re.compile(
    r"(FM)?(" + "|".join(sorted([*WORDS, *NAMES, "Q"], key=len, reverse=True)) + r')|"([^"]*)"|([^A-Za-z"])',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A part of a mask: `format` for strftime, or `QUARTER`, which has none; `case` is upper, lower or ""; `pad` its width."""

    format: str
    case: str = ""
    pad: int = 0


def pieces(mask: str) -> list[Piece] | None:
    """The parts of a mask, neighbours of one kind joined; None for a mask that holds something else."""
    found: list[Piece] = []
    place = 0
    while place < len(mask):
        token = TOKEN.match(mask, place)
        if token is None:
            return None
        place = token.end()
        piece = _piece(token)
        plain = found and _plain(piece) and _plain(found[-1])
        if plain:
            found[-1] = Piece(found[-1].format + piece.format)
        else:
            found.append(piece)
    return found


def _plain(piece: Piece) -> bool:
    return not (piece.case or piece.pad or piece.format == QUARTER)


def _piece(token: re.Match[str]) -> Piece:
    short, word, quoted, sign = token.groups()
    if word is None:
        return Piece((quoted if sign is None else sign).replace("%", "%%"))
    upper = word.upper()
    if upper in NAMES:
        case = "upper" if word.isupper() else "lower" if word.islower() else ""
        return Piece(NAMES[upper], case, PADDED if upper in ("MONTH", "DAY") and not short else 0)
    if upper == "Q":
        return Piece(QUARTER)
    if upper in ("AM", "PM") and word.islower():
        return Piece("%p", "lower")
    return Piece(SHORT.get(upper, WORDS[upper]) if short else WORDS[upper])


def reading(mask: str) -> str | None:
    """The format by which a text is read; None for what can only be written."""
    found = pieces(mask)
    if found is None or any(piece.format == QUARTER for piece in found):
        return None
    return "".join(piece.format for piece in found)
