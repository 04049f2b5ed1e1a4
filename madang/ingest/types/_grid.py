"""What the eastward and the northward coordinate share: how the numbers look, and the headers that name an axis."""

from __future__ import annotations

from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain

VALID = ("206182.3079", "334941", "127.084778", "-5000.5", "0")
INVALID = ("206,182", "12345678901", "1e5", "007", "E334941", "")
_PATTERN = r"-?[1-9][0-9]{0,7}(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}"
matches, SQL = matcher(_PATTERN), condition(_PATTERN)


def names(axis: str, words: str, initial: str) -> str:
    """The headers of an axis: `x`, "easting" and the `e` of BNG_E."""
    alone = "(?:^|[^a-z])"
    return (
        rf"{alone}{axis}.{{0,3}}(?:좌표|coord)|좌표(?:정보)?.{{0,4}}{axis}|{axis}_?좌표|{words}|coord.{{0,8}}{axis}"
        rf"|{alone}{axis}_?(?:coord|pos)|{alone}(?:bng|osgb).?{initial}(?:$|[^a-z])"
    )


def numbers(plain: Plain) -> bool:
    """Whether a column of plain numbers may hold metres or degrees."""
    return not plain.grouped and plain.whole <= 8
