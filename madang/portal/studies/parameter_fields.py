"""What can be set of a study, as fields of a form; `analysis.parameters` decides what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from madang.analysis import parameters
from madang.analysis.declare import Parameter, Study
from madang.lib.problems import Problem

PREFIX = "p."


@dataclass
class ParameterField:
    """`value` is the text in the field, or whether the box is ticked."""

    parameter: Parameter
    value: Any
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return PREFIX + self.parameter.name

    @property
    def key(self) -> str:
        return self.name.replace(".", "-")

    @property
    def changed(self) -> bool:
        """Whether it is not the default, so that it must not hide."""
        return bool(self.errors) or str(self.value) != _written(self.parameter.default)


def fields(study: Study, given: Mapping[str, Any] | None) -> list[ParameterField]:
    """As given (texts by the names of the parameters), else with their defaults. What is not allowed is said at its field."""
    return [_field(one, given) for one in parameters.known(study)]


def posted(study: Study, given: QueryDict) -> dict[str, Any]:
    """The texts of a form that was sent. A box that is not ticked sends nothing, a field left empty means the default."""
    found: dict[str, Any] = {}
    for one in parameters.known(study):
        text = given.get(PREFIX + one.name, "")
        if one.kind == "flag":
            found[one.name] = bool(text)
        elif text.strip() or one.kind == "text":
            found[one.name] = text
    return found


def _field(parameter: Parameter, given: Mapping[str, Any] | None) -> ParameterField:
    if given is None or parameter.name not in given:
        return ParameterField(parameter, _shown(parameter, parameter.default))
    made = ParameterField(parameter, _shown(parameter, given[parameter.name]))
    try:
        called = {language: f"“{words}”" for language, words in parameter.label.items()}
        parameters.value(parameter, given[parameter.name], called=called)
    except Problem as problem:
        made.errors.append(problem.text(get_language() or "ko"))
    return made


def _shown(parameter: Parameter, value: Any) -> Any:
    return bool(value) if parameter.kind == "flag" else _written(value)


def _written(value: Any) -> str:
    """A number as people write it: `500`, not `500.0`; 1e15 in full."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return str(value)
