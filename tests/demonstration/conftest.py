"""One small town for all tests of this folder: publishing takes seconds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.demonstration import town as towns


@pytest.fixture(scope="package")
def town(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """Datasets of every form, with what became of each; taken back after the folder."""
    from django.conf import settings

    from madang.catalog.search import follow
    from madang.catalog.storage import the_store

    shutil.rmtree(settings.HOME / "search", ignore_errors=True)
    with django_db_blocker.unblock(), transaction.atomic():
        told = towns.publish(
            "care-facilities",
            "care-reach",
            "companies",
            "household-size",
            "night-activity",
            "night-calls",
            "air-quality",
            "older-residents-map",
        )
        follow(the_store().home)
        yield told
        transaction.set_rollback(True)
    shutil.rmtree(settings.HOME / "search", ignore_errors=True)
