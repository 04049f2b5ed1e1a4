"""Every test of the store runs on a folder and on a real S3 server that this process starts."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pyarrow as pa
import pytest

from madang.store import Store, revisions
from madang.store.manifest import Manifest
from madang.store.places import Place, place_at

SECRET = "not-a-real-secret-4711"  # must never appear in a message
_buckets = itertools.count()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server in a process of its own; tests make buckets of their own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the S3 server ended at once"
        time.sleep(0.1)
    raise TimeoutError("the S3 server did not answer within 30 seconds")


@pytest.fixture
def bucket_url(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty place in a bucket; the keys to it stand in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    name = f"city-{next(_buckets)}"
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket=name)
    client.close()
    return f"s3://{name}/data/madang?endpoint={s3_server}&region=us-east-1"


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of either kind."""
    url = request.getfixturevalue("bucket_url") if request.param == "s3" else ""
    return place_at(url, tmp_path)


@pytest.fixture
def store(place: Place, tmp_path: Path) -> Store:
    return Store(place, tmp_path)


def written(store: Store, revision: str, table: pa.Table, **options: object) -> Manifest:
    """Build a revision from one table."""
    with revisions.build(store, revision, table.schema, **options) as new:
        new.write(table)
    return new.manifest


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
