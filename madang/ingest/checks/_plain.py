"""Text as a reader sees it: full-width and other digits as ASCII, invisible characters gone, dashes alike.

So that `９００１０１－１２３４５６７`, a number with zero-width spaces in it, or one in Arabic digits is found like any other.
"""

from __future__ import annotations

import re
import unicodedata

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー⁃˗"), "-")
INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
SPACED = re.compile(r"(?<![0-9])(?:[0-9][ .]){5,}(?:[ .]?-[ .]?(?:[0-9][ .]?)*)?[0-9](?![0-9])")
"""Digits written one by one, `9 0 0 1 0 1 - 1 2 3 4 5 6 7`."""
FLOAT = re.compile(r"(?<=[0-9]{9})\.0+(?![0-9])")
"""What a data frame makes of a whole number: `9001011234567.0`."""


def plain(text: str) -> str:
    """The text with its digits, dashes and blanks written plainly; its length may change."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(INVISIBLE)).translate(DASHES)
        if any(letter.isdecimal() and not letter.isascii() for letter in text):
            text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = FLOAT.sub("", text)
    return SPACED.sub(lambda match: re.sub("[ .]", "", match[0]), text)
