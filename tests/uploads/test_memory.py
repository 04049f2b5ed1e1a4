"""P7: the process never holds a body, whatever its size and however it comes."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.lib.tus import Server
from tests.served import Web

CHUNK = bytes(range(256)) * 4096  # a megabyte


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"))
    yield web
    web.stop()


def send(web: Web, method: str, path: str, megabytes: int, **more: str) -> http.client.HTTPResponse:
    headers = {"Authorization": f"Bearer {web.tokens['publisher']}", "Tus-Resumable": "1.0.0", **more}
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=600)
    try:
        connection.request(method, path, (CHUNK for _ in range(megabytes)), headers)
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()


def grown(web: Web, megabytes: int) -> float:
    """Megabytes by which the server's peak grew over one PATCH of so many, and one POST of a fifth of them."""
    send(web, "POST", "/api/v1/loads?dataset=population&file_name=a.bin", 20)  # what is imported on the first request
    before, length = web.memory_mb(), megabytes << 20
    place = Server(web.address, web.tokens["publisher"], "en").create(
        length, {"filename": "a.bin", "dataset": "population"}
    )
    octets = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0", "Content-Length": str(length)}
    assert send(web, "PATCH", place.removeprefix(web.address), megabytes, **octets).status == 204
    chunked = send(web, "POST", "/api/v1/loads?dataset=population&file_name=b.bin", megabytes // 5)
    assert chunked.status == 202
    print(
        f"{megabytes} MB: the server held at most {web.memory_mb():.0f} MB, {web.memory_mb() - before:.0f} more than before"
    )
    return web.memory_mb() - before


@pytest.mark.slow
def test_a_body_of_250_megabytes_passes_through_few(web: Web) -> None:
    assert grown(web, 250) < 60


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_body_of_five_gigabytes_passes_through_few(web: Web, tmp_path: Path) -> None:
    assert grown(web, 5_000) < 60
