"""Which table a column refers to: a code list or areas whose key its values are. Checked when it is said, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.accounts.policy import Actor, Restricted, can, readable
from madang.catalog import keys, opening
from madang.catalog.models import Column, Dataset, Resource
from madang.lib.problems import Problem
from madang.query.answer import answer
from madang.query.expressions import IsNull, Not, Ref
from madang.query.limits import EXPORT
from madang.query.model import Question, Selected

MOST = 100_000
"""Different values of a column that are looked up."""
SHOWN = 5


class NoTarget(Problem):
    en = "{column}: there is no table {target} that you may read. Write it as dataset/table."
    ko = "{column}: 읽을 수 있는 {target} 표가 없습니다. 데이터셋/표처럼 쓰세요."


class UnfitTarget(Problem):
    en = "{column} cannot refer to {target}: {why_en}"
    ko = "{column} 열은 {target}을(를) 가리킬 수 없습니다. {why_ko}"


@dataclass(frozen=True)
class Matches:
    """How many different values of a column find a row of the table that it refers to, and some that do not."""

    column: str
    target: str
    values: int
    found: int
    missing: tuple[str, ...]
    more: bool = False  # there are more values than were looked up

    def as_json(self) -> dict[str, Any]:
        return {
            "column": self.column, "refers_to": self.target, "values": self.values, "found": self.found,
            "missing": list(self.missing), "more": self.more,
        }  # fmt: skip


def wanted(resource: Resource, column: str, text: str | None, before: Resource | None, actor: Actor) -> Resource | None:
    """The table that `dataset/table` names; None takes the reference away. What stood there before is not checked again.

    Raises `NoTarget`, `UnfitTarget`.
    """
    if not text:
        return None
    if before is not None and str(before) == text:
        return before
    slug, _, name = text.partition("/")
    related = Resource.objects.select_related("dataset__organisation", "current__resource__dataset__organisation")
    target = related.filter(dataset__slug=slug, name=name, current__isnull=False).first()
    if target is None or not can(actor, "read", target):
        raise NoTarget(column=column, target=text)
    _check(resource, column, target)
    return target


def _check(resource: Resource, column: str, target: Resource) -> None:
    if len(target.key) != 1:
        raise _unfit(
            column,
            target,
            "its rows must be named by one column (its key).",
            "행의 이름이 되는 열(키)이 하나여야 합니다.",
        )
    if opening.wider(target.dataset.access, resource.dataset.access) or _drafted(target, resource):
        raise _unfit(
            column, target, "not everybody who reads the column may read it.", "이 열을 읽는 모두가 그 표를 읽을 수 있어야 합니다.",
        )  # fmt: skip
    mine, theirs = _type(resource, column), _type(target, target.key[0])
    if mine != theirs:
        raise _unfit(
            column, target, f"its key is of type {theirs}, the column of type {mine}.", f"키의 종류는 {theirs}, 열의 종류는 {mine}입니다.",
        )  # fmt: skip


def _unfit(column: str, target: Resource, en: str, ko: str) -> UnfitTarget:
    return UnfitTarget(column=column, target=str(target), why_en=en, why_ko=ko)


def _drafted(target: Resource, resource: Resource) -> bool:
    draft = Dataset.State.DRAFT
    return target.dataset.state == draft and resource.dataset.state != draft


def _type(resource: Resource, name: str) -> str:
    schema = resource.current.schema if resource.current else []
    return next((column["type"] for column in schema if column["name"] == name), "-")


def matches(column: Column, actor: Actor) -> Matches | None:
    """Look up every value of a column in the key of its target; None where the actor may not read the rows of both.

    Raises as `answer`.
    """
    target = column.refers_to
    if target is None or len(target.key) != 1:
        return None
    try:
        mine, theirs = readable(actor, column.resource), readable(actor, target)
    except Restricted:
        return None
    ref = Ref(column.name)
    different = Question(select=(Selected(ref),), where=Not(IsNull(ref)), distinct=True, limit=MOST + 1, count=False)
    values = answer(mine, different, EXPORT).table().column(0).combine_chunks()
    asked = left = values.slice(0, MOST)
    key = Question(select=(Selected(Ref(target.key[0])),))
    found = answer(theirs, key, EXPORT)
    try:
        for batch in found.batches:
            left = left.filter(pc.invert(pc.is_in(left, value_set=batch.column(0).cast(left.type))))
            if not len(left):
                break
    finally:
        found.close()
    return Matches(
        column.name, str(target), len(asked), len(asked) - len(left), _some(left), more=len(values) > len(asked)
    )


def _some(left: pa.Array) -> tuple[str, ...]:
    return tuple(sorted(keys.written(value.as_py()) for value in left.slice(0, 1000))[:SHOWN])
