"""What the search index knows of a dataset: one document of fields, made from the database and the current revisions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from madang.catalog import names, offered, where_and_when
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.storage import the_store
from madang.catalog.words import grams, joined, key, spelled
from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.query.model import Type
from madang.store import serving

Document = dict[str, Any]  # field -> text, list of texts or number
EVERYBODY = "everybody"
LISTED_VALUES = 60  # of one column: districts, kinds; a column with more distinct values is no list
MOST_CODES = 500  # of one resource; a longer list of codes is data of its own
NUMBERS = (Type.INTEGER, Type.NUMBER)
PUBLISHED = ~Q(state__in=(Dataset.State.DRAFT, Dataset.State.RETIRED))
"""Said by what it is not: SQLite would rather walk an index of the state, which nearly all datasets share, than look up a few slugs."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER_LATE, EMPTY = 2, 1  # in the field `due`, instead of a moment

log = logging.getLogger(__name__)


def listed() -> QuerySet[Dataset]:
    """The datasets that search knows: published ones. Drafts and retired ones are reached by their address."""
    resources = Resource.objects.select_related("current").prefetch_related("columns")
    return (
        Dataset.objects.filter(PUBLISHED)
        .select_related("organisation", "theme", "licence")
        .prefetch_related(Prefetch("resources", resources))
    )


def document(dataset: Dataset, values_of: Callable[[Revision], list[str]] | None = None) -> Document:
    """The fields of one dataset. Values of restricted data stay out: finding by a value would tell that it is there.

    `values_of` gives the frequent values of a revision; without it they are read from its serving copy.
    """
    values_of = values_of or frequent_values
    resources = list(dataset.resources.all())
    current = [resource.current for resource in resources if resource.current]
    above = dataset.organisation.path.strip("/").split("/")
    internal = dataset.access == Dataset.Access.INTERNAL
    restricted = dataset.access == Dataset.Access.RESTRICTED
    texts = {
        "title": joined(dataset.title.values()),
        "keywords": joined(word for words in dataset.keywords.values() for word in words),
        "description": joined([*_all(dataset.description), *_all(dataset.source)]),
    }
    others = [
        *_all(dataset.spatial),
        *_all(dataset.organisation.name),
        *_columns(resources),
        *([] if restricted else _values(resources, values_of)),
    ]
    return {
        "slug": dataset.slug,
        "audience": above if internal else [EVERYBODY],
        "exact": [key(text) for text in dataset.title.values()],
        "language": [language for language, text in dataset.title.items() if text],
        **texts,
        "all": everything(*texts.values(), joined(others)),
        **where_and_when.of(dataset, current),
        **_vocabulary(dataset, resources),
        "theme": [dataset.theme.slug] if dataset.theme else [],
        "organisation": above,
        "licence": [dataset.licence.slug],
        "format": sorted({_format(revision) for revision in current} - {""}),
        "kind": sorted({resource.kind for resource in resources}),
        "view": sorted({view for resource in resources for view in _views(resource)}),
        "origin": [dataset.origin],
        "access": [dataset.access],
        **_for_other_clients(dataset, resources),
        "due": _due(dataset),
        "published": int(max((r.published_at.timestamp() for r in current if r.published_at), default=0)),
        "rows": sum(revision.rows or 0 for revision in current),
    }


def _for_other_clients(dataset: Dataset, resources: list[Resource]) -> Document:
    """What clients of other portals ask by: names and ids, exact keywords, orders, moments in microseconds since 1970."""
    owner, theme = dataset.organisation, dataset.theme
    modified = max(filter(None, (dataset.modified, dataset.newest())))
    name = names.plain(dataset.slug, dataset.uid, names.DATASET)
    return {
        "uid": [str(dataset.uid)],
        "tag": sorted({word for words in dataset.keywords.values() for word in words}),
        "offered": sorted({offered.extension(resource) for resource in resources} - {""}),
        "publisher": [names.plain(owner.slug, owner.uid, names.ORGANISATION)],
        "subject": [names.plain(theme.slug, theme.uid, names.THEME)] if theme else [],
        "custom": [f"{field}={value}" for field, value in dataset.custom.items()],
        "name_order": [name],
        "title_order": [f"{next(iter(_all(dataset.title)), '').casefold()[:200]} {name}"],
        "resources": joined(
            [text for one in resources for text in (one.name, *_all(one.title), *_all(one.description))]
        ),
        "created": _microseconds(dataset.issued or dataset.modified),
        "modified": _microseconds(modified),
    }


