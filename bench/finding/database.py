"""Datasets of one table each in the database, and away again: what building the index costs when it reads them from there."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from bench.finding import made_up
from madang.catalog.models import Column, Dataset, Licence, Organisation, Resource, Revision

AT = datetime(2026, 6, 30, tzinfo=UTC)


def fill(count: int) -> None:
    """`count` datasets with a resource, a revision and eight columns, all of numbers (no values to read from files)."""
    vocabulary, chance = made_up.Words(3), Random(11)
    office, _ = Organisation.objects.get_or_create(
        slug="office", defaults={"name": {"ko": "사무소", "en": "Office"}, "path": "/office/"}
    )
    licence, _ = Licence.objects.get_or_create(slug="kogl-1", defaults={"name": {"en": "KOGL Type 1"}})
    datasets, resources, revisions, columns = [], [], [], []
    for number in range(count):
        subjects = chance.sample(vocabulary.subjects, 8)
        title = {
            "ko": f"{subjects[0][0]} {subjects[1][0]} 현황 {number}",
            "en": f"{subjects[0][1]} and {subjects[1][1]} {number}",
        }
        one = Dataset(slug=f"made-{number}", title=title, description=title, keywords={"ko": [subjects[2][0]]}, organisation=office,
                      licence=licence, state=Dataset.State.PUBLISHED, modified=AT)  # fmt: skip
        table = Resource(dataset=one, name="table")
        schema = [{"name": ko, "type": "integer"} for ko, _ in subjects]
        datasets.append(one)
        resources.append(table)
        revisions.append(
            Revision(id=f"made-{number}", resource=table, number=1, state=Revision.State.PUBLISHED, original_name="table.csv",
                     original_sha256=str(number), original_bytes=1, fingerprint=str(number), rows=10, schema=schema, origin="observed",
                     created_at=AT, published_at=AT)
        )  # fmt: skip
        columns += [Column(resource=table, name=ko, label={"ko": ko, "en": en}) for ko, en in subjects]
    for model, rows in ((Dataset, datasets), (Resource, resources), (Revision, revisions), (Column, columns)):
        model.objects.bulk_create(rows, batch_size=1000)
    for table, revision in zip(resources, revisions, strict=True):
        table.current = revision
    Resource.objects.bulk_update(resources, ["current"], batch_size=500)


def empty() -> None:
    Resource.objects.update(current=None)
    for model in (Column, Revision, Resource, Dataset):
        model.objects.all().delete()
