"""`--choice KEY=VALUE`, as `madang check` and `madang load` take it."""

from __future__ import annotations

from typing import Any

from madang.ingest.tables import Choices
from madang.lib.problems import Problem

HELP = "Correct the reading: encoding=cp949, header_rows=1,2, types=COLUMN:date, crs=EPSG:5174."


class UnknownChoice(Problem):
    en = (
        "There is no choice {given}. Write --choice key=value with one of: {known};"
        " for example encoding=cp949, header_rows=1,2, types=COLUMN:TYPE."
    )
    ko = (
        "{given}은(는) 없는 선택입니다. --choice 키=값으로 쓰세요. 키: {known}."
        " 예: encoding=cp949, header_rows=1,2, types=열이름:자료형."
    )


class OddHeaderRows(Problem):
    en = "header_rows={given} is no list of line numbers. Write header_rows=1,2, or header_rows= for a file without a header."
    ko = "header_rows={given}은(는) 줄 번호가 아닙니다. header_rows=1,2처럼 쓰고, 제목 줄이 없으면 header_rows=로 두세요."


def parsed(words: tuple[str, ...]) -> Choices:
    """`("types=면적:text", "header_rows=1,2")` as choices. A column's name may hold `=` and `:`.

    Raises `UnknownChoice`, `OddHeaderRows` and what `ingest.choices.checked` raises.
    """
    from madang.ingest.choices import KINDS, checked

    found: dict[str, Any] = {}
    for choice in words:
        key, equals, value = choice.partition("=")
        if not equals or key not in KINDS or (key == "types" and ":" not in value):
            raise UnknownChoice(given=choice, known=", ".join(KINDS))
        if key == "types":
            column, _, kind = value.rpartition(":")
            found.setdefault("types", {})[column] = kind
        elif key == "header_rows":
            found[key] = _lines(value)
        else:
            found[key] = "\t" if value == "\\t" else value
    return checked(found)


def _lines(value: str) -> list[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise OddHeaderRows(given=value)
    return [int(part) for part in parts]
