"""Whole numbers that write back to the identical text: `007`, `+5`, `1,234`, `-0` and 19 digits are something else."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.INTEGER
VALID = ("0", "7", "-12", "20190304", "999999999999999999")
INVALID = ("007", "-0", "+5", "1,234", "1e5", "12.0", "0164A", "1234567890123456789", "１２", "")
RANK = 600
NAMES = (
    r"인구|면적|금액|예산|합계|소계|총계|(?:^|[ /_])계$|건수|인원|명\)|세대|가구|개수|대수|[가-힣](?:수|액|량|가|비|료|금)$|"
    r"요금|단가|매출|좌표|사용량|이용량|거리|높이|남자?$|여자?$|남성$|여성$|총|누계|평균|내국인|외국인|한국인|㎡|㎢|\(원\)|천원|백만원|"
    r"population|amount|total|count|number of|value|price|cost(?! ?(?:element|cent))|"
    r"spend|budget|area|income|easting|northing|residents|households"
)
matches = matcher(r"0|-?[1-9][0-9]{0,17}")
# A cast and back is three times faster than a regular expression, and is the rule itself.
SQL = "TRY_CAST({value} AS BIGINT)::VARCHAR = {value} AND length(ltrim({value}, '-')) <= 18"
LABEL = {"en": "whole number", "ko": "정수"}


def decides(column: Facts) -> bool:
    """Sixteen digits and more are hardly ever a count, and JSON readers lose the last of them (2^53)."""
    return column.longest <= 15


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.many == 0
