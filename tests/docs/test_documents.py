"""What the documents claim about commands, settings, files and dependencies is true."""

import re
import tomllib
from pathlib import Path

import pytest

from madang.cli.main import cli
from madang.config.environment import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text()):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_document_is_linked_from_another():
    linked = {
        (document.parent / target).resolve()
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text())
        if (document.parent / target).resolve() != document
    }
    assert {path for path in DOCUMENTS if path.is_relative_to(ROOT / "docs")} - linked == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_named_exists(document):
    text = document.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"`make ([a-z-]+)", text) + re.findall(r"^make ([a-z-]+)", text, re.MULTILINE):
        assert target in targets, f"{document.name} names make {target}"
    commands = set(cli.list_commands(None))
    for name in re.findall(
        r"(?:`|/|^|\s)madang ([a-z]+)(?=[ `\n])", "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))
    ):
        assert name in commands, f"{document.name} names madang {name}"


def test_both_readmes_name_the_same_commands_and_links():
    def skeleton(name):
        text = (ROOT / name).read_text()
        commands = [line.split("#")[0].strip() for line in re.findall(r"^(?:make|\.venv|curl).*", text, re.MULTILINE)]
        pages = {page.replace(".ko.md", ".md") for page in re.findall(r"\]\((docs/[\w./-]+md)\)", text)}
        return re.sub(r"내파일", "my-file", "\n".join(commands)), sorted(pages)

    assert skeleton("README.md") == skeleton("README.ko.md")
    ours = set(re.findall(r"\]\((docs/[\w-]+)\.md\)", (ROOT / "README.ko.md").read_text()))
    assert not [page for page in ours if (ROOT / f"{page}.ko.md").exists()], "Korean readers are led to Korean pages"


def test_every_setting_is_documented():
    table = (ROOT / "docs" / "operating.md").read_text()
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else ""
        assert f"| `{setting.name}` | {default} | {setting.means} | {setting.mend} |" in table


def test_every_dependency_is_justified_in_one_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    text = (ROOT / "docs" / "dependencies.md").read_text()
    for requirement in project["dependencies"]:
        name = re.match(r"[a-z0-9-]+", requirement)[0]
        assert f"| {name} |" in text, name
    for requirement in project["optional-dependencies"]["test"]:
        assert re.match(r"[a-z0-9-]+", requirement)[0] in text.partition("For development")[2], requirement


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "package-lock.json"])
def test_locks_carry_hashes_and_name_no_host(lock):
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or "sha512-" in text
    assert not re.search(
        r"https?://(?!opencollective|github\.com/sponsors|www\.patreon|feross|tidelift)",
        re.sub(r'"(funding|url)".*', "", text),
    )
