"""P7: big uploads do not die. Real clients, a real server: killed in the middle, connections cut, two senders at once."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.storage.filestorage import FileStorage

from madang.lib.tus import PART, Refused, Server
from tests.served import Web

pytestmark = pytest.mark.slow
OCTETS = "application/offset+octet-stream"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"))
    yield web
    web.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Thirty megabytes that no part repeats."""
    path = tmp_path / "밤 호출.bin"
    path.write_bytes(random.Random(7).randbytes(30_000_000))
    return path


def headers(web: Web, **more: str) -> dict[str, str]:
    named = {name.replace("_", "-"): text for name, text in more.items()}
    return {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {web.tokens['publisher']}", **named}


def server(web: Web) -> Server:
    return Server(web.address, web.tokens["publisher"], "en", sleep=lambda seconds: time.sleep(min(seconds, 0.5)))


def ask(
    web: Web, method: str, place: str, body: bytes | Iterator[bytes] = b"", **more: str
) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)) as connection:
        connection.request(method, place, body, headers(web, **more))
        answer = connection.getresponse()
        answer.read()
        return answer


def begun(web: Web, length: int) -> str:
    return server(web).create(length, {"filename": "밤 호출.bin", "dataset": "population"}).removeprefix(web.address)


def offset(web: Web, place: str) -> int:
    return int(ask(web, "HEAD", place).headers["Upload-Offset"])


def kept(web: Web, place: str) -> bytes:
    """The bytes of an upload as the place holds them, each part checked against the database's hash."""
    from madang.store import Store, incoming
    from madang.store.places import place_at

    rows = web.rows(
        f"SELECT key, bytes, sha256 FROM ingest_uploadpart WHERE upload_id = '{place.rsplit('/', 1)[-1]}' ORDER BY start"
    )
    store = Store(place_at("", web.home), web.home)
    return b"".join(incoming.stream(store, [incoming.Part(*row) for row in rows]))


def runs(web: Web, place: str) -> int:
    return len(web.rows(f"SELECT id FROM ingest_run WHERE id = '{place.rsplit('/', 1)[-1]}'"))


def finish(web: Web, place: str, body: bytes, piece: int = 1 << 30) -> list[int]:
    """Send what is missing as any client does: ask, send, and ask again when it was too late or cut off. The answers' statuses."""
    answers = []
    while (now := offset(web, place)) < len(body):
        try:
            part = body[now : now + piece]
            answers.append(ask(web, "PATCH", place, part, Upload_Offset=str(now), Content_Type=OCTETS).status)
        except OSError:  # refused before the body was whole, and the connection closed
            answers.append(0)
    return answers


def until(what: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


class Stream(io.BytesIO):
    """tuspy closes a stream that it goes on reading, and never closes a file that it opened."""

    def close(self) -> None:
        pass


def test_tuspy_sends_a_file_and_resumes_after_the_server_was_killed(web: Web, file: Path, tmp_path: Path) -> None:
    """The protocol's own Python client, with its own memory of where it stood and its own checksums."""
    memory = FileStorage(str(tmp_path / "tuspy.json"))
    client = TusClient(f"{web.address}/api/v1/uploads/", headers(web))
    said = {"filename": file.name, "dataset": "population"}
    options = {
        "chunk_size": 4_000_000,
        "metadata": said,
        "store_url": True,
        "url_storage": memory,
        "upload_checksum": True,
    }
    first = client.uploader(file_stream=Stream(file.read_bytes()), **options)
    for _ in range(3):
        first.upload_chunk()
    web.kill()
    with pytest.raises(TusCommunicationError):
        first.upload_chunk()
    web.start()
    second = client.uploader(file_stream=Stream(file.read_bytes()), **options)
    assert second.offset == 12_000_000
    second.upload()
    place = second.url.removeprefix(web.address)
    assert kept(web, place) == file.read_bytes()
    assert runs(web, place) == 1
    memory.close()


def test_an_interrupted_request_keeps_what_came(web: Web, file: Path) -> None:
    place, body = begun(web, 30_000_000), file.read_bytes()
    with socket.create_connection(("127.0.0.1", web.port)) as wire:
        told = headers(web, Upload_Offset="0", Content_Type=OCTETS, Content_Length="30000000", Host="127.0.0.1")
        wire.sendall(f"PATCH {place} HTTP/1.1\r\n".encode())
        wire.sendall("".join(f"{name}: {text}\r\n" for name, text in told.items()).encode() + b"\r\n")
        wire.sendall(body[:20_000_000])
        time.sleep(0.5)
        wire.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00"
        )  # a reset, no farewell
    until(lambda: offset(web, place) > 2 * PART)
    came = kept(web, place)
    assert 2 * PART < len(came) <= 20_000_000
    assert body.startswith(came)
    assert finish(web, place, body)[-1] == 204
    assert kept(web, place) == body
    until(lambda: not [name for name in web.scratch() if name.startswith("part-")])


