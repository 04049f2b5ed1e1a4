"""Datasets as MCP resources: a list in pages, and addresses `madang://datasets/…` to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from madang.accounts.policy import scope, visible
from madang.api.mcp import quoted
from madang.api.mcp.answer import Told
from madang.api.mcp.call import Call
from madang.api.mcp.tools import describe, sample
from madang.api.problems import NotFound
from madang.catalog.models import Dataset, Resource
from madang.catalog.search import suggest
from madang.lib.problems import Text

PAGE = 50
MOST_SUGGESTED = 20
ROOT = "madang://datasets/"
URI = re.compile(ROOT + r"(?P<dataset>[^/?#]+)(?:/resources/(?P<resource>[^/?#]+)(?P<sample>/sample)?)?")


class UnknownUri(NotFound):
    en = "There is no resource `{uri}`. Their addresses are those of `resources/list`, and {templates}."
    ko = "`{uri}` 리소스가 없습니다. 주소는 `resources/list`에 있는 것과 {templates}입니다."


@dataclass(frozen=True)
class Template:
    """A form of addresses, its name and what is read there."""

    uri: str
    name: str
    title: Text
    means: Text


TEMPLATES = (
    Template(ROOT + "{slug}", "dataset", {"en": "A dataset", "ko": "데이터셋"}, {
        "en": "What the tool `describe` says of a dataset and all its resources.",
        "ko": "`describe` 도구가 데이터셋과 모든 리소스에 대해 말하는 것."}),
    Template(ROOT + "{slug}/resources/{name}", "resource", {"en": "A resource", "ko": "리소스"}, {
        "en": "What the tool `describe` says of one resource: its columns and what they mean.",
        "ko": "`describe` 도구가 한 리소스에 대해 말하는 것: 열과 그 뜻."}),
    Template(ROOT + "{slug}/resources/{name}/sample", "sample", {"en": "Sample rows", "ko": "견본 행"}, {
        "en": "Ten rows spread evenly, as the tool `sample` gives them.", "ko": "`sample` 도구처럼 고르게 뽑은 열 행."}),
)  # fmt: skip


def listed(call: Call, after: str) -> tuple[list[dict[str, Any]], str | None]:
    """A page of datasets, by name, and the cursor of the next one."""
    found = list(visible(call.actor).filter(slug__gt=after).order_by("slug")[: PAGE + 1])
    return [_entry(call, dataset) for dataset in found[:PAGE]], found[PAGE - 1].slug if len(found) > PAGE else None


def _entry(call: Call, dataset: Dataset) -> dict[str, Any]:
    return {
        "uri": ROOT + quote(dataset.slug, safe=""),
        "name": dataset.slug,
        "title": quoted.line(call.word(dataset.title)),
        "description": quoted.line(call.word(dataset.description), 200),
        "mime_type": "text/markdown",
    }


def read(call: Call, uri: str) -> Told:
    """What stands at an address. Raises `UnknownUri`, and as the tools do."""
    match = URI.fullmatch(uri)
    if match is None:
        raise UnknownUri(uri=quoted.line(uri, 200), templates=", ".join(template.uri for template in TEMPLATES))
    named = {name: unquote(match[name]) for name in ("dataset", "resource") if match[name]}
    return sample.call(call, named) if match["sample"] else describe.call(call, named)


def completed(call: Call, argument: str, typed: str, others: dict[str, str]) -> list[str]:
    """Values of `slug` or `name` that begin as typed; for a slug, also datasets whose title does."""
    seen = visible(call.actor)
    if argument == "name":
        names = Resource.objects.filter(dataset__in=seen, dataset__slug=others.get("slug", ""), name__istartswith=typed)
        return list(names.values_list("name", flat=True)[:MOST_SUGGESTED])
    if argument != "slug":
        return []
    slugs = list(seen.filter(slug__istartswith=typed).values_list("slug", flat=True)[:MOST_SUGGESTED])
    titled = [slug for slug, _ in suggest(typed, scope(call.actor), call.language, MOST_SUGGESTED)]
    return list(dict.fromkeys([*slugs, *titled]))[:MOST_SUGGESTED]
