"""Finds the records in a JSON file, and stages them with the damaged ones among the rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.ingest.json.values import Damaged, Walker
from madang.ingest.no_table import NoRows, none_whole
from madang.ingest.shape.furniture import Furniture
from madang.ingest.shape.headers import headers
from madang.ingest.shape.totals import Totals
from madang.ingest.staging import Stage
from madang.ingest.tables import Finding, Staged

DEPTH = 4
BATCH = 5_000
Record = dict[str, Any]
Rows = Iterator[tuple[int, Record]]
Flatten = Callable[[Record], dict[str, str | None]]


def record(value: Any) -> Record:
    """Any item of a list as a record: a list has numbered columns, a bare value the column `value`."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {f"column_{position}": cell for position, cell in enumerate(value, 1)}
    return {"value": value}


def array(walker: Walker) -> Rows:
    """The items of the array that begins here."""
    for number, _line in enumerate(walker.items(), 1):
        yield number, record(walker.record())


def lines(walker: Walker) -> Rows:
    """One record in a line."""
    for line, value in walker.lines():
        yield line, record(value)


def objects(walker: Walker) -> Rows:
    """Objects after one another, which may go over several lines."""
    while walker.peek():
        line = walker.line
        yield line, record(walker.record())


def lists(walker: Walker) -> dict[str, int]:
    """The lists of objects in a file that is too long to look at whole, by their path with their length, the longest first."""
    counts: Counter[str] = Counter()
    _count(walker, "", 0, counts)
    return dict(counts.most_common())


def _count(walker: Walker, where: str, depth: int, counts: Counter[str]) -> None:
    for key in walker.members():
        path = f"{where}.{key}" if where else key
        if walker.peek() == "[":
            for _line in walker.items():
                counts[path] += isinstance(walker.value(), dict)
        elif walker.peek() == "{" and depth < DEPTH:
            _count(walker, path, depth + 1, counts)
        else:
            walker.value()


def at(walker: Walker, wanted: str, where: str = "", depth: int = 0) -> Rows:
    """The records of the list at the path `wanted`."""
    for key in walker.members():
        path = f"{where}.{key}" if where else key
        if path == wanted and walker.peek() == "[":
            yield from array(walker)
        elif walker.peek() == "{" and wanted.startswith(f"{path}.") and depth < DEPTH:
            yield from at(walker, wanted, path, depth + 1)
        else:
            walker.value()


def stage(
    name: str, scratch: Path, columns: Iterable[str], rows: Rows, flatten: Flatten, facts: dict[str, Any]
) -> Staged:
    """Stage records as rows of text; a missing key is NULL. Raises `NoRows`, and `Unreadable` when no record is whole."""
    keys = list(columns)
    furniture, totals = Furniture(), Totals()
    target = Stage(scratch, "", headers([keys], len(keys)))
    with target:
        while part := list(islice(rows, BATCH)):
            whole = [(line, flatten(row)) for line, row in part if not isinstance(row, Damaged)]
            for line, row in part:
                if isinstance(row, Damaged):
                    target.reject(line, row.reason, row.text)
            arrays = [pa.array([row.get(key) for _, row in whole], pa.string()) for key in keys]
            numbers = pa.array([line for line, _ in whole], pa.int64())
            table = pa.Table.from_arrays([*arrays, numbers], schema=target.schema)
            totals.look(table)
            target.write(table)
    if not target.rows:
        raise none_whole(name, "JSON", target.reject_count) if target.reject_count else NoRows(name=name)
    totals.note(furniture)
    read = target.rows + target.reject_count
    return target.staged({"header_rows": [], "records": read, **facts, **furniture.facts})


def unread(where: str, lists: dict[str, int]) -> tuple[Finding, ...]:
    """What to say when the file holds other lists beside the one at `where` that was read."""
    others = {path: count for path, count in lists.items() if path != where and count > 1}
    if not others:
        return ()
    listed = ", ".join(f"{path} ({count:,})" for path, count in list(others.items())[:5])
    text = {
        "en": f"Only the list {where} was read. The file also holds: {listed}. Choose one of them (sheet=...) to read it instead.",
        "ko": f"{where} 목록만 읽었습니다. 파일에 다른 목록도 있습니다: {listed}. 대신 읽으려면 고르세요(sheet=...).",
    }
    return (Finding("lists-unread", "info", text, count=len(others)),)


def doubled(count: int) -> tuple[Finding, ...]:
    """What to say when objects named a key twice."""
    if not count:
        return ()
    text = {
        "en": f"{count:,} objects name a key twice. Most programs keep the last value only; here the second is the column `key_2`.",
        "ko": f"객체 {count:,}개에 같은 키가 두 번 나옵니다. 대부분의 프로그램은 마지막 값만 남기지만"
        " 여기서는 두 번째 값을 `키_2` 열로 두었습니다.",
    }
    return (Finding("duplicate-keys", "warning", text, count=count),)
