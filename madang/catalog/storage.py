"""The city's store, as the settings place it."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from madang.store import Store
from madang.store.places import place_at


@cache
def the_store() -> Store:
    """The one store of this process."""
    return Store(place_at(settings.MADANG["place"], settings.HOME), settings.HOME, settings.MADANG["memory"])
