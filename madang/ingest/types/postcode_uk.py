"""British postcodes, spaced or not: `L1 8JQ`, `L18JQ`, `SW1A 1AA`. The last letters never hold C I K M O V."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("L1 8JQ", "L18JQ", "SW1A 1AA", "M1 1AE", "l69 3bx", "GIR 0AA")
INVALID = ("L1", "LIVERPOOL", "L1 8J", "L1 8CQ", "02052", "A1B 2C3", "")
RANK = 445
NAMES = r"post.?code|pcd|zip"
_PATTERN = (
    "(?i)(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|"
    "[A-HK-Y][0-9][ABEHMNPRV-Y])|GIR) {0,3}[0-9][ABD-HJLNP-UW-Z]{2}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "British postcode", "ko": "영국 우편번호"}
