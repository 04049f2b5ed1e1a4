"""Decoders that Python lacks, under names like any other encoding's, so that a person can choose them and a receipt name them.

* `cp949` and `euc-kr` with the two things their files hold beyond Python's tables: syllables written as four letters
  (KS X 1001, annex 3: 똠 is A4D4 A4A8 A4C7 A4B1), and the user-defined area of Windows (C9A1-C9FE, FEA1-FEFE), which
  becomes the private use characters that Microsoft gives it (U+E000-U+E0BB).
* `utf-8+cp949`, `utf-8+windows-1252`: each line in the one that it is; for files joined from two exports.
* `utf-8-twice`: UTF-8 that a program took for windows-1252 and saved as UTF-8 (`ì„œìš¸` is 서울); `cp949-in-utf-8`: CP949
  likewise (`¼­¿ï` is 서울); `utf-8-in-cp949`: UTF-8 taken for CP949 (`媛뺣궓` is 강남). What does not turn back stays.

Bytes that are no text become NUL, which no table may hold: the reader rejects those rows and says so.
"""

from __future__ import annotations

import codecs
import re

from madang.ingest.encodings.lines import PIECE, kind

JOINED = {"utf-8+cp949": "cp949", "utf-8+windows-1252": "cp1252"}
TWICE = {
    "utf-8-twice": ("cp1252", "utf-8"),
    "cp949-in-utf-8": ("cp1252", "cp949"),
    "utf-8-in-cp949": ("cp949", "utf-8"),
}
WITHOUT_MARK = {
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}  # Python's decoders end with an error when there is no mark
HELD = 4 << 20  # bytes of lines that wait for the next sure line
OWN = (0xC9, 0xFE)  # lead bytes of the user-defined area
_INITIALS, _VOWELS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FILLER = "\u3164"
_FINALS = f"{_FILLER}ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FOUR = re.compile(f"{_FILLER}([{_INITIALS}])([{_VOWELS}])([{_FINALS}])")
_FOUR_BEGUN = re.compile(f"{_FILLER}(?:[{_INITIALS}][{_VOWELS}]?)?\\Z")
_RUN = re.compile("[\u0080-\u02ff\u2013-\u203a\u20ac\u2122]+")  # letters that windows-1252 makes of bytes above 127
_RUNS = {"cp1252": _RUN, "cp949": re.compile("[\u00a1-\uffee]+")}


def decoder(name: str) -> codecs.IncrementalDecoder:
    """A decoder that turns bytes without meaning in the encoding into NUL. The name must be `known`."""
    if is_korean(name):
        return Korean("madang-nul")
    name = WITHOUT_MARK.get(codecs.lookup(name).name, name)
    return codecs.getincrementaldecoder(name)("madang-nul")


def is_korean(name: str) -> bool:
    """Whether the encoding is CP949 or the EUC-KR in it, which `Korean` reads."""
    return codecs.lookup(name).name in ("cp949", "euc_kr")


def known(name: str) -> bool:
    """Whether text can be decoded from the encoding; `base64` is a codec of Python, but none of text."""
    try:
        b"a".decode(name, errors="ignore")  # empty bytes are decoded without a look at the name
    except LookupError:
        return False
    return True


