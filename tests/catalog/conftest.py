"""Search in an index of this test's own."""

from __future__ import annotations

import pytest

from madang.catalog import index


@pytest.fixture
def indexed(city, settings, tmp_path):
    """The city, in an index that `index.follow()` makes; `settings.HOME` is this test's folder."""
    settings.HOME = tmp_path
    index.follow()
    return city
