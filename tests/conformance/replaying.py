"""Requests of clients that are not Python, sent to the letter over a socket.

A file of `replayed/` holds requests as they stand on the line (without Host and with one `Connection`), each followed by what is
expected: `> 200 type`, `> path = JSON`, `> path ~ pattern`, `> path has value`, `> header Name ~ pattern`, `> body ~ pattern`. `> keep
NAME path` takes a value for the `{NAME}` of later requests. Lines that begin with `#` say which client it is.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent / "replayed"


@dataclass
class Exchange:
    """One request, with the marks of its expectations."""

    request: str
    expected: list[str] = field(default_factory=list)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def value(self, path: str) -> Any:
        """What stands at a path of the JSON, `result.results.0.name`."""
        found = json.loads(self.body)
        for part in path.split("."):
            found = found[int(part)] if isinstance(found, list) else found[part]
        return found


def exchanges(file: Path) -> list[Exchange]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found: list[Exchange] = []
    for line in lines:
        if re.match(r"[A-Z]+ \S+ HTTP/1\.1$", line):
            found.append(Exchange(line))
        elif line.startswith("> "):
            found[-1].expected.append(line[2:])
        elif found and not found[-1].expected:
            found[-1].request += "\r\n" + line
    return found


def replay(file: Path, address: str, **known: str) -> int:
    """Send every request of a file and check its answer; returns how many there were."""
    every = exchanges(file)
    for exchange in every:
        request = re.sub(r"\{([A-Z]+)\}", lambda found: known[found[1]], exchange.request)
        answer = send(request, address)
        for expectation in exchange.expected:
            _check(answer, expectation, known, request)
    return len(every)


def send(request: str, address: str) -> Answer:
    """A request as it is, with the Host that it must have."""
    first, _, rest = request.partition("\r\n")
    method, target, version = first.split(" ")
    place = urlsplit(address)
    target = target.removeprefix(address)
    head, _, body = rest.partition("\r\n\r\n")
    body = body.rstrip("\r\n")
    text = f"{method} {target} {version}\r\nHost: {place.netloc}\r\n{head.strip()}\r\n\r\n{body}"
    with socket.create_connection((place.hostname or "", place.port or 80), timeout=30) as line:
        line.sendall(text.encode())
        response = HTTPResponse(line, method=method)
        response.begin()
        content = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    packed = headers.get("content-encoding") == "gzip"
    return Answer(response.status, headers, gzip.decompress(content) if packed else content)


def _check(answer: Answer, expectation: str, known: dict[str, str], request: str) -> None:
    said = f"{expectation!r} of\n{request}\nanswer {answer.status}: {answer.body[:500].decode('utf-8', 'replace')}"
    match expectation.split(" ", 2):
        case ["keep", name, path]:
            known[name] = str(answer.value(path))
        case ["header", name, rest]:
            assert re.search(rest.removeprefix("~ "), answer.headers.get(name.lower(), "")), said
        case ["body", "~", pattern]:
            assert re.search(pattern, answer.body.decode()), said
        case [path, "=", value]:
            assert answer.value(path) == json.loads(value), said
        case [path, "~", pattern]:
            assert re.search(pattern, str(answer.value(path))), said
        case [path, "has", value]:
            assert value in answer.value(path), said
        case [status, *kind]:
            assert (str(answer.status), answer.headers["content-type"]) == (status, " ".join(kind)), said
