"""Byte order marks, and UTF-16 and UTF-32 without one."""

from __future__ import annotations

import codecs

BOMS = (  # the longer first: the UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BROKEN_BOM = "\ufeff".encode().decode("cp1252").encode()  # a UTF-8 mark read as windows-1252 and saved again
LOOKED_AT = 4096  # bytes; a multiple of four, so that every unit is whole


def mark_of(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark tells, and the mark's length; one saved in the wrong encoding is only skipped."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return name, len(mark)
    return ("", len(BROKEN_BOM)) if head.startswith(BROKEN_BOM) else ("", 0)


def without_mark(head: bytes) -> str:
    """The encoding of wide text that has no mark: its spaces, digits and line ends leave zero bytes at every second place.

    Its units must decode, some be ASCII (line ends at least), and nine tenths of them be usual letters.
    """
    part = head[:LOOKED_AT]
    if b"\0" not in part or len(part) < 4:
        return ""
    for name, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            text = codecs.getincrementaldecoder(name)().decode(part[: len(part) // width * width])
        except UnicodeDecodeError:
            continue
        plain = sum(letter.isascii() for letter in text)
        if plain >= 0.03 * len(text) > 0 and sum(map(_usual, text)) >= 0.9 * len(text) and "\0" not in text:
            return name
    return ""


def _usual(letter: str) -> bool:
    """ASCII text, Latin, Greek, Cyrillic, Hangul, kana, hanzi and their marks. Swapped bytes of ASCII land on rare scripts."""
    return (
        " " <= letter < "\x7f"
        or letter in "\r\n\t"
        or "\xa0" <= letter < "\u0530"
        or "\u2000" <= letter < "\u2800"
        or (
            "\u3000" <= letter < "\u3400"
            or "\u4e00" <= letter < "\ua000"
            or "가" <= letter <= "힣"
            or letter >= "\uff00"
        )
    )
