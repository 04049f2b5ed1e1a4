"""What may be set of a study, read from JSON, a form or a command line: complete, in bounds, or refused by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from madang.analysis.declare import Parameter, Study
from madang.lib.problems import Problem, Text
from madang.query import near

SEED = Parameter(
    "seed",
    {"en": "Seed", "ko": "난수 씨앗값"},
    {
        "en": "The same inputs, parameters, version and seed give the same result. Another seed shows what is chance.",
        "ko": "입력, 매개변수, 버전, 씨앗값이 같으면 결과도 같습니다. 씨앗값을 바꾸면 우연에 따라 달라지는 것이 드러납니다.",
    },
    "integer", 0, 0, 2**31 - 1, advanced=True,
)  # fmt: skip
"""Every study has one, whether or not it declares its own."""
LONGEST = 2_000
SWITCH = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
    "": False,
}


class UnknownParameter(Problem):
    en = "The study has no parameter `{name}`.{hint_en} Parameters: {known}."
    ko = "이 분석에는 `{name}` 매개변수가 없습니다.{hint_ko} 매개변수: {known}."


class OddParameter(Problem):
    en = "{what[en]} cannot be `{value}`: it is {kind[en]}. The default is {default}."
    ko = "{what[ko]}에 `{value}`을(를) 쓸 수 없습니다. {kind[ko]}이어야 합니다. 기본값은 {default}입니다."


class OutOfBounds(Problem):
    en = "{what[en]} is {value}, but must lie between {low} and {high}{unit}."
    ko = "{what[ko]} 값 {value}은(는) 범위를 벗어났습니다. {low} 이상 {high} 이하{unit}여야 합니다."


class UnknownChoice(Problem):
    en = "{what[en]} cannot be `{value}`. Choose one of: {known}."
    ko = "{what[ko]}에 `{value}`을(를) 쓸 수 없습니다. 다음 가운데 고르세요: {known}."


KINDS = {
    "number": {"en": "a number", "ko": "수"},
    "integer": {"en": "a whole number", "ko": "정수"},
    "choice": {"en": "one of its choices", "ko": "선택지 가운데 하나"},
    "flag": {"en": "yes or no", "ko": "예나 아니요"},
    "text": {"en": "a text", "ko": "글"},
}


def known(study: Study) -> tuple[Parameter, ...]:
    """The parameters of a study, with the seed that every study has."""
    if any(one.name == SEED.name for one in study.PARAMETERS):
        return tuple(study.PARAMETERS)
    return (*study.PARAMETERS, SEED)


def complete(study: Study, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter with its value: what was given, checked, else the default. Values may be texts, as forms send them.

    Raises `UnknownParameter`, `OddParameter`, `OutOfBounds`, `UnknownChoice`.
    """
    parameters = {one.name: one for one in known(study)}
    for name in given:
        if name not in parameters:
            raise UnknownParameter(name=name, known=", ".join(parameters), **near.hint(name, parameters))
    return {name: value(one, given[name]) if name in given else one.default for name, one in parameters.items()}


def value(parameter: Parameter, given: Any, *, called: Text | None = None) -> Any:
    """One value, checked. Raises as `complete`; its words call the parameter by its name for programs, or as `called`."""
    what = called or {"en": f"`{parameter.name}`", "ko": f"`{parameter.name}`"}
    try:
        found = READ[parameter.kind](given)
    except (ValueError, KeyError, OverflowError) as error:
        shown = str(given)[:80]
        raise OddParameter(
            name=parameter.name, what=what, value=shown, kind=KINDS[parameter.kind], default=parameter.default
        ) from error
    if parameter.kind in ("number", "integer"):
        _within(parameter, found, what)
    if parameter.kind == "choice" and found not in parameter.choices:
        raise UnknownChoice(name=parameter.name, what=what, value=found[:80], known=", ".join(parameter.choices))
    return found


def _within(parameter: Parameter, found: float, what: Text) -> None:
    low = -math.inf if parameter.low is None else parameter.low
    high = math.inf if parameter.high is None else parameter.high
    if not low <= found <= high:
        unit = f" {parameter.unit}" if parameter.unit else ""
        raise OutOfBounds(
            name=parameter.name, what=what, value=f"{found:g}", low=f"{low:g}", high=f"{high:g}", unit=unit
        )


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise ValueError(given)
    found = float(given)
    if not math.isfinite(found):
        raise ValueError(given)
    return found


def _integer(given: Any) -> int:
    found = _number(given)
    if found != int(found):
        raise ValueError(given)
    return int(found)


def _flag(given: Any) -> bool:
    return given if isinstance(given, bool) else SWITCH[str(given).strip().lower()]


def _text(given: Any) -> str:
    if not isinstance(given, str) or len(given) > LONGEST or "\0" in given:
        raise ValueError(given)
    return given


READ: dict[str, Callable[[Any], Any]] = {
    "number": _number,
    "integer": _integer,
    "choice": _text,
    "flag": _flag,
    "text": _text,
}
