"""How much likelier one reading of the same bytes is than every other: the second half of the evidence for an encoding.

Bytes that are valid in an encoding prove little when they are few: `小学校` in GBK is the Cyrillic `СѧУ` in UTF-8, and `区`
in GBK is the syllable 형 in CP949, however often it is repeated. So distinct words are weighed, each once: a letter costs
what it is rare (the natural logarithm of its frequency, by class of letter), and more where such a letter does not stand:
a hanzi inside `México`, an `ů` alone between commas. The measure ranks classes of letters, not languages, and is meant to
be unsure: only a clear margin decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import numpy as np

from madang.ingest.encodings.syllables import COMMON, KS

CANDIDATES = (
    "utf-8", "cp949", "gbk", "big5", "shift_jis", "euc_jp", "johab", "cp1252", "cp1250", "cp1251", "cp1253",
    "koi8_r", "cp1255", "cp1256", "cp874",
)  # fmt: skip
MARGIN = 12.0  # e^12: the taken reading is 160,000 times likelier than the next
SURE = 40.0  # for texts that do not look plain
MISFIT = -40.0  # a word that is no text: rarer than any letter, but a file may hold a few broken ones
PLACES = 2  # of one run of letters that count; more of the same are no more evidence
AMOUNTS = 12  # as PLACES, of currency signs: £ stands before ever new amounts and nowhere else
_RUN = re.compile(r"[^\x00-\x7f]+")
_QUOTES = "‘’“”–—…·"
_CURRENCY = "£€¥₩"

# (first, last, cost) in order, the later over the earlier. Costs are natural logarithms, rounded: Hangul by our table of
# syllables (the 320 of it are nine tenths of Korean text), others by the size of the class that a text draws from.
_CLASSES = (
    (0x0080, 0x009F, -16.0),  # C1 controls: no text holds them
    (0x00A0, 0x00FF, -6.0),
    (0x0100, 0x017F, -7.0),
    (0x0386, 0x03CE, -5.5),
    (0x0410, 0x044F, -5.0),
    (0x0401, 0x0401, -6.0),
    (0x0451, 0x0457, -6.0),
    (0x05D0, 0x05EA, -6.0),
    (0x0621, 0x064A, -6.0),
    (0x0900, 0x097F, -6.0),
    (0x0E01, 0x0E5B, -5.0),
    (0x1EA0, 0x1EF9, -7.0),
    (0x2010, 0x2044, -6.0),
    (0x20A0, 0x27BF, -8.0),
    (0x3000, 0x3020, -6.0),
    (0x3041, 0x30FF, -4.5),
    (0x3131, 0x318E, -9.0),
    (0x3200, 0x33FF, -8.0),
    (0x4E00, 0x9FFF, -10.0),
    (0xAC00, 0xD7A3, -11.0),
    (0xFEFF, 0xFEFF, -5.0),  # a byte order mark that came along when files were joined
    (0xFF01, 0xFF60, -8.0),
    (0xFF61, 0xFF9F, -5.0),
)


def margin(tokens: Iterable[bytes], name: str) -> float:
    """By how much (natural logarithm) the reading `name` is likelier than the next."""
    scores = {candidate: likelihood(tuple(tokens), candidate) for candidate in CANDIDATES}
    mine = scores.pop(name)
    return mine - max(scores.values())


def likelihood(tokens: tuple[bytes, ...], encoding: str) -> float:
    """Natural logarithm, up to a constant, of the text that the tokens are in the encoding."""
    runs: dict[str, set[tuple[str, str]]] = {}
    misfits = 0
    for token in tokens:
        try:
            text = token.decode(encoding)
        except UnicodeError:
            misfits += 1
            continue
        for found in _RUN.finditer(text):
            places = runs.setdefault(found[0], set())
            if len(places) < (AMOUNTS if found[0] in _CURRENCY else PLACES):
                places.add((text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]))
    letters = _costs("".join(runs)) + sum(_inside(run) for run in runs if len(run) > 1)
    return letters + MISFIT * misfits + sum(_place(run, *place) for run, places in runs.items() for place in places)


def _costs(text: str) -> float:
    """The cost of each letter; a surrogate pair (an emoji) counts as rare twice."""
    return float(_table()[np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)].sum())


@cache
def _table() -> np.ndarray:
    table = np.full(65536, -14.0)
    for first, last, cost in _CLASSES:
        table[first : last + 1] = cost
    for encoding, leads in (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)), ("euc_jp", range(0xB0, 0xD0))):
        table[[ord(letter) for letter in _rows(encoding, leads) if "\u4e00" <= letter <= "\u9fff"]] = -6.5
    table[[ord(letter) for letter in KS]] = -8.0
    table[[ord(letter) for letter in COMMON]] = -4.5
    return table


def _rows(encoding: str, leads: range) -> str:
    """The characters of some rows: those that the standards put first because they are used most."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)


def _inside(run: str) -> float:
    """What it costs that Latin letters and signs stand side by side in one run (`í™©` for 황)."""
    kinds = [letter.isalpha() for letter in run if letter < "\u0250" or letter in "€™‚„†‡‰‹›•œŒ"]
    return -4.0 * sum(one != other for one, other in pairwise(kinds))


def _place(run: str, before: str, after: str) -> float:
    """What it costs that a run of letters stands between these two ASCII characters."""
    if run[0] in _CURRENCY and len(run) == 1:
        return 1.5 if after.isdigit() else -3.0
    if run == "°":
        return 0.0 if before.isdigit() else -3.0
    if run[0] < "\u0250" and run[0].isalpha():
        alone = len(run) == 1 and not before.isalpha() and not after.isalpha()
        return -6.0 * (alone or (before.islower() and run[0].isupper()))
    return _beside(run[0], before) + _beside(run[-1], after)


def _beside(letter: str, neighbour: str) -> float:
    if letter in _QUOTES or not neighbour.isalnum():
        return 0.0
    return -4.0 if neighbour.islower() else -1.0
