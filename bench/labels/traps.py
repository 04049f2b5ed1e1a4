"""Generated columns with known types: forms that officers write, and values that only look like something else.

`traps()` gives about 300 columns with their labels. Each value is made by a rule that stands beside its label, so the label is
known before any detector sees it. Several labels may be right (`also`): what a careful reader could call it as well.
"""

# ruff: noqa: E501  (tables of one trap a line: wrapped they could not be read)
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ROWS = 120
WEEKDAYS = "월화수목금토일"
Made = Callable[[random.Random, int], str]


@dataclass(frozen=True)
class Trap:
    """One column: header, what it is (`kind`, `fine`), what it may be called as well, why, and its values."""

    name: str
    header: str
    kind: str
    fine: str
    also: tuple[str, ...]
    why: str
    values: tuple[str, ...]
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()  # other columns of the same table


def _day(r: random.Random, first: int = 2015, last: int = 2026) -> dt.date:
    return dt.date(first, 1, 1) + dt.timedelta(days=r.randrange((last - first + 1) * 365))


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _am_pm(hour: int) -> tuple[str, int]:
    return ("오전" if hour < 12 else "오후"), hour % 12 or 12


def _time(r: random.Random) -> tuple[int, int, int]:
    return r.randrange(24), r.randrange(60), r.randrange(60)


def _form(form: str) -> Made:
    """A day written by `strftime`, where `{d}`, `{m}`, `{y}` are numbers without zeros and `{w}` is the Korean weekday."""

    def made(r: random.Random, i: int) -> str:
        d = _day(r)
        return d.strftime(form).format(
            d=d.day, m=d.month, y=d.year, yy=d.year % 100, w=WEEKDAYS[d.weekday()], o=_ordinal(d.day)
        )

    return made


def _moment(form: str) -> Made:
    def made(r: random.Random, i: int) -> str:
        d, (hour, minute, second) = _day(r), _time(r)
        half, twelve = _am_pm(hour)
        when = dt.datetime(d.year, d.month, d.day, hour, minute, second)
        return when.strftime(form).format(
            d=d.day, m=d.month, y=d.year, h=hour, mi=minute, half=half, twelve=twelve, ap="AM" if hour < 12 else "PM"
        )

    return made


def _any(*options: str) -> Made:
    return lambda r, i: r.choice(options)


def _mixed(*makers: Made) -> Made:
    return lambda r, i: makers[i % len(makers)](r, i)


def _with(maker: Made, *words: str, every: int = 9) -> Made:
    """`maker`, with one of `words` in every ninth row."""
    return lambda r, i: words[(i // every) % len(words)] if i % every == 4 else maker(r, i)


def _digits(count: int, first: str = "123456789") -> Made:
    return lambda r, i: r.choice(first) + "".join(r.choice("0123456789") for _ in range(count - 1))


def _int(low: int, high: int, form: str = "{}") -> Made:
    return lambda r, i: form.format(r.randint(low, high))


def _thousands(low: int, high: int, form: str = "{}", comma: str = ",") -> Made:
    return lambda r, i: form.format(f"{r.randint(low, high):,}".replace(",", comma))


def _decimal(places: int, high: float = 100.0, form: str = "{}") -> Made:
    return lambda r, i: form.format(f"{r.random() * high:.{places}f}")


def _indian(r: random.Random, i: int) -> str:
    text = str(r.randint(100_000, 99_999_999))
    head, tail = text[:-3], text[-3:]
    parts = []
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*parts, tail])


def _european(r: random.Random, i: int) -> str:
    whole, cents = divmod(r.randint(100_000, 99_999_999), 100)
    return f"{whole:,}".replace(",", ".") + f",{cents:02}"


def _full_width(r: random.Random, i: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(r.randint(10, 99_999)))


def _isbn13(r: random.Random, i: int) -> str:
    digits = [9, 7, 8, *(r.randrange(10) for _ in range(9))]
    return "".join(map(str, digits)) + str(-sum(d * (1, 3)[n % 2] for n, d in enumerate(digits)) % 10)


def _isbn10(r: random.Random, i: int) -> str:
    digits = [r.randrange(10) for _ in range(9)]
    check = -sum(d * (10 - n) for n, d in enumerate(digits)) % 11
    return "".join(map(str, digits)) + ("X" if check == 10 else str(check))


def _business(r: random.Random, i: int) -> str:
    d = [r.randrange(1, 7), *(r.randrange(10) for _ in range(8))]
    total = sum(a * b for a, b in zip(d, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True)) + d[8] * 5 // 10
    text = "".join(map(str, d)) + str(-total % 10)
    return f"{text[:3]}-{text[3:5]}-{text[5:]}"


def _uuid(r: random.Random, i: int) -> str:
    h = f"{r.getrandbits(128):032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def _uk_postcode(r: random.Random, i: int) -> str:
    return f"L{r.randint(1, 39)} {r.randint(0, 9)}{r.choice('ABDEFGHJLN')}{r.choice('PQRSTUWXYZ')}"


def _hex(count: int) -> Made:
    return lambda r, i: "".join(r.choice("0123456789abcdef") for _ in range(count))


def _road_address(r: random.Random, i: int) -> str:
    return f"서울특별시 {r.choice(('종로구', '중구', '마포구'))} {r.choice(('세종대로', '을지로', '월드컵북로'))}{r.randint(1, 60)}길 {r.randint(1, 200)}"


