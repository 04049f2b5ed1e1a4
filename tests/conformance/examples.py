"""The examples of a page of the docs, run against a real server.

Each fenced block of `bash`, `python` or `js` is a program; the `text` block that follows it (words may stand between, no other
program) is what it prints, to the letter, but `…` there stands for anything within a line. Blocks of other languages (`sh`,
`json`) are not run. A page says `http://127.0.0.1:8000`; programs are given the address of the server, and what they print is
read with the page's own address again.

    @pytest.mark.parametrize("example", examples.of("docs/ckan.md"), ids=str)
    def test_example(example: Example, web: Web, tmp_path: Path) -> None:
        examples.check(example, web.address, tmp_path, TOKEN=web.tokens["editor"])
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = {
    "bash": ("bash", "-euo", "pipefail"),
    "python": (sys.executable, "-W", "error", "-"),
    "js": ("node", "--input-type=module", "-"),
}
SECONDS = 60


@dataclass(frozen=True)
class Example:
    """`code` in `language` prints `expected`; it stands in `page` (a path below the root) at `line`."""

    page: str
    line: int
    language: str
    code: str
    expected: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}-{self.language}"


def of(page: str) -> list[Example]:
    """The examples of a page, in its order. Raises ValueError for a program of which the page does not say what it prints."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found: list[Example] = []
    waiting: tuple[int, str, str] | None = None
    for block in BLOCK.finditer(text):
        language, content = block[1], block[2]
        line = text.count("\n", 0, block.start()) + 1
        if language == "text" and waiting:
            found.append(Example(page, *waiting, expected=content))
            waiting = None
        elif language in COMMANDS:
            if waiting:
                raise ValueError(f"{page}:{waiting[0]}: no text block says what this prints")
            waiting = (line, language, content)
    if waiting:
        raise ValueError(f"{page}:{waiting[0]}: no text block says what this prints")
    return found


def run(example: Example, address: str, folder: Path, **environment: str) -> str:
    """What the program prints in an empty `folder`; it must end well. Without node the test of JavaScript is skipped."""
    words = COMMANDS[example.language]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not on this machine")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # `ckanapi`, `frictionless` as commands
    done = subprocess.run(
        words, input=example.code.replace(ADDRESS, address), cwd=folder, capture_output=True, text=True, check=False,
        timeout=SECONDS, env={**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1", **environment},
    )  # fmt: skip
    assert done.returncode == 0, f"{example} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout.replace(address, ADDRESS)


def check(example: Example, address: str, folder: Path, **environment: str) -> None:
    """The program prints what the page says. Raises AssertionError with both."""
    printed = run(example, address, folder, **environment)
    assert fits(example.expected, printed), f"{example} prints:\n{printed}\nthe page says:\n{example.expected}"


def run_page(page: str, address: str, folder: Path, **environment: str) -> Iterator[tuple[Example, str]]:
    """Every example of a page with what it printed, for pages whose examples follow from one another."""
    for example in of(page):
        yield example, run(example, address, folder, **environment)


def fits(expected: str, printed: str) -> bool:
    """Whether these are the same lines, trailing blanks aside; `…` in `expected` stands for anything within a line."""
    parts = [re.escape(part) for part in _lines(expected).split("…")]
    return re.fullmatch("[^\n]*".join(parts), _lines(printed)) is not None


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())
