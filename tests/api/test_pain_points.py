"""What users of other portals suffer from and Madang makes impossible, by the number under which it was collected.

P8, P20 and P24 are shown here on the native API and the portal. The others stand beside the code that makes them impossible.
"""

from __future__ import annotations

import pyarrow as pa
import pytest
from django.test import Client

from madang.catalog.models import Resource
from madang.catalog.storage import the_store
from madang.query.model import Column, Type
from madang.store import originals, reading
from tests.api.asking import get
from tests.city import City, dataset, publish

ROWS = 3_000


@pytest.fixture
def big(city: City) -> Resource:
    """Rows that all look alike to an order by `kind`: only a total order tells them apart."""
    resource = Resource.objects.create(dataset=dataset("calls", city.department), name="calls")
    rows = {"id": list(range(ROWS)), "kind": ["고령" if n % 2 else "장애" for n in range(ROWS)]}
    publish(resource, rows, (Column("id", Type.INTEGER), Column("kind", Type.TEXT)))
    return resource


ADDRESS = "/api/v1/datasets/calls/resources/calls"


def test_a_download_is_one_revision_to_the_byte(client: Client, big: Resource) -> None:
    """P8: the same export is the same bytes, and it holds every row once."""
    first, again = (get(client, ADDRESS + ".csv") for _ in range(2))
    assert first.body == again.body
    ids = [line.split(b",")[0] for line in first.body.splitlines()[1:]]
    assert sorted(map(int, ids)) == list(range(ROWS))
    assert first["Madang-Total"] == first["Madang-Returned"] == str(ROWS)


def test_pages_of_equal_rows_hold_each_row_once_and_never_mix_revisions(client: Client, big: Resource) -> None:
    """P8: paging has a total order, and a cursor of one revision stays with it when another is published meanwhile."""
    page = client.get(ADDRESS + "/rows", {"order_by": "kind", "limit": "700"}).json()
    seen = [row["id"] for row in page["rows"]]
    publish(big, {"id": [1], "kind": ["고령"]}, (Column("id", Type.INTEGER), Column("kind", Type.TEXT)))
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["id"] for row in page["rows"]]
    assert sorted(seen) == list(range(ROWS))


def test_the_sheet_reads_the_table_and_never_the_file(client: Client, big: Resource) -> None:
    """P20: a page of a table needs neither the original, which is not even there, nor the rows before it."""
    assert big.current is not None
    with pytest.raises(originals.Missing):
        originals.path(the_store(), big.current.original_sha256)
    page = get(client, "/en/datasets/calls/calls/sheet/?page=30").body.decode()
    assert "3,000" in page
    assert page.count("<tr") < 300


@pytest.mark.parametrize("extension", ["csv", "parquet", "ndjson"])
def test_a_file_is_everything(client: Client, big: Resource, extension: str) -> None:
    """P24: nobody analyses the first thousand rows believing to have all."""
    answer = get(client, f"{ADDRESS}.{extension}")
    assert answer["Madang-Complete"] == "true"
    assert answer["Madang-Returned"] == str(ROWS)
    if extension == "parquet":
        import pyarrow.parquet as pq

        assert pq.read_table(pa.BufferReader(answer.body)).num_rows == ROWS


def test_a_part_says_that_it_is_one(client: Client, big: Resource) -> None:
    """P24: total, returned, complete and where to go on, in JSON and in the headers of CSV."""
    page = client.get(ADDRESS + "/rows").json()
    assert (page["total"], page["returned"], page["complete"]) == (ROWS, 100, False)
    assert page["next"]
    part = get(client, ADDRESS + ".csv", limit=10)
    assert part["Madang-Complete"] == "false"
    assert 'rel="next"' in part["Link"]


def test_what_is_published_is_what_was_stored(big: Resource) -> None:
    """P8: the manifest counts the rows, and the rows are there."""
    assert big.current is not None
    assert sum(batch.num_rows for batch in reading.batches(the_store(), big.current.pk)) == big.current.rows == ROWS
