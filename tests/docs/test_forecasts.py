"""The example of the page on forecasts says what its comments say."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/forecasts.md"


def test_the_example_prints_what_the_page_says(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    exec(compile(example, str(PAGE), "exec"), {})
    wanted = re.findall(r"^print.*  # (.*)$", example, re.M)
    assert capsys.readouterr().out.splitlines() == wanted
    assert len(wanted) == 5
