"""By which names the clients of other portals know a table: its services, their arguments by place, and the key of its rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from madang.accounts import audit
from madang.accounts.policy import Actor, readable, require
from madang.catalog import keys, names
from madang.catalog.changes import touch
from madang.catalog.models import SLUG, Alias, Resource
from madang.ingest.describe_columns import NoSuchColumn
from madang.lib.problems import Problem
from madang.query.model import Type

FIELDS = ("services", "arguments", "key")
RESERVED = ("SearchCatalogService",)
"""Services that are no table: the catalogue as rows."""
MOST = 20
LONGEST = 100


class OddAddressing(Problem):
    en = "{field}: {value} cannot be used. Expected: {expected}."
    ko = "{field}: {value}은(는) 쓸 수 없습니다. 맞는 값: {expected_ko}."


class NameTaken(Problem):
    en = "The name {name} is in use in this city. Choose another, for example {example}."
    ko = "이름 {name}은(는) 이 도시에서 이미 쓰고 있습니다. 다른 이름을 고르세요(예: {example})."


def addressing(resource: Resource) -> dict[str, list[str]]:
    """`{"services", "arguments", "key"}` as they are. The first service is the main one."""
    services = [alias.name for alias in resource.aliases.all()]
    return {"services": services, "arguments": list(resource.arguments), "key": list(resource.key)}


def address_resource(resource: Resource, words: dict[str, Any], actor: Actor) -> Resource:
    """Set some of `FIELDS`, each a list of names; what is not named stays, an empty list takes away.

    Raises `NotAllowed`, `OddAddressing`, `NoSuchColumn`, `NameTaken`, and for keys `keys.NoSuchKey`, `keys.UntrueKey` and what
    `policy.readable` raises; then nothing is changed.
    """
    require(actor, "describe", resource.dataset)
    wanted = {field: _list(field, value) for field, value in words.items()}
    _check_columns(resource, wanted.get("arguments", []))
    if wanted.get("key"):
        _check_columns(resource, wanted["key"])
        keys.require(readable(actor, resource), wanted["key"])
    with transaction.atomic():
        resource = Resource.objects.select_for_update().get(pk=resource.pk)
        before = addressing(resource)
        if all(before[field] == value for field, value in wanted.items()):
            return resource
        resource.arguments = wanted.get("arguments", before["arguments"])
        resource.key = wanted.get("key", before["key"])
        resource.save(update_fields=["arguments", "key"])
        if "services" in wanted:
            _rename(resource, wanted["services"])
        touch(resource.dataset.slug)
        audit.record(actor, "describe", resource, **wanted)
    return resource


def _rename(resource: Resource, services: list[str]) -> None:
    """Raises `NameTaken`, whoever has it: also a table that the actor may not see."""
    resource.aliases.exclude(name__in=services).delete()
    own = {alias.name: alias for alias in resource.aliases.all()}
    for position, name in enumerate(services):
        alias = own.get(name) or Alias(name=name, resource=resource)
        alias.position = position
        try:
            with transaction.atomic():
                alias.save()
        except IntegrityError as error:
            raise NameTaken(name=name, example=f"{name}2") from error


def _list(field: str, value: Any) -> list[str]:
    """The names of a field, composed as people see them. Raises `OddAddressing`."""
    if field not in FIELDS:
        raise _odd(field, field, f"one of {', '.join(FIELDS)}", f"{', '.join(FIELDS)} 가운데 하나")
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _odd(field, value, "a list of names", "이름의 목록")
    most = MOST if field == "services" else 1000
    if len(value) > most or len(set(value)) != len(value):
        raise _odd(field, ", ".join(value), f"at most {most} names, each once", f"서로 다른 이름 {most}개까지")
    return [_service(name) for name in value] if field == "services" else list(value)


def _service(name: str) -> str:
    """Raises `OddAddressing`."""
    composed = unicodedata.normalize("NFC", name.strip())
    try:
        SLUG(composed)
        fits = len(composed) <= LONGEST and composed not in RESERVED and names.unique(composed) is None
    except ValidationError:
        fits = False
    if not fits:
        raise _odd(
            "services", name, f"letters of any script, digits, - and _, at most {LONGEST}; not {RESERVED[0]}, no UUID",
            f"글자, 숫자, -, _ {LONGEST}자까지. {RESERVED[0]}와 UUID는 쓸 수 없음",
        )  # fmt: skip
    return composed


def _check_columns(resource: Resource, wanted: Sequence[str]) -> None:
    """Raises `NoSuchColumn`, `OddAddressing`."""
    known = {column["name"]: column["type"] for column in resource.current.schema} if resource.current else {}
    for name in wanted:
        if name not in known:
            raise NoSuchColumn(resource=resource.name, column=name, known=", ".join(list(known)[:50]))
        if known[name] == Type.GEOMETRY:
            raise _odd("arguments", name, "columns other than shapes", "도형이 아닌 열")


def _odd(field: str, value: Any, expected: str, expected_ko: str) -> OddAddressing:
    return OddAddressing(field=field, value=str(value)[:80], expected=expected, expected_ko=expected_ko)
