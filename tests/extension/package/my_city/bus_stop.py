"""A column type of one city: `01-234`."""

import re

from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("01-234",)
INVALID = ("01234", "")
RANK = 300


def matches(text: str) -> bool:
    return re.fullmatch(r"[0-9]{2}-[0-9]{3}", text) is not None