DATES: list[tuple[str, str, str, str, Made]] = [
    # name, header, fine, why, values
    ("iso", "open_date", "iso", "ISO days", _form("%Y-%m-%d")),
    ("iso-unpadded", "날짜", "iso", "ISO days without zeros", _form("{y}-{m}-{d}")),
    ("slashed", "등록일", "iso", "year first with slashes", _form("%Y/%m/%d")),
    ("dots", "고시일", "loose", "year first with dots", _form("%Y.%m.%d")),
    ("dots-end", "고시일자", "loose", "a dot at the end as Korean officers write", _form("%Y.%m.%d.")),
    ("dots-spaces", "준공일", "loose", "spaces after the dots", _form("{y}. {m}. {d}")),
    ("dots-spaces-end", "준공 일자", "loose", "spaces and a dot at the end", _form("{y}. {m}. {d}.")),
    ("dots-unknown-header", "비고2", "loose", "no word in the header, form beyond doubt", _form("{y}. {m}. {d}.")),
    ("dots-weekday", "행사일", "loose", "weekday in brackets", _form("{y}.{m}.{d}.({w})")),
    ("dots-weekday-space", "행사일자", "loose", "weekday in brackets after a space", _form("%Y.%m.%d. ({w})")),
    ("iso-weekday", "일자", "loose", "ISO with a weekday", _form("%Y-%m-%d({w})")),
    ("korean", "개관일", "korean", "년 월 일", _form("{y}년 {m}월 {d}일")),
    ("korean-tight", "개관일자", "korean", "without spaces, with zeros", _form("%Y년%m월%d일")),
    ("korean-weekday", "회의일", "korean", "weekday in brackets", _form("{y}년 {m}월 {d}일({w})")),
    ("korean-weekday-long", "회의 일자", "korean", "weekday as a word", _form("{y}년 {m}월 {d}일 {w}요일")),
    ("korean-short", "접수일", "korean", "two-digit year with 년: order beyond doubt", _form("{yy}년 {m}월 {d}일")),
    ("apostrophe", "접수일자", "korean", "apostrophe for the century", _form("'{yy}. {m}. {d}.")),
    ("compact", "기준일", "compact", "eight digits under 기준일", _form("%Y%m%d")),
    ("compact-no-header", "val", "compact", "120 different numbers of eight digits, all days", _form("%Y%m%d")),
    ("compact-constant", "기준일자", "compact", "one day in all rows under a word for day", _any("20231231")),
    ("compact-zeros", "말소일자", "compact", "00000000 where none", _with(_form("%Y%m%d"), "00000000")),
    ("day-first", "date", "day-first", "days above 12 prove the order", _form("%d/%m/%Y")),
    ("day-first-unpadded", "Date of inspection", "day-first", "without zeros", _form("{d}/{m}/{y}")),
    ("day-first-dash", "Paid", "day-first", "with dashes", _form("%d-%m-%Y")),
    ("day-first-dots", "Datum", "day-first", "with dots", _form("%d.%m.%Y")),
    ("month-first", "Date Filed", "month-first", "second number above 12 proves the order", _form("%m/%d/%Y")),
    ("month-first-unpadded", "updated", "month-first", "without zeros", _form("{m}/{d}/{y}")),
    ("month-first-dash", "Issue Date", "month-first", "with dashes", _form("%m-%d-%Y")),
    ("words", "Start date", "words", "month as a word", _form("{d} %B %Y")),
    ("words-short", "End date", "words", "month in three letters", _form("%d-%b-%Y")),
    ("words-short-year", "Paid date", "words", "month in three letters, short year", _form("%d-%b-%y")),
    ("words-us", "Published", "words", "month first as a word", _form("%B {d}, %Y")),
    ("words-us-short", "Published on", "words", "month first in three letters", _form("%b {d}, %Y")),
    ("words-ordinal", "Opened", "words", "1st, 2nd, 23rd", _form("{o} %B %Y")),
    ("words-ordinal-of", "Opened on", "words", "the 1st of March", _form("{o} of %B %Y")),
    ("words-weekday", "Meeting", "words", "weekday in front", _form("%a {d} %b %Y")),
    ("words-weekday-long", "Meeting date", "words", "weekday and comma in front", _form("%A, {d} %B %Y")),
    ("words-upper", "DOB", "words", "upper case", lambda r, i: _form("%d %b %Y")(r, i).upper()),
    ("mixed-iso-dots", "변경일", "mixed", "each value has one reading: ISO, dots, 년월일",
     _mixed(_form("%Y-%m-%d"), _form("%Y.%m.%d."), _form("{y}년 {m}월 {d}일"))),
    ("mixed-iso-compact", "작성일", "mixed", "ISO and eight digits", _mixed(_form("%Y-%m-%d"), _form("%Y%m%d"))),
    ("mixed-words-iso", "Date received", "mixed", "ISO and months as words", _mixed(_form("%Y-%m-%d"), _form("{d} %B %Y"))),
    ("mixed-words-forms", "Date sent", "mixed", "two orders, both with the month as a word",
     _mixed(_form("{d} %b %Y"), _form("%B {d}, %Y"))),
    ("mixed-time", "수정일시", "mixed", "days, some with a time of day", _mixed(_form("%Y-%m-%d"), _moment("%Y-%m-%d %H:%M"))),
    ("nulls-dash", "폐업일자", "iso", "- where none", _with(_form("%Y-%m-%d"), "-")),
    ("nulls-words", "철거일", "loose", "미상 and 해당없음 among dots", _with(_form("%Y.%m.%d."), "미상", "해당없음")),
    ("nulls-zero", "종료일", "iso", "0000-00-00 where none", _with(_form("%Y-%m-%d"), "0000-00-00")),
    ("nulls-na", "closed on", "day-first", "N/A where none", _with(_form("%d/%m/%Y"), "N/A")),
    ("ambiguous", "date", "ambiguous", "neither number passes 12: must be asked",
     lambda r, i: f"{r.randint(1, 12):02}/{r.randint(1, 12):02}/2024"),
    ("ambiguous-dash", "visit_date", "ambiguous", "the same with dashes",
     lambda r, i: f"{r.randint(1, 12):02}-{r.randint(1, 12):02}-2023"),
    ("ambiguous-short", "작성일", "ambiguous", "26.03.01: the order of three pairs is not proved",
     lambda r, i: f"{r.randint(19, 26)}.{r.randint(1, 12):02}.{r.randint(1, 28):02}"),
    ("ambiguous-both", "when", "ambiguous", "some rows prove day-first, others month-first: two orders in one column",
     _mixed(_form("%d/%m/%Y"), _form("%m/%d/%Y"))),
    ("serial", "등록일자", "serial", "45,000 days of a spreadsheet under a word for day: to be asked", _int(43_900, 46_200)),
    ("serial-en", "Start Date", "serial", "the same in English", _int(43_900, 46_200)),
    ("datetime-iso", "일시", "datetime", "minutes", _moment("%Y-%m-%d %H:%M")),
    ("datetime-t", "created_at", "datetime", "T and seconds", _moment("%Y-%m-%dT%H:%M:%S")),
    ("datetime-fraction", "logged", "datetime", "microseconds", _moment("%Y-%m-%d %H:%M:%S.123456")),
    ("datetime-24", "측정일시", "datetime", "24:00 is the end of the day", _with(_moment("%Y-%m-%d %H:00"), "2024-06-30 24:00")),
    ("datetime-midnight", "등록일시", "midnight", "00:00:00 in every row", _form("%Y-%m-%d 00:00:00")),
    ("datetime-korean-half", "수정시각", "datetime", "오전, 오후", _moment("%Y-%m-%d {half} {twelve}:%M")),
    ("datetime-korean-half-seconds", "수정 시각", "datetime", "오전, 오후 with seconds as spreadsheets write",
     _moment("%Y-%m-%d {half} {twelve}:%M:%S")),
    ("datetime-korean-words", "발생일시", "datetime", "시 and 분", _moment("{y}년 {m}월 {d}일 {h}시 {mi}분")),
    ("datetime-dots", "점검일시", "datetime", "dots", _moment("%Y.%m.%d. %H:%M")),
    ("datetime-slashes", "timestamp", "datetime", "slashes", _moment("%Y/%m/%d %H:%M:%S")),
    ("datetime-day-first", "Date and time", "day-first", "days above 12", _moment("%d/%m/%Y %H:%M")),
    ("datetime-month-first", "Event Date", "month-first", "AM and PM", _moment("%m/%d/%Y %I:%M {ap}")),
    ("datetime-words", "Recorded", "datetime", "month as a word", _moment("%d %b %Y %H:%M")),
    ("datetime-compact", "수집일시", "compact", "fourteen digits", _moment("%Y%m%d%H%M%S")),
    ("datetime-compact-minutes", "관측시각", "compact", "twelve digits", _moment("%Y%m%d%H%M")),
    ("datetime-compact-hour", "예보시각", "compact", "ten digits: day and hour", _moment("%Y%m%d%H")),
    ("datetime-z", "updated_at", "zoned", "Z", _moment("%Y-%m-%dT%H:%M:%SZ")),
    ("datetime-offset", "observed", "zoned", "+09:00", _moment("%Y-%m-%dT%H:%M:%S+09:00")),
    ("datetime-offset-space", "time", "zoned", "space and +0900", _moment("%Y-%m-%d %H:%M:%S +0900")),
    ("datetime-kst", "발표시각", "zoned", "KST", _moment("%Y-%m-%d %H:%M KST")),
    ("datetime-mail", "sent", "zoned", "form of mails", _moment("%a, %d %b %Y %H:%M:%S +0900")),
]  # fmt: skip

