"""The dictionary of a resource: what a person says about its columns. A name is not a definition.

Words are kept over revisions and changed without loading anything again. Every change stands in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from madang.accounts import audit
from madang.accounts.policy import Actor, require
from madang.catalog.changes import touch
from madang.catalog.models import Column, Resource
from madang.ingest import references
from madang.lib.problems import Problem, Text
from madang.lib.texts import LANGUAGES

Rule = tuple[Callable[[Any], bool], Text]


class NoSuchColumn(Problem):
    en = "{resource} has no column {column}. It has: {known}."
    ko = "{resource}에는 {column} 열이 없습니다. 있는 열: {known}."


class OddWords(Problem):
    en = "{field} of the column {column} cannot be used: {value}. Expected: {expected}."
    ko = "열 {column}의 {field} 값을 쓸 수 없습니다: {value}. 맞는 값: {expected_ko}."


def describe_columns(resource: Resource, words: Mapping[str, Mapping[str, Any]], actor: Actor) -> list[Column]:
    """Say what columns mean: `{name: {"label": {"ko", "en"}, "description", "missing", "unit", "codes": {code: text}, "refers_to"}}`.

    What is not named stays. `missing` says why a value may be absent; `refers_to` (`dataset/table`, or None) which table's key
    the values are. Returns the changed columns.
    Raises `NotAllowed`, `NoSuchColumn`, `OddWords`, `references.NoTarget`, `references.UnfitTarget`; then nothing is changed.
    """
    require(actor, "describe", resource.dataset)
    known = _names(resource)
    for name, said in words.items():
        if name not in known:
            raise NoSuchColumn(resource=resource.name, column=name, known=", ".join(known[:50]))
        for field, value in said.items():
            _check(name, field, value)
    words = _resolved(resource, words, actor)
    with transaction.atomic():
        changed = [column for name, said in words.items() if (column := _changed(resource, name, dict(said), known))]
        if changed:
            touch(resource.dataset.slug)
            names = [column.name for column in changed]
            audit.record(actor, "describe", resource, columns=names[:100])
    return changed


def _resolved(resource: Resource, words: Mapping[str, Mapping[str, Any]], actor: Actor) -> dict[str, dict[str, Any]]:
    """The same words, with tables in place of their names."""
    columns = resource.columns.filter(refers_to__isnull=False).select_related("refers_to__dataset")
    before = {column.name: column.refers_to for column in columns}
    return {
        name: {
            field: references.wanted(resource, name, value, before.get(name), actor) if field == "refers_to" else value
            for field, value in said.items()
        }
        for name, said in words.items()
    }


def described(resource: Resource) -> tuple[int, int]:
    """How many of its columns have a meaning (a label or a description), and how many it has."""
    known = _names(resource)
    said = [column for column in resource.columns.all() if column.name in set(known)]
    return sum(any((column.label or {}).values()) or any((column.description or {}).values()) for column in said), len(
        known
    )


def _names(resource: Resource) -> list[str]:
    return [column["name"] for column in resource.current.schema] if resource.current else []


def _changed(resource: Resource, name: str, said: dict[str, Any], known: list[str]) -> Column | None:
    column, made = Column.objects.get_or_create(
        resource=resource, name=name, defaults={**said, "position": known.index(name)}
    )
    if made:
        return column
    if all(getattr(column, field) == value for field, value in said.items()):
        return None
    for field, value in said.items():
        setattr(column, field, value)
    column.save(update_fields=list(said))
    return column


def _check(column: str, field: str, value: Any) -> None:
    fits, expected = RULES.get(
        field, (lambda value: False, {"en": f"one of {', '.join(RULES)}", "ko": f"쓸 수 있는 것: {', '.join(RULES)}"})
    )
    if not fits(value):
        raise OddWords(
            field=field, column=column, value=str(value)[:80], expected=expected["en"], expected_ko=expected["ko"]
        )


def _text(longest: int) -> Rule:
    def fits(value: Any) -> bool:
        if not isinstance(value, dict) or not value.keys() <= set(LANGUAGES):
            return False
        return all(isinstance(words, str) and len(words) <= longest for words in value.values())

    return fits, {"en": f"words by language, at most {longest:,} letters each", "ko": f"언어별로 {longest:,}자까지"}


def _codes(value: Any) -> bool:
    words = _text(1000)[0]
    return isinstance(value, dict) and len(value) <= 2000 and all(words(text) for text in value.values())


def _table(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= 201)


RULES: dict[str, Rule] = {
    "label": _text(200),
    "description": _text(4000),
    "missing": _text(1000),
    "unit": (lambda value: isinstance(value, str) and len(value) <= 60, {"en": "at most 60 letters", "ko": "60자까지"}),
    "codes": (
        _codes,
        {"en": "at most 2,000 codes with words by language", "ko": "코드 2,000개까지, 코드마다 언어별 글"},
    ),
    "refers_to": (_table, {"en": "dataset/table, or nothing", "ko": "데이터셋/표, 또는 빈 값"}),
}
