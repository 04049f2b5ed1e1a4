"""Days with the year first in ISO form, or with slashes: `2026-03-01`, `2026-3-1`, `2026/03/01`."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("2026-03-01", "2026-3-1", "2026/3/1", "2024-02-29", "9999-12-31")
INVALID = (
    "2026-02-30",
    "2026.03.01",
    "20260301",
    "01/03/2026",
    "2026-13-01",
    "2026-03",
    "2026-03/01",
    "0026-03-01",
    "",
)
RANK = 200
NAMES = _dates.NAMES
NULLS = ("0000-00-00", "0000/00/00")
_D = _dates.ONE_OR_TWO
_PATTERN = rf"{_dates.YEAR}-{_D}-{_D}|{_dates.YEAR}/{_D}/{_D}"
matches = _dates.matcher(_PATTERN)
CONVERT = "TRY_CAST({value} AS DATE)"
SQL = _dates.fits(_PATTERN, CONVERT)
LABEL = {"en": "date", "ko": "날짜"}
