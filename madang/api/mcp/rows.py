"""Rows as JSON, within what an assistant can take in. What is cut is counted and said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from madang.api.formats import ndjson
from madang.api.mcp import quoted
from madang.api.mcp.call import Call
from madang.query.answer import Answer

MOST_BYTES = 60_000
"""Of the rows of an answer as JSON; the text holds them once more."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """The `rows` that fit, the answer they are of, whether others did not fit (`crowded`), and how many values were cut."""

    answer: Answer
    rows: list[Row]
    crowded: bool
    cut_cells: int

    @property
    def complete(self) -> bool:
        return self.answer.complete and not self.crowded


def taken(answer: Answer) -> Given:
    """The rows of an answer, the first at least."""
    rows: list[Row] = []
    room, cut, crowded = MOST_BYTES, 0, False
    try:
        for line in _lines(answer):
            row = {name: _short(value) for name, value in json.loads(line).items()}
            room -= len(json.dumps(row, ensure_ascii=False).encode())
            if room < 0 and rows:
                crowded = True
                break
            rows.append({name: value for name, (value, _) in row.items()})
            cut += sum(was_cut for _, was_cut in row.values())
    finally:
        answer.close()
    return Given(answer, rows, crowded, cut)


def asked(ask: Callable[[int], Answer], limit: int) -> Given:
    """The first `limit` rows, or as many as fit: then the question is asked again for these, so that its cursor follows them."""
    given = taken(ask(limit))
    return Given(ask(len(given.rows)), given.rows, True, given.cut_cells) if given.crowded else given


def _lines(answer: Answer) -> Iterator[bytes]:
    for chunk in ndjson.write(answer.batches, answer.schema):
        yield from chunk.splitlines()


def _short(value: Any) -> tuple[Any, bool]:
    """A value, cut when it is long: a text, or the text of what is not one."""
    if isinstance(value, str):
        return (value, False) if len(value) <= quoted.MOST_CELL else (value[: quoted.MOST_CELL] + quoted.CUT, True)
    if isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False)
        return (value, False) if len(text) <= quoted.MOST_CELL else (text[: quoted.MOST_CELL] + quoted.CUT, True)
    return value, False


def words(call: Call, given: Given, total: int | None, *, stated: bool = False) -> list[str]:
    """How many rows there are, how many these are, and the rows. `stated`: of a statement, which may leave some out itself."""
    returned = len(given.rows)
    if not returned and not total:
        return [
            call.say(
                "No row fits. That says nothing about what is not recorded here: look at `describe` for "
                "what the columns hold.",
                "맞는 행이 없습니다. 여기에 기록되지 않은 것에 대해서는 알 수 없습니다. 열에 무엇이 있는지 "
                "`describe`로 확인하세요.",
            )
        ]
    if given.complete and stated:
        head = call.say("Rows: {returned:,}; that is all that the statement asks for.",
                        "{returned:,}행이며 문장이 묻는 것의 전부입니다.", returned=returned)  # fmt: skip
    elif given.complete:
        head = call.say("Rows: {returned:,}; that is all.", "{returned:,}행이며 이것이 전부입니다.", returned=returned)
    elif total is None:
        head = call.say("Rows: {returned:,}, and there are MORE; these are not all.",
                        "{returned:,}행이며 더 있습니다. 전부가 아닙니다.", returned=returned)  # fmt: skip
    else:
        head = call.say("Rows: {returned:,} of {total:,}: INCOMPLETE, do not count or add up from these.",
                        "{total:,}행 가운데 {returned:,}행입니다. 일부이므로 이것으로 세거나 더하지 마세요.",
                        returned=returned, total=total)  # fmt: skip
    names = [column.name for column in given.answer.columns]
    lines = [head, *quoted.table(names, ([row.get(name) for name in names] for row in given.rows))]
    if given.cut_cells:
        lines.append(
            call.say("{count:,} long values are cut and end in …; the address below has them whole.",
                     "긴 값 {count:,}개를 …에서 잘랐습니다. 아래 주소에 온전한 값이 있습니다.", count=given.cut_cells)
        )  # fmt: skip
    return lines
