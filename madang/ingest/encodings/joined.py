"""Files of two encodings, judged by their lines (`lines`): joined exports, UTF-8 with a few broken letters."""

from __future__ import annotations

from collections.abc import Iterable

from madang.ingest.encodings.decision import Decision
from madang.ingest.encodings.evidence import HANGUL_NEEDED, Evidence
from madang.ingest.encodings.likelihood import MARGIN, margin
from madang.ingest.encodings.lines import Census, whole_lines
from madang.ingest.encodings.rule import OFFERED, asked
from madang.ingest.encodings.syllables import COMMON
from madang.lib.problems import Text

SHOWN = 6
NAMES = {"utf-8": "UTF-8", "other": "CP949"}


def judge_lines(chunks: Iterable[bytes], evidence: Evidence, language: str) -> Decision | None:
    """What the lines say when the stream says too little; None when it is no file of UTF-8 lines at all.

    Lines of CP949 count as such when all of them together are as surely Korean as a file must be; else what is no UTF-8 is
    damage, and its rows are refused until a person chooses.
    """
    census = Census()
    for data in whole_lines(chunks):
        census.add(data)
    census.finish()
    if not census.lines["utf-8"] or margin(census.words["utf-8"].tokens, "utf-8") < MARGIN:
        return None
    evidence.proof.lines[:] = sorted(census.samples)[:SHOWN]
    if _korean(census):
        return asked("utf-8+cp949", _joined(census), ("cp949", "utf-8"), "asked", evidence)
    western = ("utf-8+cp949", "utf-8+windows-1252") if language == "ko" else ("utf-8+windows-1252", "utf-8+cp949")
    return asked("utf-8", _damaged(census), (*western, *OFFERED), "default", evidence)


def _korean(census: Census) -> bool:
    letters = census.hangul
    hangul = sum(count for letter, count in letters.items() if "가" <= letter <= "힣")
    common = sum(count for letter, count in letters.items() if letter in COMMON)
    sure = margin(census.words["other"].tokens, "cp949") >= MARGIN
    return hangul >= HANGUL_NEEDED and common >= 0.7 * hangul and sure


def _joined(census: Census) -> Text:
    shown = census.stretches[:SHOWN]
    parts = ", ".join(f"{_lines(first, last)} {NAMES[what]}" for what, first, last in shown)
    ko_parts = ", ".join(f"{_lines(first, last)}행 {NAMES[what]}" for what, first, last in shown)
    more, unsure = len(census.stretches) > SHOWN, census.lines["both"] + census.lines["neither"]
    counts = {"utf8": census.lines["utf-8"], "other": census.lines["other"]}
    return {
        "en": f"Two exports in one file: {counts['utf8']:,} lines are UTF-8 and {counts['other']:,} CP949 "
        f"(lines {parts}{', ...' if more else ''}). Each line is read in its own encoding; {unsure:,} lines fit both or neither.",
        "ko": f"두 인코딩이 한 파일에 섞여 있습니다. UTF-8 {counts['utf8']:,}행, CP949 {counts['other']:,}행"
        f"({ko_parts}{' 등' if more else ''}). 행마다 제 인코딩으로 읽습니다. 둘 다 맞거나 둘 다 아닌 행은 {unsure:,}개입니다.",
    }


def _lines(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,}-{last:,}"


def _damaged(census: Census) -> Text:
    bad = census.lines["other"] + census.lines["neither"]
    where = min(census.first[what] for what in ("other", "neither") if what in census.first)
    return {
        "en": f"UTF-8, but {bad:,} lines hold bytes that are none (first in line {where:,}). UTF-8 was taken and those rows are refused;"
        " if they are from another export, choose how to read them.",
        "ko": f"UTF-8이지만 UTF-8이 아닌 바이트가 든 행이 {bad:,}개 있습니다(첫 행: {where:,}). UTF-8로 읽고 그 행은 제외했습니다."
        " 다른 곳에서 내보낸 행이라면 읽는 방법을 고르세요.",
    }
