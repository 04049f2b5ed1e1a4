"""Hashes in hexadecimal digits: 32 (MD5), 40 (SHA-1), 64 (SHA-256) or 128 of them."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("c2de996f84b255b3cabe66d4249f4a7973c2de996f84b255b3cabe66d4249f4a", "d41d8cd98f00b204e9800998ecf8427e")
INVALID = ("d41d8cd98f00b204e9800998ecf8427", "g41d8cd98f00b204e9800998ecf8427e", "")
RANK = 472
_PATTERN = "(?i)[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "hash", "ko": "해시"}