PERIODS: list[tuple[str, str, str, Made]] = [
    ("ym-dash", "month", "2026-03", _form("%Y-%m")),
    ("ym-dots", "기준연월", "2026.03 under 연월", _form("%Y.%m")),
    ("ym-six", "사용년월", "202603 under 년월", _form("%Y%m")),
    ("ym-slash", "기간", "2026/03", _form("%Y/%m")),
    ("ym-korean", "년월", "2026년 3월", _form("{y}년 {m}월")),
    ("ym-korean-short", "시점", "26년 3월", _form("{yy}년 {m}월")),
    ("ym-words", "Period", "March 2026", _form("%B %Y")),
    ("ym-words-short", "Month", "Mar-26: month and year, or a day of a spreadsheet", _form("%b-%y")),
    ("week-iso", "week", "2026-W05", lambda r, i: f"20{r.randint(18, 26)}-W{r.randint(1, 52):02}"),
    ("week-korean", "주차", "2026년 5주차", lambda r, i: f"20{r.randint(18, 26)}년 {r.randint(1, 52)}주차"),
    ("quarter", "quarter", "2026Q1", lambda r, i: f"20{r.randint(10, 26)}Q{r.randint(1, 4)}"),
    ("quarter-dash", "Quarter", "2026-Q1", lambda r, i: f"20{r.randint(10, 26)}-Q{r.randint(1, 4)}"),
    ("quarter-front", "Qtr", "Q1 2026", lambda r, i: f"Q{r.randint(1, 4)} 20{r.randint(10, 26)}"),
    ("quarter-korean", "분기", "2026년 1분기", lambda r, i: f"20{r.randint(10, 26)}년 {r.randint(1, 4)}분기"),
    ("quarter-fraction", "시점(분기)", "2026.1/4", lambda r, i: f"20{r.randint(10, 26)}.{r.randint(1, 4)}/4"),
    ("half-korean", "반기", "2026 상반기", lambda r, i: f"20{r.randint(10, 26)} {r.choice('상하')}반기"),
    ("half-korean-year", "구분기간", "2026년 하반기", lambda r, i: f"20{r.randint(10, 26)}년 {r.choice('상하')}반기"),
    ("half", "half", "H1 2026", lambda r, i: f"H{r.randint(1, 2)} 20{r.randint(10, 26)}"),
    ("fiscal-slash", "Financial year", "2023/24", lambda r, i: f"20{(y := r.randint(10, 25))}/{y + 1}"),
    ("fiscal-dash", "Fiscal Year", "2023-24", lambda r, i: f"20{(y := r.randint(13, 25))}-{y + 1}"),
    ("fiscal-fy", "FY", "FY2023", lambda r, i: f"FY20{r.randint(10, 25)}"),
]

