"""What is easily taken for personal data and is none."""

# ruff: noqa: E501 (a table reads best with one form a line)
from __future__ import annotations

import uuid
from collections.abc import Callable

from persons import numbers
from persons.kinds import Kind, Rng, _choose
from persons.numbers import digits


def _day(rng: Rng) -> str:
    return f"{rng.randint(20, 26)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"


def _kind(name: str, make: Callable[[Rng], str], header: str = "값") -> Kind:
    return Kind(name, (), make, neutral=header, said=("", "", "no. ", "번호 "))


LOOKALIKES = (
    _kind("masked resident number 900101-1******", lambda rng: f"{numbers.birthday(rng)[1]}-{rng.choice('12')}******"),
    _kind("order number, date and serial 260301-0001234", lambda rng: f"{_day(rng)}-{rng.randint(0, 99999):07d}", "주문번호"),
    _kind("order number, date and random 260301-1234567", lambda rng: f"{_day(rng)}-{digits(rng, 7)}", "주문번호"),
    _kind("id of 13 digits", lambda rng: str(rng.randint(10**12, 10**13 - 1)), "id"),
    _kind("time in milliseconds", lambda rng: str(rng.randint(1_500_000_000_000, 1_790_000_000_000)), "timestamp"),
    _kind("bar code (EAN-13)", lambda rng: "880" + digits(rng, 10), "바코드"),
    _kind("id of 16 digits", lambda rng: str(rng.randint(10**15, 10**16 - 1)), "id"),
    _kind("tracking number 4-4-4-4", lambda rng: "-".join(str(rng.randint(1000, 9999)) for _ in range(4)), "송장번호"),
    _kind("id of 10 digits", lambda rng: str(rng.randint(10**9, 10**10 - 1)), "ref"),
    _kind("neighbourhood code", lambda rng: f"11{rng.randint(110, 740)}{rng.randint(510, 800)}00", "code"),
    _kind("사업자등록번호, hyphens", lambda rng: f"{(n := numbers.business(rng))[:3]}-{n[3:5]}-{n[5:]}", "사업자번호"),
    _kind("사업자등록번호, 10 digits", numbers.business, "사업자번호"),
    _kind("법인등록번호", lambda rng: f"{(n := numbers.corporate(rng))[:6]}-{n[6:]}", "법인번호"),
    _kind("법인등록번호, header says nothing", lambda rng: f"{(n := numbers.corporate(rng))[:6]}-{n[6:]}"),
    _kind("phone of an office", _choose("02-2999-9999", "02-120", "1588-9999", "0151 233 3999", "0800 999 999"), "전화번호"),
    _kind("e-mail of an office", lambda rng: rng.choice(("info", "contact", "minwon", "enquiries")) + digits(rng, 1) + rng.choice(("@seoul.go.kr", "@liverpool.gov.uk", "@hall.or.kr"))),
    _kind("product code AA999999Z", lambda rng: f"{rng.choice('ABCDEFGHJK')}{rng.choice('QUVDFI')}{digits(rng, 6)}{rng.choice('EFGHKXYZ')}", "품번"),
    _kind("product code 999-999-9999", lambda rng: f"{rng.randint(100, 999)}-{digits(rng, 3)}-{digits(rng, 4)}", "품번"),
    _kind("GUID", lambda rng: str(uuid.UUID(int=rng.getrandbits(128))), "guid"),
    _kind("hash", lambda rng: f"{rng.getrandbits(160):040x}", "sha1"),
    _kind("coordinates", lambda rng: f"{rng.uniform(37.4, 37.7):.12f}, {rng.uniform(126.8, 127.2):.13f}", "위치"),
    _kind("metres on the Korean grid", lambda rng: f"{rng.uniform(180_000, 220_000):.7f}", "X좌표값"),
    _kind("landline, British, written together", lambda rng: (area := rng.choice(("0113", "0117", "0161", "0191", "01704", "01765", "01772", "01925"))) + digits(rng, 11 - len(area)), "tel no"),
    _kind("row of numbers", lambda rng: " ".join(str(rng.randint(1, 9999)) for _ in range(12)), "측정값"),
    _kind("id of 12 digits", lambda rng: str(rng.randint(10**11, 10**12 - 1)), "id"),
    _kind("date and time", lambda rng: f"20{_day(rng)}{rng.randint(0, 23):02d}{rng.randint(0, 59):02d}{rng.randint(0, 59):02d}", "일시"),
    _kind("day of an event", lambda rng: f"20{(d := _day(rng))[:2]}-{d[2:4]}-{d[4:]} 행사", "행사일"),
    _kind("address of an institution", lambda rng: f"서울특별시 중구 세종대로 {rng.randint(1, 400)} ({rng.choice(('태평로1가', '명동2가'))})", "주소"),
    _kind("address of an institution, British", lambda rng: f"{rng.randint(1, 200)} Dale Street, Liverpool L{rng.randint(1, 20)} 2DH", "Address"),
    _kind("company under a header of names", lambda rng: rng.choice(("(주)한빛", "한강병원", "총무과", "도로관리팀", "김포센터", "Foster Care Ltd", "Veolia ES UK Limited", "Hope Street Surgery")), "담당자"),
    _kind("week and year 12주 2024", lambda rng: f"{rng.randint(10, 52)}주 20{rng.randint(20, 26)}", "기간"),
    _kind("room and time 101호 1430", lambda rng: f"{rng.randint(101, 999)}호 {rng.randint(9, 18):02d}30", "장소"),
    _kind("amounts of money", lambda rng: f"{rng.randint(10**9, 10**13):,}", "금액"),
)  # fmt: skip
