"""Shapes as text (well-known text): `POINT (126.978 37.5665)`, `POLYGON ((...))`. It stays text; the place of the rows is made of it."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = (
    "POINT (126.978 37.5665)",
    "POINT(1 2)",
    "LINESTRING (0 0, 1 1)",
    "SRID=4326;POINT(1 2)",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
)
INVALID = ("POINT", "126.978 37.5665", "POINT 1 2", "pointless (1 2)", "")
RANK = 485
_PATTERN = r"(?is)(?:SRID=[0-9]{4,6};)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON)(?: ?Z| ?M| ?ZM)? ?\([-0-9., ()e+]+\)"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "shape as text (WKT)", "ko": "글로 적은 도형(WKT)"}
