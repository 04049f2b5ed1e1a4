"""feedparser, frictionless and a JSON schema of DCAT-US before the running server."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import feedparser
import frictionless
import jsonschema
import pytest

from tests.served import Web

pytestmark = pytest.mark.slow
SCHEMA = Path(__file__).parent / "shapes" / "dcat-us-1.1.json"
FEEDS = (
    "dataset.atom", "dataset.atom?lang=en", "custom.atom?q=나무", "custom.atom?q=nothing-like-it", "tag/나무.atom",
    "group/environment.atom",
    "organization/statistics.atom", "organization/dcat-nameless.atom",
)  # fmt: skip


def package(web: Web, slug: str) -> str:
    return f"{web.address}/datasets/{urllib.parse.quote(slug)}/datapackage.json"


@pytest.mark.parametrize("path", FEEDS)
def test_feedparser_reads_every_feed(web: Web, path: str) -> None:
    found = feedparser.parse(f"{web.address}/feeds/{urllib.parse.quote(path, safe='/?=')}")
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    assert found.feed.title
    for entry in found.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.title
        assert entry.updated_parsed
        assert entry.link.startswith(web.address)


def test_feedparser_finds_what_is_there(web: Web) -> None:
    found = feedparser.parse(f"{web.address}/feeds/tag/{urllib.parse.quote('가로수')}.atom?lang=en")
    titles = {entry.title for entry in found.entries}
    assert {"Street trees of Jongno", "Made-up trees"} <= titles
    made_up = next(entry for entry in found.entries if entry.title == "Made-up trees")
    assert "Generated" in made_up.summary
    assert made_up.published.startswith("2026-06-30")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_data_json_keeps_the_schema(web: Web, language: str) -> None:
    with urllib.request.urlopen(f"{web.address}/data.json?lang={language}") as answer:
        found = json.load(answer)
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker())
    wrong = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(found)]
    reachable = [one for one in found["dataset"] if "contactPoint" in one]
    without = len(found["dataset"]) - len(reachable)  # whom to ask is required, and not said where it is not known
    assert len(wrong) == without
    assert all("'contactPoint' is a required property" in error for error in wrong)
    assert len(reachable) >= 5


def test_the_schema_refuses(web: Web) -> None:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker())
    assert not validator.is_valid(
        {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [{"title": "x"}]}
    )


@pytest.mark.parametrize("slug", ["dcat-trees", "dcat-species", "dcat-생성", "dcat-quotes", "population"])
def test_frictionless_finds_the_package_and_its_rows_valid(web: Web, slug: str) -> None:
    report = frictionless.validate(package(web, slug))
    assert report.valid, report.flatten(["type", "message"])


def test_frictionless_reads_the_rows_by_their_types(web: Web) -> None:
    read = frictionless.Package(package(web, "dcat-trees"))
    trees = read.get_resource("trees")
    rows = trees.read_rows()
    assert [row["둘레"] and float(row["둘레"]) for row in rows] == [81.5, None, 120.25]
    assert rows[0]["심은 날"].isoformat() == "1999-04-05"
    assert [row["보호수"] for row in rows] == [False, True, None]
    assert rows[2]["비고"] == "두 줄\n비고"
    assert trees.schema.primary_key == ["번호"]
    (reference,) = trees.schema.foreign_keys
    assert reference["reference"] == {"resource": "codes", "fields": ["부호"]}


def test_frictionless_as_a_command(web: Web, tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "frictionless", "validate", package(web, "dcat-trees")], cwd=tmp_path, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout
