"""The parameters of the native dialect, and the question that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeVar

from django.http import HttpRequest

from madang.api.formats import formats, options
from madang.api.problems import OddParameter, UnknownFormat, UnknownParameter
from madang.catalog import moments
from madang.lib.texts import LANGUAGES
from madang.query import near, parse
from madang.query.model import Question

Value = TypeVar("Value")
DEFAULT_LIMIT = 100


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address: how its text is read, an example, and what it means (for the OpenAPI document)."""

    name: str
    read: Callable[[str], Any]
    example: str
    means: str
    kind: str = "string"
    many: bool = False  # may be given several times; its value is a list
    required: bool = False
    bounds: dict[str, Any] = field(default_factory=dict)  # what else its text must be, as JSON Schema


def whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(text)
    return int(text)


SWITCH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def switch(text: str) -> bool:
    return SWITCH[text.lower()]


def _numbers(count: int) -> Callable[[str], tuple[float, ...]]:
    def read(text: str) -> tuple[float, ...]:
        numbers = tuple(float(part) for part in text.split(","))
        if len(numbers) != count:
            raise ValueError(text)
        return numbers

    return read


def language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text


COUNT = {"minimum": 0, "maximum": 10**18 - 1}
MOMENT = {"pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?$"}
NUMBER = r"-?[0-9]+([.][0-9]+)?"
QUESTION = (
    Parameter("select", parse.selection, "자치구, sum(인구) as total", "columns, expressions, aggregates; all columns by default"),
    Parameter("where", parse.condition, "인구 >= 1000 and 자치구 = '종로구'", "a condition on rows"),
    Parameter("group_by", parse.grouping, "자치구", "what rows are folded by"),
    Parameter("having", lambda text: parse.condition(text, "having"), "count(*) > 10", "a condition on groups"),
    Parameter("order_by", parse.ordering, "인구 desc nulls last", "the order; rows come as they are stored by default, empty values last"),
    Parameter("distinct", switch, "true", "each row of the answer once", "boolean"),
    Parameter("search", str, "청운", "words that must all occur in text columns"),
    Parameter("bbox", _numbers(4), "126.9,37.5,127.1,37.7", "west,south,east,north in degrees: shapes that touch it",
              bounds={"pattern": rf"^{NUMBER}(,{NUMBER}){{3}}$"}),
    Parameter("every", whole, "10", "every tenth row as stored, from the first on: an even sample, the same each time", "integer",
              bounds={**COUNT, "minimum": 1}),
    Parameter("near", _numbers(3), "126.98,37.57,500", "longitude,latitude,metres: shapes within that distance",
              bounds={"pattern": rf"^{NUMBER}(,{NUMBER}){{2}}$"}),
)  # fmt: skip
PAGING = (
    Parameter("limit", whole, "100", f"at most so many rows; {DEFAULT_LIMIT} by default for JSON, all rows for other formats", "integer",
              bounds=COUNT),
    Parameter("offset", whole, "0", "rows to skip; `after` is better, it never mixes two revisions", "integer", bounds=COUNT),
    Parameter("after", str, "WyIwMWEy", "the cursor of the last answer (`next` holds it)"),
    Parameter("count", switch, "false", "false spares the total of filtered rows", "boolean"),
)  # fmt: skip
VERSION = (
    Parameter(
        "as_of", moments.until, "2026-06-30", "the revision that was current then (a day means its end)", bounds=MOMENT
    ),
    Parameter("revision", str, "019a2b3c4d5e7f80a1b2c3d4e5f60718", "this revision, for ever the same"),
)
PAIR = (
    Parameter("from", str, "1", "the older revision, by its id or its number; by default the one before `to`"),
    Parameter("to", str, "2", "the newer revision, by its id or its number; by default the current one"),
)
OUTPUT = (
    Parameter("format", str, "csv", "the format, by its extension", bounds={"enum": list(formats())}),
    Parameter("bom", switch, "true", "csv, tsv: the mark that Excel needs to read Hangul", "boolean"),
    Parameter("safe", switch, "true", "csv, tsv, xlsx: disarm texts that a spreadsheet would compute", "boolean"),
    Parameter("labels", switch, "true", "csv, tsv, xlsx: the publisher's labels as headings", "boolean"),
    Parameter("lang", language, "en", "ko or en, for labels and messages", bounds={"enum": list(LANGUAGES)}),
)


def values(request: HttpRequest, known: Iterable[Parameter]) -> dict[str, Any]:
    """Every parameter that was sent, read. Raises `UnknownParameter`, `OddParameter` and those of `query.parse`."""
    parameters = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    for name, texts in request.GET.lists():
        if name not in parameters:
            raise UnknownParameter(name=name, known=", ".join(parameters), **near.hint(name, parameters))
        found[name] = one(parameters[name], texts)
    return found


def one(parameter: Parameter, texts: list[str]) -> Any:
    """The value of a parameter. Given twice it is odd: taking either would be a guess."""
    try:
        if parameter.many:
            return [parameter.read(text) for text in texts]
        if len(texts) != 1:
            raise ValueError(texts)
        return parameter.read(texts[0])
    except (ValueError, KeyError) as error:
        raise OddParameter(name=parameter.name, value=", ".join(texts), example=parameter.example) from error


def question(found: dict[str, Any], default_limit: int | None) -> Question:
    """The question of read parameters. Raises `OddQuestion`."""
    names = [parameter.name for parameter in (*QUESTION, *PAGING)]
    asked = {"limit": default_limit} | {name: found[name] for name in names if name in found}
    return Question(**asked)


def format_of(name: str) -> ModuleType:
    """The format with that extension. Raises `UnknownFormat`."""
    known = formats()
    if name not in known:
        raise UnknownFormat(name=name, known=", ".join(known), **near.hint(name, known))
    return known[name]


def format_options(found: dict[str, Any], format: ModuleType) -> dict[str, Any]:
    """The options of the format that were sent. One that the format does not have is refused: it would do nothing."""
    sent = {name: found[name] for name in ("bom", "safe", "labels") if name in found}
    for name in sent:
        if name not in options(format):
            known = ", ".join(options(format)) or "-"
            raise UnknownParameter(name=name, known=known, hint_en="", hint_ko="")
    return {name: value for name, value in sent.items() if value}
