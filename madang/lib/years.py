"""Which columns hold years, told by their name and finer meaning: 기준연도, 준공년도, fiscal_year; not 청소년, not per_year."""

from __future__ import annotations

import re

_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
_YEAR = re.compile(
    r"(연도|년도)$|(?<!청)(?<!소)(?<!중)(?<!노)(?<!유)(?<!전)(?<!학)(?<!장)년$|(?<!per)(?<!per[ _])year$|(?<![a-z])yr$"
)
"""청년, 청소년, 중장년, 노년, 유년 are people of an age, and 전년 the figure of the year before."""
_OF_THE_ROW = re.compile(r"(기준)?(연도|년도|년)|기준(년월|월|일)|year")


def is_year(name: str, semantic: str) -> bool:
    """Whether a column holds years. A finer meaning says so; else the name ends so, whatever unit stands in brackets."""
    return semantic == "year" or bool(_YEAR.search(_bare(name)))


def is_time_of_row(name: str) -> bool:
    """Whether a column is named for the time that its row tells of: 연도, 기준일; not the year of an opening."""
    return bool(_OF_THE_ROW.fullmatch(_bare(name)))


def _bare(name: str) -> str:
    return _IN_BRACKETS.sub("", name.casefold()).strip()
