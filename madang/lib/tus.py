"""Sending a file to a server that speaks tus 1.0.0: in parts, each with its hash, over connections that break.

urllib3 speaks HTTP. tuspy, the protocol's own client, was tried: it brings three packages (aiohttp, requests, tinydb), gives up
at the first broken connection unless told a number, and cannot tell whether the file that it goes on with is the one it began.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import getproxies

import urllib3
from urllib3.exceptions import HTTPError

from madang.lib.problems import Problem

VERSION = "1.0.0"
PART = 8 << 20
"""Bytes sent at once, and the most that a broken connection costs."""
LATER = (408, 409, 423, 429, 460, 500, 502, 503, 504)
"""Answers after which it is worth asking where to go on."""
TRIES, FIRST_TRIES = 12, 3
"""Failures in a row that are borne while bytes are on the way (about five minutes), and before anything was reached."""
LONGEST_WAIT = 60.0


class Refused(Problem):
    en = "{server} answered {status}: {detail}"
    ko = "{server}의 응답 {status}: {detail}"


class Unreachable(Problem):
    en = "{server} cannot be reached ({why}). Check the address and the network; the same command goes on where it stood."
    ko = "{server}에 연결할 수 없습니다({why}). 주소와 네트워크를 확인하세요. 같은 명령을 다시 실행하면 멈춘 곳부터 이어집니다."


class NoUpload(Problem):
    en = "{server} takes no resumable uploads at {path}. Is this the address of a Madang city?"
    ko = "{server}의 {path}에는 이어 올리기가 없습니다. 마당 도시의 주소가 맞는지 확인하세요."


class FileChanged(Problem):
    en = "{file} changed while it was sent. Run the command again when nothing writes to it any more."
    ko = "보내는 동안 {file}이(가) 바뀌었습니다. 더 이상 바뀌지 않을 때 명령을 다시 실행하세요."


@dataclass(frozen=True)
class Standing:
    """How far an upload is, and the address of what it became once it is complete."""

    offset: int
    length: int
    became: str


class Server:
    """A server at `address`; `path` is where its uploads begin. `sleep` is the clock's, tests give another."""

    def __init__(
        self, address: str, token: str, language: str, path: str = "/api/v1/uploads",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.address, self.path, self._sleep = address.rstrip("/"), path, sleep
        self._headers = {"Authorization": f"Bearer {token}", "Accept-Language": language, "Tus-Resumable": VERSION}
        proxy = getproxies().get(self.address.partition(":")[0])
        options: dict[str, Any] = {"timeout": urllib3.Timeout(connect=20, read=120), "retries": False}
        self._pool = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)

    def create(self, length: int, metadata: Mapping[str, str]) -> str:
        """Announce a file; returns the address of its upload. Raises `Refused`, `Unreachable`, `NoUpload`."""
        said = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in metadata.items())
        answer = self._patiently(
            lambda: self._ask("POST", self.path, Upload_Length=str(length), Upload_Metadata=said), FIRST_TRIES
        )
        if answer.status != 201 or "Location" not in answer.headers:
            raise self._refusal(answer)
        return urljoin(self.address + self.path, answer.headers["Location"])

    def standing(self, upload: str, tries: int = FIRST_TRIES) -> Standing | None:
        """How far an upload is; None when it is gone. Raises `Refused`, `Unreachable`."""
        answer = self._patiently(lambda: self._ask("HEAD", upload), tries)
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise self._refusal(answer)
        return _standing(answer)

    def send(self, upload: str, file: Path, told: Callable[[int], None]) -> Standing:
        """Send what is missing of a file; `told` hears the bytes that are safe. Raises `Refused`, `Unreachable`, `FileChanged`."""
        before = file.stat()
        with file.open("rb") as reader:
            now = self._found(upload)
            while now.offset < now.length:
                told(now.offset)
                reader.seek(now.offset)
                body = reader.read(min(PART, now.length - now.offset))
                if not body:
                    raise FileChanged(file=file)
                now = self._part(upload, now, body)
        told(now.offset)
        if (file.stat().st_mtime_ns, file.stat().st_size) != (before.st_mtime_ns, before.st_size):
            raise FileChanged(file=file)
        return now

    def json(self, address: str) -> dict[str, Any]:
        """A document of the server. Raises `Refused`, `Unreachable`."""
        answer = self._patiently(lambda: self._ask("GET", address), TRIES)
        if answer.status != 200:
            raise self._refusal(answer)
        found: dict[str, Any] = answer.json()
        return found

    def _part(self, upload: str, now: Standing, body: bytes) -> Standing:
        """Send one part until it is safe; after anything doubtful the server is asked where to go on."""
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        for tried in range(TRIES):
            try:
                answer = self._ask(
                    "PATCH", upload, body, Upload_Offset=str(now.offset), Upload_Checksum=f"sha256 {digest}",
                    Content_Type="application/offset+octet-stream",
                )  # fmt: skip
            except Unreachable:
                answer = None
            if answer is not None and answer.status == 204:
                return _standing(answer, now.length)
            if answer is not None and answer.status not in LATER:
                raise self._refusal(answer)
            self._wait(tried)
            found = self._found(upload)
            if found.offset != now.offset:
                return found
        raise Unreachable(server=self.address, why=answer.status if answer is not None else "no answer")

    def _found(self, upload: str) -> Standing:
        found = self.standing(upload, TRIES)
        if found is None:
            raise Refused(server=self.address, status=410, detail=upload)
        return found

    def _patiently(self, ask: Callable[[], urllib3.BaseHTTPResponse], tries: int) -> urllib3.BaseHTTPResponse:
        """Ask again while the server cannot answer; the last failure is raised, the last answer returned."""
        for tried in range(tries):
            try:
                answer = ask()
            except Unreachable:
                if tried == tries - 1:
                    raise
            else:
                if answer.status not in LATER or tried == tries - 1:
                    return answer
            self._wait(tried)
        raise AssertionError("the last try returns or raises")

    def _wait(self, tried: int) -> None:
        self._sleep(min(LONGEST_WAIT, 0.5 * 2**tried))

    def _ask(self, method: str, address: str, body: bytes | None = None, **headers: str) -> urllib3.BaseHTTPResponse:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        try:
            return self._pool.request(
                method, urljoin(self.address, address), body=body, headers={**self._headers, **named}, redirect=False
            )
        except HTTPError as error:
            raise Unreachable(server=self.address, why=_why(error)) from error

    def _refusal(self, answer: urllib3.BaseHTTPResponse) -> Problem:
        try:
            detail = answer.json()["detail"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            if answer.status in (301, 302, 307, 308, 404, 405) or answer.status == 200:
                return NoUpload(server=self.address, path=self.path)
            detail = answer.reason or "-"
        return Refused(server=self.address, status=answer.status, detail=detail)


def _standing(answer: urllib3.BaseHTTPResponse, length: int = 0) -> Standing:
    headers = answer.headers
    offset, told = int(headers["Upload-Offset"]), headers.get("Upload-Length", "")
    return Standing(offset, int(told) if told else length, headers.get("Madang-Run", ""))


def _why(error: HTTPError) -> str:
    """The cause in a few words, without addresses of objects."""
    return str(getattr(error, "reason", None) or error).rpartition(">: ")[2][:200]
