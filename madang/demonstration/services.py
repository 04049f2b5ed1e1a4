"""By which names clients of other portals ask for the tables of the demonstration, and what names their rows."""

from __future__ import annotations

from madang.accounts.policy import OPERATOR
from madang.catalog.models import Dataset, Resource
from madang.demonstration import links
from madang.ingest.addressing import address_resource, addressing

ARGUMENTS = (
    "연도",
    "날짜",
    "기준일",
    "측정일시",
    "일시",
    "시간",
    "자치구",
    "행정동",
    "종류",
    "분류",
    "성별",
    "산업",
    "진료과",
)
"""Columns that people ask by, in the order in which Seoul's dialect takes them."""


def service(slug: str, name: str, tables: int) -> str:
    """`air-quality` is `AirQuality`; of several tables in one dataset each adds its name: `Companies_동별`."""
    words = "".join(part.capitalize() for part in slug.split("-"))
    return words if tables == 1 else f"{words}_{name}"


def name_tables(dataset: Dataset) -> None:
    """Name the tables of a dataset, but for those that somebody has named otherwise."""
    tables = list(dataset.resources.filter(current__rows__isnull=False).select_related("current", "dataset"))
    if dataset.access != Dataset.Access.OPEN:
        return
    for resource in tables:
        if not any(addressing(resource).values()):
            address_resource(resource, _words(resource, len(tables)), OPERATOR)


def _words(resource: Resource, tables: int) -> dict[str, list[str]]:
    slug = resource.dataset.slug
    known = {column["name"] for column in resource.current.schema} if resource.current else set()
    return {
        "services": [service(slug, resource.name, tables)],
        "arguments": [name for name in ARGUMENTS if name in known],
        "key": links.key(slug, resource.name),
    }
