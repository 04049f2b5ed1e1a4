"""A part of a year: `March 2026`, `Mar-26`, `2026-W05`, `2026년 5주차`, `2026 상반기`, `H1 2026`, `2023/24`, `FY2023`. It stays text."""

from madang.ingest.types import date_words
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = (
    "March 2026",
    "Mar-26",
    "2026-W05",
    "2026년 5주차",
    "2026 상반기",
    "2026년 하반기",
    "H1 2026",
    "2023/24",
    "FY2023",
)
INVALID = ("2026", "2026-W54", "12/24", "2023/26", "상반기", "Mar", "2026-03", "1 Mar 2026", "")
RANK = 432
_YEARS = "|".join(
    f"20{year:02}/{year + 1:02}|20{year:02}-20{year + 1:02}|20{year:02}/20{year + 1:02}" for year in range(99)
)
# 2003-04 to 2011-12 are months as well; later pairs of years cannot be.
_LATER = "|".join(f"20{year:02}-{year + 1:02}" for year in range(12, 99))
_PATTERN = (
    rf"(?i){date_words.MONTH}[ -](?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})|20[0-9]{{2}}-?W(?:0[1-9]|[1-4][0-9]|5[0-3])|"
    rf"(?:19|20)[0-9]{{2}}년? ?(?:(?:[1-9]|[1-4][0-9]|5[0-3])주차?|[상하]반기)|H[12] ?(?:19|20)[0-9]{{2}}|"
    rf"(?:19|20)[0-9]{{2}}-?H[12]|FY ?(?:20)?[0-9]{{2}}|{_YEARS}|{_LATER}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "part of a year", "ko": "기간"}
