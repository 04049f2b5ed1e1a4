"""`--setting KEY=VALUE`, as `madang load --source` and `madang schedules add` take it."""

from __future__ import annotations

from typing import Any

from madang.lib.problems import Problem

SETTING: dict[str, Any] = {
    "multiple": True, "metavar": "KEY=VALUE",
    "help": "A setting of the source: url=https://..., folder=/srv/in, pattern=*.csv; a key by name: {secret:NAME}.",
}  # fmt: skip


class OddSettingWord(Problem):
    en = "{given} is not a setting. Write --setting key=value, for example --setting url=https://data.example.org/a.csv"
    ko = "{given}은(는) 설정이 아닙니다. --setting 키=값으로 쓰세요. 예: --setting url=https://data.example.org/a.csv"


def source_settings(words: tuple[str, ...]) -> dict[str, str]:
    """`("url=https://...?a=b", "headers=X: y")` as settings. The same key again adds a line. Raises `OddSettingWord`."""
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key.strip():
            raise OddSettingWord(given=word)
        key = key.strip()
        found[key] = f"{found[key]}\n{value}" if key in found else value
    return found