def test_a_server_killed_in_the_middle_of_a_request_loses_at_most_a_part(web: Web, file: Path) -> None:
    place, body = begun(web, 30_000_000), file.read_bytes()

    def slowly() -> Iterator[bytes]:
        for start in range(0, 30_000_000, 1_000_000):
            yield body[start : start + 1_000_000]
            time.sleep(0.02)
            if start == 19_000_000:
                web.kill()

    with pytest.raises((OSError, http.client.HTTPException)):
        ask(web, "PATCH", place, slowly(), Upload_Offset="0", Content_Type=OCTETS, Content_Length="30000000")
    web.start()
    now = offset(web, place)
    assert 19_000_000 - 2 * (PART + (1 << 20)) < now <= 20_000_000
    assert kept(web, place) == body[:now]
    assert finish(web, place, body) == [204]
    assert kept(web, place) == body
    assert runs(web, place) == 1


def test_senders_at_once_cannot_mix_their_bytes(tmp_path: Path, file: Path) -> None:
    """Eight clients send the same upload to two processes, each the whole of it, going on wherever the server says."""
    web = Web(tmp_path, processes=2)
    place, body = begun(web, 12_000_000), file.read_bytes()[:12_000_000]
    answers: list[int] = []

    def send(number: int) -> None:
        answers.extend(finish(web, place, body, 700_000 + 1_000 * number))

    senders = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert set(answers) <= {0, 204, 409}
    assert kept(web, place) == body
    assert runs(web, place) == 1
    web.stop()


def test_a_refused_body_is_not_taken_in(web: Web) -> None:
    """Sent without waiting for an answer, five gigabytes are told; the answer comes before they do."""
    place = begun(web, 5_000_000_000)
    for more, status in (({"Authorization": "Bearer mdg_no"}, 401), ({"Upload-Offset": "7"}, 409)):
        with socket.create_connection(("127.0.0.1", web.port), timeout=30) as wire:
            told = {
                **headers(web, Upload_Offset="0", Content_Type=OCTETS),
                **more,
                "Content-Length": "5000000000",
                "Host": "x",
            }
            told["Host"] = "127.0.0.1"
            lines = "".join(f"{name}: {text}\r\n" for name, text in told.items())
            wire.sendall(f"PATCH {place} HTTP/1.1\r\n{lines}\r\n".encode() + b"x" * 100_000)
            assert f" {status} ".encode() in wire.recv(4096).splitlines()[0]
    assert offset(web, place) == 0


def madang(web: Web, *words: str, **more: str) -> Any:
    return web.run("-m", "madang.cli.main", *words, MADANG_TOKEN=web.tokens["publisher"], **more)


def test_the_command_sends_waits_and_says_how_it_ended(web: Web, tmp_path: Path) -> None:
    """Exit codes as those of `madang check`: 0 published, 1 a person must decide, 2 no table, 3 not sent."""
    clean, personal, note = tmp_path / "밤.csv", tmp_path / "people.csv", tmp_path / "note.pdf"
    clean.write_text("구,호출\n" + "".join(f"종로구 {n}동,{n}\n" for n in range(40)))
    personal.write_text("name,mobile\n" + "".join(f"Person {n},010-2345-{6000 + n}\n" for n in range(30)))
    note.write_bytes(b"%PDF-1.7\n%%EOF\n")
    worker = web.begin("-m", "madang.cli.main", "worker")
    into = ("--to", web.address, "--dataset", "population", "--publish", "--wait")
    try:
        done = madang(web, "upload", str(clean), *into, "--resource", "night", LANG="ko_KR.UTF-8")
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[0].startswith(f"{web.address}/ko/workspace/runs/")
        assert "상태: 게시됨" in done.stdout
        stopped = madang(web, "upload", str(personal), *into, "--resource", "people")
        assert (stopped.returncode, "State: waits for a person" in stopped.stdout) == (1, True), stopped.stderr
        assert madang(web, "upload", str(note), *into, "--resource", "note").returncode == 2
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
    assert not list(Path(web.environment["XDG_STATE_HOME"]).rglob("uploads/*"))  # nothing left to go on with