NUMBERS: list[tuple[str, str, str, tuple[str, ...], str, Made]] = [
    # name, header, fine, also, why, values
    ("plain", "방문객", "", (), "whole numbers", _int(0, 9_000)),
    ("plain-x", "x", "", (), "whole numbers under a letter", _int(0, 900)),
    ("negative", "증감", "", (), "less than zero among them", _int(-900, 900)),
    ("big", "예산액", "", (), "eleven and twelve digits of money", _int(10_000_000_000, 900_000_000_000)),
    ("decimals", "rate", "", (), "one to three decimals", lambda r, i: str(round(r.random() * 90, 1 + i % 3))),
    ("decimals-fixed", "기온", "", (), "one decimal", lambda r, i: f"{r.uniform(-15, 35):.1f}"),
    ("tiny", "농도", "", (), "six decimals", _decimal(6, 0.1)),
    ("spreadsheet-exponent", "density", "exponent", ("text",), "a spreadsheet wrote small ones as 1.5E-05",
     _mixed(_decimal(5, 1), lambda r, i: f"{r.uniform(1, 9):.2f}E-0{r.randint(5, 8)}")),
    ("thousands", "합계", "thousands", (), "commas", _thousands(0, 9_000_000)),
    ("thousands-mixed", "소계", "thousands", (), "commas in some rows only", _mixed(_thousands(1000, 900_000), _int(1000, 900_000))),
    ("thousands-decimals", "amount", "thousands", (), "commas and pence",
     lambda r, i: f"{r.uniform(0, 90_000):,.2f}"),
    ("thousands-space", "population", "thousands", (), "spaces between thousands", _thousands(1_000, 9_000_000, comma=" ")),
    ("thousands-nbsp", "residents", "thousands", (), "no-break spaces", _thousands(1_000, 9_000_000, comma="\u00a0")),
    ("thousands-thin", "households", "thousands", (), "narrow no-break spaces", _thousands(1_000, 9_000_000, comma="\u202f")),
    ("thousands-apostrophe", "einwohner", "thousands", (), "Swiss apostrophes", _thousands(1_000, 9_000_000, comma="'")),
    ("thousands-dots", "Betrag", "european", ("text",), "1.234,56: dots for thousands, comma for decimals", _european),
    ("comma-decimal", "Preis", "european", ("text",), "12,5: comma for decimals", lambda r, i: f"{r.uniform(0, 90):.1f}".replace(".", ",")),
    ("indian", "rupees", "indian", ("text",), "1,23,45,678", _indian),
    ("brackets", "net", "negative", (), "brackets for less than zero", _mixed(_thousands(1, 90_000), _thousands(1, 90_000, "({})"))),
    ("minus-behind", "차액", "negative", (), "minus behind", _mixed(_thousands(1, 90_000), _thousands(1, 90_000, "{}-"))),
    ("triangle", "증감액", "negative", (), "△ for less than zero", _mixed(_thousands(1, 90_000), _thousands(1, 90_000, "△{}"))),
    ("black-triangle", "전년대비", "negative", (), "▲ for less than zero", _mixed(_int(1, 900), _int(1, 900, "▲{}"))),
    ("true-minus", "balance", "negative", (), "the letter − for minus", _mixed(_int(1, 900), _int(1, 900, "−{}"))),
    ("plus", "change", "signed", (), "plus and minus in front", _mixed(_int(1, 90, "+{}"), _int(1, 90, "-{}"))),
    ("percent", "비율", "percent", (), "percent sign", _decimal(1, 100, "{}%")),
    ("percent-space", "share", "percent", (), "space before the sign", _decimal(2, 100, "{} %")),
    ("percent-wide", "달성률", "percent", (), "full-width percent sign", _decimal(1, 100, "{}％")),
    ("percent-signed", "growth", "percent", (), "signs in front", _mixed(_decimal(1, 9, "+{}%"), _decimal(1, 9, "-{}%"))),
    ("pounds", "Cost", "money", (), "£", _thousands(1, 90_000, "£{}")),
    ("pounds-pence", "Spend", "money", (), "£ and pence, minus in front", _mixed(lambda r, i: f"£{r.uniform(1, 9000):,.2f}", lambda r, i: f"-£{r.uniform(1, 9000):,.2f}")),
    ("won-behind", "이용료", "money", (), "원 behind", _thousands(100, 90_000, "{}원")),
    ("won-front", "가격", "money", (), "₩ in front", _thousands(100, 90_000, "₩{}")),
    ("won-wide", "금액", "money", (), "￦ in front", _thousands(100, 90_000, "￦{}")),
    ("dollars", "price", "money", (), "$", lambda r, i: f"${r.uniform(1, 9000):,.2f}"),
    ("yen-wide", "요금", "money", (), "full-width ￥", _thousands(100, 90_000, "￥{}")),
    ("euro-behind", "Kosten", "money", (), "€ behind", _int(1, 900, "{} €")),
    ("gbp", "Value", "money", (), "GBP in front", _thousands(1, 90_000, "GBP {}")),
    ("km", "거리", "unit", (), "km in the cell", _decimal(1, 90, "{} km")),
    ("square", "면적", "unit", (), "㎡ in the cell", _int(10, 900, "{}㎡")),
    ("persons", "정원", "unit", (), "명 in the cell", _int(1, 300, "{}명")),
    ("kilograms", "weight", "unit", (), "kg in the cell", _decimal(2, 9, "{}kg")),
    ("celsius", "온도", "unit", (), "℃ in the cell", lambda r, i: f"{r.uniform(-10, 35):.1f}℃"),
    ("places", "설치대수", "unit", (), "대 in the cell, thousands", _thousands(1, 9_000, "{}대")),
    ("years-old", "age", "unit", ("text", "category"), "세 in the cell", _int(1, 99, "{}세")),
    ("units-differ", "length", "unit", ("text",), "km in some rows, m in others: no one number", _mixed(_int(1, 90, "{} km"), _int(1, 900, "{} m"))),
    ("currencies-differ", "fee", "money", ("text",), "£ and $: no one number", _mixed(_int(1, 90, "£{}"), _int(1, 90, "${}"))),
    ("full-width", "수량", "full-width", ("text",), "full-width digits", _full_width),
    ("eok", "매출액", "korean-units", ("text",), "3억 5천만", lambda r, i: f"{r.randint(1, 90)}억 {r.randint(1, 9)}천만"),
    ("man", "보증금", "korean-units", ("text",), "500만원, 1억원", _mixed(_int(1, 90, "{}00만원"), _int(1, 9, "{}억원"))),
    ("footnote", "계", "footnote", ("text",), "a star behind some", _mixed(_int(1, 900), _int(1, 900, "{}*"))),
    ("approximate", "관람객", "approximate", ("text",), "약 before some", _mixed(_int(1, 900), _int(1, 900, "약 {}"))),
    ("year-header", "연도", "year", ("date",), "years", _int(1990, 2026)),
    ("hour", "hour", "", (), "0 to 23", _int(0, 23)),
    ("day-count", "처리일수", "", (), "a count although 일 stands in the header", _int(1, 60)),
    ("month-number", "월", "", ("category", "date", "code"), "1 to 12", _int(1, 12)),
    ("sixdigit-count", "이용건수", "", (), "six digits, all different, header says count", lambda r, i: str(200_000 + i * 4_111 + r.randrange(900))),
    ("eightdigit-amount", "집행금액", "", (), "eight digits, header says amount", _int(10_000_000, 99_999_999)),
    ("eightdigit-area", "면적(㎡)", "", (), "eight digits, unit in the header", _int(10_000_000, 99_999_999)),
    ("hardness", "경도(mg/L)", "", (), "경도 is hardness of water, not longitude", _decimal(1, 170)),
    ("latency", "latency", "", (), "begins with lat", _decimal(1, 80)),
    ("latest", "latest", "", (), "begins with lat", _int(1, 80)),
    ("number-of", "Number of visits", "", (), "begins with number", _int(0, 900)),
    ("no-rooms", "No. of rooms", "", (), "begins with No.", _int(1, 60)),
    ("code-count", "코드수", "", (), "수 behind 코드", _int(1, 60)),
    ("one-zero-count", "사고건수", "", (), "0 and 1 are counts here", _any("0", "1")),
    ("zero-only", "결함수", "", ("category", "boolean"), "0 in every row", _any("0")),
    ("indexed", "지수", "", (), "99.8 and alike", lambda r, i: f"{r.uniform(80, 130):.1f}"),
]  # fmt: skip

NULLS = (
    "-",
    "N/A",
    "미상",
    "해당없음",
    "없음",
    ".",
    "..",
    "x",
    "*",
    "NULL",
    "#N/A",
    "n.a.",
    "–",
    "비공개",
    "자료없음",
    "...",
    "(X)",
    "미집계",
    "ND",
    "#DIV/0!",
)

