"""Text as a reader sees it: full-width and other digits as ASCII, invisible characters gone, dashes alike.

So that `９００１０１－１２３４５６７`, a number with zero-width spaces in it, or one in Arabic digits is found like any other.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー⁃˗"), "-")
INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
SPACED = re.compile(r"(?<![0-9])(?:[0-9][ .]){5,}(?:[ .]?-[ .]?(?:[0-9][ .]?)*)?[0-9](?![0-9])")
"""Digits written one by one, `9 0 0 1 0 1 - 1 2 3 4 5 6 7`."""
FLOAT = re.compile(r"(?<=[0-9]{9})\.0+(?![0-9])")
"""What a data frame makes of a whole number: `9001011234567.0`."""
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
TAGS = re.compile(r"(?:<[/!?A-Za-z][^<>]{0,1000}>\s{0,3})+")
ESCAPED = re.compile(r"%(?:C2%A0|2[0-9A-Fa-f])|\\(?:u(?:00[2aA]|20[01])[0-9A-Fa-f]|[nrt])")
HEXADECIMAL = re.compile("(?:3[0-9]|2[0DEde]){10,}")
"""Digits, blanks, points and hyphens as bytes are shown."""


def plain(text: str) -> str:
    """The text with its digits, dashes and blanks written plainly; its length may change."""
    if "&" in text:
        text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "<" in text:  # What stands inside a tag is read as well, behind the text.
        text = "\n".join((TAGS.sub(" ", text), *(tag for tag in TAGS.findall(text) if "=" in tag or "!" in tag)))
    if "%" in text or "\\" in text:
        text = ESCAPED.sub(_meant, text)
    text = HEXADECIMAL.sub(lambda match: bytes.fromhex(match[0]).decode(), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(INVISIBLE)).translate(DASHES)
        if any(letter.isdecimal() and not letter.isascii() for letter in text):
            text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = FLOAT.sub("", text)
    return SPACED.sub(lambda match: re.sub("[ .]", "", match[0]), text)


def _meant(match: re.Match[str]) -> str:
    sign = match[0]
    if sign.startswith("%"):
        return unquote(sign)
    return chr(int(sign[2:], 16)) if sign[1] == "u" else " "
