"""Ids of contracting processes (Open Contracting Data Standard): `ocds-b5fd17-2baa59de`."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("ocds-b5fd17-2baa59de-5c89-49b7-a4a3-c0524017ea11", "ocds-213czf-000-00001")
INVALID = ("ocds-b5fd17", "b5fd17-2baa59de", "ocds-b5fd17-", "")
RANK = 473
_PATTERN = "ocds-[0-9a-z]{6}-[0-9A-Za-z][0-9A-Za-z._:/-]{0,80}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "contracting process (OCID)", "ko": "계약 절차 번호(OCID)"}
