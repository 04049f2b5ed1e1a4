"""The sentence under each column that says why it is what it is, with the lines of the file to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madang.lib.problems import Text

SHOWN = 40
"""Characters of a value that are quoted."""


@dataclass(frozen=True)
class Misfit:
    """A value that is not of the type, how often it stands, and the first lines (up to 3) where it does."""

    value: str
    count: int
    lines: tuple[int, ...]


def whole(label: Text, filled: int, blank: int, misfits: Sequence[Misfit]) -> Text:
    """Why a column is of its type: "number in all 4,087 rows except lines 17 and 9,204: `N/A`; 12 empty"."""
    words = sum(misfit.count for misfit in misfits)
    rows = f"{filled:,} row" + ("" if filled == 1 else "s")
    en = f"{label['en']} in all {rows}" + (f" except {_lines(misfits, 'en')}: {_quoted(misfits)}" if words else "")
    ko = f"{filled:,}행 모두 {label['ko']}" + (f" ({_lines(misfits, 'ko')} 제외: {_quoted(misfits)})" if words else "")
    return {"en": en + (f"; {blank:,} empty" if blank else ""), "ko": ko + (f", 빈 값 {blank:,}개" if blank else "")}


def nearly(label: Text, near: Text, matching: int, filled: int, misfits: Sequence[Misfit]) -> Text:
    """Why a column is not of the type that most of its values are of."""
    return {
        "en": f"{label['en']}: {matching:,} of {filled:,} values are {near['en']}, but not {_lines(misfits, 'en')}: {_quoted(misfits)}",
        "ko": f"{label['ko']}: {filled:,}개 값 가운데 {matching:,}개가 {near['ko']}이지만 {_lines(misfits, 'ko')}은 아님: {_quoted(misfits)}",
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


def _lines(misfits: Sequence[Misfit], language: str) -> str:
    """The lines of the misfits: all of them up to three, else the first three and the number."""
    count = sum(misfit.count for misfit in misfits)
    lines = sorted({line for misfit in misfits for line in misfit.lines})[:3]
    shown = [f"{line:,}" for line in lines]
    if count > len(lines):
        listed = ", ".join(shown)
        return f"{count:,} rows (lines {listed}, …)" if language == "en" else f"{count:,}행({listed}, …번째 줄)"
    if language == "ko":
        return ", ".join(shown) + "번째 줄"
    return f"line {shown[0]}" if len(shown) == 1 else f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def _quoted(misfits: Sequence[Misfit]) -> str:
    values = [misfit.value if len(misfit.value) <= SHOWN else misfit.value[: SHOWN - 1] + "…" for misfit in misfits[:4]]
    return ", ".join(f"`{value}`" for value in values) + (", …" if len(misfits) > 4 else "")
