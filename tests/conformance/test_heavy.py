"""Heavy questions at once with light traffic beside: only what is promised is answered, within the memory, and all is well afterwards.

How fast is told by `bench/heavy.py`: the machines that run tests are busy with other things.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance import heavily
from tests.served import Web

pytestmark = pytest.mark.slow
SERVER_MB = 1_024 + 400
"""What the copies of one process may use (`Store.memory_mb`), and what two processes of Python weigh with their libraries."""
CHILD_MB = 512 + 200
"""`MADANG_SQL_MEMORY`, and an empty child."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("heavy"), seed=heavily.seed(200_000), MADANG_PROXIES="127.0.0.1")
    heavily.loaded(web, heavily.native, 1, 1)  # the serving copy is made
    yield web
    web.stop()


@pytest.mark.parametrize("kind", heavily.HEAVY)
def test_a_few(city: Web, kind: str) -> None:
    endured(city, kind, at_once=16, seconds=2)


@pytest.mark.long
@pytest.mark.parametrize("kind", heavily.HEAVY)
def test_a_crowd(city: Web, kind: str) -> None:
    endured(city, kind, at_once=64, seconds=30)


def endured(web: Web, kind: str, at_once: int, seconds: float) -> None:
    found = heavily.loaded(web, heavily.HEAVY[kind], at_once, seconds)
    print(f"{at_once} heavy {kind}: {found}")
    assert found.unpromised == []
    assert found.heavy[200] > 0
    assert set(found.lights) == {200}
    assert found.server_mb < SERVER_MB
    assert found.child_mb < CHILD_MB
    after = heavily.loaded(web, heavily.HEAVY[kind], 1, 1)
    assert (after.unpromised, set(after.heavy), set(after.lights)) == ([], {200}, {200})
    assert web.process.poll() is None
    assert web.scratch() == []
