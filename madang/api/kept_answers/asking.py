"""Which requests a kept answer may serve, and what tells two of them apart."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from madang.api.pages import is_page, is_portal

Key = tuple[Any, ...]
Scope = MutableMapping[str, Any]

PERSONAL = frozenset(
    (b"authorization", b"proxy-authorization", b"cookie", b"x-ckan-api-key", b"x-api-key", b"api-key", b"x-csrftoken")
)
"""Who sends one of these is somebody. Even when the answer were the same, Django decides."""
PARTIAL = frozenset(
    (b"range", b"if-range", b"if-match", b"if-modified-since", b"if-unmodified-since", b"transfer-encoding", b"expect",
     b"upgrade", b"content-length", b"x-http-method-override")
)  # fmt: skip
"""What is asked for is not simply the whole answer."""
IDLE = frozenset(
    (b"user-agent", b"connection", b"keep-alive", b"origin", b"referer", b"if-none-match", b"cache-control", b"pragma", b"dnt",
     b"priority", b"te", b"via", b"date", b"from", b"upgrade-insecure-requests", b"sec-fetch-dest", b"sec-fetch-mode",
     b"sec-fetch-user", b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform", b"sec-gpc", b"x-forwarded-for", b"x-real-ip",
     b"x-request-id", b"traceparent", b"tracestate")
)  # fmt: skip
"""No answer depends on these. Every other header tells answers apart, also one that nobody reads: so none can be planted by it."""
LOOK = re.compile(rb"look=[a-z]{1,12}")
"""The one cookie that says nothing about a person: in which colours they read the pages."""


def key(scope: Scope) -> Key | None:
    """What a kept answer is found by; None when the request must go to Django. The bytes of the query are taken as they are."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    page = is_page(scope["path"])
    if page and not is_portal(scope["path"]):
        return None
    told, hosts = [], 0
    for name, value in scope["headers"]:
        if name in IDLE:
            continue
        if (name in PERSONAL or name in PARTIAL) and not (page and name == b"cookie" and LOOK.fullmatch(value)):
            return None
        hosts += name == b"host"
        told.append((name, value))
    if hosts != 1:
        return None
    # `a%2Fb` is one part of an address, `a/b` two: some dialects tell them apart.
    path = scope.get("raw_path") or scope["path"]
    return scope.get("scheme"), scope.get("root_path"), path, scope["query_string"], *told


def header(scope: Scope, wanted: bytes) -> str:
    """All values of a header, joined as Django joins them."""
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)
