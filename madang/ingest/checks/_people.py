"""Numbers that stand for people, with the digits that prove them."""

from __future__ import annotations

import datetime as dt
import re

RESIDENT = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) ?[-–]? ?[1-8][0-9]{6}"
MOBILE = r"(?:\+82[- .]?1|01)[016789][-). ]{0,2}[0-9]{3,4}[-. ]?[0-9]{4}|(?:\+44 ?(?:\(0\) ?)?|0)7[0-9]{3} ?[0-9]{3} ?[0-9]{3}"
LANDLINE = (
    r"\(?0(?:2|[3-6][1-5])[-). ]{0,2}[0-9]{3,4}[-. ]?[0-9]{4}|(?:\+44 "
    r"?(?:\(0\) ?)?|\(?0)(?:1[0-9]{2,4}|2[0-9])\)? ?[0-9]{3,4} ?[0-9]{3,4}"
)
EMAIL = r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}"
CARD = r"(?:[3456][0-9]{3}[- ]?[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}|3[47][0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{5})"
NATIONAL_INSURANCE = r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"
NHS = r"[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{4}"


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
    if len(digits) != 13 or born(digits) is None:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=False)
    )
    base = 11 if digits[6] in "1234" else 13
    return (base - total % 11) % 10 == int(digits[12])


def resident_written(text: str) -> bool:
    """A resident number by its form alone, `901010-1234567`: the hyphen in its place, and a real day that is not to come."""
    day = born(bare(text))
    return re.search(r"[0-9]{6} ?[-–] ?[0-9]{7}", text) is not None and day is not None and day <= dt.date.today()


def luhn(text: str) -> bool:
    """The check digit of payment cards."""
    digits = [int(digit) for digit in reversed(bare(text))]
    return (
        len(set(digits)) > 1 and sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(digits)) % 10 == 0
    )


def national_insurance(text: str) -> bool:
    """Prefixes that were never given out are none."""
    return text[:2] not in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ")


def nhs(text: str) -> bool:
    """The check digit of NHS numbers (modulus 11)."""
    digits = bare(text)
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9]) and len(set(digits)) > 1 and rest != 10
