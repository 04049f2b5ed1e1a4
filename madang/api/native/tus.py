"""The headers of tus 1.0.0, the protocol of resumable uploads (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpRequest
from django.utils.http import http_date

from madang.api.native.asking import one, whole
from madang.api.native.wanted import LOAD
from madang.api.problems import OddHeader, OtherMediaType, OtherVersion, UnknownParameter
from madang.ingest.checksum import ALGORITHMS, Checksum
from madang.ingest.models import Upload
from madang.ingest.upload_limits import file_limit
from madang.query import near

VERSION = "1.0.0"
EXTENSIONS = ("creation", "creation-with-upload", "creation-defer-length", "checksum", "expiration", "termination")
MEDIA_TYPE = "application/offset+octet-stream"
PARAMETERS = {parameter.name: parameter for parameter in LOAD}
NAMES = {"filename": "file_name"}
"""What tus clients call it, and we."""
CHATTER = ("name", "type", "filetype", "relativePath", "lastModified")
"""Metadata that clients send by themselves and that decide nothing here."""


HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    "Tus-Resumable": ({"const": VERSION}, "the version of the protocol"),
    "Upload-Length": ({"pattern": "^[0-9]{1,18}$"}, "the bytes of the whole file"),
    "Upload-Defer-Length": ({"const": "1"}, "the length will be told later"),
    "Upload-Offset": ({"pattern": "^[0-9]{1,18}$"}, "where these bytes belong"),
    "Upload-Metadata": ({}, "the parameters of `POST /loads`: a name, a blank, the value in Base64; commas between"),
    "Upload-Checksum": ({}, "the algorithm, a blank, the checksum of these bytes in Base64"),
}


def described(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Headers as parameters of the OpenAPI document; a name that begins with `!` must be sent."""
    return [
        {
            "name": name.lstrip("!"), "in": "header", "required": name.startswith("!"),
            "schema": {"type": "string", **HEADERS[name.lstrip("!")][0]}, "description": HEADERS[name.lstrip("!")][1],
        }
        for name in names
    ]  # fmt: skip


def require_version(request: HttpRequest) -> None:
    """Raise `OtherVersion` unless the client speaks ours."""
    given = request.headers.get("Tus-Resumable", "")
    if given != VERSION:
        raise OtherVersion(given=given)


def capabilities() -> dict[str, str]:
    """What `OPTIONS` tells."""
    return {
        "Tus-Version": VERSION, "Tus-Extension": ",".join(EXTENSIONS), "Tus-Max-Size": str(file_limit()),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }  # fmt: skip


def standing(upload: Upload) -> dict[str, str]:
    """How far an upload is."""
    told = {"Upload-Offset": str(upload.offset)}
    if upload.length is None:
        told["Upload-Defer-Length"] = "1"
    else:
        told["Upload-Length"] = str(upload.length)
    if upload.state == Upload.State.OPEN:
        told["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return told


def number(request: HttpRequest, name: str) -> int | None:
    """A header that is a whole number, or None when it was not sent. Raises `OddHeader`."""
    given = request.headers.get(name)
    if given is None:
        return None
    try:
        return whole(given)
    except ValueError:
        raise OddHeader(name=name, given=given, example="1048576") from None


def length(request: HttpRequest) -> int | None:
    """The announced length of a new upload; None when it will be told later. Raises `OddHeader`."""
    told, deferred = number(request, "Upload-Length"), request.headers.get("Upload-Defer-Length")
    if deferred not in (None, "1"):
        raise OddHeader(name="Upload-Defer-Length", given=deferred, example="1")
    if (told is None) == (deferred is None):
        raise OddHeader(name="Upload-Length", given=request.headers.get("Upload-Length", ""), example="1048576")
    if concat := request.headers.get("Upload-Concat"):
        raise OddHeader(name="Upload-Concat", given=concat, example="(none: uploads are not joined here)")
    return told


def has_body(request: HttpRequest) -> bool:
    """Whether bytes come with the request. Raises `OtherMediaType` when they are not marked as those of an upload."""
    comes = request.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in request.headers
    if request.content_type == MEDIA_TYPE:
        return True
    if comes:
        raise OtherMediaType(given=request.content_type)
    return False


def checksum(request: HttpRequest) -> Checksum | None:
    """The checksum of the bytes of this request, if one was sent. Raises `OddChecksum`."""
    given = request.headers.get("Upload-Checksum")
    return Checksum(given) if given is not None else None


def metadata(request: HttpRequest) -> dict[str, Any]:
    """What `Upload-Metadata` says, by the names of `LOAD`. Raises `OddHeader`, `UnknownParameter`, `OddParameter`."""
    found: dict[str, Any] = {}
    for pair in filter(None, map(str.strip, request.headers.get("Upload-Metadata", "").split(","))):
        key, _, encoded = pair.partition(" ")
        name, text = NAMES.get(key, key), _decoded(pair, encoded)
        if name in CHATTER:
            continue
        if name not in PARAMETERS:
            raise UnknownParameter(name=name, known=", ".join(PARAMETERS), **near.hint(name, PARAMETERS))
        if name in found:
            raise OddHeader(name="Upload-Metadata", given=pair, example=_example(name))
        found[name] = one(PARAMETERS[name], [text])
    return found


def _decoded(pair: str, encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise OddHeader(name="Upload-Metadata", given=pair[:100], example=_example("filename")) from None


def _example(name: str) -> str:
    return f"{name} {base64.b64encode('인구.csv'.encode()).decode()}"
