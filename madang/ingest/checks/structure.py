"""Is the table still what the contract promises? Added columns are told; lost, narrowed and shrunken ones wait for a person."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._column_type import called
from madang.query.model import Column, Type

FEWER = 0.3
"""Share of rows that may go missing before a person must look."""

WIDER = {
    (Type.INTEGER, Type.NUMBER),
    (Type.DATE, Type.DATETIME),
    *((kind, Type.TEXT) for kind in Type if kind not in (Type.TEXT, Type.GEOMETRY)),
}
"""(before, now) where every old value still has a place. Text readers survive a number, so widening is told and not stopped."""


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    if previous is None:
        return []
    now = {column.name: column for column in columns}
    before = {column.name: column for column in previous.columns if column.type is not Type.GEOMETRY}
    added = [column for name, column in now.items() if name not in before]
    findings = [_gone(staged, before[name], added) for name in before if name not in now]
    findings += [_added(staged, name) for name in now if name not in before]
    for name in before.keys() & now.keys():
        findings += _changed(staged, before[name], now[name])
    return sorted(findings, key=lambda finding: finding.id) + _rows(staged, previous) + _keys(staged, columns, previous)


def _gone(staged: Staged, before: Column, added: Sequence[Inferred]) -> Finding:
    like = [column.name for column in added if (column.type, column.semantic) == (before.type, before.semantic)]
    maybe = {
        "en": f" Is it now called {', '.join(like[:3])}?",
        "ko": f" 이름이 {', '.join(like[:3])}(으)로 바뀌었나요?",
    }
    text = {
        "en": f"Column {before.name} is gone; whoever reads it would break.{maybe['en'] if like else ''} "
        "Ask the sender for it, or decide to publish without it.",
        "ko": f"{before.name} 열이 없어졌습니다. 이 열을 쓰는 곳이 멈춥니다.{maybe['ko'] if like else ''} "
        "보낸 곳에 확인하거나, 없이 게시할지 정하세요.",
    }
    return Finding("column-gone", "breaking", text, staged.name, before.name)


def _added(staged: Staged, name: str) -> Finding:
    text = {
        "en": f"Column {name} is new. Nothing breaks by it.",
        "ko": f"{name} 열이 새로 생겼습니다. 기존 이용에 영향은 없습니다.",
    }
    return Finding("column-added", "info", text, staged.name, name)


def _changed(staged: Staged, before: Column, now: Inferred) -> list[Finding]:
    if before.type is now.type:
        return []
    if (before.type, now.type) in WIDER:
        severity, code = ("breaking", "type-changed") if now.type is Type.TEXT else ("info", "type-wider")
    else:
        severity, code = "breaking", "type-narrowed"
    text = {
        "en": f"{now.name} was {before.type} and is now {now.type} ({now.evidence['en']}). "
        f"If the type of before is right, choose it under types.",
        "ko": f"{now.name} 열이 {called(before.type)['ko']}에서 {called(now.type)['ko']}(으)로 바뀌었습니다({now.evidence['ko']}). "
        f"전의 종류가 맞으면 types에서 고르세요.",
    }
    return [Finding(code, severity, text, staged.name, now.name)]


def _rows(staged: Staged, previous: Previous) -> list[Finding]:
    lost = previous.rows - staged.rows
    if lost <= FEWER * previous.rows or lost <= 0:
        return []
    share = f"{lost / previous.rows:.0%}"
    text = {
        "en": f"{staged.rows:,} rows, {share} fewer than the {previous.rows:,} of before. Is the file cut off, or only an update?",
        "ko": f"{staged.rows:,}행으로, 전의 {previous.rows:,}행보다 "
        f"{share} 적습니다. 파일이 잘렸거나 바뀐 부분만 온 것은 아닌지 확인하세요.",
    }
    return [Finding("rows-down", "breaking", text, staged.name, count=lost)]


def _keys(staged: Staged, columns: Sequence[Inferred], previous: Previous) -> list[Finding]:
    """A column that named each row and no longer does; when all of several do, the first one is told."""
    now = {column.name: column for column in columns}
    doubled = [now[key] for key in previous.keys if key in now and now[key].distinct + now[key].nulls < staged.rows]
    if not doubled or len(doubled) < len([key for key in previous.keys if key in now]):
        return []  # another key still holds
    key = doubled[0]
    count = staged.rows - key.nulls - key.distinct
    text = {
        "en": f"{key.name} named each row until now; {count:,} values stand more than once. Are rows doubled?",
        "ko": f"{key.name} 값은 지금까지 행마다 달랐는데 {count:,}개가 겹칩니다. 행이 중복되지 않았는지 확인하세요.",
    }
    return [Finding("key-doubled", "breaking", text, staged.name, key.name, count)]
