"""Samples of personal data show their form and nothing more."""

from __future__ import annotations

import re

from madang.ingest.checks import _people

NUMBERS = re.compile(f"(?<![0-9A-Za-z])(?:{_people.RESIDENT}|{_people.MOBILE}|{_people.CARD})(?![0-9])")
ADDRESSES = re.compile(_people.EMAIL)


def digits(text: str) -> str:
    """`010-1234-5678` is `010-****-****`: the first three digits stay, which tell the kind and nobody."""
    seen = 0
    masked = []
    for letter in text:
        seen += letter.isdigit()
        masked.append("*" if letter.isdigit() and seen > 3 else letter)
    return "".join(masked)


def name(text: str) -> str:
    """`홍길동` is `홍**`, `John Smith` is `J*** S****`."""
    return " ".join(word[:1] + "*" * (len(word) - 1) for word in text.split())


def email(text: str) -> str:
    """`hong@naver.com` is `h***@naver.com`."""
    local, _, domain = text.partition("@")
    return f"{local[:1]}***@{domain}"


def anything(text: str) -> str:
    """Any text of a file that is quoted, with what has the form of a personal number or an e-mail address masked."""
    return NUMBERS.sub(lambda match: digits(match[0]), ADDRESSES.sub(lambda match: email(match[0]), text))


def quotes(text: str) -> str:
    """A sentence about a column of personal data: what stands between backquotes goes."""
    return re.sub("`[^`]*`", "`***`", text)
