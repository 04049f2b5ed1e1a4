"""The portal itself."""

from __future__ import annotations

import inspect
from typing import Any

from madang.api.ckan import registry
from madang.api.ckan.errors import NotFound
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog.city import the_city

VERSION = "2.11.4"
"""The version of CKAN whose answers these are: ckanr chooses by it what it may ask."""


def status_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """Name, address, version and extensions of this portal."""
    from django.conf import settings

    city = the_city()
    return {
        "site_title": reader.words(city.name),
        "site_description": reader.words(city.tagline),
        "site_url": reader.site,
        "error_emails_to": city.contact or None,
        "locale_default": settings.LANGUAGE_CODE,
        "extensions": ["datastore"],
        "ckan_version": VERSION,
    }


def help_show(reader: Reader, parameters: Parameters) -> str:
    """What an action does. Parameter: name."""
    name = parameters.required("name")
    known = registry.actions()
    if name not in known and name not in registry.WRITES:
        raise NotFound(f"Action {name!r} was not found.")
    return inspect.getdoc(known.get(name, registry.refuse)) or ""


def site_read(reader: Reader, parameters: Parameters) -> bool:
    """Whether the portal may be read: always."""
    return True


ACTIONS = {"status_show": status_show, "help_show": help_show, "site_read": site_read}
