"""A city of many described datasets, written straight into its database: organisations, themes, keywords, columns, revisions.

No rows stand behind them: pages that describe do not read any. One dataset in the middle, `the_dataset`, has real ones.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ORGANISATIONS = 120
SUBJECTS = (
    ("인구", "population"), ("버스 정류소", "bus stops"), ("대기질", "air quality"), ("공원", "parks"),
    ("어르신 돌봄", "care for older people"),
    ("주차장", "car parks"), ("도서관", "libraries"), ("범죄", "crime"), ("예산", "budget"), ("가로수", "street trees"),
    ("미세먼지", "fine dust"),
    ("병원", "hospitals"), ("학교", "schools"), ("교통사고", "road accidents"), ("주택", "housing"), ("상권", "shops"),
    ("축제", "festivals"),
    ("화장실", "public toilets"), ("자전거", "bicycles"), ("지하철", "underground"), ("쓰레기", "waste"), ("하천", "rivers"),
    ("계약", "contracts"), ("일자리", "jobs"), ("복지시설", "welfare facilities"),
)  # fmt: skip
KINDS = (("현황", "status"), ("위치", "locations"), ("통계", "statistics"), ("이용량", "use"), ("목록", "register"))
PLACES = ("종로구", "중구", "강남구", "마포구", "노원구", "관악구", "송파구", "은평구", "성북구", "구로구")
COLUMNS = ("연도", "월", "자치구코드", "행정동코드", "건수", "면적", "인원", "비율", "금액", "등급")
CYCLES = ("daily", "weekly", "monthly", "yearly", "irregular")
SENTENCE = "{place}의 {subject}을 {kind}별로 정리한 자료입니다. 담당 부서가 정한 주기에 따라 갱신하며 누구나 자유롭게 쓸 수 있습니다. "


def fill(count: int) -> str:
    """Make the city and return the slug of a dataset in its middle. The database must be empty and migrated."""
    from madang.catalog.models import Dataset, Licence, Organisation, Resource, Revision, Theme

    chance = random.Random(5)
    region = Organisation.objects.create(slug="city", name={"ko": "큰도시", "en": "Big city"}, kind="region")
    owners = [
        Organisation.objects.create(slug=f"office-{n}", name={"ko": f"부서 {n}", "en": f"Office {n}"}, parent=region)
        for n in range(ORGANISATIONS)
    ]
    themes, licences = list(Theme.objects.all()), list(Licence.objects.all())
    datasets = [Dataset(**_described(n, chance, owners, themes, licences)) for n in range(count)]
    Dataset.objects.bulk_create(datasets, batch_size=500)
    resources = [Resource(dataset=one, name="table", title={"ko": "표", "en": "Table"}) for one in datasets]
    Resource.objects.bulk_create(resources, batch_size=500)
    revisions = [Revision(**_loaded(n, resource, chance)) for n, resource in enumerate(resources)]
    Revision.objects.bulk_create(revisions, batch_size=500)
    for resource, revision in zip(resources, revisions, strict=True):
        resource.current = revision
    Resource.objects.bulk_update(resources, ["current"], batch_size=500)
    _used(datasets, chance)
    return datasets[count // 2].slug


def _described(
    n: int, chance: random.Random, owners: list[Any], themes: list[Any], licences: list[Any]
) -> dict[str, Any]:
    (subject, topic), (kind, sort), place = chance.choice(SUBJECTS), chance.choice(KINDS), chance.choice(PLACES)
    title = {"ko": f"{place} {subject} {kind} {n}"}
    if n % 5:
        title["en"] = f"{topic.capitalize()} {sort} {n}"
    start = date(2010 + n % 15, 1, 1)
    return {
        "slug": f"dataset-{n}", "title": title, "organisation": chance.choice(owners), "theme": chance.choice(themes),
        "licence": chance.choice(licences), "state": "published", "cycle": chance.choice(CYCLES), "spatial": {"ko": place},
        "description": {"ko": SENTENCE.format(place=place, subject=subject, kind=kind) * 4, "en": f"{topic} of {place}, {sort}. " * 8},
        "keywords": {"ko": [subject, place], "en": [topic]}, "period_start": start, "period_end": start + timedelta(days=400),
        "issued": NOW, "origin": chance.choice(("observed", "derived", "generated")),
    }  # fmt: skip


def _loaded(n: int, resource: Any, chance: random.Random) -> dict[str, Any]:
    at = NOW - timedelta(hours=chance.randrange(20_000))
    schema = [{"name": name, "type": "integer", "semantic": "integer", "unit": ""} for name in COLUMNS]
    columns = [
        {**one, "nulls": 0, "sample": ["1", "2", "3"], "evidence": {"ko": "정수 " * 20, "en": "whole numbers " * 10}}
        for one in schema
    ]
    return {
        "id": f"{n:032}", "resource": resource, "number": 1, "state": "published", "original_name": f"table.{('csv', 'xlsx')[n % 2]}",
        "original_sha256": f"{n:064}", "original_bytes": 10_000, "fingerprint": f"{n:064}", "rows": chance.randrange(100, 100_000),
        "schema": schema, "receipt": {"version": 1, "tables": [{"name": "", "rows": 1, "columns": columns}]}, "origin": "observed",
        "created_at": at, "published_at": at,
    }  # fmt: skip


def _used(datasets: list[Any], chance: random.Random) -> None:
    """A month of uses of a tenth of the datasets."""
    from django.utils import timezone

    from madang.catalog.models import UsageDay

    today = timezone.localdate()
    UsageDay.objects.bulk_create(
        (
            UsageDay(
                day=today - timedelta(days=day), dataset=one.slug, dialect="native", format="json", reader="anonymous",
                requests=chance.randrange(50),
            )
            for one in datasets[::10]
            for day in range(30)
        ),
        batch_size=2_000,
    )  # fmt: skip