CODES: list[tuple[str, str, str, tuple[str, ...], str, Made]] = [
    ("zeros", "val", "", (), "leading zeros", lambda r, i: f"{r.randint(1, 999):04}"),
    ("zeros-some", "관리번호", "", (), "leading zeros in some rows", lambda r, i: f"{r.randint(1, 1999):03}"),
    ("exponent", "product", "", ("text",), "1e5: digits, e, digits", lambda r, i: f"{r.randint(1, 9)}e{r.randint(1, 9)}"),
    ("exponent-centre", "cost centre", "", ("text",), "1E540 among 1MK34", _mixed(lambda r, i: f"{r.randint(1, 9)}E{r.randint(100, 999)}", lambda r, i: f"1MK{r.randint(10, 99)}")),
    ("eleven", "v1", "", (), "eleven digits", _digits(11)),
    ("twelve", "relnum", "", (), "twelve digits, different lengths", _mixed(_digits(12), _digits(11))),
    ("sixteen", "card", "", (), "sixteen digits", _digits(16)),
    ("nineteen", "n", "", (), "nineteen digits", _digits(19)),
    ("mobile", "연락처", "phone", (), "010-1234-5678", lambda r, i: f"010-{r.randint(2000, 9999)}-{r.randint(0, 9999):04}"),
    ("mobile-plain", "휴대전화", "phone", (), "01012345678", lambda r, i: f"010{r.randint(20_000_000, 99_999_999)}"),
    ("mobile-lost", "phone", "phone", (), "1012345678: the zero was lost", lambda r, i: f"10{r.randint(20_000_000, 99_999_999)}"),
    ("landline", "전화번호", "phone", (), "02-123-4567", lambda r, i: f"02-{r.randint(200, 2999)}-{r.randint(0, 9999):04}"),
    ("landline-uk", "Telephone", "phone", (), "0151 233 3000", lambda r, i: f"0151 {r.randint(200, 999)} {r.randint(1000, 9999)}"),
    ("phone-plus", "tel", "phone", (), "+82-2-120-1234", lambda r, i: f"+82-2-{r.randint(200, 999)}-{r.randint(1000, 9999)}"),
    ("phone-no-header", "v", "phone", ("text",), "02-123-4567 without a word in the header", lambda r, i: f"02-{r.randint(200, 999)}-{r.randint(0, 9999):04}"),
    ("version", "version", "", ("text", "category"), "1.10 is not 1.1", lambda r, i: f"{r.randint(1, 3)}.{r.randint(0, 20)}"),
    ("version-long", "release", "", ("text",), "1.10.2", lambda r, i: f"{r.randint(1, 3)}.{r.randint(0, 20)}.{r.randint(0, 9)}"),
    ("ip", "ip", "", ("text",), "addresses of machines", lambda r, i: ".".join(str(r.randint(1, 254)) for _ in range(4))),
    ("mac", "mac", "", ("text",), "12 hexadecimal digits with colons", lambda r, i: ":".join(f"{r.randrange(256):02x}" for _ in range(6))),
    ("dong-10", "행정동코드", "dong", (), "ten digits of a 행정동", lambda r, i: f"11{r.randint(11, 74)}0{r.randint(51, 80)}000"[:10]),
    ("dong-8", "행정동코드8", "dong", (), "eight digits", lambda r, i: f"11{r.randint(110, 740)}{r.randint(51, 80)}0"[:8]),
    ("dong-7", "adm_cd", "dong", (), "seven digits of Statistics Korea", lambda r, i: f"11{r.randint(10, 250):03}{r.randint(51, 80)}"),
    ("dong-no-header", "c1", "dong", (), "ten digits without a word", lambda r, i: f"11{r.randint(11, 74)}0{r.randint(510, 800)}00"[:10]),
    ("legal-dong", "법정동코드", "legal", (), "ten digits of a 법정동", lambda r, i: f"11{r.randint(11, 74)}010{r.randint(1, 9)}00"),
    ("pnu", "pnu", "pnu", (), "nineteen digits of a parcel", lambda r, i: f"11{r.randint(11, 74)}010{r.randint(1, 9)}001{r.randint(1, 999):04}{r.randint(0, 99):04}"),
    ("district", "자치구코드", "district", (), "five digits", lambda r, i: f"11{r.randint(11, 74)}0"),
    ("postcode", "우편번호", "postcode-kr", (), "five digits, leading zeros", lambda r, i: f"{r.randint(1000, 8999):05}"),
    ("postcode-lost", "우편번호", "postcode-kr", (), "zero lost: 4 digits", lambda r, i: f"{r.randint(1000, 8999)}"),
    ("postcode-old", "우편 번호", "postcode-kr", (), "123-456", lambda r, i: f"{r.randint(100, 157)}-{r.randint(10, 899):03}"),
    ("postcode-uk", "Post code", "postcode-uk", (), "L1 8JQ", _uk_postcode),
    ("postcode-uk-no-header", "where", "postcode-uk", (), "L18JQ without a word", lambda r, i: _uk_postcode(r, i).replace(" ", "")),
    ("postcode-us", "zip", "postcode-us", (), "five digits", lambda r, i: f"{r.randint(501, 99950):05}"),
    ("gss", "area", "gss", (), "E08000012", lambda r, i: f"E0{r.randint(1, 9)}{r.randint(1, 9999):06}"),
    ("uprn", "UPRN", "uprn", (), "up to twelve digits", _mixed(_digits(12), _digits(8))),
    ("usrn", "USRN", "usrn", (), "eight digits of a street", _digits(8)),
    ("usrn-short", "usrn", "usrn", (), "seven and eight digits", _mixed(_digits(7), _digits(8))),
    ("toid", "TOID", "", (), "osgb and digits", lambda r, i: f"osgb{r.randint(10**12, 10**13 - 1)}"),
    ("company", "Company number", "company", (), "eight digits, some with letters", _mixed(lambda r, i: f"{r.randint(1, 14_000_000):08}", lambda r, i: f"SC{r.randint(1, 700_000):06}")),
    ("company-lost", "CompanyNumber", "company", (), "zeros lost", _mixed(_digits(7), _digits(8, "1"))),
    ("sic", "SIC code", "sic", (), "five digits with leading zeros", lambda r, i: f"{r.randint(1110, 99000):05}"),
    ("sic-lost", "sic", "sic", (), "four and five digits: zeros lost", lambda r, i: f"{r.randint(1110, 99000)}"),
    ("ksic", "업종코드", "", (), "six digits", _digits(6)),
    ("cpv", "cpv", "", (), "eight digits and a check digit", lambda r, i: f"{r.randint(10**7, 10**8 - 1)}-{r.randint(0, 9)}"),
    ("ocid", "ocid", "ocid", (), "ids of contracting processes", lambda r, i: f"ocds-b5fd17-{_uuid(r, i)}"),
    ("isbn-13", "ISBN", "isbn", (), "thirteen digits with check digit", _isbn13),
    ("isbn-13-no-header", "book", "isbn", (), "the same without a word", _isbn13),
    ("isbn-10", "isbn10", "isbn", (), "ten digits, X at the end of some", _isbn10),
    ("business", "사업자등록번호", "business", (), "check digit holds", _business),
    ("corporation", "법인등록번호", "", (), "110111-1234567", lambda r, i: f"110111-{r.randint(1_000_000, 9_999_999)}"),
    ("account", "계좌번호", "", ("text",), "110-123-456789", lambda r, i: f"110-{r.randint(100, 999)}-{r.randint(100_000, 999_999)}"),
    ("ean", "barcode", "", (), "thirteen digits that begin with 880", lambda r, i: f"880{r.randint(10**9, 10**10 - 1)}"),
    ("imei", "device", "", (), "fifteen digits", _digits(15)),
    ("uuid", "guid", "", (), "36 characters", _uuid),
    ("hash", "checksum", "", ("text",), "64 hexadecimal digits", _hex(64)),
    ("hex-digits", "colour", "", ("text",), "six hexadecimal digits, some of digits only", _hex(6)),
    ("plate", "차량번호", "", ("text",), "12가3456", lambda r, i: f"{r.randint(10, 999)}{r.choice('가나다라마')}{r.randint(1000, 9999)}"),
    ("ticker", "종목코드", "", (), "005930", lambda r, i: f"{r.randint(0, 400) * 10:06}"),
    ("bus", "노선번호", "", (), "0017, 6411, N13", _mixed(_digits(4), lambda r, i: f"N{r.randint(10, 99)}", lambda r, i: f"00{r.randint(10, 99)}")),
    ("student", "학번", "", (), "ten digits, year in front", lambda r, i: f"{r.randint(2015, 2026)}{r.randint(100_000, 199_999)}"),
    ("document", "문서번호", "", ("text",), "2026-0001", lambda r, i: f"{r.randint(2015, 2026)}-{r.randint(1, 9999):04}"),
    ("document-korean", "허가번호", "", ("text",), "제2026-12호", lambda r, i: f"제{r.randint(2015, 2026)}-{r.randint(1, 999)}호"),
    ("customers", "고객", "", (), "six digits, each once", lambda r, i: str(100_001 + i * 7)),
    ("orders", "order", "", (), "seven digits, each once", lambda r, i: str(3_056_456 + i * 13 + r.randrange(9))),
    ("small-id", "station_id", "", ("number",), "1 to 120 under id", lambda r, i: str(i + 1)),
    ("camel-id", "NodeId", "", (), "nine digits under Id", _digits(9)),
    ("number-header", "관리 번호", "", (), "four digits under 번호", lambda r, i: str(1_300 + i)),
    ("school", "학교코드", "", (), "S010000123", lambda r, i: f"S01000{r.randint(1000, 9999)}"),
    ("iso-country", "country", "", ("category",), "KR, GB, NA is Namibia", _any("KR", "GB", "NA", "FR", "NO")),
    ("grid-reference", "grid ref", "", ("text",), "SJ 349 904", lambda r, i: f"SJ {r.randint(300, 399)} {r.randint(850, 950)}"),
    ("geohash", "geohash", "", ("text",), "wydm9q", lambda r, i: "wydm" + "".join(r.choice("0123456789bcdefg") for _ in range(3))),
    ("lot", "지번", "", ("text",), "77-0, 102-3: lots, not ranges or days", lambda r, i: f"{r.randint(1, 700)}-{r.randint(0, 12)}"),
    ("road-mark", "번지", "", ("text",), "0164A in row 9,204 among numbers", lambda r, i: "0164A" if i == 9_202 else str(r.randint(1, 400))),
    ("eight-not-days", "serial", "", (), "eight digits, some like days, most not", lambda r, i: f"20{r.randint(0, 999_999):06}"),
    ("nhs", "ODS code", "", (), "N82035", lambda r, i: f"N{r.randint(80_000, 89_999)}"),
    ("charity", "charity no", "", (), "seven digits", _digits(7)),
    ("vat", "VAT reg", "", (), "GB and nine digits", lambda r, i: f"GB{r.randint(10**8, 10**9 - 1)}"),
    ("ward", "WD23CD", "gss", (), "E05 codes", lambda r, i: f"E05{r.randint(1, 15000):06}"),
]  # fmt: skip

