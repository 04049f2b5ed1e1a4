"""The city with its secrets, for all walks."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from madang.catalog import index
from tests.routes.hidden import Secret, secrets


@pytest.fixture
def kept(city, settings, tmp_path) -> Iterator[list[Secret]]:
    cache.clear()
    found = secrets(city)
    index.rebuild()
    logging.disable(logging.ERROR)  # thousands of refusals are what is asked for
    yield found
    logging.disable(logging.NOTSET)
    cache.clear()
