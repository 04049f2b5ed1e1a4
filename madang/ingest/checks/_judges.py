"""What proves a piece of text to be of a kind: judges, which see the piece and all that is said around it (header and text)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from enum import IntEnum

from madang.ingest.checks import _forms, _people
from madang.ingest.types import business_number_kr


class Verdict(IntEnum):
    NOTHING = 0
    FORM = 1
    LIKELY = 2
    SURE = 3


Judge = Callable[[str, str], Verdict]
NOTHING, FORM, LIKELY, SURE = Verdict


def words(*words: str) -> Callable[[str], bool]:
    pattern = re.compile("|".join(words), re.IGNORECASE)
    return lambda said: pattern.search(said) is not None


resident_said = words(
    "주민 ?(?:등록)? ?(?:번호|no)",
    "외국인 ?등록",
    "거소 ?신고",
    r"(?:resident|alien|foreigner).{0,14}(?:no\b|number)",
    r"\brrn\b",
)
phone_said = words(
    "전화|연락처|휴대폰|핸드폰|휴대 ?전화|모바일", r"phone|mobile|contact|(?:^|[^a-z])(?:tel|cell)(?:$|[^a-z])"
)
mobile_said = words("휴대|핸드폰|모바일|이동 ?전화", "mobile|cell")
card_said = words("카드 ?(?:번호|no)", r"card.{0,10}(?:no\b|number)|(?:credit|debit|payment).?card")
nhs_said = words(
    r"\bnhs\b", r"nhs.?(?:no|number)", r"\b(?:patient|hospital|medical|health).{0,9}(?:no\b|number|id\b|ref)"
)
corporate_said = words("법인")
account_said = words(
    "계좌|입금|이체|송금|통장|예금주|은행|농협|신협|수협|새마을금고|우체국|뱅크|(?:국민|신한|우리|하나|기업|카카오|토스)[ :]*[0-9]",
    r"\b(?:bank|account|a/c|acc(?:t)?)\b",
)
sort_said = words(r"sort.?code|\b(?:account|a/c|acct?|bank|bacs)\b")
passport_said = words("여권", "passport")
licence_said = words("면허", r"driv(?:er|ing).{0,8}licen[cs]e|licen[cs]e.?(?:no|number)")
plate_said = words(
    "차량|번호판|자동차|주차",
    r"\bvrm\b|(?:number|licen[cs]e).?plate|vehicle.{0,3}reg|registration.?(?:no|number|mark|plate)|\breg\.? ?(?:no|number)|car.?reg",
)
address_said = words("주소|소재지|위치|장소", "address|location|venue")
home_said = words(
    "자택|거주|집 ?(?:주소|전화)|본적|사는 곳|우리 ?집",
    r"home|resid(?:es|ent|ence|ing)|lives? at|tenant|applicant|patient",
)
person_said = words("신청인|민원인|세대주|수급자|환자|보호자|대상자|본인|입주민|고객|회원|학생")


def resident_checked(piece: str, said: str) -> Verdict:
    if resident_said(said):
        return SURE if _people.born(_people.bare(piece)) and piece[-7] not in "09" else NOTHING
    if _people.corporate(piece) and corporate_said(said):
        return NOTHING
    return LIKELY if _people.resident_checked(piece) else FORM


def resident_written(piece: str, said: str) -> Verdict:
    """Numbers given out since October 2020 have no check digit: the sign between the halves and a believable day must do."""
    if piece.isdigit() or resident_checked(piece, said) != FORM:
        return NOTHING
    return LIKELY if _people.resident_like(piece) else FORM


WHOLE = re.compile("[0-9]{6}[^0-9]*[0-9]{7}")


def resident_loose(piece: str, said: str) -> Verdict:
    """Blanks, points and commas inside the halves."""
    if WHOLE.fullmatch(piece):
        return NOTHING  # `resident_checked` counts it
    return resident_checked(_people.bare(piece), said)


def resident_shifted(piece: str, said: str) -> Verdict:
    """A zero in front was lost (12 digits; fewer only when the text speaks of such numbers), or one too many is there (14)."""
    digits = _people.bare(piece)
    if len(digits) < 12 and not resident_said(said):
        return NOTHING
    lost = len(digits) < 13
    if lost and (digits[0] == "0" or digits[-7] not in "3478"):  # those who are born from 2000 to 2009
        return NOTHING
    return resident_checked(digits.zfill(13)[-13:], said)


def old_mobile(piece: str, said: str) -> bool:
    """Whether eleven digits are a Korean number of before 2021: 9xxx or 011-17xx in the middle. 01692 and 01792 are British places
    as well, but not 0119 and 0111."""
    return re.match("011(?:9|17)", piece) is not None or (piece[3] == "9" and in_korean(said))


def in_korean(said: str) -> bool:
    return re.search("[가-힣]", said) is not None


def mobile(piece: str, said: str) -> Verdict:
    """A bare number in an address of the web is an id more often than a telephone; `01765123456` is a British landline."""
    if not piece.isdigit():
        return SURE
    if re.match("01[16789][0-9]{8}$", piece) and not (mobile_said(said) or old_mobile(piece, said)):
        return NOTHING
    return NOTHING if "://" in said and not phone_said(said) else SURE


def card(piece: str, said: str) -> Verdict:
    if not _people.card(piece):
        return FORM
    return SURE if card_said(said) else LIKELY


def nhs(piece: str, said: str) -> Verdict:
    if nhs_said(said):
        return SURE if _people.nhs(piece) else NOTHING
    if piece.startswith("0") or (piece.isdigit() and business_number_kr.matches(piece)):
        return NOTHING  # a Korean area code, a business
    return LIKELY if _people.nhs(piece) else FORM


def account_uk(piece: str, said: str) -> Verdict:
    if sort_said(said):
        return SURE
    written = re.match(r"[0-9]{2}-[0-9]{2}-[0-9]{2}[ ,/;]{1,3}[0-9]{8}$", piece)
    return SURE if written and not (is_day("20" + _people.bare(piece)[:6]) and is_day(piece[-8:])) else NOTHING


def is_day(digits: str) -> bool:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").year > 1900
    except ValueError:
        return False


def account_kr(piece: str, said: str) -> Verdict:
    other = piece.isdigit() and (re.match("01[016789]|0[2-6]", piece) or is_day(piece[:8]))
    return SURE if account_said(said) and not other else NOTHING


def account_like(piece: str, said: str) -> Verdict:
    return SURE if "-" in piece and not account_said(said) else NOTHING


def passport(piece: str, said: str) -> Verdict:
    return SURE if passport_said(said) or re.search("[0-9][A-Z]", piece) else NOTHING


def licence_kr(piece: str, said: str) -> Verdict:
    return SURE if not piece.isdigit() or licence_said(said) else NOTHING


def plate_kr(piece: str, said: str) -> Verdict:
    """`12주 2024` is a week, `101호 1203` a room: with a blank and such a letter the text must speak of cars."""
    return SURE if plate_said(said) or " " not in piece or not re.search("[주호도구고보부수]", piece) else LIKELY


def national_insurance(piece: str, said: str) -> Verdict:
    issued = re.fullmatch(_forms.NATIONAL_INSURANCE, piece) is not None and _people.national_insurance(piece)
    return LIKELY if issued else FORM


def home_kr(piece: str, said: str) -> Verdict:
    return SURE if home_said(said) or person_said(said) or not address_said(said) else NOTHING


def room(judge: Judge) -> Judge:
    """Not `갈월동4호선`, a line, nor `성동1호점`, a branch; `1203호점검` is a room."""

    def judged(piece: str, said: str) -> Verdict:
        branches = said.count(f"{piece}점") - said.count(f"{piece}점검")
        return NOTHING if said.count(f"{piece}선") + branches >= said.count(piece) else judge(piece, said)

    return judged


def home_uk(piece: str, said: str) -> Verdict:
    return SURE if home_said(said) or re.match(r"(?:Flat|Apartment|Apt)\b", piece, re.IGNORECASE) else NOTHING


def dwelling_uk(piece: str, said: str) -> Verdict:
    return NOTHING if home_uk(piece, said) or address_said(said) else SURE


def when(condition: Callable[[str], bool]) -> Judge:
    return lambda piece, said: SURE if condition(said) else NOTHING


def unless(judge: Judge) -> Judge:
    return lambda piece, said: NOTHING if judge(piece, said) else SURE


def proved(condition: Callable[[str], bool], otherwise: Verdict = NOTHING, verdict: Verdict = SURE) -> Judge:
    return lambda piece, said: verdict if condition(piece) else otherwise


def always(piece: str, said: str) -> Verdict:
    return SURE


OFFICE_DOMAIN = re.compile(
    r"\.(?:go|or|ac|re)\.kr$|\.gov\.uk$|@nhs\.|\.nhs\.uk$|\.ac\.uk$|@(?:korea|seoul)\.kr$|\.gov$|\.police\.uk$",
    re.IGNORECASE,
)
OFFICE_NAME = re.compile(
    r"^(?:info|contact|office|admin|enquir|inquir|help|support|service|hello|mail|sales|reception|library|press|media|team|webmaster|"
    r"customer|council|booking|general|manager|postmaster|data|foi|privacy|dpo|procurement|tender|finance|accounts|hr|jobs)",
    re.IGNORECASE,
)


def office(address: str) -> bool:
    return bool(OFFICE_DOMAIN.search(address) or OFFICE_NAME.search(address))
