"""Does the key that the publisher chose still name the rows? Addresses of rows are made of it, and others link to them."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.lib.problems import Text


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    if previous is None or not previous.key:
        return []
    known = {column.name: column for column in columns}
    gone = [name for name in previous.key if name not in known]
    if gone:
        return [_gone(staged, gone)]
    key = [known[name] for name in previous.key]
    empty = max(column.nulls for column in key)
    doubled = _doubled(staged, key)
    return ([_empty(staged, key, empty)] if empty else []) + ([_twice(staged, key, doubled)] if doubled else [])


def _doubled(staged: Staged, key: Sequence[Inferred]) -> int:
    """How many keys several rows have; of one column that is known to differ everywhere, nothing is counted."""
    if len(key) == 1 and key[0].distinct + key[0].nulls == staged.rows:
        return 0
    values = ", ".join(f"{column.sql} AS k{place}" for place, column in enumerate(key))
    names = [f"k{place}" for place in range(len(key))]
    there = " AND ".join(f"{name} IS NOT NULL" for name in names)
    groups = f"SELECT 1 FROM (SELECT {values} FROM {table(staged)}) WHERE {there} GROUP BY {', '.join(names)} HAVING count(*) > 1"
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM ({groups})").fetchone() or (0,)
    return int(found)


def _gone(staged: Staged, gone: Sequence[str]) -> Finding:
    some = ", ".join(gone)
    text = {
        "en": f"Rows are named by {some}, which is gone: no address of a row answers any more. Ask the sender, or choose another key.",
        "ko": f"행의 이름이 되는 {some} 열이 없어져 행의 주소가 모두 멈춥니다. 보낸 곳에 확인하거나 다른 키를 고르세요.",
    }
    return Finding("key-gone", "breaking", text, staged.name, gone[0])


def _empty(staged: Staged, key: Sequence[Inferred], count: int) -> Finding:
    return _finding("key-empty", staged, key, count, {
        "en": f"{count:,} rows lack the key that names rows ({_called(key)}): they have no address. Fill it in at the source.",
        "ko": f"{count:,}행에 행의 이름이 되는 키({_called(key)})가 없어 주소가 없습니다. 원본에서 채우세요.",
    })  # fmt: skip


def _twice(staged: Staged, key: Sequence[Inferred], count: int) -> Finding:
    return _finding("key-doubled", staged, key, count, {
        "en": f"Rows are named by {_called(key)}, and {count:,} of its values stand more than once: the addresses of those rows would"
        " answer 409. Are rows doubled?",
        "ko": f"행의 이름이 되는 {_called(key)} 값 {count:,}개가 겹쳐 그 행들의 주소는 409로 답하게 됩니다."
        " 행이 중복되지 않았는지 확인하세요.",
    })  # fmt: skip


def _finding(code: str, staged: Staged, key: Sequence[Inferred], count: int, text: Text) -> Finding:
    return Finding(code, "breaking", text, staged.name, key[0].name if len(key) == 1 else "", count)


def _called(key: Sequence[Inferred]) -> str:
    return " + ".join(column.name for column in key)
