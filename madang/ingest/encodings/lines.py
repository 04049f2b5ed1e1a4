"""Files joined from exports in two encodings, and files with a few broken letters: what each line is by itself.

Asked only when the stream as a whole fits no encoding, or when lines of UTF-8 were seen in it. A line is

* `ascii`, the same in both;
* `utf-8`, when it is that and cannot be meant as the other;
* `other`, when it is Korean in CP949 and no UTF-8;
* `both`, when it fits both and nothing in it tells (`홍` in CP949 is `ȫ` in UTF-8): the sure lines around it must;
* `neither`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from madang.ingest.encodings.syllables import COMMON, KS
from madang.ingest.encodings.words import Words

STRETCHES = 20
ISLANDS = 100  # places of each lead byte that are looked at in one piece
PIECE = 1 << 20  # a line longer than this is judged in pieces
_KS, _COMMON = frozenset(KS), frozenset(COMMON)
# Well-formed UTF-8 of a Hangul syllable, beginning a run of letters: in CP949 a word would begin with a rare Hanja.
_UTF8_HANGUL = re.compile(
    rb"(?<![\x80-\xff])(?:\xea[\xb0-\xbf]|[\xeb\xec][\x80-\xbf]|\xed[\x80-\x9d])[\x80-\xbf](?![\x80-\xbf])"
)


def kind(line: bytes, other: str = "cp949") -> str:
    """What one line is: see above. `other` is the encoding that the file may hold besides UTF-8."""
    if line.isascii():
        return "ascii"
    utf8, korean = _text(line, "utf-8"), _text(line, other)
    if other != "cp949":
        return "utf-8" if utf8 is not None else "neither" if korean is None else "other"
    if utf8 is None:
        return "other" if korean is not None and _korean(korean) and not _UTF8_HANGUL.search(line) else "neither"
    return "both" if korean is not None and could_be_korean(utf8, korean) else "utf-8"


def could_be_korean(utf8: str, korean: str) -> bool:
    """Whether a line that is valid UTF-8 may be meant as CP949: only stray Latin letters there, only Hangul here."""
    letters = [letter for letter in korean if letter > "\x7f"]
    return (
        all(letter < "\u0250" for letter in utf8)
        and all(letter in _KS for letter in letters)
        and any(letter in _COMMON for letter in letters)
        and not in_latin_word(korean)
    )


def in_latin_word(korean: str) -> bool:
    """Whether every letter that is not ASCII touches an ASCII letter: `M찼ximo` is a damaged `Máximo`."""
    places = [at for at, letter in enumerate(korean) if letter > "\x7f"]
    return bool(places) and all(_latin(korean[at - 1 : at]) or _latin(korean[at + 1 : at + 2]) for at in places)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _korean(text: str) -> bool:
    """Most letters that are not ASCII are syllables of KS X 1001, and Hangul stand in it at all."""
    letters = [letter for letter in text if letter > "\x7f" and letter not in "ㆍ·○●□■△▲※℃㎡～—‘’“”「」（）"]
    return bool(letters) and sum(letter in _KS for letter in letters) >= 0.75 * len(letters)


def _text(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end with a line (or are longer than `PIECE`, or the last)."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        cut = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1  # the LF of a last CR may follow
        if not cut and len(data) > PIECE:
            cut = len(data)
        if cut:
            yield data[:cut]
        rest = data[cut:]
    if rest:
        yield rest


def split(data: bytes) -> list[bytes]:
    """Physical lines: they end with LF, or with CR where there is no LF."""
    lines = data.split(_end(data))
    return lines if lines[-1] else lines[:-1]


def _end(data: bytes) -> bytes:
    return b"\r" if b"\r" in data and b"\n" not in data else b"\n"


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are whole, well-formed UTF-8; Arrow looks four times as fast as a decoder."""
    offsets = pa.py_buffer(np.array([0, len(data)], np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def islands(data: bytes) -> list[int]:
    """Places in UTF-8 of stray letters that would be common syllables in CP949, and touch no ASCII letter."""
    found: list[int] = []
    for lead in _LEADS:
        at = data.find(lead)
        for _ in range(ISLANDS):
            if at < 0:
                break
            beside = data[at - 1 : at] + data[at + 2 : at + 3]
            if data[at : at + 2] in _SYLLABLES and not any(byte < 128 and chr(byte).isalpha() for byte in beside):
                found.append(at)
            at = data.find(lead, at + 2)
    return sorted(found)


_SYLLABLES = {pair for letter in COMMON if _text(pair := letter.encode("euc_kr"), "utf-8")}
_LEADS = sorted({pair[:1] for pair in _SYLLABLES})


@dataclass
class Census:
    """The lines of a file by kind; `stretches` are (kind, first line, last line) of the sure ones, at most twenty."""

    lines: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    stretches: list[tuple[str, int, int]] = field(default_factory=list)
    samples: list[tuple[int, bytes]] = field(default_factory=list)
    words: dict[str, Words] = field(default_factory=lambda: {"utf-8": Words(), "other": Words()})
    hangul: Counter[str] = field(default_factory=Counter)
    _line: int = 1

    def add(self, data: bytes) -> None:
        """Count whole lines; a piece that is all UTF-8 without a doubt is counted at once."""
        lines = split(data)
        if not data.isascii():
            places = [at for at, line in enumerate(lines, self._line) if not line.isascii()]
            if is_utf8(data) and not islands(data):
                self._bulk(places, lines)
            else:
                for number in places:
                    self._note(number, lines[number - self._line])
        self._line += data.count(_end(data))

    def finish(self) -> None:
        for words in self.words.values():
            words.add(b"", final=True)

    def _bulk(self, places: list[int], lines: list[bytes]) -> None:
        self._note(places[0], lines[places[0] - self._line])
        self.lines["utf-8"] += len(places) - 1
        self.words["utf-8"].add(b"\n".join(lines[place - self._line] for place in places[:200]))
        self._stretch("utf-8", places[-1])

    def _note(self, number: int, line: bytes) -> None:
        what = kind(line)
        self.lines[what] += 1
        if self.lines[what] <= 2:
            self.samples.append((number, line[:4096]))
        self.first.setdefault(what, number)
        if what in self.words:
            self.words[what].add(line + b"\n")
            self._stretch(what, number)
        if what == "other":
            self.hangul.update(letter for letter in line.decode("cp949") if letter > "\x7f")

    def _stretch(self, what: str, number: int) -> None:
        if self.stretches and self.stretches[-1][0] == what:
            self.stretches[-1] = (what, self.stretches[-1][1], number)
        elif len(self.stretches) < STRETCHES:
            self.stretches.append((what, number, number))
