"""schemathesis, as anybody runs it, finds no answer that the OpenAPI document does not promise, and no 5xx.

`positive_data_acceptance` is left out: what a condition or a statement may say is a language, which a schema of texts cannot hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conformance.conftest import HOSTS, UNBOUNDED
from tests.served import Web

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
SECONDS = 1_800


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Web:
    """A server for those who may write, since they do."""
    seed = "from tests.conformance.seed import main\nmain()"
    web = Web(tmp_path_factory.mktemp("own"), seed=seed, MADANG_HOSTS=HOSTS, **UNBOUNDED)
    yield web
    web.stop()


def test_whoever_asks_gets_what_is_promised(web: Web, tmp_path: Path) -> None:
    run(web, tmp_path, examples=3)


def test_whoever_may_write_gets_what_is_promised(own: Web, tmp_path: Path) -> None:
    run(own, tmp_path, "--header", f"Authorization: Bearer {own.tokens['publisher']}", examples=3)


@pytest.mark.long
@pytest.mark.timeout(2 * SECONDS)
def test_thousands_of_questions(own: Web, tmp_path: Path) -> None:
    run(own, tmp_path, examples=400)


@pytest.mark.long
@pytest.mark.timeout(2 * SECONDS)
def test_thousands_of_changes(own: Web, tmp_path: Path) -> None:
    run(own, tmp_path, "--header", f"Authorization: Bearer {own.tokens['publisher']}", examples=400)


def run(web: Web, folder: Path, *more: str, examples: int) -> None:
    """Ends well, or prints how to ask again what went wrong."""
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run",
         f"{web.address}/api/v1/openapi.json", "--no-color",
         "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--seed", "1", "--no-shrink",
         "--generation-database", "none", "--exclude-checks", "positive_data_acceptance", "--warnings", "off",
         "--request-timeout", "30", *more],
        env={**web.environment, "SCHEMATHESIS_HOOKS": "tests.conformance.generated", **known(web)},
        cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]


def known(web: Web) -> dict[str, str]:
    """Ids that are there."""
    cited = json.dumps({"dataset": "population", "resource": "districts", "where": "인구 > 130000"}).encode()
    asked = urllib.request.Request(f"{web.address}/api/v1/citations", cited, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        citation = json.load(answer)["citation"]
    with urllib.request.urlopen(f"{web.address}/api/v1/datasets/libraries/resources/places/revisions") as answer:
        revisions = [one["revision"] for one in json.load(answer)["revisions"]]
    return {"REVISIONS": " ".join(revisions), "CITATIONS": citation}