BOOLEANS: list[tuple[str, str, str, tuple[str, ...], str, Made]] = [
    ("yn", "주차가능", "", (), "Y and N", _any("Y", "N")),
    ("yn-lower", "active", "", (), "y and n", _any("y", "n")),
    ("yes-no", "Statutory", "", (), "Yes and No", _any("Yes", "No")),
    ("yes-no-cases", "open", "", (), "cases mixed", _any("Yes", "NO", "yes", "no")),
    ("true-false", "flag", "", (), "true and false", _any("true", "false")),
    ("true-false-upper", "is_active", "", (), "TRUE and FALSE", _any("TRUE", "FALSE")),
    ("t-f", "deleted", "", (), "t and f as databases write", _any("t", "f")),
    ("ye-anio", "동의", "", (), "예 and 아니오", _any("예", "아니오")),
    ("ye-aniyo", "참석", "", (), "예 and 아니요", _any("예", "아니요")),
    ("ne-aniyo", "답변", "", (), "네 and 아니오", _any("네", "아니오")),
    ("o-x", "설치", "", (), "O and X", _any("O", "X")),
    ("o-x-lower", "운영", "", (), "o and x", _any("o", "x")),
    ("circle", "장애인화장실", "", (), "○ and ×", _any("○", "×")),
    ("circle-large", "기저귀교환대", "", (), "◯ and ✕", _any("◯", "✕")),
    ("yu-mu", "유무", "", (), "유 and 무", _any("유", "무")),
    ("isseum", "엘리베이터", "", ("category",), "있음 and 없음", _any("있음", "없음")),
    ("one-zero-yeobu", "개방여부", "", (), "1 and 0, the header asks whether", _any("1", "0")),
    ("one-zero-is", "is_open", "", (), "1 and 0, the header begins with is", _any("1", "0")),
    ("one-zero-has", "has_toilet", "", (), "1 and 0, the header begins with has", _any("1", "0")),
    ("y-only", "사용여부", "", ("category",), "Y in every row, the header asks", _any("Y")),
    ("n-only", "철거여부", "", ("category",), "N in every row, the header asks", _any("N")),
    ("y-null", "wifi", "", (), "Y, N and - where unknown", _with(_any("Y", "N"), "-")),
    ("y-unknown", "CCTV", "", (), "Y, N and 미상", _with(_any("Y", "N"), "미상")),
    ("possible", "대관가능여부", "", ("category",), "가능 and 불가", _any("가능", "불가")),
    ("subject", "대상여부", "", ("category",), "대상 and 비대상", _any("대상", "비대상")),
    ("used", "사용구분", "", ("category",), "사용 and 미사용", _any("사용", "미사용")),
    ("public", "공개여부", "", ("category",), "공개 and 비공개", _any("공개", "비공개")),
    ("on-off", "light", "", ("category",), "on and off", _any("on", "off")),
    ("check", "확인", "", ("category",), "✓ or ✗", _any("✓", "✗")),
]  # fmt: skip

