"""What the values leave open and a person must say: the order of day and month, days as numbers; and chosen types that do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.checks import _masking
from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._column_type import called, column_types
from madang.ingest.types._values import NULL_WORDS


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    found = [_ask(staged, column, asks) for column in columns if (asks := column_types()[column.semantic].asks)]
    return found + [finding for column in columns if (finding := _lost(staged, column))]


def _ask(staged: Staged, column: Inferred, asks: Sequence[str]) -> Finding:
    """`asks` are the types of which a person chooses one."""
    what = called(column.semantic)
    some = f" ({_masking.quoted(column.sample[0])})" if column.sample else ""
    names = {name: ", ".join(f"{called(kind)[name]} (`{kind}`)" for kind in asks) for name in ("en", "ko")}
    text = {
        "en": f"{column.name}: {what['en']}{some}. No row proves what it means, so it stays text. Choose its type: {names['en']}.",
        "ko": f"{column.name} 열: {what['ko']}{some}. 값만으로는 뜻을 알 수 없어 글로 두었습니다. 종류를 고르세요: {names['ko']}.",
    }
    code = "date-order" if column.semantic in ("date_ambiguous", "datetime_ambiguous") else "date-number"
    return Finding(code, "warning", text, staged.name, column.name, sample=column.sample[:3])


def _lost(staged: Staged, column: Inferred) -> Finding | None:
    """Values that became empty although they are no null words: only a type that a person chose does that."""
    own = column_types()[column.semantic].nulls
    lost = {
        word: count
        for word, count in column.null_words.items()
        if word == "…" or (word.lower() not in NULL_WORDS and word not in own)
    }
    if not lost:
        return None
    count = sum(lost.values())
    some = tuple(_masking.anything(word) for word in list(lost)[:3])
    shown = ", ".join(map(_masking.quoted, some))
    text = {
        "en": f"{count:,} values of {column.name} are not of the chosen type, {called(column.semantic)['en']}, and become empty: {shown}",
        "ko": f"{column.name}의 값 {count:,}개가 고른 종류 {called(column.semantic)['ko']}에 맞지 않아 빈 값이 됩니다: {shown}",
    }
    return Finding("values-lost", "error", text, staged.name, column.name, count, some)
