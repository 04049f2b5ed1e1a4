"""A small city for the tests: a tree of organisations, people in every role, one published dataset with real bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pyarrow as pa
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from madang.accounts.models import Membership, User
from madang.catalog.models import Dataset, Licence, Organisation, Resource, Revision, Theme
from madang.catalog.storage import the_store
from madang.lib import ids
from madang.query.model import Column, Type
from madang.store import revisions

PASSWORD = "correct horse battery staple"
AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
ROWS: dict[str, list[Any]] = {"자치구": ["종로구", "중구", "강남구"], "인구": [139_417, 121_312, 557_865]}
COLUMNS = (Column("자치구", Type.TEXT), Column("인구", Type.INTEGER, unit="명"))


@dataclass
class City:
    """What a test may want to name. `editor` and `publisher` belong to `department`, `stranger` edits `elsewhere`."""

    region: Organisation
    council: Organisation
    department: Organisation
    elsewhere: Organisation
    licence: Licence
    theme: Theme
    dataset: Dataset
    resource: Resource
    revision: Revision
    citizen: User
    reader: User
    editor: User
    publisher: User
    steward: User
    stranger: User
    administrator: User


def publish(resource: Resource, rows: dict[str, list[Any]], columns: tuple[Column, ...], **more: Any) -> Revision:
    """Build a revision of real Parquet in the city's store and point the resource at it; `geometry` makes it a layer."""
    table = pa.table(rows)
    revision_id = ids.new()
    with revisions.build(the_store(), revision_id, table.schema, geometry=more.get("geometry")) as build:
        build.write(table)
    facts: dict[str, Any] = {
        "number": resource.revisions.count() + 1,
        "state": Revision.State.PUBLISHED,
        "original_name": "population.csv",
        "original_sha256": revision_id * 2,
        "original_bytes": 100,
        "fingerprint": revision_id * 2,
        "origin": resource.dataset.origin,
        "published_at": AT,
    }
    revision = Revision.objects.create(
        id=revision_id,
        resource=resource,
        rows=table.num_rows,
        schema=[column.as_json() for column in columns],
        manifest_sha256=build.manifest.sha256,
        created_at=AT,
        **facts | more,
    )
    if revision.state == Revision.State.PUBLISHED:
        resource.current = revision
        resource.save()
    return revision


def dataset(slug: str, organisation: Organisation, **more: Any) -> Dataset:
    facts: dict[str, Any] = {
        "title": {"ko": slug, "en": slug},
        "licence": Licence.objects.get(slug="kogl-1"),
        "state": Dataset.State.PUBLISHED,
    }
    return Dataset.objects.create(slug=slug, organisation=organisation, **facts | more)


def person(name: str, organisation: Organisation | None = None, role: str = "", **more: Any) -> User:
    user = User.objects.create(username=name, email=f"{name}@example.org", password=_hashed(), **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if organisation:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@cache
def _hashed() -> str:
    """A real hash is slow on purpose, so all people of the tests share one."""
    return make_password(PASSWORD)


def make_city() -> City:
    region = Organisation.objects.create(slug="seoul", name={"ko": "서울특별시", "en": "Seoul"}, kind="region")
    council = Organisation.objects.create(
        slug="jongno", name={"ko": "종로구", "en": "Jongno-gu"}, kind="council", parent=region
    )
    department = Organisation.objects.create(
        slug="statistics", name={"ko": "통계과", "en": "Statistics"}, parent=council
    )
    elsewhere = Organisation.objects.create(slug="transport", name={"ko": "교통과", "en": "Transport"}, parent=region)
    licence, _ = Licence.objects.get_or_create(
        slug="kogl-1", defaults={"name": {"ko": "공공누리 제1유형: 출처표시", "en": "KOGL Type 1: Attribution"}}
    )
    theme, _ = Theme.objects.get_or_create(slug="population", defaults={"name": {"ko": "인구", "en": "Population"}})
    population = dataset(
        "population",
        department,
        title={"ko": "자치구별 인구", "en": "Population by district"},
        description={"ko": "주민등록 인구를 자치구별로 셉니다.", "en": "Registered residents, counted by district."},
        keywords={"ko": ["주민등록"], "en": ["residents"]},
        theme=theme,
        issued=AT,
    )
    resource = Resource.objects.create(dataset=population, name="districts", title={"ko": "자치구", "en": "Districts"})
    return City(
        region, council, department, elsewhere, licence, theme, population, resource,
        publish(resource, ROWS, COLUMNS),
        citizen=person("citizen"),
        reader=person("reader", department, "reader"),
        editor=person("editor", department, "editor"),
        publisher=person("publisher", department, "publisher"),
        steward=person("steward", council, "steward"),
        stranger=person("stranger", elsewhere, "editor"),
        administrator=person("administrator", is_superuser=True, is_staff=True),
    )  # fmt: skip
