"""The toy study stands beside the real ones, in this process and in its children."""

from __future__ import annotations

import pytest

from madang.analysis import registry
from tests.analysis import toy


@pytest.fixture
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "studies", lambda: {"toy": toy})
