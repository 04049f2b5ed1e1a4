"""Budgets of a test's own, and a city that sends mail into Django's box."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from madang.community import demand, senders


@pytest.fixture(autouse=True)
def counts(tmp_path: Path, settings: Any) -> Any:
    """Nothing of another test is counted."""
    settings.HOME = tmp_path
    senders.tally.cache_clear()
    demand.log.cache_clear()
    yield
    senders.tally.cache_clear()
    demand.log.cache_clear()


@pytest.fixture
def mail(settings: Any) -> None:
    """A mail server is set; Django keeps what is sent in `mailoutbox`."""
    settings.MADANG = {**settings.MADANG, "email": {"EMAIL_HOST": "mail"}, "url": "https://data.example.org"}
