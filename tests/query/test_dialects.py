"""The example of docs/dialects.md is one, and the nodes of its table exist."""

from __future__ import annotations

import re
from pathlib import Path

from madang.query import expressions, parse
from madang.query.answer import answer
from madang.query.functions import AGGREGATES, FUNCTIONS
from madang.query.model import ROW, Question, Table

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "dialects.md").read_text(encoding="utf-8")


def test_the_example_asks(people: Table) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    space: dict[str, object] = {}
    exec(code, space)
    question = space["refine"]([("이름", "가"), ("open", "true"), ("인구", "10")])  # type: ignore[operator]
    native = Question(where=parse.condition("이름 = '가' and open = 'true' and 인구 = '10'"))
    assert question == native
    assert answer(people, question).total == answer(people, native).total


def test_the_nodes_of_the_table_exist() -> None:
    rows = [line.split(" | ")[1] for line in PAGE.splitlines() if line.startswith("| ") and " | " in line][1:]
    assert len(rows) > 20
    for row in rows:
        for kind, name in re.findall(r'(\w+)\("([^"]+)"', row):
            known = {"Function": FUNCTIONS, "Aggregate": AGGREGATES, "Compare": expressions.COMPARISONS, "Ref": {ROW}}
            assert kind == "Literal" or name in known[kind], row
        for kind in re.findall(r"`([A-Z]\w+)\(", row):
            assert hasattr(expressions, kind), row
        for field in re.findall(r"`Question\.(\w+)`", row):
            assert field in Question.__dataclass_fields__, row
