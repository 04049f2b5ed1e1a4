"""Days with the year first as people write them: `2026.03.01.`, `2026. 3. 1.`, `2026년 3월 1일`, weekday or not, ISO among them."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = (
    "2026-03-01",
    "2026.03.01.",
    "2026. 3. 1.",
    "2026/3/1",
    "2026년 3월 1일",
    "2026년03월01일",
    "2024-02-29",
    "2026-03-01(일)",
    "2026년 3월 1일 일요일",
)
INVALID = (
    "2026-02-30",
    "2023-02-29",
    "20260301",
    "01/03/2026",
    "2026-13-01",
    "2026-03",
    "2026-03/01",
    "0026-03-01",
    "",
)
RANK = 201
NAMES = _dates.NAMES
NULLS = ("0000-00-00", "0000.00.00", "0000/00/00")
_D = _dates.ONE_OR_TWO
PATTERN = (
    rf"(?:{_dates.YEAR}-{_D}-{_D}|{_dates.YEAR}/{_D}/{_D}|{_dates.YEAR}\. ?{_D}\. ?{_D}\.?|{_dates.YEAR}년 ?{_D}월 ?{_D}일)"
    r"(?: ?\([월화수목금토일](?:요일)?\)| [월화수목금토일]요일)?"
)
matches = _dates.matcher(PATTERN)
# DuckDB reads ISO and slashed days itself, in a tenth of the time.
CONVERT = f"coalesce(TRY_CAST({{value}} AS DATE), {_dates.date()})"
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date", "ko": "날짜"}
