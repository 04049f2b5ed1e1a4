"""The example of the page on covering says what its comments say."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/covering.md"


def test_the_example_prints_what_the_page_says(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    exec(compile(example, str(PAGE), "exec"), {})
    promised = re.findall(r"print\(.*\)\s+# (.*)", example)
    assert len(promised) == 2
    assert capsys.readouterr().out.splitlines() == promised
