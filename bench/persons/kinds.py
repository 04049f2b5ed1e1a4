"""The kinds of personal data as people write them: alone in a cell, inside free text, under a header that says it."""

# ruff: noqa: E501 (a table reads best with one form a line)
from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from persons import numbers
from persons.numbers import digits

Rng = random.Random
ALL = ("alone", "text", "header")


@dataclass(frozen=True)
class Kind:
    """`make` writes one cell; `said` are words that stand before it in free text, where the kind needs them."""

    name: str
    codes: tuple[str, ...]
    make: Callable[[Rng], str]
    header: str = ""
    neutral: str = "값"
    places: tuple[str, ...] = ALL
    said: tuple[str, ...] = ("", "", "확인: ", "문의 ", "see ")

    def cell(self, rng: Rng, place: str) -> str:
        written = self.make(rng)
        if place != "text":
            return written
        before = rng.choice(("민원 접수됨. ", "전화로 안내, ", "Called back on Monday. ", "담당자에게 전달 / ", ""))
        return (
            before
            + rng.choice(self.said)
            + written
            + rng.choice((" 처리 완료", ", 재방문 예정", " (urgent)", ".", "\n추가 서류 있음", ""))
        )


FILLER = (
    "보도블록 침하 신고", "2026년 3월 12일 처리", "서울특별시 중구 세종대로 110", "가로등 고장 3건", "1,250,000원", "", "resolved", "see note 12",
    "12 Hope Street", "공원녹지과", "접수번호 2026-000123", "48.5%", "월~금 09:00-18:00", "Ward 14", "https://city.example/notice/20260312",
)  # fmt: skip


def _choose(*forms: str) -> Callable[[Rng], str]:
    """A written form: 9 is any digit."""

    def make(rng: Rng) -> str:
        return "".join(digits(rng, 1) if c == "9" else c for c in rng.choice(forms))

    return make


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _resident(*joints: str, foreign: bool = False, checked: bool = True, wide: bool = False) -> Callable[[Rng], str]:
    def make(rng: Rng) -> str:
        front, back = numbers.resident(rng, foreign, checked)
        written = front + rng.choice(joints) + back
        return _wide(written) if wide else written

    return make


def _hidden(rng: Rng) -> str:
    written = "-".join(numbers.resident(rng))
    way = rng.randrange(4)
    if way == 0:
        return "\u200b".join(written)
    if way == 1:
        return " ".join(written)
    if way == 2:
        return "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in written)
    return written.replace("-", rng.choice(("\u2011", "\u2012", "\u2212", "\uff0d", "\u30fc")))


def _torn(rng: Rng) -> str:
    """As spreadsheets, web pages and people tear a number: blanks, points, entities, tags inside; a zero too many."""
    front, back = numbers.resident(rng)
    one, two, three = front[:2], front[2:4], front[4:]
    return rng.choice(
        (f"{one} {two} {three} {back}", f"{one} {two} {three}-{back}", f"{front}.{back}", f"{one}.{two}.{three}-{back}",
         f"{front}&#45;{back}", f"{front}&nbsp;-&nbsp;{back}", f"{front}<b>-</b>{back}", f"{front}%2D{back}", f"0{front}-{back}",
         f"{front} {back[0]} {back[1:]}", f"{int(front + back):,}원" if front[0] != "0" else f"{front}-{back}")
    )  # fmt: skip


def _lost(rng: Rng) -> str:
    """Without the zero in front, as a spreadsheet keeps those born from 2001 to 2009."""
    while True:
        front, back = numbers.resident(rng)
        if front[0] == "0" and front[1] != "0":
            return f"{front[1:]}{rng.choice(('', '-'))}{back}"


def _grouped(number: str, sizes: tuple[int, ...], sign: str) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return sign.join(parts)


def _card(*signs: str) -> Callable[[Rng], str]:
    def make(rng: Rng) -> str:
        number = numbers.card(rng)
        return _grouped(number, (4, 6, 5) if len(number) == 15 else (4, 4, 4, 4), rng.choice(signs))

    return make


def _mobile_kr(rng: Rng) -> str:
    end = f"{digits(rng, 4)}"
    middle, sign = digits(rng, 4), rng.choice(("-", " ", ".", "", " - ", "–", "/"))
    number = rng.choice(
        (f"010{sign}{middle}{sign}{end}", f"+82 10-{middle}-{end}", f"+8210{middle}{end}", f"(010){middle}-{end}", f"010){middle}-{end}",
         f"+82-10-{middle}-{end}", f"82-10-{middle}-{end}", f"+82(0)10 {middle} {end}", f"011-{middle[:3]}-{end}", f"016-{middle[:3]}-{end}",
         f"0082-10-{middle}-{end}", f"010-{middle}{end}")
    )  # fmt: skip
    return _wide(number).replace("\u3000", " ") if rng.random() < 0.1 else number


