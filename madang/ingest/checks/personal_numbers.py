"""Numbers and addresses that lead to a person, looked for in every value and proved by their check digits.

What blocks and what is only told: resident, foreigner, NHS, National Insurance and card numbers, mobile numbers and private
e-mail addresses block. Landlines and addresses of offices (`info@`, `.go.kr`, `.gov.uk`) are what facilities publish on
purpose; they are told as warnings and block nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from madang.ingest.checks import _masking, _people, _suspects
from madang.ingest.checks._previous import Previous
from madang.ingest.checks._suspects import Hit
from madang.ingest.tables import Finding, Inferred, Staged
from madang.lib import duck
from madang.lib.problems import Text

OFFICE_DOMAIN = re.compile(
    r"\.(?:go|or|ac|re)\.kr$|\.gov\.uk$|@nhs\.|\.nhs\.uk$|\.ac\.uk$|@(?:korea|seoul)\.kr$|\.gov$|\.police\.uk$",
    re.IGNORECASE,
)
OFFICE_NAME = re.compile(
    r"^(?:info|contact|office|admin|enquir|inquir|help|support|service|hello|mail|sales|reception|library|press|media|team|webmaster|"
    r"customer|council|booking|general|manager|postmaster|data|foi|privacy|dpo|procurement|tender|finance|accounts|hr|jobs)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rule:
    """One kind of number. `enough(hit)` says whether what was proved could not be chance."""

    code: str
    severity: str
    name: Text
    pattern: str
    proves: Callable[[str, Inferred], bool]
    enough: Callable[[Hit], bool] = lambda _: True
    mask: Callable[[str], str] = _masking.digits


def _says(*words: str) -> Callable[[Inferred], bool]:
    pattern = re.compile("|".join(words), re.IGNORECASE)
    return lambda column: pattern.search(column.header) is not None


_resident_header = _says("주민", "외국인등록", "resident.*(?:no|number)")
_card_header = _says("카드", "card")
_nhs_header = _says("nhs")


def _resident(piece: str, column: Inferred) -> bool:
    if _resident_header(column):
        return _people.born(_people.bare(piece)) is not None
    return _people.resident_checked(piece) or _people.resident_written(piece)


def _office(address: str) -> bool:
    return bool(OFFICE_DOMAIN.search(address) or OFFICE_NAME.search(address))


def _mostly(share: float) -> Callable[[Hit], bool]:
    """One in ten or eleven numbers passes a check digit by chance; real ones all do."""
    return lambda hit: hit.rows >= share * hit.candidates


RULES = (
    Rule("resident-number", "personal", {"en": "resident or foreigner registration numbers", "ko": "주민등록번호·외국인등록번호"},
         _people.RESIDENT, _resident,
         lambda hit: _resident_header(hit.column) or "-" in hit.pieces[0] or hit.rows >= 0.3 * hit.candidates),
    Rule("mobile-number", "personal", {"en": "mobile telephone numbers", "ko": "휴대전화 번호"}, _people.MOBILE, lambda *_: True),
    Rule("landline-number", "warning", {"en": "landline telephone numbers", "ko": "유선전화 번호"}, _people.LANDLINE, lambda *_: True),
    Rule("private-email", "personal", {"en": "e-mail addresses of persons", "ko": "개인 전자우편 주소"},
         _people.EMAIL, lambda piece, _: not _office(piece), mask=_masking.email),
    Rule("office-email", "warning", {"en": "e-mail addresses of offices", "ko": "기관 전자우편 주소"},
         _people.EMAIL, lambda piece, _: _office(piece), mask=_masking.email),
    Rule("card-number", "personal", {"en": "payment card numbers", "ko": "카드 번호"}, _people.CARD,
         lambda piece, _: _people.luhn(piece), lambda hit: _card_header(hit.column) or _mostly(0.5)(hit)),
    Rule("national-insurance-number", "personal", {"en": "National Insurance numbers", "ko": "영국 국민보험번호"},
         _people.NATIONAL_INSURANCE, lambda piece, _: _people.national_insurance(piece)),
    Rule("nhs-number", "personal", {"en": "NHS numbers", "ko": "NHS 번호"}, _people.NHS, lambda piece, _: _people.nhs(piece),
         lambda hit: _nhs_header(hit.column) or (hit.rows >= 3 and _mostly(0.9)(hit))),
)  # fmt: skip


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    with duck.connect() as connection:
        _suspects.collect(connection, staged, columns)
        return [
            _finding(staged, rule, hit)
            for rule in RULES
            for hit in _suspects.hits(connection, columns, rule.pattern, rule.proves)
            if rule.enough(hit)
        ]


def _finding(staged: Staged, rule: Rule, hit: Hit) -> Finding:
    lines = ", ".join(f"{line:,}" for line in hit.lines)
    blocks = rule.severity == "personal"
    text = {
        "en": f"{hit.column.name} holds {rule.name['en']} in {hit.rows:,} rows (first lines {lines}). "
        + (
            "Drop or mask the column, or say why it is public."
            if blocks
            else "Fine for an office; not for a person's home."
        ),
        "ko": f"{hit.column.name} 열 {hit.rows:,}행에 {rule.name['ko']}이(가) 있습니다({lines}번째 줄부터). "
        + (
            "열을 빼거나 가리거나, 공개하는 까닭을 적으세요."
            if blocks
            else "기관 것이면 괜찮고, 개인 것이면 빼야 합니다."
        ),
    }
    sample = tuple(rule.mask(piece) for piece in hit.pieces)
    return Finding(rule.code, rule.severity, text, staged.name, hit.column.name, hit.rows, sample)
