"""What somebody chose for the roles of a study, checked, with the columns guessed that they did not name, and pinned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from madang.accounts.policy import Actor, UnknownRevision, can, readable_file, require
from madang.analysis import rights
from madang.analysis.asking import names, question
from madang.analysis.declare import ColumnRole, Role, Study
from madang.analysis.roles import Offered, fit
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.tables import table
from madang.lib.problems import Problem, Text
from madang.query import near
from madang.query.bind import bind
from madang.query.model import Column

Chosen = Mapping[str, Any]
"""{"dataset", "resource", "revision", "columns": {role: [names]}, "weights": {role: [numbers]}, "where"}; all but the first may lack.
Columns that are not named are guessed, `[]` means none."""


class UnknownRole(Problem):
    en = "The study has no role `{name}`.{hint_en} Roles: {known}."
    ko = "이 분석에는 `{name}` 역할이 없습니다.{hint_ko} 역할: {known}."


class RoleMissing(Problem):
    en = "The study needs a table for the role `{name}` ({label[en]}): {description[en]}"
    ko = "이 분석에는 `{name}`({label[ko]}) 역할을 맡을 표가 필요합니다. {description[ko]}"


class OddInput(Problem):
    en = "The role `{name}` cannot be read: give a dataset, its resource, and columns and weights as lists by their roles."
    ko = "`{name}` 역할을 읽을 수 없습니다. 데이터셋과 리소스를 주고, 열과 가중치는 역할별 목록으로 적으세요."


class NoSuchTable(Problem):
    en = "There is no table {table} that you may see. Write dataset/resource; the page of a dataset shows both."
    ko = "볼 수 있는 표 가운데 {table}은(는) 없습니다. 데이터셋/리소스로 적으세요. 데이터셋 페이지에 둘 다 나옵니다."


class NoSuchColumn(Problem):
    en = "{table} has no column `{column}` for `{role}`.{hint_en} Columns that fit: {known}."
    ko = "{table}에는 `{role}`에 쓸 `{column}` 열이 없습니다.{hint_ko} 맞는 열: {known}."


class NoColumn(Problem):
    en = "No column of {table} could be guessed for `{role}` ({label[en]}). Name one of: {known}."
    ko = "{table}에서 `{role}`({label[ko]}) 역할을 맡을 열을 짐작하지 못했습니다. 다음 가운데 하나를 정하세요: {known}."


class OneColumn(Problem):
    en = "`{role}` takes one column, and {count} were given."
    ko = "`{role}`에는 열을 하나만 쓸 수 있는데 {count}개를 받았습니다."


class OddWeights(Problem):
    en = "`{role}` has {columns} columns, so it takes as many weights, each a number of 0 or more."
    ko = "`{role}`의 열이 {columns}개이므로 가중치도 같은 수만큼, 0 이상의 수로 주세요."


def checked(study: Study, given: Mapping[str, Chosen], actor: Actor) -> dict[str, dict[str, Any]]:
    """The inputs of a run as its row keeps them, for somebody who may run studies on them.

    Raises the problems above, those of `rights.require_may_run` and of `policy.readable`, and for `where` those of `query`.
    """
    roles = {role.name: role for role in study.READS}
    for name in given:
        if name not in roles:
            raise UnknownRole(name=name, known=", ".join(roles), **near.hint(name, roles))
    for role in study.READS:
        if role.required and role.name not in given:
            raise RoleMissing(name=role.name, label=role.label, description=role.description)
    return {name: _pinned(roles[name], given[name], actor) for name in roles if name in given}


def table_of(dataset: str, resource: str, actor: Actor) -> Resource:
    """The resource of that name, or the only table of the dataset. Raises `NoSuchTable`."""
    found = Resource.objects.filter(dataset__slug=dataset, current__rows__isnull=False)
    found = found.select_related("dataset__organisation", "dataset__licence", "current")
    named = list(found.filter(name=resource)[:1] if resource else found[:2])
    if len(named) != 1 or not can(actor, "see", named[0]):
        raise NoSuchTable(table=f"{dataset}/{resource}".rstrip("/"))
    return named[0]


def revision_of(resource: Resource, actor: Actor, revision: str | None) -> Revision:
    """The revision to read: the current one, or the one named. Raises `SignIn`, `NotAllowed` and those of `policy.readable`."""
    rights.require_may_run(actor, resource)
    if resource.dataset.access != Dataset.Access.RESTRICTED:
        return readable_file(actor, resource, revision or None)
    found = resource.revisions.filter(pk=revision or resource.current_id).first()  # nobody reads its rows, studies do
    if found is None:
        raise UnknownRevision(what=str(resource), revision=revision or "")
    require(actor, "study", found)
    return found


def _pinned(role: Role, chosen: Chosen, actor: Actor) -> dict[str, Any]:
    dataset, name = _text(role, chosen, "dataset"), _text(role, chosen, "resource")
    if "/" in dataset and not name:
        dataset, _, name = dataset.partition("/")
    resource = table_of(dataset, name, actor)
    revision = revision_of(resource, actor, _text(role, chosen, "revision"))
    offered = offers(resource, revision)
    columns = _columns(role, _lists(role, chosen, "columns"), offered, str(resource))
    given = {
        "dataset": resource.dataset.slug, "resource": resource.name, "revision": revision.pk, "number": revision.number,
        "sha256": revision.original_sha256,
        "title": resource.dataset.title, "origin": revision.origin, "access": resource.dataset.access,
        "licence": resource.dataset.licence.slug, "columns": columns, "labels": _labels(resource, columns),
        "weights": _weights(_lists(role, chosen, "weights"), columns), "where": _text(role, chosen, "where"),
        "units": _units(resource, revision, columns), "utc": _in_utc(offered, columns), "zone": settings.TIME_ZONE,
    }  # fmt: skip
    bind(question(given), table(revision))
    return given


def _labels(resource: Resource, columns: Mapping[str, Sequence[str]]) -> dict[str, Text]:
    """What people call the columns that are read, by their names, where that is known."""
    read = {name for names in columns.values() for name in names}
    return {one.name: one.label for one in resource.columns.order_by("name") if one.name in read and one.label}


def offers(resource: Resource, revision: Revision) -> list[Offered]:
    """The columns of a revision with their labels."""
    labels = {one.name: tuple(one.label.values()) for one in resource.columns.all()}
    columns = [Column.from_json(column) for column in revision.schema]
    return [Offered(column, labels.get(column.name, ())) for column in columns]


def _units(resource: Resource, revision: Revision, columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the columns of each role are counted in, as their descriptions say; roles of which nothing or two things are said lack."""
    said = {one.name: one.unit for one in resource.columns.all()}
    found = {column["name"]: said.get(column["name"]) or column.get("unit", "") for column in revision.schema}
    units = {role: {found.get(name, "") for name in names} for role, names in columns.items() if names}
    return {role: unit for role, (unit, *more) in units.items() if unit and not more}


