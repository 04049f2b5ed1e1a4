"""The command line speaks the language of the terminal."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import madang.cli
from madang.cli.terminal import language, said

FOLDER = Path(madang.cli.__file__).parent


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert language() == expected
    assert said("word", "말") == {"ko": "말", "en": "word"}[expected]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_no_command_prints_english_only(file: Path) -> None:
    """A sentence that is handed straight to `echo` or `secho` has no Korean twin."""
    for call in ast.walk(ast.parse(file.read_text())):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("echo", "secho", "confirm", "UsageError"):
            words = "".join(
                part.value
                for part in ast.walk(call.args[0])
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and not _in_said(call.args[0], part)
            )
            assert not re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]", words), f"{file.name}:{call.lineno}: {words}"


def _in_said(root: ast.AST, part: ast.AST) -> bool:
    return any(
        part in ast.walk(inner)
        for inner in ast.walk(root)
        if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "said"
    )


def test_every_command_is_listed_with_its_whole_summary() -> None:
    from click.testing import CliRunner

    from madang.cli.main import cli

    for group in ([], ["runs"], ["user"], ["search"]):
        listed = CliRunner().invoke(cli, [*group, "--help"]).output.partition("Commands:")[2]
        assert listed
        assert "..." not in listed, listed
