"""The kinds of personal data that are looked for in every text: their form, what proves a piece, and what chance would make.

A judge sees the piece and all that is said around it (header and text), and answers how far the piece is proved. `SURE` is
enough in a single cell. `LIKELY` may be chance: a column is found when more are likely than chance makes among all pieces of
that form (`chance`), or when there are fewer than `few` others. Look-alikes are thus told by the company they keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from madang.ingest.checks import _forms, _judges, _masking, _people
from madang.ingest.checks._judges import SURE, Judge, Verdict
from madang.lib.problems import Text


@dataclass(frozen=True)
class Kind:
    """`form` is read by Python and RE2. `touching`: letters beside a piece do not matter; `joined`: nor do numbers that a
    hyphen joins to it; `loose`: its own numbers stand apart, so it is none when the next stands as near. `least`: as many must be
    likely when none is sure. Several kinds may share a code.
    """

    code: str
    severity: str
    name: Text
    form: str
    judge: Judge
    chance: float = 0.0
    few: int = 1
    touching: bool = False
    joined: bool = False
    loose: bool = False
    least: int = 1
    mask: Callable[[str], str] = _masking.digits


RESIDENT: Text = {"en": "resident or foreigner registration numbers", "ko": "주민등록번호·외국인등록번호"}
HOME: Text = {"en": "home addresses", "ko": "집 주소"}
ACCOUNT: Text = {"en": "bank account numbers", "ko": "계좌번호"}
MOBILE: Text = {"en": "mobile telephone numbers", "ko": "휴대전화 번호"}
LANDLINE: Text = {"en": "landline telephone numbers", "ko": "유선전화 번호"}
PASSPORT: Text = {"en": "passport numbers", "ko": "여권번호"}
LICENCE: Text = {"en": "driving licence numbers", "ko": "운전면허번호"}
PLATE: Text = {"en": "number plates of private vehicles", "ko": "자가용 차량번호"}
BIRTH_SAID = r"(?:생년월일|생일|출생일|(?i:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?))[^0-9]{0,8}"
_THIRTEEN = r"[0-9]{6}[^0-9A-Za-z가-힣]{0,4}[0-9]{7}"
_FLAT = r"(?:(?i:flat|apartment|apt)\.? [0-9A-Za-z]{1,4},? )?"

NEVER = 2.0
"""A chance that nothing exceeds: what is likely counts only where something else of its code is sure."""

KINDS = (
    Kind("driving-licence", "personal", LICENCE, _forms.DRIVER_UK, _judges.proved(_people.driver_uk)),
    Kind("card-number", "personal", {"en": "payment card numbers", "ko": "카드 번호"}, _forms.CARD, _judges.card, 0.1, 3),
    Kind("bank-account", "personal", ACCOUNT, _forms.IBAN, _judges.proved(_people.iban)),
    Kind("resident-number", "personal", RESIDENT, _THIRTEEN, _judges.resident_checked, 0.1, 5, touching=True,
         joined=True),
    Kind("resident-number", "personal", RESIDENT, _THIRTEEN, _judges.resident_written, 0.45, 5, touching=True),
    Kind("resident-number", "personal", RESIDENT, _forms.RESIDENT_LOOSE, _judges.resident_loose, 0.1, 5, loose=True),
    Kind("resident-number", "personal", RESIDENT, _forms.RESIDENT_SHIFTED, _judges.resident_shifted, 0.1, 5),
    Kind("mobile-number", "personal", MOBILE, _forms.MOBILE_KR, _judges.mobile),
    Kind("mobile-number", "personal", MOBILE, _forms.MOBILE_UK, _judges.mobile),
    Kind("private-email", "personal", {"en": "e-mail addresses of persons", "ko": "개인 전자우편 주소"}, _forms.EMAIL,
         _judges.proved(lambda piece: not _judges.office(piece)), mask=_masking.email),
    Kind("national-insurance-number", "personal", {"en": "National Insurance numbers", "ko": "영국 국민보험번호"},
         r"[A-Za-z]{2}[-. ]?[0-9]{2}[-. ]?[0-9]{2}[-. ]?[0-9]{2}[-. ]?[A-Za-z]",
         _judges.national_insurance,
         0.09, 3),
    Kind("nhs-number", "personal", {"en": "NHS numbers", "ko": "NHS 번호"}, _forms.NHS, _judges.nhs, 0.09, 1, least=3, loose=True),
    Kind("bank-account", "personal", ACCOUNT, _forms.ACCOUNT_UK, _judges.account_uk),
    Kind("bank-account", "personal", ACCOUNT, _forms.ACCOUNT_KR, _judges.account_kr),
    Kind("passport-number", "personal", PASSPORT, _forms.PASSPORT_KR, _judges.passport),
    Kind("passport-number", "personal", PASSPORT, _forms.PASSPORT_UK, _judges.when(_judges.passport_said)),
    Kind("driving-licence", "personal", LICENCE, _forms.DRIVER_KR + "|[0-9]{12}", _judges.licence_kr),
    Kind("vehicle-plate", "personal", PLATE, _forms.PLATE_KR, _judges.plate_kr, NEVER),
    Kind("vehicle-plate", "personal", PLATE, _forms.PLATE_UK, _judges.when(_judges.plate_said)),
    Kind("birth-date", "personal", {"en": "exact birth dates", "ko": "생년월일"},
         f"{BIRTH_SAID}(?:{_forms.BIRTH})|(?:{_forms.BIRTH})일? ?생(?:[^가-힣]|$)", _judges.always, touching=True),
    Kind("home-address", "personal", HOME, _forms.HOME_KR, _judges.room(_judges.home_kr), mask=_masking.name),
    Kind("home-address", "personal", HOME, _FLAT + _forms.HOME_UK, _judges.home_uk, mask=_masking.name),
    Kind("landline-number", "warning", LANDLINE, _forms.LANDLINE_KR, _judges.always),
    Kind("landline-number", "warning", LANDLINE, _forms.LANDLINE_UK, _judges.always),
    Kind("office-email", "warning", {"en": "e-mail addresses of offices", "ko": "기관 전자우편 주소"}, _forms.EMAIL,
         _judges.proved(_judges.office), mask=_masking.email),
    Kind("account-like", "warning", {"en": "numbers written like bank accounts", "ko": "계좌번호처럼 적힌 번호"},
         _forms.ACCOUNT_KR, _judges.account_like),
    Kind("dwelling-address", "warning", {"en": "addresses of single dwellings", "ko": "동·호까지 적힌 주소"}, _forms.HOME_KR,
         _judges.room(_judges.unless(_judges.home_kr)), mask=_masking.name),
    Kind("dwelling-address", "warning", {"en": "full addresses with a house number", "ko": "번지와 우편번호까지 적힌 주소"},
         _FLAT + _forms.HOME_UK, _judges.dwelling_uk, mask=_masking.name),
)  # fmt: skip
"""In this order: a stretch of text that one kind has for sure is not looked at by the next."""

_COMPILED = tuple(re.compile(kind.form) for kind in KINDS)


@dataclass(frozen=True)
class Piece:
    kind: int  # place in KINDS
    text: str
    verdict: Verdict


EVERY = tuple(range(len(KINDS)))
BEFORE, BEHIND = 60, 30
"""Characters around a piece that speak of it; a word further away in a long text speaks of something else."""


def pieces(text: str, header: str = "", asked: Sequence[int] = EVERY) -> Iterator[Piece]:
    """What in a plain text has the form of one of the kinds `asked`, with its verdict. Its cost grows with the text, not faster."""
    taken = bytearray(len(text))  # a mark for each character: a list of stretches makes long cells cost their square
    for number in asked:
        kind = KINDS[number]
        for match in _alone(text, kind, _COMPILED[number]):
            if taken.find(1, *match.span()) >= 0:
                continue
            near = text[max(0, match.start() - BEFORE) : match.end() + BEHIND]
            verdict = kind.judge(match[0], f"{header}\n{near}")
            if verdict == SURE:
                taken[match.start() : match.end()] = b"\1" * len(match[0])
            if verdict:
                yield Piece(number, match[0], verdict)


def _alone(text: str, kind: Kind, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches that are no part of a longer number, decimal or word.

    Behind one that is, the search goes on after its first number: `123456 8001031123458` holds a resident number all the same.
    """
    place = 0
    while match := form.search(text, place):
        if _by_itself(text, match, kind):
            place = match.end()
            yield match
        else:
            run = DIGITS.match(text, match.start())
            place = run.end() if run else match.start() + 1


