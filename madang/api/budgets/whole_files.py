"""Whole files: the way out of every limit, at addresses that are counted apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from madang.api.native.asking import OUTPUT
from madang.query.model import Table

PLAIN = {parameter.name for parameter in OUTPUT} | {"revision"}
"""Parameters that leave the whole file whole."""
FILE = re.compile(
    r"/api/v1/datasets/[^/]+/resources/([^/]+\.[a-z]+|[^/]+/original)|/datastore/dump/[^/]+|/dataset/[^/]+/resource/[^/]+/download/.*"
)
OFFERED = ("csv", "parquet")


def is_whole(request: HttpRequest) -> bool:
    """Whether everything is asked for, as one file."""
    return bool(FILE.fullmatch(request.path)) and set(request.GET) <= PLAIN


def addresses(request: HttpRequest, tables: Sequence[Table]) -> dict[str, str]:
    """Where the whole files are that the request is about: of the first table that it asks, or as its address names it."""
    try:
        told = resolve(request.path_info).kwargs
    except Resolver404:
        told = {}
    if tables:
        told = {"slug": tables[0].dataset, "name": tables[0].name}
    if not {"slug", "name"} <= told.keys():
        return {}
    place = f"/api/v1/datasets/{quote(told['slug'])}/resources/{quote(told['name'])}"
    return {extension: request.build_absolute_uri(f"{place}.{extension}") for extension in OFFERED}
