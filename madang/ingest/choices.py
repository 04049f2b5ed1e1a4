"""Corrections of a reading that come from outside (a program, a schedule, the command line), checked before anything is begun with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from madang.ingest.encodings import UnknownEncoding
from madang.ingest.encodings.decoders import known
from madang.ingest.encodings.rule import OFFERED
from madang.ingest.infer import require_type
from madang.ingest.tables import Choices
from madang.lib.problems import Problem, Text
from madang.query import near


class UnknownChoiceKey(Problem):
    en = "There is no choice `{key}`.{hint_en} Choices: {known}."
    ko = "`{key}`(이)라는 선택은 없습니다.{hint_ko} 선택할 수 있는 것: {known}."


class OddChoice(Problem):
    en = "The choice `{key}` must be {expected_en}; it is {got}."
    ko = "선택 `{key}`의 값은 {expected_ko}이어야 합니다. 받은 값: {got}."


Kind = tuple[Callable[[Any], bool], Text]


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) and part for pair in value.items() for part in pair)


def _lines(value: Any) -> bool:
    return isinstance(value, list) and all(type(line) is int and 0 < line < 1 << 53 for line in value)


TEXT: Kind = (lambda value: isinstance(value, str) and value != "", {"en": "a text", "ko": "글"})
KINDS: dict[str, Kind] = {
    "encoding": TEXT,
    "delimiter": TEXT,
    "quote": TEXT,
    "header_rows": (
        _lines,
        {"en": "a list of line numbers such as [1, 2], or [] for none", "ko": "[1, 2] 같은 줄 번호의 목록(없으면 [])"},
    ),
    "sheet": TEXT,
    "types": (_texts, {"en": 'an object such as {"column": "date"}', "ko": '{"열 이름": "date"} 같은 객체'}),
    "crs": TEXT,
    "language": (lambda value: value in ("ko", "en"), {"en": '"ko" or "en"', "ko": '"ko" 또는 "en"'}),
}
"""What may be said from outside. `earlier_types` is not: only what was published before says it."""


def checked(given: Mapping[str, Any]) -> Choices:
    """The same choices, of the right kinds. Raises `UnknownChoiceKey`, `OddChoice`, `UnknownEncoding`, `infer.UnknownType`."""
    for key, value in given.items():
        if key not in KINDS:
            raise UnknownChoiceKey(key=key, known=", ".join(KINDS), **near.hint(str(key), KINDS))
        fits, expected = KINDS[key]
        if not fits(value):
            raise OddChoice(key=key, got=repr(value)[:100], expected_en=expected["en"], expected_ko=expected["ko"])
    if "encoding" in given and not known(given["encoding"]):
        raise UnknownEncoding(encoding=given["encoding"], offered=", ".join(OFFERED))
    for column, kind in given.get("types", {}).items():
        require_type(column, kind)
    return cast(Choices, dict(given))
