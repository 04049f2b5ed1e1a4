"""The sentence under each column that says why it is what it is, with the lines of the file to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madang.lib.problems import Text

SHOWN = 40
"""Characters of a value that are quoted."""


MOST = 4
"""Different values that are quoted."""


@dataclass(frozen=True)
class Lines:
    """A value that is not of the type, how often it stands, and the first lines (up to 3) where it does."""

    value: str
    count: int
    lines: tuple[int, ...]


def whole(label: Text, filled: int, blank: int, others: int, shown: Sequence[Lines]) -> Text:
    """Why a column is of its type: "number in all 4,087 rows except lines 17 and 9,204: `N/A`; 12 empty"."""
    rows = f"{filled:,} row" + ("" if filled == 1 else "s")
    en = f"{label['en']} in all {rows}" + (f" except {_lines(others, shown, 'en')}: {_quoted(shown)}" if shown else "")
    ko = f"{filled:,}행 모두 {label['ko']}" + (
        f" ({_lines(others, shown, 'ko')} 제외: {_quoted(shown)})" if shown else ""
    )
    return {"en": en + (f"; {blank:,} empty" if blank else ""), "ko": ko + (f", 빈 값 {blank:,}개" if blank else "")}


def with_forms(why: Text, forms: Sequence[tuple[str, int]]) -> Text:
    """The forms of a mixed column, each by an example and its count: "`2026-03-01` (40), `20260301` (12)"."""
    listed = ", ".join(f"`{example}` ({count:,})" for example, count in forms)
    return {"en": f"{why['en']}; forms: {listed}", "ko": f"{why['ko']}. 적은 꼴: {listed}"}


def nearly(label: Text, near: Text, matching: int, filled: int, shown: Sequence[Lines]) -> Text:
    """Why a column is not of the type that most of its values are of."""
    others = filled - matching
    return {
        "en": f"{label['en']}: {matching:,} of {filled:,} values are of the type {near['en']}, "
        f"but not {_lines(others, shown, 'en')}: {_quoted(shown)}",
        "ko": f"{label['ko']}: 값 {filled:,}개 가운데 {matching:,}개는 {near['ko']}이지만 "
        f"{_lines(others, shown, 'ko')}은 아님: {_quoted(shown)}",
    }


def empty(rows: int) -> Text:
    return {"en": f"empty in all {rows:,} rows", "ko": f"{rows:,}행 모두 빈 값"}


def native(label: Text, rows: int, blank: int) -> Text:
    """A column that the format typed itself."""
    return {
        "en": f"{label['en']} as the file itself says, {rows:,} rows" + (f"; {blank:,} empty" if blank else ""),
        "ko": f"파일에 {label['ko']}(으)로 적힌 {rows:,}행" + (f", 빈 값 {blank:,}개" if blank else ""),
    }


def joined(*texts: Text | None) -> Text | None:
    """Several sentences as one, in each language; None when there is nothing to say."""
    present = [text for text in texts if text]
    return {language: "; ".join(text[language] for text in present) for language in ("en", "ko")} if present else None


def _lines(count: int, shown: Sequence[Lines], language: str) -> str:
    """The lines of the others: all of them up to three, else the first three and how many there are."""
    lines = [f"{line:,}" for line in sorted({line for other in shown for line in other.lines})[:3]]
    if count > len(lines):
        listed = ", ".join(lines)
        return f"{count:,} rows (lines {listed}, …)" if language == "en" else f"{count:,}행({listed}, …번째 줄)"
    if language == "ko":
        return ", ".join(lines) + "번째 줄"
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(lines[:-1])} and {lines[-1]}"


def _quoted(shown: Sequence[Lines]) -> str:
    values = [other.value if len(other.value) <= SHOWN else other.value[: SHOWN - 1] + "…" for other in shown]
    return ", ".join(f"`{value}`" for value in values)
