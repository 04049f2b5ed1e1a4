"""A published run of the night study, which `latest` leads to."""

from __future__ import annotations

from tests import nights
from tests.city import City


def seed(city: City) -> None:
    nights.published(city)
