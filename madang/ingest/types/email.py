"""E-mail addresses."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("info@liverpool.gov.uk", "a.b-c+d@x.co", "hong_gd@seoul.go.kr")
INVALID = ("info", "a@b", "a b@c.de", "@c.de", "a@b..c", "")
RANK = 492
_PATTERN = r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "e-mail address", "ko": "전자우편 주소"}