def test_a_killed_command_goes_on_where_it_stood(web: Web, file: Path) -> None:
    """And the server is killed meanwhile as well: the same command again sends only what is missing."""
    words = ("-m", "madang.cli.main", "upload", str(file), "--to", web.address, "--dataset", "population")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()

    def safe() -> int:
        """The bytes of this file that are safe, over all its uploads."""
        uploads = f"SELECT id FROM ingest_upload WHERE sha256 = '{sha256}'"
        return web.rows(f"SELECT sum(bytes) FROM ingest_uploadpart WHERE upload_id IN ({uploads})")[0][0] or 0

    first = web.begin(*words, MADANG_TOKEN=web.tokens["publisher"])
    until(lambda: safe() > 0)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    second = web.begin(*words, MADANG_TOKEN=web.tokens["publisher"])
    # Not before the second is heard of: the first may have left a part on its way, and a server that was never reached is given up soon.
    heard = min(safe() + PART, len(file.read_bytes()) - 1)
    until(lambda: safe() > heard)
    web.kill()
    web.start()
    printed = second.communicate(timeout=90)[0]
    assert second.returncode == 0, printed
    place = "/api/v1/uploads/" + printed.strip().splitlines()[-1].rstrip("/").rsplit("/", 1)[-1]
    assert kept(web, place) == file.read_bytes()
    assert (runs(web, place), safe()) == (1, len(file.read_bytes()))  # nothing was sent twice


def test_the_token_is_on_no_list_of_processes(web: Web, tmp_path: Path) -> None:
    secret, file = tmp_path / "token", tmp_path / "a.csv"
    secret.write_text(web.tokens["publisher"] + "\n")
    file.write_text("a,b\n1,2\n")
    into = ("upload", str(file), "--to", web.address, "--dataset", "population")
    assert web.run("-m", "madang.cli.main", *into, "--token", f"@{secret}").returncode == 0
    warned = web.run("-m", "madang.cli.main", *into, "--token", web.tokens["publisher"])
    assert (warned.returncode, "MADANG_TOKEN" in warned.stderr) == (0, True)
    without = web.run("-m", "madang.cli.main", *into)
    assert (without.returncode, "MADANG_TOKEN" in without.stderr) == (3, True)
    assert not (Path.cwd() / "var" / "uploads").exists()


def test_what_a_server_refuses_is_said_in_its_words(web: Web, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(Refused, match="404"):
        server(web).create(8, {"filename": "a.csv", "dataset": "nothing"})
    elsewhere = madang(web, "upload", str(file), "--to", "http://127.0.0.1:9", "--dataset", "population")
    assert (elsewhere.returncode, "127.0.0.1:9" in elsewhere.stderr) == (3, True)
    odd = madang(web, "upload", str(file), "--to", "data.example.org", "--dataset", "population", LANG="ko_KR.UTF-8")
    assert (odd.returncode, "https://data.example.org" in odd.stderr) == (3, True)


def test_a_wrong_checksum_is_sent_again_by_our_own_client(web: Web, file: Path) -> None:
    place = begun(web, 30_000_000)
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    refused = ask(
        web, "PATCH", place, b"x" * 1000, Upload_Offset="0", Content_Type=OCTETS, Upload_Checksum=f"sha256 {wrong}"
    )
    assert refused.status == 460
    done = server(web).send(web.address + place, file, lambda bytes: None)
    assert done.became.endswith(place.rsplit("/", 1)[-1])
    assert kept(web, place) == file.read_bytes()
