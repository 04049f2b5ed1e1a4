"""The counter of changes: whatever alters what search knows of a dataset adds one row, in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from madang.catalog.models import Change, Column, Dataset, Licence, Organisation, Resource, Theme


def touch(dataset_slug: str) -> None:
    """Let every search index read this dataset again; a slug without a dataset is taken out of the index."""
    Change.objects.create(dataset=dataset_slug)


def _dataset(instance: Dataset, **_: Any) -> None:
    touch(instance.slug)


def _renamed(instance: Dataset, **_: Any) -> None:
    """The old address leaves the index when a dataset gets another slug."""
    before = Dataset.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if before is not None and before != instance.slug:
        touch(before)


def _resource(instance: Resource, **_: Any) -> None:
    touch(instance.dataset.slug)


def _column(instance: Column, **_: Any) -> None:
    touch(instance.resource.dataset.slug)


def _holder(instance: Organisation | Theme | Licence, **_: Any) -> None:
    """Names of organisations, themes and licences stand in the documents and descriptions of their datasets."""
    slugs = instance.datasets.values_list("slug", flat=True)
    Change.objects.bulk_create([Change(dataset=slug) for slug in slugs])


def connect() -> None:
    """Watch the models; `QuerySet.update` and `bulk_create` send no signal, so call `touch` after them."""
    pre_save.connect(_renamed, sender=Dataset, dispatch_uid="madang.catalog.renamed")
    for model, note in ((Dataset, _dataset), (Resource, _resource), (Column, _column)):
        post_save.connect(note, sender=model, dispatch_uid=f"madang.catalog.{model.__name__}.saved")
        post_delete.connect(note, sender=model, dispatch_uid=f"madang.catalog.{model.__name__}.deleted")
    for holder in (Organisation, Theme, Licence):
        post_save.connect(_holder, sender=holder, dispatch_uid=f"madang.catalog.{holder.__name__}.saved")
