"""The city's own metadata fields: listed in its YAML file, kept in `Dataset.custom`, no code and no migration.

fields:
  - name: retention_years
    label: {ko: 보존 연한, en: Retention in years}
    kind: number
    required: yes
  - name: officer_grade
    label: {ko: 담당 직급, en: Grade of the officer}
    kind: choice
    choices:
      - {name: g5, label: {ko: 5급, en: Grade 5}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.catalog.marked import Marked
from madang.lib.problems import Problem, Text

KINDS = ("text", "number", "date", "choice")


class OddValue(Problem):
    en = "{field[en]}: {value!r} is not {wanted[en]}."
    ko = "{field[ko]}: {value!r}은(는) {wanted[ko]}이(가) 아닙니다."


class MissingValue(Problem):
    en = "{field[en]} must be filled in."
    ko = "{field[ko]}을(를) 입력해야 합니다."


class UnknownField(Problem):
    en = "{field} is not a metadata field of this city. Its fields: {known}."
    ko = "{field}은(는) 이 도시의 메타데이터 항목이 아닙니다. 항목: {known}."


@dataclass(frozen=True)
class Field:
    name: str
    label: Text
    kind: str = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()

    def clean(self, value: Any) -> Any:
        """The value as it is kept (JSON), None when it is empty. Raises `OddValue` or `MissingValue`."""
        text = "" if value is None else str(value).strip()
        if not text:
            if self.required:
                raise MissingValue(field=self.label)
            return None
        try:
            return _CLEAN[self.kind](self, text)
        except ValueError as error:
            raise OddValue(field=self.label, value=text, wanted=_WANTED[self.kind]) from error


def _number(field: Field, text: str) -> int | float:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raise ValueError(text)
    return float(text) if "." in text else int(text)


def _choice(field: Field, text: str) -> str:
    if text not in dict(field.choices):
        raise ValueError(text)
    return text


_CLEAN = {
    "text": lambda field, text: text,
    "number": _number,
    "date": lambda field, text: date.fromisoformat(text).isoformat(),
    "choice": _choice,
}
_WANTED = {
    "number": {"en": "a number such as 12 or 0.5", "ko": "12나 0.5 같은 수"},
    "date": {"en": "a date such as 2026-06-30", "ko": "2026-06-30 같은 날짜"},
    "choice": {"en": "one of the choices", "ko": "고를 수 있는 값"},
}


def fields(listed: Marked) -> tuple[Field, ...]:
    """Read the list of fields of a city's file. Raises `OddFile` with the line and how to mend it."""
    found: dict[str, Field] = {}
    for item in listed.each():
        field = _field(item)
        if field.name in found:
            raise item.odd(
                f"the field `{field.name}` is listed twice. Rename one.",
                f"`{field.name}` 항목이 두 번 있습니다. 하나의 이름을 바꾸세요.",
            )
        found[field.name] = field
    return tuple(found.values())


def _field(item: Marked) -> Field:
    keys = item.keys(("name", "label", "kind", "required", "choices"))
    for needed in ("name", "label"):
        if needed not in keys:
            raise item.odd(f"a field needs `{needed}:`. Add it.", f"항목에 `{needed}:`이(가) 없습니다. 추가하세요.")
    name = keys["name"].word()
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise keys["name"].odd(
            f"`{name}` cannot be a name. Use a-z, digits and _: retention_years.",
            f"`{name}`은(는) 이름이 될 수 없습니다. 영문 소문자, 숫자, _만 쓰세요: retention_years.",
        )
    kind = keys["kind"].word() if "kind" in keys else "text"
    if kind not in KINDS:
        raise keys["kind"].odd(
            f"`{kind}` is not a kind of field. Use one of {', '.join(KINDS)}.",
            f"`{kind}`은(는) 항목의 종류가 아닙니다. {', '.join(KINDS)} 중에서 쓰세요.",
        )
    if (kind == "choice") != ("choices" in keys):
        raise item.odd(
            "`choices:` belong to a field of `kind: choice`, and only there. Add or remove them.",
            "`choices:`는 `kind: choice`인 항목에만 있어야 합니다. 추가하거나 지우세요.",
        )
    return Field(
        name,
        keys["label"].texts(),
        kind,
        keys["required"].truth() if "required" in keys else False,
        _choices(keys["choices"]) if kind == "choice" else (),
    )


def _choices(listed: Marked) -> tuple[tuple[str, Text], ...]:
    found: dict[str, Text] = {}
    for item in listed.each():
        keys = item.keys(("name", "label"))
        if len(keys) < 2:
            raise item.odd(
                "a choice needs both. Write {name: a, label: {ko: ..., en: ...}}.",
                "둘 다 필요합니다. {name: a, label: {ko: ..., en: ...}}로 쓰세요.",
            )
        found[keys["name"].word()] = keys["label"].texts()
    if not found:
        raise listed.odd(
            "there is nothing to choose from. List at least one.", "고를 값이 없습니다. 하나 이상 적으세요."
        )
    return tuple(found.items())


def clean(values: Mapping[str, Any], known: tuple[Field, ...]) -> dict[str, Any]:
    """The values of `Dataset.custom` to keep, empty ones left out. Raises `UnknownField`, `OddValue`, `MissingValue`."""
    names = [field.name for field in known]
    for name in values:
        if name not in names:
            raise UnknownField(field=name, known=", ".join(names) or "-")
    cleaned = {field.name: field.clean(values.get(field.name)) for field in known}
    return {name: value for name, value in cleaned.items() if value is not None}
