"""The examples of docs/dcat.md do what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.served import Web

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("example", examples.of("docs/dcat.md"), ids=str)
def test_example(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path)
