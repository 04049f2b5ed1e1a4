"""Anything written. The last type to be asked, and the one that never fails."""

from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("서울특별시 종로구", "0164A", "007", "\n", "a")
INVALID = ()
RANK = 1000
SQL = "{value} IS NOT NULL"
LABEL = {"en": "text", "ko": "글"}


def matches(text: str) -> bool:
    return True