CATEGORIES: list[tuple[str, str, tuple[str, ...], str, Made]] = [
    ("sex", "성별", (), "남, 여", _any("남", "여")),
    ("sex-en", "gender", (), "M, F", _any("M", "F")),
    ("season", "계절", (), "four words", _any("봄", "여름", "가을", "겨울")),
    ("grade", "등급", ("code",), "A, B, C, D", _any("A", "B", "C", "D")),
    ("weekday", "요일", (), "seven words", _any(*(f"{w}요일" for w in WEEKDAYS))),
    ("weekday-short", "day", (), "Mon, Tue", _any("Mon", "Tue", "Wed", "Thu", "Fri")),
    ("month-words", "month", ("text",), "Jan, Feb: months without a year are no dates", _any("Jan", "Feb", "Mar", "Sep")),
    ("month-korean", "월별", ("text",), "1월, 2월", lambda r, i: f"{r.randint(1, 12)}월"),
    ("status", "상태", (), "영업, 폐업, 휴업", _any("영업", "폐업", "휴업")),
    ("district", "자치구", (), "five names", _any("종로구", "중구", "용산구", "성동구", "광진구")),
    ("lines", "호선명", (), "1호선", _any("1호선", "2호선", "9호선")),
    ("age-bands", "연령대", (), "65-69: ranges, not subtractions or days", _any("65-69", "70-74", "75-79", "80-84")),
    ("age-words", "연령", (), "10대, 20대", _any("10대", "20대", "30대", "40대")),
    ("bands", "price band", (), "10-20, 20-50", _any("10-20", "20-50", "50-100")),
    ("blood", "혈액형", (), "A, B, O, AB: O is no yes", _any("A", "B", "O", "AB")),
    ("sizes", "size", (), "S, M, L", _any("S", "M", "L")),
    ("likert", "만족도", (), "five words", _any("매우만족", "만족", "보통", "불만족")),
    ("for-against", "의견", ("boolean",), "찬성, 반대", _any("찬성", "반대")),
    ("yes-no-maybe", "response", (), "Yes, No, Maybe: three words", _any("Yes", "No", "Maybe")),
    ("x-only", "suppressed", ("boolean", "text"), "X in every row", _any("X")),
    ("ox-quality", "품질", (), "O, X, △: three marks", _any("O", "X", "△")),
    ("category-null", "용도", (), "words and 없음 as a value", _any("주거", "상업", "없음", "공업")),
    ("scores", "결과", ("text", "code"), "3-2: scores, not days", lambda r, i: f"{r.randint(0, 3)}-{r.randint(0, 3)}"),
    ("fractions", "비중", ("text", "code"), "1/2, 3/4: fractions, not days", _any("1/2", "1/3", "2/3", "3/4")),
    ("ratios", "ratio", ("text", "time", "code"), "1:2, 3:1: ratios, not times", _any("1:2", "2:1", "3:1")),
    ("class", "반", ("text", "code"), "3-2: year and class of a school", lambda r, i: f"{r.randint(1, 3)}-{r.randint(1, 4)}"),
    ("energy", "에너지효율", ("text", "code"), "A++, A+, B", _any("A++", "A+", "B", "C")),
]  # fmt: skip

TEXTS: list[tuple[str, str, str, tuple[str, ...], str, Made]] = [
    ("address", "도로명주소", "address", (), "road addresses", _road_address),
    ("address-lot", "소재지", "address", (), "lot addresses", lambda r, i: f"서울특별시 중구 을지로동 {r.randint(1, 300)}-{r.randint(1, 20)}"),
    ("address-uk", "Address", "address", (), "street, town, postcode", lambda r, i: f"{r.randint(1, 200)} Allerton Road, Liverpool, {_uk_postcode(r, i)}"),
    ("house", "house", "", ("code",), "12, 12A: numbers of houses", _mixed(_int(1, 99), _int(1, 99, "{}A"))),
    ("hours", "운영시간", "hours", ("category",), "09:00~18:00", lambda r, i: f"{r.randint(6, 10):02}:00~{r.randint(17, 22)}:00"),
    ("month-day", "기념일", "", ("date",), "3월 1일: no year", lambda r, i: f"{r.randint(1, 12)}월 {r.randint(1, 28)}일"),
    ("impossible", "일자", "", ("date",), "2026-13-45 and alike: no days of the calendar", lambda r, i: f"2026-{r.randint(13, 20)}-{r.randint(40, 50)}"),
    ("spans", "기간", "", ("date",), "two days with a wave between", lambda r, i: f"{_form('%Y.%m.%d')(r, i)}~{_form('%Y.%m.%d')(r, i)}"),
    ("numbers-in-words", "내용", "", (), "sentences with numbers", lambda r, i: f"{r.randint(1, 9)}층 {r.randint(100, 900)}호 보수 공사"),
    ("mostly-numbers", "측정값", "", (), "numbers, but 고장 and 점검중 in many rows of many wordings", lambda r, i: str(r.randint(1, 90)) if i % 4 else f"고장 {i}번 점검중"),
    ("measures", "규모", "", (), "30㎡ (2층)", lambda r, i: f"{r.randint(20, 300)}㎡ ({r.randint(1, 9)}층)"),
    ("dimensions", "규격", "", (), "10x20", lambda r, i: f"{r.randint(10, 90)}x{r.randint(10, 90)}"),
    ("email", "이메일", "email", (), "addresses", lambda r, i: f"user{r.randint(1, 9999)}@seoul.go.kr"),
    ("url", "누리집", "url", (), "addresses", lambda r, i: f"https://example.org/{r.randint(1, 9999)}"),
    ("names", "이름", "", (), "names", lambda r, i: r.choice("김이박최정") + r.choice("서민지하") + r.choice("준연우윤아호")),
    ("ellipsis-only", "비고", "", ("category",), "- in every row", _any("-")),
    ("json", "attributes", "", (), "JSON in a cell", lambda r, i: f'{{"a": {r.randint(1, 99)}}}'),
    ("letters-numbers", "동", "", ("code", "category"), "101동, 102동", lambda r, i: f"{r.randint(101, 199)}동"),
    ("durations", "소요시간", "", ("time",), "1:30:00, 26:10:00: hours pass 24", lambda r, i: f"{r.randint(0, 40)}:{r.randint(0, 59):02}:{r.randint(0, 59):02}"),
    ("duration-words", "이동시간", "", (), "1시간 20분", lambda r, i: f"{r.randint(1, 4)}시간 {r.randint(1, 59)}분"),
    ("long-header", "long", "", (), "a long text under long", lambda r, i: f"a remark about place {r.randint(1, 9999)} and more"),
]  # fmt: skip

