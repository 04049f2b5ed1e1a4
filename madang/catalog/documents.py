"""What the search index knows of a dataset: one document of fields, made from the database and the current revisions."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from madang.catalog import names, offered
from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.storage import the_store
from madang.catalog.words import beginnings, joined, key
from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.lib.texts import LANGUAGES
from madang.query.model import Type
from madang.store import serving

Document = dict[str, Any]  # field -> text, list of texts or number
EVERYBODY = "everybody"
LISTED_VALUES = 60  # of one column: districts, kinds; a column with more distinct values is no list
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER_LATE, EMPTY = 2, 1  # in the field `due`, instead of a moment

log = logging.getLogger(__name__)


def listed() -> QuerySet[Dataset]:
    """The datasets that search knows: published ones. Drafts and retired ones are reached by their address."""
    resources = Resource.objects.select_related("current").prefetch_related("columns")
    return (
        Dataset.objects.filter(state=Dataset.State.PUBLISHED)
        .select_related("organisation", "theme", "licence")
        .prefetch_related(Prefetch("resources", resources))
    )


def document(dataset: Dataset) -> Document:
    """The fields of one dataset. Values of restricted data stay out: finding by a value would tell that it is there."""
    resources = list(dataset.resources.all())
    current = [resource.current for resource in resources if resource.current]
    above = dataset.organisation.path.strip("/").split("/")
    internal = dataset.access == Dataset.Access.INTERNAL
    restricted = dataset.access == Dataset.Access.RESTRICTED
    return {
        "slug": dataset.slug,
        "audience": above if internal else [EVERYBODY],
        **_titles(dataset.title),
        "keywords": joined(word for words in dataset.keywords.values() for word in words),
        "description": joined([*_all(dataset.description), *_all(dataset.source), *_all(dataset.spatial)]),
        "organisations": joined(_all(dataset.organisation.name)),
        "columns": joined(_columns(resources)),
        "values": "" if restricted else joined(value for one in current for value in _values(one)),
        "theme": [dataset.theme.slug] if dataset.theme else [],
        "organisation": above,
        "licence": [dataset.licence.slug],
        "format": sorted({_format(revision) for revision in current} - {""}),
        "kind": sorted({resource.kind for resource in resources}),
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


def _microseconds(at: datetime) -> int:
    return max(0, (at - EPOCH) // timedelta(microseconds=1))


def _titles(title: Text) -> Document:
    others = [text for language, text in title.items() if language not in LANGUAGES]
    return {
        "exact": [key(text) for text in title.values()],
        "begins": " ".join(start for text in title.values() for start in beginnings(text)),
        "title_other": joined(others),
        **{f"title_{language}": joined([title.get(language, "")]) for language in LANGUAGES},
    }


def _all(text: Text) -> list[str]:
    return [words for words in text.values() if words]


def _columns(resources: Iterable[Resource]) -> Iterator[str]:
    for resource in resources:
        yield from _all(resource.title)
        if resource.current:
            yield from (column["name"] for column in resource.current.schema)
        for column in resource.columns.all():
            yield from (*_all(column.label), *_all(column.description))


def _format(revision: Revision) -> str:
    """The format of the original, by the end of its name: csv, xlsx, geojson, shp for a zipped shapefile's own name."""
    return revision.original_name.rpartition(".")[2].lower() if "." in revision.original_name else ""


def _due(dataset: Dataset) -> int:
    """Seconds since 1970 after which the dataset is late."""
    due = dataset.due()
    if due is None:
        return EMPTY if dataset.newest() is None else NEVER_LATE
    return int(due.timestamp())


def _values(revision: Revision) -> list[str]:
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
