"""Values of parameters by their type: forms and addresses know only texts, so `"5"`, `"True"` and JSON in a text count as what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from madang.api.ckan.errors import Invalid

TRUE, FALSE = ("true", "t", "yes", "y", "on", "1"), ("false", "f", "no", "n", "off", "0", "none", "")


class Parameters:
    """What was sent, by name. `given` holds the values as they came."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        """Whether it was sent with a value."""
        return self.given.get(name) not in (None, "")

    def required(self, name: str, *others: str) -> str:
        """A text that must be there, under its name or an older one. Raises `Invalid`: Missing value."""
        for each in (name, *others):
            if each in self:
                return self.text(each)
        raise Invalid({name: ["Missing value"]})

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name)
        if value is None:
            return default
        if isinstance(value, bool | list | dict):
            raise Invalid({name: ["Must be a Unicode string value"]})
        return str(value)

    def whole(self, name: str, default: int, most: int | None = None) -> int:
        """A number from 0 on. More than `most` is taken for it, as CKAN does."""
        value = self.given.get(name)
        if value is None or value == "":
            return default
        text = str(value).strip()
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,18}(\.0+)?", text, re.ASCII):
            raise Invalid({name: ["Invalid integer"]})
        number = int(text.partition(".")[0])
        if number < 0:
            raise Invalid({name: ["Must be a natural number"]})
        return number if most is None else min(number, most)

    def switch(self, name: str, default: bool) -> bool:
        value = self.given.get(name)
        word = str(value).strip().lower()
        if value is None:
            return default
        if word in TRUE or word in FALSE:
            return word in TRUE
        raise Invalid({name: ["Must be true or false"]})

    def listing(self, name: str) -> list[str]:
        """A list, JSON of one in a text, or texts with commas between them."""
        value = self._opened(name, "[")
        if value is None or value == "":
            return []
        values = value if isinstance(value, list) else [part.strip() for part in self.text(name).split(",")]
        if not all(isinstance(each, str | int | float) for each in values):
            raise Invalid({name: ["Not a list"]})
        return [str(each) for each in values]

    def thing(self, name: str) -> dict[str, Any]:
        """An object, or JSON of one in a text."""
        value = self._opened(name, "{")
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            raise Invalid({name: ["Cannot parse JSON"]})
        return value

    def _opened(self, name: str, mark: str) -> Any:
        value = self.given.get(name)
        if not isinstance(value, str) or not value.lstrip().startswith(mark):
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Invalid({name: ["Cannot parse JSON"]}) from error