TIMES: list[tuple[str, str, Made]] = [
    ("minutes", "출발", lambda r, i: f"{r.randrange(24):02}:{r.randrange(60):02}"),
    ("seconds", "departure_time", lambda r, i: f"{r.randrange(24)}:{r.randrange(60):02}:{r.randrange(60):02}"),
]


def _lonlat(r: random.Random) -> tuple[float, float]:
    return r.uniform(126.8, 127.15), r.uniform(37.45, 37.68)


def _dms(degrees: float, letters: str) -> str:
    whole = int(abs(degrees))
    minutes = (abs(degrees) - whole) * 60
    return f"{whole}°{int(minutes)}'{(minutes - int(minutes)) * 60:.1f}\"{letters[degrees < 0]}"


def _places(seed: str) -> list[tuple[float, float]]:
    r = random.Random(seed)
    return [_lonlat(r) for _ in range(ROWS)]


def _projected(epsg: int, places: list[tuple[float, float]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from pyproj import Transformer

    convert = Transformer.from_crs(4326, epsg, always_xy=True)
    points = [convert.transform(*place) for place in places]
    return tuple(f"{x:.3f}" for x, _ in points), tuple(f"{y:.3f}" for _, y in points)


def _pairs() -> Iterator[tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Name, headers of x and y, why, and the two columns."""
    seoul = _places("seoul")
    lon, lat = tuple(f"{x:.6f}" for x, _ in seoul), tuple(f"{y:.6f}" for _, y in seoul)
    yield "degrees", "경도", "위도", "degrees", lon, lat
    yield "degrees-en", "Longitude", "Latitude", "degrees", lon, lat
    yield "degrees-short", "lng", "lat", "degrees", lon, lat
    yield "degrees-xy", "X좌표", "Y좌표", "degrees under X and Y", lon, lat
    yield "degrees-x-y", "x", "y", "degrees under x and y", lon, lat
    yield "degrees-prefix", "위치_경도", "위치_위도", "words before", lon, lat
    yield "degrees-camel", "stopLon", "stopLat", "camel case", lon, lat
    yield "degrees-underscore", "start_lng", "start_lat", "underscores", lon, lat
    yield "swapped", "경도", "위도", "columns swapped", lat, lon
    yield "swapped-xy", "X", "Y", "latitude under X", lat, lon
    yield "zeros", "경도", "위도", "0 where unknown", ("0", *lon[1:]), ("0", *lat[1:])
    yield "nulls", "lon", "lat", "N/A where unknown", ("N/A", *lon[1:]), ("N/A", *lat[1:])
    yield (
        "dms",
        "경도",
        "위도",
        "degrees, minutes, seconds",
        tuple(_dms(x, "EW") for x, _ in seoul),
        tuple(_dms(y, "NS") for _, y in seoul),
    )
    yield (
        "letters",
        "longitude",
        "latitude",
        "a letter behind",
        tuple(f"{x}E" for x in lon),
        tuple(f"{y}N" for y in lat),
    )
    for epsg in (5174, 5179, 5181, 5186):
        yield f"epsg-{epsg}", "X좌표", "Y좌표", f"metres of EPSG:{epsg}", *_projected(epsg, seoul)
    yield "epsg-5179-swapped", "X좌표", "Y좌표", "metres, northing under X", *reversed(_projected(5179, seoul))
    busan = [(x + 2.1, y - 2.4) for x, y in seoul]
    yield (
        "epsg-5187",
        "좌표X(EPSG:5187)",
        "좌표Y(EPSG:5187)",
        "metres, the header names the system",
        *_projected(5187, busan),
    )
    liverpool = [(x - 129.9, y + 15.9) for x, y in seoul]
    yield "epsg-27700", "Easting", "Northing", "metres of the British grid", *_projected(27700, liverpool)
    yield "mercator", "x", "y", "metres of web Mercator", *_projected(3857, seoul)


def traps() -> list[Trap]:
    """Every generated column with its label; the same in every run."""
    made: list[Trap] = []

    def add(
        group: str, name: str, header: str, kind: str, fine: str, also: tuple[str, ...], why: str, make: Made
    ) -> None:
        r = random.Random(f"{group}-{name}")
        rows = 9_500 if name == "road-mark" else ROWS
        made.append(Trap(f"{group}-{name}", header, kind, fine, also, why, tuple(make(r, i) for i in range(rows))))

    for name, header, fine, why, make in DATES:
        add("date", name, header, "date", fine, (), why, make)
    for name, header, why, make in PERIODS:
        add("period", name, header, "date", "period", ("text", "category"), why, make)
    for name, header, fine, also, why, make in NUMBERS:
        add("number", name, header, "number", fine, also, why, make)
    for word in NULLS:
        also = ("text",) if word in ("(X)", "미집계", "ND") else ()
        add(
            "null",
            f"int-{word}",
            "인원",
            "number",
            "nulls",
            also,
            f"whole numbers, {word} where none",
            _with(_int(0, 900), word),
        )
    for name, header, fine, also, why, make in CODES:
        add("code", name, header, "code", fine, also, why, make)
    for name, header, fine, also, why, make in BOOLEANS:
        add("boolean", name, header, "boolean", fine, also, why, make)
    for name, header, also, why, make in CATEGORIES:
        add("category", name, header, "category", "", also, why, make)
    for name, header, fine, also, why, make in TEXTS:
        add("text", name, header, "text", fine, also, why, make)
    for name, header, make in TIMES:
        add("time", name, header, "time", "", (), "times of day", make)
    for moment, header, unit in (("seconds", "timestamp", 1), ("milliseconds", "event_time", 1000)):

        def epoch(r: random.Random, i: int, unit: int = unit) -> str:
            return str((1_500_000_000 + r.randrange(200_000_000)) * unit)

        add(
            "epoch",
            moment,
            header,
            "date",
            "epoch",
            ("number", "code"),
            f"{moment} since 1970 under a word for time: to be asked",
            epoch,
        )
    for name, x, y, why, xs, ys in _pairs():
        for fine, header, values, other in (("x", x, xs, (y, ys)), ("y", y, ys, (x, xs))):
            made.append(Trap(f"coordinate-{name}-{fine}", header, "coordinate", fine, (), why, values, (other,)))
    seoul = _places("single")
    singles = (
        ("wkt", "geom", "a WKT point in each cell", lambda p: f"POINT ({p[0]:.6f} {p[1]:.6f})"),
        ("one-column", "좌표", "latitude and longitude in one cell", lambda p: f"{p[1]:.6f}, {p[0]:.6f}"),
        ("one-column-en", "location", "in brackets", lambda p: f"({p[1]:.6f}, {p[0]:.6f})"),
    )
    for name, header, why, write in singles:
        made.append(
            Trap(f"coordinate-{name}", header, "coordinate", "one", ("text",), why, tuple(write(p) for p in seoul))
        )
    return made
