"""Numbers with their check digits, written by the published rules apart from Madang's own code."""

from __future__ import annotations

import random

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def birthday(rng: random.Random, first: int = 1935, last: int = 2019) -> tuple[int, str]:
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return year, f"{year % 100:02d}{month:02d}{rng.randint(1, DAYS[month - 1]):02d}"


def resident(rng: random.Random, foreign: bool = False, checked: bool = True) -> tuple[str, str]:
    """Front and back of a resident (or foreigner) registration number; without a check digit as since October 2020."""
    year, front = birthday(rng) if checked or foreign else birthday(rng, 2020, 2025)
    sex = rng.choice((0, 1)) + (5 if foreign else 1) + (2 if year >= 2000 else 0)
    if not checked:
        return front, f"{sex}{digits(rng, 6)}"
    head = front + str(sex) + digits(rng, 5)
    total = sum(int(d) * w for d, w in zip(head, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return front, head[6:] + str(((13 if foreign else 11) - total % 11) % 10)


def card(rng: random.Random) -> str:
    head = rng.choice(("4", "51", "55", "2720", "35", "62", "6011", "9420", "34", "37"))
    body = head + digits(rng, (15 if head in ("34", "37") else 16) - 1 - len(head))
    total = sum(int(d) if i % 2 else int(d) * 2 - 9 * (int(d) > 4) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def nhs(rng: random.Random) -> str:
    while True:
        body = rng.choice("4679") + digits(rng, 8)
        check = -sum(int(d) * w for d, w in zip(body, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            return body + str(check)


def iban(rng: random.Random) -> str:
    body = "".join(rng.choice("ABCDEFGHKLMNPRSTW") for _ in range(4)) + digits(rng, 14)
    number = "".join(str(int(c, 36)) for c in body + "GB00")
    return f"GB{98 - int(number) % 97:02d}{body}"


def business(rng: random.Random) -> str:
    """사업자등록번호 with its check digit."""
    body = str(rng.randint(101, 899)) + digits(rng, 6)
    total = sum(int(d) * w for d, w in zip(body, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True)) + int(body[8]) * 5 // 10
    return body + str(-total % 10)


def corporate(rng: random.Random) -> str:
    """법인등록번호 with its check digit."""
    body = rng.choice(("1101", "1301", "1801", "2001", "2201")) + rng.choice(("11", "14", "21", "22")) + digits(rng, 6)
    total = sum(int(d) * (1 + i % 2) for i, d in enumerate(body))
    return body + str(-total % 10)
