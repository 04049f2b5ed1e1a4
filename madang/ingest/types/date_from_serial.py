"""Days of a spreadsheet as its numbers: 45000 is 15 March 2023, counted from 30 December 1899. Only when a person chooses it."""

from madang.ingest.types import date_serial
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.DATE
VALID = date_serial.VALID
INVALID = date_serial.INVALID
RANK = 269
matches = date_serial.matches
SQL = date_serial.SQL
CONVERT = "(DATE '1899-12-30' + CAST(floor(CAST({value} AS DOUBLE)) AS INTEGER))"
LABEL = {"en": "date of a spreadsheet", "ko": "스프레드시트 날짜"}
NOTE = {"en": "days counted from 30 December 1899", "ko": "1899년 12월 30일부터 센 날수입니다"}


def decides(column: Facts) -> bool:
    return False
