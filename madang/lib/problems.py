"""The errors that Madang names: each says what happened, where, and what to do, in every language.

A package declares its own problems beside the work that raises them:

    class EmptyFile(Problem):
        en = "{name} is empty (0 bytes). Ask the sender for the file again."
        ko = "{name}: 빈 파일입니다(0바이트). 보낸 곳에 다시 요청하세요."

    raise EmptyFile(name="population.csv")

`madang.api.problems` turns classes into HTTP statuses in one table; the command line and pages print `text(language)`.
"""

from __future__ import annotations

import re
from typing import ClassVar

from madang.lib.particles import josa

Text = dict[str, str]
"""One text in several languages, keyed by ISO 639-1 code: `{"en": "Population", "ko": "인구"}`."""


class Problem(Exception):
    """The root of every named error. Subclasses give `en` and `ko`, templates filled with the facts of the case."""

    en: ClassVar[str] = "Something went wrong: {detail}"
    ko: ClassVar[str] = "문제가 생겼습니다: {detail}"

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text("en"))

    @property
    def code(self) -> str:
        """The public name of the problem: `EmptyFile` is `empty-file`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(self).__name__).lower()

    def text(self, language: str) -> str:
        """The message in `language`, or in English when there is none."""
        template: str = getattr(self, language, self.en) if language in ("en", "ko") else self.en
        said = template.format_map(self.facts)
        return josa(said) if language == "ko" else said

    def texts(self) -> Text:
        """The message in all languages."""
        return {"en": self.text("en"), "ko": self.text("ko")}
