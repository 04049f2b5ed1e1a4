"""Whole files: the way out of every limit, at addresses that are counted apart."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from madang.api.native.asking import OUTPUT

PLAIN = {parameter.name for parameter in OUTPUT} | {"revision"}
"""Parameters that leave the whole file whole."""
FILE = re.compile(r"/api/v1/datasets/[^/]+/resources/([^/]+\.[a-z]+|[^/]+/original)")
OFFERED = ("csv", "parquet")


def is_whole(request: HttpRequest) -> bool:
    """Whether everything is asked for, as one file."""
    return bool(FILE.fullmatch(request.path)) and set(request.GET) <= PLAIN


def addresses(request: HttpRequest) -> dict[str, str]:
    """Where the whole files are that the request is about; nothing when it is about no single resource."""
    try:
        told = resolve(request.path_info).kwargs
    except Resolver404:
        return {}
    if not {"slug", "name"} <= told.keys():
        return {}
    place = f"/api/v1/datasets/{quote(told['slug'])}/resources/{quote(told['name'])}"
    return {extension: request.build_absolute_uri(f"{place}.{extension}") for extension in OFFERED}
