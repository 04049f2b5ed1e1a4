"""Words of strangers before they are kept: without hidden marks, of a sane length, and without numbers or addresses of people."""

from __future__ import annotations

import re
import unicodedata

from madang.lib.problems import Problem

PERSONAL = re.compile(
    r"(?<!\d)\d{6}[-\s]?[1-8]\d{6}(?!\d)|(?<!\d)01[016789][-.\s]?\d{3,4}[-.\s]?\d{4}(?!\d)|"
    r"(?<!\d)(?:\d{4}[-\s]){3}\d{4}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]+"
)
"""Resident numbers, mobile telephones, payment cards, mail addresses: nobody needs them to ask for data."""


class OddWords(Problem):
    en = "Write {shortest} to {longest:,} characters; these are {length:,}."
    ko = "{shortest}~{longest:,}자로 쓰세요. 지금은 {length:,}자입니다."


class NamesSomebody(Problem):
    en = (
        "The words hold what looks like a number or address of a person. Leave it out and send again; nothing was kept."
    )
    ko = "개인의 번호나 주소로 보이는 것이 있습니다. 빼고 다시 보내세요. 아무것도 저장하지 않았습니다."


def plain(text: str) -> str:
    """The words without controls and hidden marks, with single blanks."""
    seen = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    shown = "".join(letter for letter in seen if letter == " " or unicodedata.category(letter)[0] != "C")
    return " ".join(shown.split())


def personal(text: str) -> bool:
    """Whether something in it looks like a number or address of a person, in letters of any width."""
    return bool(PERSONAL.search(unicodedata.normalize("NFKC", text)))


def cleaned(text: str, longest: int, shortest: int = 0) -> str:
    """`text` as `plain` writes it. Raises `OddWords` when it is too short or too long, `NamesSomebody`."""
    words = plain(text[: longest * 4])  # whatever is longer than this is too long in any spelling
    length = len(words) if len(text) <= longest * 4 else len(text)
    if not shortest <= length <= longest:
        raise OddWords(shortest=shortest, longest=longest, length=length)
    if personal(words):
        raise NamesSomebody()
    return words
