"""Requests of CKAN's clients in other languages, sent as they would send them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import examples, replaying
from tests.conformance.examples import Example
from tests.served import Web

pytestmark = pytest.mark.slow
FILES = sorted(replaying.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_requests_are_answered_as_the_client_expects(web: Web, file) -> None:
    assert "Written, not recorded" in file.read_text(encoding="utf-8")
    assert replaying.replay(file, web.address, TOKEN=web.tokens["editor"]) >= 3


def test_a_wrong_answer_is_seen(web: Web, tmp_path) -> None:
    """The reader of these files can fail."""
    file = tmp_path / "x.txt"
    for wrong in (
        "> 404 application/json;charset=utf-8",
        "> version = 4",
        "> version ~ ^4",
        "> header Content-Type ~ ^text",
    ):
        file.write_text(f"GET /api/3 HTTP/1.1\nAccept: */*\n\n{wrong}\n")
        with pytest.raises(AssertionError):
            replaying.replay(file, web.address)


@pytest.mark.parametrize("example", examples.of("docs/ckan.md"), ids=str)
def test_examples_of_the_docs(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path, TOKEN=web.tokens["editor"])