def _vocabulary(dataset: Dataset, resources: list[Resource]) -> Document:
    """The words that suggestions are made of, and that slips of the finger and initial consonants are compared with."""
    keywords = [word for words in dataset.keywords.values() for word in words]
    named = [*_all(dataset.title), *keywords, *_columns(resources, described=False)]
    return {
        "spelled": sorted({one for text in (*named, *_all(dataset.organisation.name)) for one in spelled(text)}),
        "initial": sorted({one for text in named for one in grams(text)}),
    }


def _views(resource: Resource) -> Iterator[str]:
    """How people can look at it: as a table, chart or map, or only as a file or link."""
    current = resource.current
    if resource.kind == Resource.Kind.LINK:
        yield "link"
    if current is None:
        return
    if current.rows is None:
        yield "file"
        return
    yield "table"
    if any(column["type"] in NUMBERS for column in current.schema):
        yield "chart"
    if current.geometry:
        yield "map"


def _microseconds(at: datetime) -> int:
    return max(0, (at - EPOCH) // timedelta(microseconds=1))


def everything(*texts: str) -> str:
    """Each token of the texts once: what decides whether a dataset is found; the other fields of text only say how well it fits."""
    return " ".join(dict.fromkeys(token for text in texts for token in text.split()))


def _all(text: Text) -> list[str]:
    return [words for words in text.values() if words]


def _columns(resources: Iterable[Resource], described: bool = True) -> Iterator[str]:
    for resource in resources:
        yield from _all(resource.title)
        if resource.current:
            yield from (column["name"] for column in resource.current.schema)
        for column in resource.columns.all():
            yield from (*_all(column.label), *(_all(column.description) if described else ()))


def _format(revision: Revision) -> str:
    """The format of the original, by the end of its name: csv, xlsx, geojson, shp for a zipped shapefile's own name."""
    return revision.original_name.rpartition(".")[2].lower() if "." in revision.original_name else ""


def _due(dataset: Dataset) -> int:
    """Seconds since 1970 after which the dataset is late."""
    due = dataset.due()
    if due is None:
        return EMPTY if dataset.newest() is None else NEVER_LATE
    return int(due.timestamp())


def _values(resources: Iterable[Resource], values_of: Callable[[Revision], list[str]]) -> Iterator[str]:
    """Frequent values, and what the codes of columns stand for in every language."""
    for resource in resources:
        if resource.current:
            yield from values_of(resource.current)
        codes = (text for column in resource.columns.all() for text in column.codes.values())
        yield from (word for text in islice(codes, MOST_CODES) for word in _all(text))


def frequent_values(revision: Revision) -> list[str]:
    """The values of the text columns that read like a list (districts, kinds), most frequent first."""
    texts = [column["name"] for column in revision.schema if column["type"] == Type.TEXT]
    if revision.rows is None or not texts:
        return []
    found: list[str] = []
    try:
        with serving.cursor(the_store(), revision.id) as cursor:
            for name in texts[:50]:
                found += _list_of(cursor, name)
    except (Problem, duck.Error) as error:  # A lost file must not keep the dataset from being found by its words.
        log.warning("values of revision %s are not in the search index: %s", revision.id, error)
    return found


def _list_of(cursor: duck.DuckDBPyConnection, name: str) -> list[str]:
    column = duck.identifier(name)
    rows = cursor.execute(
        f"SELECT {column} FROM rows WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
        [LISTED_VALUES + 1],
    ).fetchall()
    return [str(value)[:100] for (value,) in rows] if len(rows) <= LISTED_VALUES else []
