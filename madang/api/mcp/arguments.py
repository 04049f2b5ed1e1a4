"""The arguments of tools: declared once, for the schema that clients are told and for reading what they send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from madang.api.problems import OddParameter, UnknownParameter
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES
from madang.query import near

TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


class UnknownArgument(UnknownParameter):
    en = "`{name}` is not an argument of `{tool}`.{hint_en} Arguments: {known}."
    ko = "`{name}`은(는) `{tool}`의 인자가 아닙니다.{hint_ko} 인자: {known}."


class OddArgument(OddParameter):
    en = "The argument `{name}` cannot be read: {why_en}. For example: {example}"
    ko = "`{name}` 인자를 읽을 수 없습니다: {why_ko}. 예: {example}"


class MissingArgument(OddArgument):
    en = "`{tool}` needs the argument `{name}`. For example: {example}"
    ko = "`{tool}`에는 `{name}` 인자가 필요합니다. 예: {example}"


class _Odd(Exception):
    """Why a value does not fit, in both languages."""

    def __init__(self, en: str, ko: str) -> None:
        super().__init__(en)
        self.en, self.ko = en, ko


@dataclass(frozen=True)
class Argument:
    """An argument: its kind (`string`, `integer`, `boolean` or `numbers`), what it means, an example, and its bounds.

    `least` and `most` bound the letters of a text, a whole number itself, and how many numbers there are.
    """

    name: str
    kind: str
    example: str
    means: Text
    least: int = 0
    most: int = 10_000
    choices: tuple[str, ...] = ()
    required: bool = False

    def schema(self, language: str) -> dict[str, Any]:
        told: dict[str, Any] = {"description": f"{self.means[language]} ({self.example})"}
        match self.kind:
            case "integer":
                return {"type": "integer", "minimum": self.least, "maximum": self.most, **told}
            case "boolean":
                return {"type": "boolean", **told}
            case "numbers":
                of = {"type": "number"}
                return {"type": "array", "items": of, "minItems": self.least, "maxItems": self.most, **told}
        chosen = {"enum": list(self.choices)} if self.choices else {"maxLength": self.most}
        return {"type": "string", **chosen, **told}

    def read(self, value: Any) -> Any:
        """What was meant. Assistants write numbers as texts and lists for texts now and then. Raises `OddArgument`."""
        try:
            return getattr(self, "_" + self.kind)(value)
        except _Odd as odd:
            raise OddArgument(name=self.name, why_en=odd.en, why_ko=odd.ko, example=self.example) from odd

    def _string(self, value: Any) -> str:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = ", ".join(value)
        if not isinstance(value, str):
            raise _Odd("it must be a text", "글이어야 합니다")
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _Odd("it holds NUL or half a character", "NUL이나 반쪽 문자가 들어 있습니다")
        if not self.least <= len(value) <= self.most:
            raise _Odd(f"it must have {self.least} to {self.most:,} characters, and has {len(value):,}",
                       f"{self.least}~{self.most:,}자여야 하는데 {len(value):,}자입니다")  # fmt: skip
        if self.choices and value not in self.choices:
            raise _Odd(
                f"it must be one of {', '.join(self.choices)}", f"{', '.join(self.choices)} 가운데 하나여야 합니다"
            )
        return value

    def _integer(self, value: Any) -> int:
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 19:
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise _Odd(f"it must be a whole number from {self.least:,} to {self.most:,}",
                       f"{self.least:,}부터 {self.most:,}까지의 정수여야 합니다")  # fmt: skip
        return value

    def _boolean(self, value: Any) -> bool:
        word = str(value).lower()
        if isinstance(value, list | dict) or word not in (*TRUE, *FALSE):
            raise _Odd("it must be true or false", "true나 false여야 합니다")
        return word in TRUE

    def _numbers(self, value: Any) -> tuple[float, ...]:
        parts = value.split(",") if isinstance(value, str) else value
        try:
            numbers = tuple(float(part) for part in parts if not isinstance(part, bool))
        except (TypeError, ValueError):
            numbers = ()
        if not self.least <= len(numbers) <= self.most:
            raise _Odd(f"it must be {self.least} numbers", f"수 {self.least}개여야 합니다")
        return numbers


LANGUAGE = Argument("language", "string", "ko", {
    "en": "language of the answer; by default what your client accepts, else that of your words",
    "ko": "답의 언어. 없으면 클라이언트가 받는 언어, 그다음은 질문을 쓴 언어입니다",
}, choices=LANGUAGES)  # fmt: skip


def read(tool: str, known: Sequence[Argument], sent: dict[str, Any]) -> dict[str, Any]:
    """Every argument that was sent, read; null is not sent. Raises `UnknownArgument`, `MissingArgument`, `OddArgument`."""
    named = {argument.name: argument for argument in known}
    for name in sent:
        if name not in named:
            raise UnknownArgument(tool=tool, name=name[:100], known=", ".join(named), **near.hint(name, named))
    found = {name: named[name].read(value) for name, value in sent.items() if value is not None}
    for argument in known:
        if argument.required and argument.name not in found:
            raise MissingArgument(tool=tool, name=argument.name, example=argument.example)
    return found


def schema(known: Sequence[Argument], language: str) -> dict[str, Any]:
    """The JSON Schema of a tool's arguments."""
    return {
        "type": "object",
        "properties": {argument.name: argument.schema(language) for argument in known},
        "required": [argument.name for argument in known if argument.required],
        "additionalProperties": False,
    }
