"""Cells that are a number and nothing else, as a matrix of their digits: millions are judged at once, without a text.

Such columns are identifiers far more often than people, so chance is weighed for each kind: `(kind, form, likely, sure)` are
conditions over the rows of the matrix, and `among` says how often a random number of that length is likely.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.ingest.checks import _judges, _people

Digits = NDArray[np.uint8]
"""Shape (rows, length), each 0 to 9."""
Mask = NDArray[np.bool_]
DAYS = np.array((0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
SHORTEST, LONGEST = 10, 16


@dataclass(frozen=True)
class Found:
    """What one kind says of the rows: those of its form, and those that are proved as far as a number alone can be.

    `among`: the share of random numbers of this length that are likely; `chance`: of random numbers of this form.
    """

    code: str
    form: Mask
    likely: Mask
    among: float
    chance: float
    sure: bool = False  # the header says it: no chance is weighed
    least: int = 1  # so many must be likely


def found(digits: Digits, header: str) -> Iterator[Found]:
    """What numbers of one length may be."""
    length = digits.shape[1]
    if length == 13:
        yield from _residents(digits, header)
    elif length in (10, 11, 12, 14):
        yield from _shifted(digits, header)
    if length in (10, 11, 12):
        mobile, likely = _mobile(digits, header)
        yield Found("mobile-number", mobile, mobile, likely, 1.0, _judges.phone_said(header))
    if length in (10, 11) and _judges.phone_said(header):
        landline = _landline(digits)
        yield Found("landline-number", landline, landline, 0.3, 1.0, True)
    if length in (14, 15, 16):
        issued = _issued(digits)
        yield Found("card-number", issued, issued & luhn(digits), 0.05, 0.1, _judges.card_said(header))
    if length == 10:
        form = digits[:, 0] > 0 if not _judges.nhs_said(header) else np.ones(len(digits), bool)
        yield Found("nhs-number", form, form & nhs(digits), 0.09, 0.09, _judges.nhs_said(header), least=3)


def _residents(digits: Digits, header: str) -> Iterator[Found]:
    days, checked, said = born(digits), resident(digits), _judges.resident_said(header)
    yield Found("resident-number", days, days if said else days & checked, 0.003, 0.1, said)
    if not said:  # All of somebody alive, men and women, of many years: numbers without a check digit.
        alive = days & _alive(digits)
        years, sexes = np.unique(number(digits, 0, 2)[alive]), np.unique(digits[alive, 6])
        people = len(sexes) > 1 and alive.sum() >= 0.95 * len(digits) and (len(years) >= 15 or len(digits) >= 20)
        enough = alive if people else np.zeros(len(digits), bool)
        yield Found("resident-number", days, enough, 0.03, 0.45)


def _shifted(digits: Digits, header: str) -> Iterator[Found]:
    """Numbers of those born from 2000 to 2009 as spreadsheets leave them, without the zero in front; and with one too many.

    Without more zeros (2000, and January to September of it) only the header tells.
    """
    said = _judges.resident_said(header)
    if digits.shape[1] == 14:
        form, whole = digits[:, 0] == 0, digits[:, 1:]
    elif said or digits.shape[1] == 12:
        whole = np.pad(digits, ((0, 0), (13 - digits.shape[1], 0)))
        form = (digits[:, 0] > 0) & np.isin(whole[:, 6], (3, 4, 7, 8))
    else:
        return
    days = form & born(whole)
    yield Found("resident-number", days, days if said else days & resident(whole), 0.0015, 0.1, said)


def number(digits: Digits, start: int, end: int) -> NDArray[np.int64]:
    """The number that some places spell."""
    weights = 10 ** np.arange(end - start - 1, -1, -1, dtype=np.int64)
    return digits[:, start:end].astype(np.int64) @ weights


def born(digits: Digits) -> Mask:
    """A day of the calendar in front, 1 to 8 behind it."""
    month, day, century = number(digits, 2, 4), number(digits, 4, 6), digits[:, 6]
    real = (month >= 1) & (month <= 12) & (day >= 1) & (century >= 1) & (century <= 8)
    return real & (day <= DAYS[np.where(month <= 12, month, 0)])


def _alive(digits: Digits) -> Mask:
    year = number(digits, 0, 2) + np.where(np.isin(digits[:, 6], (3, 4, 7, 8)), 2000, 1900)
    today = dt.date.today().year
    return (year <= today) & (today - year <= _people.OLDEST)


def resident(digits: Digits) -> Mask:
    """The check digit of resident and foreigner registration numbers."""
    total = digits[:, :12].astype(np.int64) @ np.array(_people.WEIGHTS)
    base = np.where(digits[:, 6] <= 4, 11, 13)
    fits: Mask = (base - total % 11) % 10 == digits[:, 12]
    return fits


def luhn(digits: Digits) -> Mask:
    doubled = digits[:, ::-1].astype(np.int64)
    doubled[:, 1::2] = doubled[:, 1::2] * 2 - 9 * (doubled[:, 1::2] > 4)
    fits: Mask = (doubled.sum(axis=1) % 10 == 0) & (digits != digits[:, :1]).any(axis=1)
    return fits


def nhs(digits: Digits) -> Mask:
    rest = 11 - digits[:, :9].astype(np.int64) @ np.arange(10, 1, -1) % 11
    fits: Mask = (rest != 10) & (rest % 11 == digits[:, 9]) & (digits != digits[:, :1]).any(axis=1)
    return fits


def _issued(digits: Digits) -> Mask:
    """First digits of card issuers with the length of their cards."""
    first = number(digits, 0, 4)
    if digits.shape[1] == 15:
        return np.isin(first // 100, (34, 37))
    if digits.shape[1] == 14:
        return np.isin(first // 100, (36, 38, 39)) | ((first >= 3000) & (first < 3060))
    ranges = (
        (4000, 5000),
        (5100, 5600),
        (2221, 2721),
        (3500, 3600),
        (6011, 6012),
        (6200, 6300),
        (6440, 6600),
        (9000, 10000),
    )
    fits: Mask = np.logical_or.reduce([(first >= low) & (first < high) for low, high in ranges])
    return fits


def _mobile(digits: Digits, header: str) -> tuple[Mask, float]:
    """Korean and British mobile numbers, and how often a random number of that length looks like one.

    Spreadsheets keep `01012345678` as the number 1012345678: without its zero only the header tells.
    """
    first = number(digits, 0, 4)
    korean, british = (10, 11, 16, 17, 18, 19), (71, 72, 73, 74, 75, 77, 78, 79)
    if digits.shape[1] == 11:
        # As `_judges.old_mobile`: others of these are British landlines.
        nine = (digits[:, 3] == 9) & (_judges.in_korean(header) | (first // 10 == 11))
        old = nine | (number(digits, 0, 5) == 1117) | _judges.mobile_said(header)
        new = first // 10 == 10
        return new | (np.isin(first // 10, korean) & old) | np.isin(first // 10, british), 0.014
    if digits.shape[1] == 12:
        return (first == 8210) | np.isin(number(digits, 0, 4), [4400 + two for two in british]), 0.001
    old = np.isin(first // 10, (11, 16, 17, 18, 19))
    if not _judges.phone_said(header):
        return old, 0.005
    return old | (first // 100 == 10) | np.isin(first // 100, british), 0.1


def _landline(digits: Digits) -> Mask:
    """Area codes of Korea with their zero."""
    first = number(digits, 0, 3)
    areas = (31, 32, 33, 41, 42, 43, 44, 51, 52, 53, 54, 55, 61, 62, 63, 64, 70)
    fits: Mask = np.isin(first, areas) | (first // 10 == 2)
    return fits
