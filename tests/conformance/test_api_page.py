"""The examples of docs/api.md, by curl, Python and JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.served import Web

pytestmark = pytest.mark.slow
EXAMPLES = examples.of("docs/api.md")


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path)


def test_every_language_is_shown() -> None:
    assert {example.language for example in EXAMPLES} == set(examples.COMMANDS)