class Korean(codecs.IncrementalDecoder):
    """CP949 whose syllables in four letters are put together."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._inner = codecs.getincrementaldecoder("cp949")(errors)
        self._held = ""

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        text = self._held + self._inner.decode(data, final)
        self._held = ""
        if _FILLER not in text:
            return text
        text = _FOUR.sub(_compose, text)
        begun = None if final else _FOUR_BEGUN.search(text)
        if begun:
            text, self._held = text[: begun.start()], begun[0]
        return text

    def getstate(self) -> tuple[bytes, int]:
        return self._held.encode("cp949") + self._inner.getstate()[0], 0


def _compose(found: re.Match[str]) -> str:
    initial, vowel, final = (letters.index(found[at]) for at, letters in enumerate((_INITIALS, _VOWELS, _FINALS), 1))
    return chr(0xAC00 + (initial * 21 + vowel) * 28 + final)


class Joined(codecs.IncrementalDecoder):
    """Each line in UTF-8 or in the other encoding.

    A line that fits both is what the sure lines around it are, when they agree; else it is marked with NUL, so that its row
    is refused and nobody reads `ȫ` for 홍.
    """

    def __init__(self, errors: str, other: str) -> None:
        super().__init__(errors)
        self._other = other
        self._rest = b""
        self._before = ""  # the kind of the last sure line
        self._waiting: list[tuple[str, bytes]] = []
        self._held = 0

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        data = self._rest + data
        end = b"\n" if b"\n" in data else b"\r"
        cut = len(data) if final or (len(data) > PIECE and end not in data) else data.rfind(end) + 1
        self._rest = data[cut:]
        *lines, half = data[:cut].split(end)
        out: list[str] = []
        for line in [*(line + end for line in lines), *([half] if half else [])]:
            self._add(line, out)
        text = "".join(out)
        if final:
            text += self._resolve(self._before)
        return text

    def _add(self, line: bytes, out: list[str]) -> None:
        what = kind(line, self._other)
        sure = what in ("utf-8", "other")
        if sure or self._held > HELD:
            out.append(self._resolve(what))
            self._before = what if sure else ""
        if what == "both" or self._waiting:
            self._waiting.append((what, line))
            self._held += len(line)
        else:
            out.append(self._text(what, line))

    def _resolve(self, after: str) -> str:
        """The lines that waited, now that the kind of the next sure line is known."""
        agreed = after if self._before in ("", after) and after in ("utf-8", "other") else ""
        text = "".join(self._text(agreed or what if what == "both" else what, line) for what, line in self._waiting)
        self._waiting, self._held = [], 0
        return text

    def _text(self, what: str, line: bytes) -> str:
        if what == "both":
            return "\0" + line.decode("utf-8")
        if what == "other":
            return (
                Korean(self.errors).decode(line, True)
                if self._other == "cp949"
                else line.decode(self._other, self.errors)
            )
        return line.decode("utf-8", self.errors)


class Twice(codecs.IncrementalDecoder):
    """Takes one saving back: letters to the bytes that a program took for `taken`, these as the `inner` encoding."""

    def __init__(self, errors: str, taken: str, inner: str) -> None:
        super().__init__(errors)
        self._taken, self._inner = taken, inner
        self._run = _RUNS[taken]
        self._outer = codecs.getincrementaldecoder("utf-8")(errors)
        self._held = ""

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        text = self._held + self._outer.decode(data, final)
        cut = len(text) if final else max(text.rfind("\n"), len(text) - PIECE) + 1  # no run of letters holds a line end
        self._held = text[cut:]
        return self._run.sub(self._back, text[:cut])

    def _back(self, found: re.Match[str]) -> str:
        """The text whose bytes were taken for another encoding; unchanged when it is none."""
        try:
            return b"".join(_byte(letter, self._taken) for letter in found[0]).decode(self._inner)
        except UnicodeError:
            return found[0]

    def getstate(self) -> tuple[bytes, int]:
        return self._held.encode() + self._outer.getstate()[0], 0


def _byte(letter: str, taken: str) -> bytes:
    return bytes((ord(letter),)) if "\x7f" < letter < "\u00a0" else letter.encode(taken)


def _lenient(error: UnicodeError) -> tuple[str, int]:
    """NUL for bytes that are no text; the user-defined area of CP949 becomes private use characters."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if error.encoding == "cp949" and len(pair) == 2 and pair[0] in OWN and pair[1] > 0xA0:
        return chr(0xE000 + OWN.index(pair[0]) * 94 + pair[1] - 0xA1), error.start + 2
    return "\0", error.end


def _found(name: str) -> codecs.CodecInfo | None:
    """Python looks codecs up by a name in lower case with every other character as an underscore."""
    names = {re.sub("[^a-z0-9]+", "_", own): own for own in (*JOINED, *TWICE)}
    return _info(names[name]) if name in names else None


def _info(name: str) -> codecs.CodecInfo:
    def make(errors: str = "strict") -> codecs.IncrementalDecoder:
        return Joined(errors, JOINED[name]) if name in JOINED else Twice(errors, *TWICE[name])

    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
        return make(errors).decode(bytes(data), True), len(data)

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        raise LookupError(f"nothing is written in {name}")

    return codecs.CodecInfo(encode, decode, incrementaldecoder=make, name=name)  # type: ignore[arg-type]


codecs.register_error("madang-nul", _lenient)
codecs.register(_found)
