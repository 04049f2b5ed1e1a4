"""Addresses on the web."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("https://data.seoul.go.kr/a?b=1", "http://www.ddp.or.kr/main", "HTTPS://example.org", "www.mokpo.go.kr")
INVALID = ("data", "http://", "https:// a.b", "ftp//x", "mailto:a@b.c", "")
RANK = 490
_PATTERN = r"(?i)(?:(?:https?|ftp)://[^ \t]+\.[^ \t]+|www\.[^ \t]+\.[^ \t]+)"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "web address", "ko": "웹 주소"}
