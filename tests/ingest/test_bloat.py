"""P6: a load makes neither indexes nor a table larger than its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from madang.accounts.policy import OPERATOR
from madang.catalog.storage import the_store
from madang.store import manifest, serving
from tests.city import City
from tests.ingest.loading import csv, current, load

pytestmark = pytest.mark.django_db


def test_the_record_and_its_copy_are_smaller_than_the_file_and_nothing_is_indexed(city: City, tmp_path: Path) -> None:
    """CKAN made 302 MB of table and 569 MB of indexes from a file of 60 MB (ckan/ckan#5847)."""
    lines = [
        f"A{n:07},{n % 25 + 11110},2026-01-{n % 28 + 1:02},{n * 37 % 100_000},민원 처리 {n % 977}번"
        for n in range(60_000)
    ]
    file = csv(tmp_path / "a.csv", "번호,코드,날짜,금액,내용", *lines)
    assert load(file, OPERATOR).state == "published"
    revision = current()
    assert revision is not None
    record = sum(part.bytes for part in manifest.read(the_store(), revision.pk).files)
    copy = serving.path(the_store(), revision.pk).stat().st_size
    assert record + copy < file.stat().st_size, (record, copy)
    with serving.cursor(the_store(), revision.pk) as cursor:
        assert cursor.execute("SELECT count(*) FROM duckdb_indexes()").fetchone() == (0,)