DIGITS = re.compile("[0-9]+")
LETTER = re.compile("[A-Za-z]")
INSIDE = re.compile("(?<=[0-9])[^0-9A-Za-z가-힣]+(?=[0-9])")


def _by_itself(text: str, match: re.Match[str], kind: Kind) -> bool:
    start, end = match.span()
    if "@" in match[0]:
        return True
    before, after = text[max(0, start - 4) : start], text[end : end + 4]
    if "0" <= before[-1:] <= "9" or "0" <= after[:1] <= "9":
        return False
    signs = ("" if kind.joined else "-") + (".," if match[0].isdigit() else "")
    joined = (after[:1] in signs and "0" <= after[1:2] <= "9") or (before[-1:] in signs and "0" <= before[-2:-1] <= "9")
    worded = not kind.touching and (LETTER.match(before[-1:]) or LETTER.match(after[:1]))
    loose = kind.loose or match[0].startswith(("82", "44"))  # a country's code without its plus
    return not (joined or worded or (loose and _in_a_row(before, match[0], after)))


def _in_a_row(before: str, piece: str, after: str) -> bool:
    """Whether the number beside a piece is parted from it by what parts its own: `1 80 01 03 1123458` is a row of numbers."""
    own = set(INSIDE.findall(piece))
    beside = [*INSIDE.findall(before + piece[0])[-1:], *INSIDE.findall(piece[-1] + after)[:1]] if own else []
    return any(sign in own for sign in beside)
