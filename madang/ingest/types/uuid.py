"""Universally unique identifiers: `2baa59de-5c89-49b7-a4a3-c0524017ea11`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("2baa59de-5c89-49b7-a4a3-c0524017ea11", "2BAA59DE-5C89-49B7-A4A3-C0524017EA11")
INVALID = ("2baa59de-5c89-49b7-a4a3-c0524017ea1", "2baa59de5c8949b7a4a3c0524017ea11", "")
RANK = 471
_PATTERN = "(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "unique identifier (UUID)", "ko": "고유 식별자(UUID)"}
