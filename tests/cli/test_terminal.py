"""The command line speaks the language of the terminal."""

from __future__ import annotations

import ast
import gettext
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import madang.cli
from madang.cli.terminal import language, said
from tests.home import HOME

FOLDER = Path(madang.cli.__file__).parent
WORDS = FOLDER / "words" / "ko" / "LC_MESSAGES"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({}, "en"),
        ({"LANGUAGE": "ko", "LANG": "en_GB.UTF-8"}, "ko"),
        ({"LANG": "C.UTF-8", "MADANG_LANGUAGE": "ko"}, "ko"),
        ({"LANG": "en_GB.UTF-8", "MADANG_LANGUAGE": "ko"}, "en"),
        ({"MADANG_LANGUAGE": "ko"}, "ko"),
    ],
)
def test_the_language_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], expected: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "MADANG_LANGUAGE"):
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


def madang_says(*words: str, code: int = 2, **environment: str) -> str:
    """What a real command prints, both streams; the environment has no other words about language."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    }
    command = [sys.executable, "-m", "madang.cli.main", *words]
    done = subprocess.run(
        command, env={**kept, "MADANG_HOME": str(HOME), **environment}, capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (("check",), {"LANG": "ko_KR.UTF-8"}, ("사용법:", "오류: 필요한 인수가 빠졌습니다: 'FILE'")),
        (("chekc",), {"LC_ALL": "ko_KR.UTF-8"}, ("'chekc'(이)라는 명령은 없습니다",)),
        (("check", "--lagn", "x"), {"MADANG_LANGUAGE": "ko"}, ("'--lagn'(이)라는 선택 사항은 없습니다",)),
        (("check", "nothing.csv", "--lang", "ko"), {"LANG": "en_GB.UTF-8"}, ("파일 'nothing.csv': 없습니다",)),
        (("check", "nothing.csv", "--lang=en"), {"LANG": "ko_KR.UTF-8"}, ("Usage:", "does not exist")),
        (("check",), {"LANG": "en_GB.UTF-8"}, ("Usage:", "Error: Missing argument 'FILE'")),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language_of_the_terminal(
    words: tuple[str, ...], environment: dict[str, str], says: tuple[str, ...]
) -> None:
    told = madang_says(*words, **environment)
    assert all(part in told for part in says), told
    if says[0] != "Usage:":
        assert not re.search(r"Usage|Error|Missing|No such|Invalid|Try|does not", told), told


def catalogue() -> dict[str, str]:
    """The compiled words; those with several forms once."""
    with (WORDS / "messages.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key: text for key, text in words.items() if key}


def test_the_compiled_words_are_those_of_the_text_file(tmp_path: Path) -> None:
    if not (msgfmt := shutil.which("msgfmt")):
        pytest.skip("msgfmt is not here; CI has it")
    subprocess.run([msgfmt, "-o", tmp_path / "made.mo", WORDS / "messages.po"], check=True, stderr=subprocess.DEVNULL)
    assert (tmp_path / "made.mo").read_bytes() == (WORDS / "messages.mo").read_bytes(), "compile messages.po"


def test_click_still_says_what_is_translated() -> None:
    """After an upgrade: a message that click no longer has stands in the list; take it out, and look for its successor."""
    folder = Path(click.__file__).parent
    said_there = {
        part.value
        for file in folder.glob("*.py")
        for part in ast.walk(ast.parse(file.read_text()))
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    assert [text for text in catalogue() if text not in said_there | set(helps())] == []


def helps() -> list[str]:
    """The help of every command and option."""
    from madang.cli.main import cli

    found, left = [], [cli]
    while left:
        one = left.pop()
        texts = [one.help, getattr(one, "short_help", None), *(getattr(under, "help", None) for under in one.params)]
        found += [inspect.cleandoc(text) for text in texts if text]
        if isinstance(one, click.Group):
            left += [one.get_command(click.Context(one), name) for name in one.list_commands(click.Context(one))]
    return found


def test_the_help_of_every_command_has_korean_words() -> None:
    words = catalogue()
    assert [text for text in helps() if not re.search("[가-힣]", words.get(text, ""))] == [], "translate in messages.po"


def test_help_is_shown_in_them() -> None:
    told = madang_says("schedules", "add", "--help", LANG="ko_KR.UTF-8", code=0)
    assert "데이터셋에 정기 수집을 추가합니다." in told
    assert "멈춘 상태로 시작합니다" in told
    assert "Schedule a source for a dataset." in madang_says("schedules", "add", "--help", LANG="en_GB.UTF-8", code=0)
