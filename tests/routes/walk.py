"""Every address of the portal, from the URL conf itself, so that routes written later are walked as well."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)")
LANGUAGES = ("ko/", "en/")


def templates() -> list[str]:
    """All addresses with `<name>` for their parts; patterns by regular expression are rewritten in the same form."""
    return sorted({text for part in get_resolver().url_patterns for text in _texts(part, "")})


def _texts(part: URLPattern | URLResolver, before: str) -> Iterator[str]:
    for text in _own(part.pattern):
        if isinstance(part, URLPattern):
            yield before + text
        else:
            for child in part.url_patterns:
                yield from _texts(child, before + text)


def _own(pattern: Any) -> list[str]:
    if isinstance(pattern, LocalePrefixPattern):
        return list(LANGUAGES)
    if isinstance(pattern, RoutePattern):
        return [PARAMETER.sub(lambda found: f"<{found['name']}>", str(pattern))]
    plain = GROUP.sub(lambda found: f"<{found['name']}>", str(pattern))
    return [plain.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\", "").replace("?", "")]


WORDS = {"format", "extension", "question", "row", "column", "x", "y", "z", "action", "app_label", "api_key", "file", "study", "role",
         "tag", "theme", "number"}  # fmt: skip
"""Parts of addresses that are never the key of a thing."""


def filled(template: str, known: dict[str, list[str]]) -> Iterator[str]:
    """The template with the `known` values of each name. A part of a name nobody knows takes the key of every thing there is;
    when there are two, the same for both: all pairs would be thousands, and a template that needs a certain pair must be known.
    """
    names = re.findall(r"<(\w+)>", template)
    keys = list(dict.fromkeys(value for name, values in known.items() if name not in WORDS for value in values))
    for unknown in keys if set(names) - known.keys() else [""]:
        for values in product(*(known.get(name, [unknown]) for name in names)):
            address = template
            for name, value in zip(names, values, strict=True):
                address = address.replace(f"<{name}>", value, 1)
            yield "/" + address


def text_of(response: Any) -> str:
    """Everything that an answer says, headers too; Parquet, Arrow and zipped answers are opened first."""
    body = response.getvalue()
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return headers + "\n" + _opened(body)


def _opened(body: bytes) -> str:
    if body[:4] == b"PAR1":
        return str(pq.read_table(io.BytesIO(body)).to_pylist())
    if body[:6] == b"ARROW1":
        return str(pa.ipc.open_file(body).read_all().to_pylist())
    if body[:4] == b"\xff\xff\xff\xff":
        return str(pa.ipc.open_stream(body).read_all().to_pylist())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(_opened(archive.read(name)) for name in archive.namelist())
    if body[:2] == b"\x1f\x8b":
        import gzip

        return _opened(gzip.decompress(body))
    return body.decode("utf-8", "replace")
