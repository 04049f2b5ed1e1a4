"""Answers are smaller for whom asks for it, the same when unpacked, and told apart by caches."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pytest
from django.test import Client, RequestFactory

from madang.api import compression
from madang.catalog.models import Alias
from tests.api.asking import get
from tests.city import COLUMNS, City, publish

FILE = "/api/v1/datasets/population/resources/districts"


def unpacked(data: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(data)
    return pa.CompressedInputStream(pa.BufferReader(data), "zstd").read()


@pytest.fixture
def many(city: City) -> City:
    publish(city.resource, {"자치구": ["종로구"] * 40_000, "인구": list(range(40_000))}, COLUMNS)
    return city


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
@pytest.mark.parametrize("address", [f"{FILE}.csv", f"{FILE}/rows"])
def test_the_same_bytes_come_smaller(client: Client, many: City, address: str, encoding: str) -> None:
    plain = get(client, address)
    packed = get(client, address, headers={"Accept-Encoding": encoding})
    assert packed["Content-Encoding"] == encoding
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert len(packed.body) < len(plain.body) / 2
    assert unpacked(packed.body, encoding) == plain.body
    assert packed["ETag"] != plain["ETag"]
    for tag in (packed["ETag"], plain["ETag"]):
        get(client, address, 304, headers={"If-None-Match": tag, "Accept-Encoding": encoding})


def test_what_is_small_or_packed_already_is_left_alone(client: Client, many: City) -> None:
    for address in (f"{FILE}/rows?limit=1", f"{FILE}.parquet", f"{FILE}.xlsx"):
        assert "Content-Encoding" not in get(client, address, headers={"Accept-Encoding": "gzip, zstd"}).headers


@pytest.mark.parametrize(
    ("header", "encoding"),
    [("", ""), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "zstd"), ("zstd;q=0, gzip", "gzip"), ("gzip;q=0.9, zstd;q=0.1", "gzip"),
     ("*", "zstd"), ("identity", ""), ("gzip;q=x", "gzip"), ("br", ""), ("*;q=0", "")],
)  # fmt: skip
def test_the_client_says_what_it_takes(header: str, encoding: str) -> None:
    assert compression.wanted(RequestFactory().get("/", headers={"Accept-Encoding": header})) == encoding


@pytest.mark.parametrize("type", ["json", "xml"])
def test_seouls_dialect_comes_smaller_too(client: Client, many: City, type: str) -> None:
    Alias.objects.create(name="Many", resource=many.resource)
    plain = get(client, f"/anonymous/{type}/Many/1/1000/")
    packed = get(client, f"/anonymous/{type}/Many/1/1000/", headers={"Accept-Encoding": "gzip"})
    assert len(packed.body) < len(plain.body) / 5
    assert unpacked(packed.body, "gzip") == plain.body
