"""The example of the page on taxi spots says what its comments say."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/taxi-spots.md"


def test_the_example_prints_what_the_page_says(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    exec(compile(example, str(PAGE), "exec"), {})
    count, share, kind, night = capsys.readouterr().out.split("\n", 3)
    assert [count, kind, night.strip()] == ["8 True", "spaced_covering", "True 8"]
    assert share.startswith("[0.")
    assert all(f"# {said}" in example for said in (count, kind, night.strip()))
