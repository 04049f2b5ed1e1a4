"""Samples of personal data show their form and nothing more."""

from __future__ import annotations

import re

from madang.ingest.checks import _forms, _people
from madang.ingest.checks._plain import plain

_FORMS = (
    _forms.RESIDENT, _forms.MOBILE_KR, _forms.MOBILE_UK, _forms.CARD, _forms.IBAN, _forms.NATIONAL_INSURANCE, _forms.DRIVER_KR,
    _forms.DRIVER_UK, _forms.PASSPORT_KR, _forms.PLATE_KR,
)  # fmt: skip
NUMBERS = re.compile(f"(?<![0-9A-Za-z])(?:{'|'.join(_FORMS)})(?![0-9])")
LOOSE = re.compile(f"(?<![0-9A-Za-z]){_forms.RESIDENT_LOOSE}(?![0-9])")
ADDRESSES = re.compile(_forms.EMAIL)


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
    """Any text of a file that is quoted, with what has the form of a personal number or an e-mail address masked.

    A text that hides one (full-width digits, invisible characters) is quoted as it reads.
    """
    seen = plain(text)
    loosely = LOOSE.sub(lambda match: digits(match[0]) if _people.resident_checked(match[0]) else match[0], seen)
    masked = NUMBERS.sub(lambda match: digits(match[0]), ADDRESSES.sub(lambda match: email(match[0]), loosely))
    return text if masked == seen else masked


def quoted(value: str) -> str:
    """A value inside a sentence: between backquotes, where `quotes` finds it when the column turns out to be personal."""
    return f"`{value.replace('`', chr(39))}`"


def quotes(text: str) -> str:
    """A sentence about a column of personal data: what stands between backquotes goes."""
    return re.sub("`[^`]*`", "`***`", text)
