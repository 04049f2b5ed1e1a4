"""Large tables are counted when they are published, restricted ones never, and nothing that goes wrong there fails a load."""

from __future__ import annotations

import pytest

from madang.accounts.policy import OPERATOR, readable
from madang.catalog.models import Dataset, Revision
from madang.catalog.tables import table
from madang.ingest import counting
from madang.ingest.models import Run
from madang.lib import ids
from madang.query.limits import TooMuchMemory
from madang.query.profile import kept

pytestmark = pytest.mark.django_db


def run_of(revision: Revision) -> Run:
    return Run.objects.create(id=ids.new(), state="published", file_name="x.csv", revisions=[revision.pk])


@pytest.mark.parametrize(
    ("cells", "access", "counted"), [(1, "open", True), (10**9, "open", False), (1, "restricted", False)]
)
def test_what_is_large_and_open_is_counted(city, monkeypatch, cells, access, counted):
    monkeypatch.setattr(kept, "FEW_CELLS", cells)
    Dataset.objects.filter(pk=city.dataset.pk).update(access=access)
    counting.count(run_of(city.revision))
    assert (kept.find(table(city.revision)) is not None) is counted


def test_a_count_that_fails_is_logged_alone(city, monkeypatch, caplog):
    def fail(table: object) -> None:
        raise TooMuchMemory()

    monkeypatch.setattr(kept, "FEW_CELLS", 1)
    monkeypatch.setattr(kept, "make", fail)
    counting.count(run_of(city.revision))
    assert city.revision.pk in caplog.text
    assert kept.find(readable(OPERATOR, city.resource)) is None
