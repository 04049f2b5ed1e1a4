"""Measures the native API on one table: `python bench/api.py [rows]`. Prints p50 and p99 and the machine.

The whole Django request is measured, without the network: the test client calls the application in this process.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="madang-bench-"))
os.environ.update(MADANG_HOME=str(HOME), DJANGO_SETTINGS_MODULE="madang.config.settings")
(HOME / "static").mkdir()
ADDRESS = "/api/v1/datasets/bench/resources/rows"
QUESTIONS = {
    "first 100 rows": {"limit": "100"},
    "rows 100,001 to 100,100": {"limit": "100", "offset": "100000"},
    "1,000 rows": {"limit": "1000"},
    "look up one id": {"where": "id = {n}", "limit": "100"},
    "filter, 100 of many": {"where": "gu = '종로구' and n > 500", "limit": "100"},
    "sort, first 100": {"order_by": "n desc", "limit": "100"},
    "group by": {"select": "gu, count(*) as c, avg(n) as a", "group_by": "gu"},
    "search a word": {"search": "이름 777", "limit": "100"},
}


def main(rows: int) -> None:
    import django

    django.setup()
    prepare(rows)
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    busy = os.getloadavg()[0]
    print(
        f"{rows:,} rows; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {busy:.1f}"
    )
    for name, parameters in QUESTIONS.items():
        print(report(name, measured(lambda n, p=parameters: ask(client, n, p, rows), 200)))
    tagged = client.get(f"{ADDRESS}/rows?limit=100")["ETag"]
    print(
        report(
            "not modified",
            measured(lambda n: client.get(f"{ADDRESS}/rows?limit=100", headers={"if-none-match": tagged}), 200),
        )
    )
    for extension in ("csv", "parquet", "ndjson"):
        began = time.perf_counter()
        size = sum(map(len, client.get(f"{ADDRESS}.{extension}").streaming_content))
        seconds = time.perf_counter() - began
        print(f"{'all as ' + extension:28} {seconds:8.2f} s  {size / 1e6 / seconds:8.1f} MB/s")


def ask(client: object, number: int, parameters: dict[str, str], rows: int) -> None:
    sent = {key: value.replace("{n}", str(number * 7919 % rows)) for key, value in parameters.items()}
    response = client.get(f"{ADDRESS}/rows", sent)  # type: ignore[attr-defined]
    assert response.status_code == 200, response.content


def measured(call: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of each call, after ten that are not counted."""
    spent = []
    for number in range(times + 10):
        began = time.perf_counter()
        call(number)
        spent.append((time.perf_counter() - began) * 1000)
    return spent[10:]


def report(name: str, spent: list[float]) -> str:
    return f"{name:28} {statistics.median(spent):8.2f} ms p50 {statistics.quantiles(spent, n=100)[98]:8.2f} ms p99"


def prepare(rows: int) -> None:
    """A city with one open dataset of `rows` rows."""
    from datetime import UTC, datetime

    import pyarrow as pa
    from django.core.management import call_command

    from madang.catalog.models import Dataset, Licence, Organisation, Resource, Revision
    from madang.catalog.storage import the_store
    from madang.lib import ids
    from madang.query.model import Column, Type
    from madang.store import revisions

    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(slug="bench", name={"en": "Bench"})
    licence, _ = Licence.objects.get_or_create(slug="bench")
    dataset = Dataset.objects.create(slug="bench", organisation=organisation, licence=licence, state="published")
    resource = Resource.objects.create(dataset=dataset, name="rows")
    gus = ["종로구", "중구", "용산구", "성동구", "광진구", "강남구", "강북구", "노원구"]
    columns = (
        Column("id", Type.INTEGER),
        Column("gu", Type.TEXT),
        Column("name", Type.TEXT),
        Column("n", Type.INTEGER),
        Column("x", Type.NUMBER),
    )
    schema = pa.schema(
        [("id", pa.int64()), ("gu", pa.string()), ("name", pa.string()), ("n", pa.int64()), ("x", pa.float64())]
    )
    revision_id = ids.new()
    with revisions.build(the_store(), revision_id, schema) as build:
        for start in range(0, rows, 100_000):
            numbers = range(start, min(start + 100_000, rows))
            build.write(pa.table({
                "id": numbers, "gu": [gus[n * 31 % 8] for n in numbers], "name": [f"이름 {n * 7 % 99991}" for n in numbers],
                "n": [n * 7919 % 1000 for n in numbers], "x": [n / 7 for n in numbers],
            }))  # fmt: skip
    now = datetime.now(UTC)
    resource.current = Revision.objects.create(
        id=revision_id, resource=resource, number=1, state="published", original_name="bench", original_sha256="0" * 64,
        original_bytes=0, fingerprint="bench", rows=rows, schema=[column.as_json() for column in columns], origin="generated",
        created_at=now, published_at=now,
    )  # fmt: skip
    resource.save()


if __name__ == "__main__":
    import shutil

    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
    finally:
        shutil.rmtree(HOME)
