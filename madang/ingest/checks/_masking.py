"""Samples of personal data show their form and nothing more."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
LONG_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){8,}(?!\d)")


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
    """Any text of a file that is quoted: e-mail addresses, and nine or more digits in a row, are masked."""
    return LONG_DIGITS.sub(lambda match: digits(match[0]), EMAIL.sub(lambda match: email(match[0]), text))
