"""Numbers that stand for people, with the digits that prove them. Every function takes the piece as it was written.

Sources: 주민등록번호 and 외국인등록번호 (주민등록법 시행규칙; no check digit in numbers given out since October 2020), Luhn (ISO/IEC
7812-1), NHS number (NHS Data Dictionary, modulus 11), IBAN (ISO 13616, modulus 97), National Insurance prefixes (HMRC NIM39110),
법인등록번호 (법인 및 재외국민의 등록번호 부여 규정), DVLA driver number.
"""

from __future__ import annotations

import datetime as dt
import re

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
OLDEST = 97
"""Years of age up to which a number without a check digit is believed: older people have numbers with one. What claims to be
older is an order number that begins with a date (`260301-1234567`) or a company (`110111-1129497`)."""
CARD = re.compile("4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[689])|35|6(?:011|2|4[4-9]|5)|9[0-9]")
"""First digits of payment cards: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, and 9 of Korean domestic cards."""


def bare(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def born(digits: str) -> dt.date | None:
    """The day in the first six digits of a resident number, its century told by the seventh; None if there is no such day."""
    century = 2000 if digits[6] in "3478" else 1900
    try:
        return dt.date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def resident_checked(text: str) -> bool:
    """A Korean resident (1-4) or foreigner (5-8) registration number with a real day and its check digit."""
    digits = bare(text)
    if len(digits) != 13 or digits[6] in "09" or born(digits) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    base = 11 if digits[6] in "1234" else 13
    return (base - total % 11) % 10 == int(digits[12])


def resident_like(text: str, today: dt.date | None = None) -> bool:
    """Thirteen digits that may be a resident number by their form alone: a real day, not to come, of somebody alive."""
    digits, today = bare(text), today or dt.date.today()
    if len(digits) != 13 or digits[6] in "09":
        return False
    day = born(digits)
    return day is not None and day <= today and today.year - day.year <= OLDEST


def corporate(text: str) -> bool:
    """A Korean corporation's registration number, also 6 and 7 digits: weights 1 and 2 in turn, modulus 10."""
    digits = bare(text)
    if len(digits) != 13:
        return False
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == int(digits[12])


def luhn(text: str) -> bool:
    """The check digit of payment cards."""
    digits = [int(digit) for digit in reversed(bare(text))]
    return (
        len(set(digits)) > 1 and sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0
    )


def card(text: str) -> bool:
    """A payment card: first digits of an issuer, its length, its check digit."""
    digits = bare(text)
    return 14 <= len(digits) <= 16 and CARD.match(digits) is not None and luhn(digits)


def national_insurance(text: str) -> bool:
    """Prefixes that were never given out are none."""
    return text[:2].upper() not in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ")


def nhs(text: str) -> bool:
    """The check digit of NHS numbers (modulus 11)."""
    digits = bare(text)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def iban(text: str) -> bool:
    """An international bank account number: the whole, first four to the end and letters as numbers, is 1 modulo 97."""
    letters = re.sub("[^0-9A-Za-z]", "", text).upper()
    if not 15 <= len(letters) <= 34:
        return False
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1


def driver_uk(text: str) -> bool:
    """A DVLA driver number: its month (plus 50 for women) and its day are real."""
    letters = text.replace(" ", "").upper()
    month, day = int(letters[6:8]), int(letters[8:10])
    return month % 50 in range(1, 13) and month <= 62 and 1 <= day <= 31
