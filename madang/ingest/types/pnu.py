"""PNU, the Korean parcel number: 19 digits, the 법정동, then 1 (land) or 2 (hill), and two times four digits of the lot."""

from madang.ingest.types._korea import PROVINCES
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("1168010300101230004", "4111325021200150000")
INVALID = ("116801030010123000", "1168010300301230004", "9968010300101230004", "11680103001012300040", "")
RANK = 470
NAMES = r"pnu|필지.{0,4}번호"
_PATTERN = rf"{PROVINCES}[0-9]{{8}}[12][0-9]{{8}}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "parcel number (PNU)", "ko": "필지 고유번호(PNU)"}