_mobile_uk = _choose(
    "07799 999999", "07799999999", "07799 999 999", "07799-999-999", "+44 7799 999999", "+447799999999", "+44 (0)7799 999999",
    "0044 7799 999999", "(07799) 999999", "077 9999 9999", "0779 999 9999", "07799.999999",
)  # fmt: skip
_landline_kr = _choose(
    "02-999-9999",
    "02-9999-9999",
    "02)999-9999",
    "(031)999-9999",
    "051 999 9999",
    "+82-2-999-9999",
    "0629999999",
    "070-9999-9999",
)
_landline_uk = _choose(
    "0151 999 9999", "020 7999 9999", "(0151) 999 9999", "+44 151 999 9999", "01704 999999", "0151-999-9999"
)
_KOREAN = (
    "김",
    "이",
    "박",
    "최",
    "정",
    "강",
    "조",
    "윤",
    "장",
    "임",
    "한",
    "오",
    "서",
    "신",
    "권",
    "황",
    "안",
    "송",
    "류",
    "홍",
)
_GIVEN = "민서지우준하윤도현예은수빈채원시후유진영호재석경희숙자순옥"
_FIRST = (
    "James",
    "Olivia",
    "Mohammed",
    "Amelia",
    "Siân",
    "Aoife",
    "Zoë",
    "Oliver",
    "Priya",
    "Chloé",
    "Jean-Luc",
    "Mary Ann",
)
_LAST = (
    "Smith",
    "O'Neill",
    "Patel",
    "Jones",
    "MacDonald",
    "van der Berg",
    "Taylor-Brown",
    "Okafor",
    "Ó Briain",
    "Evans",
    "D’Arcy",
    "Kowalski",
)


def _name_kr(rng: Rng) -> str:
    return rng.choice(_KOREAN) + "".join(rng.choice(_GIVEN) for _ in range(2))


def _name_uk(rng: Rng) -> str:
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    return rng.choice(
        (
            f"{first} {last}",
            f"Mr {first} {last}",
            f"{last}, {first}",
            f"{first.upper()} {last.upper()}",
            f"Dr. {first} J. {last}",
        )
    )


def _email(rng: Rng) -> str:
    local = rng.choice(("minsu", "j.smith", "kim_jh", "happy77", "a.o'neill", "lee-yj", "hong.gildong+city")) + digits(
        rng, 3
    )
    return (
        local
        + "@"
        + rng.choice(
            ("naver.com", "gmail.com", "hanmail.net", "outlook.co.uk", "daum.net", "btinternet.com", "kakao.com")
        )
    )


def _ni(rng: Rng) -> str:
    first, second = rng.choice("ACEHJLMPRSWXY"), rng.choice("ABCEHJKLMPRSWXYZ")
    d, sign = digits(rng, 6), rng.choice(("", " ", "-"))
    return f"{first}{second}{sign}{d[:2]}{sign}{d[2:4]}{sign}{d[4:]}{sign}{rng.choice('ABCD')}"


def _licence_uk(rng: Rng) -> str:
    name = rng.choice(("MORGA", "SMITH", "JONES", "PATEL", "EVANS", "FOX99", "LI999"))
    month = rng.randint(1, 12) + rng.choice((0, 50))
    return f"{name}{digits(rng, 1)}{month:02d}{rng.randint(1, 28):02d}{digits(rng, 1)}{rng.choice('ABCDEFS')}{rng.choice('ABCDM9')}9{rng.choice('ABCDEFGH')}{rng.choice('ABCDEFGH')}"


def _plate_kr(rng: Rng) -> str:
    return f"{digits(rng, rng.choice((2, 3)))}{rng.choice((' ', ''))}{rng.choice('가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호')}{rng.choice((' ', ''))}{digits(rng, 4)}"


def _birth(rng: Rng) -> str:
    year, day = numbers.birthday(rng)
    month, date = int(day[2:4]), int(day[4:])
    return rng.choice(
        (
            f"{year}-{month:02d}-{date:02d}",
            f"{year}.{month}.{date}",
            f"{year}년 {month}월 {date}일",
            f"{date:02d}/{month:02d}/{year}",
            f"{year}{day[2:]}",
        )
    )


def _home_kr(rng: Rng) -> str:
    road = rng.choice(("역삼로", "세종대로", "동일로", "왕십리로"))
    return f"서울 {rng.choice(('강남구', '노원구', '성동구'))} {road} {rng.randint(1, 400)}, {rng.choice(('', '한빛아파트 ', '그린빌라 '))}{rng.randint(1, 130)}동 {rng.randint(1, 25)}{rng.randint(1, 12):02d}호"


def _home_uk(rng: Rng) -> str:
    flat = rng.choice(("Flat 3, ", "Apartment 12B, ", "Flat 2a "))
    return f"{flat}{rng.randint(1, 240)} {rng.choice(('Hope Street', 'Smithdown Road', 'Lark Lane'))}, Liverpool L{rng.randint(1, 25)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"