def _in_utc(offered: Sequence[Offered], columns: Mapping[str, Sequence[str]]) -> list[str]:
    """The names, in the table that a study gets, of columns whose moments are kept in UTC."""
    kept = {one.column.name for one in offered if one.column.in_utc}
    named = [pair for role, several in columns.items() for pair in zip(names(role, len(several)), several, strict=True)]
    return [name for name, column in named if column in kept]


def _text(role: Role, chosen: Chosen, key: str) -> str:
    found = chosen.get(key) if isinstance(chosen, Mapping) else None
    if found is None:
        found = ""
    if not isinstance(found, str) or (key == "dataset" and not found):
        raise OddInput(name=role.name)
    return found


def _lists(role: Role, chosen: Chosen, key: str) -> dict[str, list[Any]]:
    """`{"need": "65세_이상"}` or `{"need": ["65세_이상", ...]}`; an empty one means none."""
    found = chosen.get(key) or {}
    if not isinstance(found, Mapping):
        raise OddInput(name=role.name)
    known = [one.name for one in role.columns]
    for name in found:
        if name not in known:
            raise UnknownRole(name=f"{role.name}.{name}", known=", ".join(known), **near.hint(str(name), known))
    lists = {name: list(value) if isinstance(value, list | tuple) else [value] for name, value in found.items()}
    return {name: [one for one in value if one not in ("", None)] for name, value in lists.items()}


def _columns(
    role: Role, named: dict[str, list[Any]], offered: Sequence[Offered], table: str
) -> dict[str, list[str]]:  # fmt: skip
    """What was named, each column of a type that fits. Roles that were not named at all are guessed; an empty one has none."""
    wanted = {one.name: one for one in role.columns}
    for name, columns in named.items():
        _check(wanted[name], columns, offered, table)
    taken = [column for columns in named.values() for column in columns]
    guessed = fit(role, offered, taken).guesses
    found = {}
    for one in role.columns:
        if named.get(one.name):
            found[one.name] = list(named[one.name])
        elif one.name not in named and one.name in guessed:
            found[one.name] = [guessed[one.name].column]
        elif one.required:
            known = ", ".join(_fitting(one, offered)) or "-"
            raise NoColumn(table=table, role=f"{role.name}.{one.name}", label=one.label, known=known)
    return found


def _fitting(wanted: ColumnRole, offered: Sequence[Offered]) -> list[str]:
    return [one.column.name for one in offered if one.column.type in wanted.types]


def _check(wanted: ColumnRole, columns: list[Any], offered: Sequence[Offered], table: str) -> None:
    known = _fitting(wanted, offered)
    for column in columns:
        if column not in known:
            raise NoSuchColumn(
                table=table, column=str(column)[:80], role=wanted.name, known=", ".join(known) or "-",
                **near.hint(str(column), known),
            )  # fmt: skip
    if len(columns) > 1 and not wanted.many:
        raise OneColumn(role=wanted.name, count=len(columns))


def _weights(given: dict[str, list[Any]], columns: dict[str, list[str]]) -> dict[str, list[float]]:
    """Only those of roles that have columns; one weight for each column."""
    found = {}
    for name, weights in ((name, weights) for name, weights in given.items() if weights):
        try:
            numbers = [float(weight) for weight in weights]
        except (TypeError, ValueError):
            numbers = [-1.0]
        if len(numbers) != len(columns.get(name, ())) or not all(0 <= number < 1e12 for number in numbers):
            raise OddWeights(role=name, columns=len(columns.get(name, ())))
        found[name] = numbers
    return found
