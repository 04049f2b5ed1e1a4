"""The toy study stands beside the real ones, in this process and in its children."""

from __future__ import annotations

import pytest

from madang.analysis import registry
from tests.analysis import running, toy


@pytest.fixture
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only study there is; computed in children, as in a city."""
    monkeypatch.setattr(registry, "studies", lambda: {"toy": toy})


@pytest.fixture
def here(with_toy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, computed in this process: a child costs a second."""
    running.compute_here(monkeypatch)