_account_kr = _choose(
    "110-999-999999", "1002-999-999999", "999999-99-999999", "301-9999-9999-99", "999-999999-99999", "999-999999-99-999", "3333-99-9999999",
    "9002-9999-9999-9", "999-99-999999",
)  # fmt: skip
_BANKS = ("신한은행 ", "국민은행 ", "농협 ", "하나은행 계좌 ", "환급계좌: ", "카카오뱅크 ", "입금 ")

KINDS = (
    Kind("주민등록번호, check digit, hyphen", ("resident-number",), _resident("-", " - ", "–"), "주민등록번호"),
    Kind("주민등록번호, check digit, 13 digits", ("resident-number",), _resident(""), "주민등록번호"),
    Kind("외국인등록번호, check digit", ("resident-number",), _resident("-", "", foreign=True), "외국인등록번호"),
    Kind("주민등록번호 since 10/2020, hyphen", ("resident-number",), _resident("-", " ", checked=False), "주민번호"),
    Kind("외국인등록번호 since 10/2020, hyphen", ("resident-number",), _resident("-", foreign=True, checked=False), "외국인등록번호"),
    Kind("주민등록번호 since 10/2020, 13 digits", ("resident-number",), _resident("", checked=False), "주민번호", said=("주민번호 ", "주민등록번호: ")),
    Kind("주민등록번호, full-width", ("resident-number",), _resident("-", wide=True), "주민등록번호"),
    Kind("주민등록번호, odd signs between", ("resident-number",), _resident(".", "/", "_", "\n", " ", "~", '", "'), "주민등록번호"),
    Kind("주민등록번호, hidden (zero-width, spaced, Arabic)", ("resident-number",), _hidden, "주민등록번호"),
    Kind("주민등록번호, torn (blanks, points, entities, tags inside)", ("resident-number",), _torn, "주민등록번호"),
    Kind("주민등록번호, its first zero lost", ("resident-number",), _lost, "주민등록번호"),
    Kind("mobile number, Korean", ("mobile-number",), _mobile_kr, "휴대전화"),
    Kind("mobile number, British", ("mobile-number",), _mobile_uk, "Mobile"),
    Kind("landline, Korean (told)", ("landline-number",), _landline_kr, "집 전화"),
    Kind("landline, British (told)", ("landline-number",), _landline_uk, "Home phone"),
    Kind("e-mail address", ("private-email",), _email, "메일"),
    Kind("card number, spaced or dashed", ("card-number",), _card(" ", "-"), "카드번호"),
    Kind("card number, digits only", ("card-number",), _card(""), "카드번호"),
    Kind("National Insurance number", ("national-insurance-number",), _ni, "NI number"),
    Kind("NHS number, grouped", ("nhs-number",), lambda rng: _grouped(numbers.nhs(rng), (3, 3, 4), rng.choice((" ", "-"))), "NHS number"),
    Kind("NHS number, 10 digits", ("nhs-number",), numbers.nhs, "NHS number", said=("NHS ", "NHS no. ")),
    Kind("IBAN", ("bank-account",), lambda rng: _grouped(numbers.iban(rng), (4, 4, 4, 4, 4, 2), rng.choice((" ", ""))), "IBAN"),
    Kind("bank account, Korean", ("bank-account",), _account_kr, "계좌번호", places=("text", "header"), said=_BANKS),
    Kind("bank account, Korean, no word (told)", ("account-like",), _account_kr, places=("alone",)),
    Kind("sort code and account", ("bank-account",), _choose("99-99-99 99999999", "99-99-99, 99999999"), "Account"),
    Kind("passport, Korean", ("passport-number",), _choose("M99999999", "M999A9999", "S99999999"), "여권번호", said=("여권 ", "passport "), places=("text", "header")),
    Kind("passport, British", ("passport-number",), _choose("599999999"), "Passport", said=("passport ", "Passport no "), places=("text", "header")),
    Kind("driving licence, Korean", ("driving-licence",), _choose("11-99-999999-99", "28-99-999999-99", "서울 99-999999-99"), "면허번호"),
    Kind("driving licence, British", ("driving-licence",), _licence_uk, "Driving licence"),
    Kind("number plate, Korean", ("vehicle-plate",), _plate_kr, "차량번호", said=("차량 ", "불법주차 ")),
    Kind("number plate, British", ("vehicle-plate",), lambda rng: f"{rng.choice('ABDKLMPY')}{rng.choice('ABDKXY')}{digits(rng, 2)} {rng.choice('ABCDE')}{rng.choice('HJKLM')}{rng.choice('NOPRST')}", "Vehicle registration", said=("vehicle reg ",), places=("text", "header")),
    Kind("name, Korean", ("person-name",), _name_kr, "성명", places=("header",)),
    Kind("name, British", ("person-name",), _name_uk, "Full name", places=("header",)),
    Kind("birth date", ("birth-date",), _birth, "생년월일", places=("text", "header"), said=("생년월일 ", "DOB ", "born ")),
    Kind("home address, Korean", ("home-address",), _home_kr, "자택주소"),
    Kind("home address, British (flat)", ("home-address",), _home_uk, "Home address"),
)  # fmt: skip
