"""One real server for all clients of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.served import Web

HOSTS = "127.0.0.1,localhost,openapi.seoul.go.kr,swopenapi.seoul.go.kr"
UNBOUNDED = {f"MADANG_BUDGET_{name}": "none" for name in ("ANONYMOUS", "KEY", "PARTNER")}


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The city of `seed`, asked by clients that know nothing of Madang; nothing they do changes it."""
    seed = "from tests.conformance.seed import main\nmain()"
    served = Web(tmp_path_factory.mktemp("served"), seed=seed, MADANG_HOSTS=HOSTS, **UNBOUNDED)
    yield served
    served.stop()
