"""A dataset as CKAN's package: every key always there, what only this portal knows both as a key and among `extras`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from madang.accounts.policy import Actor, visible
from madang.api.ckan import groups, resources
from madang.api.ckan.errors import NotFound
from madang.api.ckan.moments import moment
from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.models import Dataset

STATES = {"draft": "draft", "published": "active", "retired": "deleted"}


def public() -> QuerySet[Dataset]:
    """What lists hold whoever asks, as in CKAN: published, and not for members only."""
    return visible(Actor()).filter(state=Dataset.State.PUBLISHED)


def told(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Datasets with all that their dictionaries say: two queries, however many they are."""
    return datasets.select_related("organisation", "theme", "licence").prefetch_related(
        Prefetch("resources", resources.told())
    )


def required(reader: Reader, name: str) -> Dataset:
    """The dataset of that id, name or slug, if the reader may know of it. Raises `NotFound`, which tells nothing else."""
    found = names.called(told(visible(reader.actor)), name, names.DATASET)
    if found is None:
        raise NotFound(f'Dataset "{name[:100]}" was not found.')
    return found


def packages(reader: Reader, slugs: Iterable[str]) -> list[dict[str, Any]]:
    """The packages of those slugs, in their order, without those that the reader may not see."""
    order = list(slugs)
    known = {dataset.slug: dataset for dataset in told(visible(reader.actor)).filter(slug__in=order)}
    return [package(reader, known[slug]) for slug in order if slug in known]


def package(reader: Reader, one: Dataset) -> dict[str, Any]:
    """The dictionary of a dataset that came from `told`."""
    parts = [resources.resource(reader, one, part, place) for place, part in enumerate(one.resources.all())]
    words = dict.fromkeys(word for each in one.keywords.values() for word in each)
    own = _own(one)
    return own | {
        "id": str(one.uid),
        "name": names.plain(one.slug, one.uid, names.DATASET),
        "title": reader.words(one.title) or one.slug,
        "notes": reader.words(one.description),
        "author": "",
        "author_email": "",
        "maintainer": "",
        "maintainer_email": one.contact,
        "license_id": one.licence.slug,
        "license_title": reader.words(one.licence.name),
        "license_url": one.licence.url,
        "isopen": one.licence.allows_commercial and one.licence.allows_change,
        "url": f"{reader.site}/{reader.language}/datasets/{quote(one.slug)}/",
        "version": "",
        "state": STATES[one.state],
        "type": "dataset",
        "owner_org": str(one.organisation.uid),
        "organization": groups.organization(reader, one.organisation),
        "private": one.access == Dataset.Access.INTERNAL or one.state == Dataset.State.DRAFT,
        "creator_user_id": None,
        "metadata_created": moment(one.issued or one.modified),
        "metadata_modified": moment(modified(one)),
        "num_resources": len(parts),
        "num_tags": len(words),
        "tags": [groups.tag(word) for word in words],
        "groups": [groups.group(reader, one.theme)] if one.theme else [],
        "extras": [{"key": key, "value": _text(value)} for key, value in own.items() if value not in (None, "", {})],
        "resources": parts,
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def modified(one: Dataset) -> datetime:
    """When its description or its content last changed."""
    return max(filter(None, (one.modified, one.newest())))


def _own(one: Dataset) -> dict[str, Any]:
    """What CKAN has no key for."""
    due = one.due()
    return {
        "slug": one.slug,
        "origin": one.origin,
        "access": one.access,
        "freshness": one.freshness(timezone.now()),
        "due": moment(due),
        "frequency": one.cycle,
        "temporal_start": one.period_start and one.period_start.isoformat(),
        "temporal_end": one.period_end and one.period_end.isoformat(),
        "title_translated": one.title,
        "notes_translated": one.description,
        "spatial_text": one.spatial,
        "source": one.source,
        "method": one.method,
        **{f"custom_{name}": value for name, value in one.custom.items()},
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
