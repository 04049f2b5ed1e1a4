"""The reader of examples sees what is wrong with a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import examples
from tests.conformance.examples import ADDRESS, COMMANDS, Example

PROGRAMS = {
    "bash": f"echo {ADDRESS}/a $WORD",
    "python": f"import os; print('{ADDRESS}/a', os.environ['WORD'])",
    "js": f"console.log('{ADDRESS}/a', process.env.WORD)",
}


@pytest.mark.parametrize("language", COMMANDS)
def test_a_program_is_run_and_compared(language: str, tmp_path: Path) -> None:
    example = Example("page", 1, language, PROGRAMS[language], f"{ADDRESS}/… 마당\n")
    examples.check(example, "http://127.0.0.1:9", tmp_path, WORD="마당")
    with pytest.raises(AssertionError, match="prints"):
        examples.check(example, "http://127.0.0.1:9", tmp_path, WORD="광장")
    broken = Example("page", 1, language, PROGRAMS[language] + "\n%%", "")
    with pytest.raises(AssertionError, match="ended with"):
        examples.check(broken, "http://127.0.0.1:9", tmp_path, WORD="마당")


def test_a_program_without_its_answer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("# A\n```bash\necho 1\n```\nIt says\n```text\n1\n```\n```sh\nrm -r /\n```\n")
    [found] = examples.of("page.md")
    assert (found.line, found.language, found.code, found.expected) == (2, "bash", "echo 1\n", "1\n")
    page.write_text("```bash\necho 1\n```\n```python\nprint(1)\n```\n```text\n1\n```\n")
    with pytest.raises(ValueError, match=r"page\.md:1"):
        examples.of("page.md")
    page.write_text("```bash\necho 1\n```\n")
    with pytest.raises(ValueError, match=r"page\.md:1"):
        examples.of("page.md")


def test_dots_stand_within_a_line() -> None:
    assert examples.fits("a … c\n", "a b b c")
    assert not examples.fits("a … c", "a\nc")
    assert not examples.fits("a", "a\nb")
