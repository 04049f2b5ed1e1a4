"""행정동 codes: 10 digits of the Ministry of the Interior, or 8 and 7 of Statistics Korea and of living-population files.

The 10-digit form is told from the legal one by its middle: 행정동 count from 500, 읍 from 250, 면 from 310, the whole 구 is 000.
"""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._korea import CENSUS_PROVINCES, PROVINCES
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("1111053000", "1100000000", "4111325000", "11110530", "1101053", "3901062")
INVALID = ("1111010100", "9911053000", "1011053", "111105300", "11110", "1111053000a", "11110531", "")
RANK = 400
NAMES = r"행정동|행정기관|행정구역|읍면동|동.?코드|지역.?코드|위치.?코드|^코드$|dong|adm|(?:^|[^a-z])h?code(?:$|[^a-z])|code_?(?:7|8|10)"
_PATTERN = (
    rf"{PROVINCES}[0-9]{{3}}(?:000|2[5-9][0-9]|3[0-9]{{2}}|4[0-9]{{2}}|[5-9][0-9]{{2}})00|"
    rf"{PROVINCES}[0-9]{{3}}[0-9]{{2}}0|{CENSUS_PROVINCES}[0-9]{{3}}[0-9]{{2}}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "administrative dong code", "ko": "행정동 코드"}


def decides(column: Facts) -> bool:
    """Seven and eight digits are also plain numbers, and ten may be anything: the header must speak of a code or a 동."""
    return column.named and column.shortest == column.longest
