"""A city with things to look at, for tests of pages without a browser."""

from __future__ import annotations

import pytest

from madang.catalog.models import Resource
from tests.portal import layers


@pytest.fixture
def squares(city) -> Resource:
    return layers.areas(city)


@pytest.fixture
def residents(city) -> Resource:
    return layers.people(city)
