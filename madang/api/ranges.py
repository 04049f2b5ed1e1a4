"""Sending a part of a file (`Range`, RFC 9110), for downloads that go on where they broke off and maps that read a bit here and there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.http import HttpRequest, StreamingHttpResponse

from madang.api import streaming
from madang.api.problems import NoSuchPart

CHUNK = 1 << 18
Source = Callable[[int, int], Iterator[bytes]]
"""Bytes from a start on, of a length."""


def sent(
    request: HttpRequest, source: Source, size: int, tag: str, name: str, media_type: str
) -> StreamingHttpResponse:
    """The whole, or the part that `Range` asks for (with `If-Range`: of that very file). Raises `NoSuchPart`."""
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    start, length = part(asked, size, name)
    if request.method == "HEAD":
        response = StreamingHttpResponse(content_type=media_type)
    else:
        response = streaming.stream(request, iter(source(start, length)), media_type)
    response["Content-Length"] = length
    if length < size:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    return response


def of_file(path: Path) -> Source:
    """Reads a file, opened when the first bytes are taken."""

    def read(start: int, length: int) -> Iterator[bytes]:
        with path.open("rb") as file:
            file.seek(start)
            while length > 0 and (chunk := file.read(min(CHUNK, length))):
                length -= len(chunk)
                yield chunk

    return read


def part(header: str, size: int, name: str) -> tuple[int, int]:
    """(start, length) of a `Range` header; the whole when there is none or it is of a kind that may be ignored."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise NoSuchPart(name=name, range=header, bytes=size)
    return start, end - start + 1
