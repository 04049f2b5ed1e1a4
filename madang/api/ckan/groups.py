"""Organisations and themes as CKAN's organizations and groups tell themselves: every key always there."""

from __future__ import annotations

import uuid
from typing import Any

from madang.api.ckan.reader import Reader
from madang.catalog import names
from madang.catalog.models import Organisation, Theme


def organization(reader: Reader, one: Organisation) -> dict[str, Any]:
    """As it stands inside a package: without counts."""
    return {
        "id": str(one.uid),
        "name": names.plain(one.slug, one.uid, names.ORGANISATION),
        "title": reader.words(one.name) or one.slug,
        "type": "organization",
        "description": reader.words(one.description),
        "image_url": "",
        "created": None,  # not kept
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def group(reader: Reader, one: Theme) -> dict[str, Any]:
    """As it stands inside a package."""
    title = reader.words(one.name) or one.slug
    return {
        "id": str(one.uid),
        "name": names.plain(one.slug, one.uid, names.THEME),
        "title": title,
        "display_name": title,
        "description": "",
        "image_display_url": "",
    }


def tag(word: str) -> dict[str, Any]:
    """A keyword. Its id is made from the word: the catalogue keeps keywords as words."""
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:madang:tag:{word}")),
        "name": word,
        "display_name": word,
        "state": "active",
        "vocabulary_id": None,
    }


def as_group(reader: Reader, one: Organisation | Theme, count: int | None) -> dict[str, Any]:
    """An organisation or theme by itself; `count` of its open datasets, None when nobody asked."""
    plain = organization(reader, one) if isinstance(one, Organisation) else _theme(reader, one)
    own = _own(one) if isinstance(one, Organisation) else {"concept": one.concept}
    told = {
        **own,
        **plain,
        "display_name": plain["title"],
        "image_display_url": "",
        "num_followers": 0,
        "extras": [{"key": key, "value": value} for key, value in own.items() if value],
        "groups": [],
        "tags": [],
        "users": [],  # who works for the city is not told
    }
    return told if count is None else told | {"package_count": count}


def _theme(reader: Reader, one: Theme) -> dict[str, Any]:
    same = {"type": "group", "image_url": "", "created": None, "is_organization": False}
    return group(reader, one) | same | {"approval_status": "approved", "state": "active"}


def _own(one: Organisation) -> dict[str, Any]:
    """What CKAN has no key for."""
    parent = names.plain(one.parent.slug, one.parent.uid, names.ORGANISATION) if one.parent else ""
    return {"kind": one.kind, "parent": parent, "homepage": one.homepage}
