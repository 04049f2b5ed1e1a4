"""Every way of writing addresses reads its own examples, those not yet written too."""

import pytest

from madang.analysis.geocoding.reading import REASONS, Reading, Unread
from madang.analysis.geocoding.systems import system_of, systems
from madang.analysis.geocoding.systems._korea_floors import without_floor

VALID = [(name, text, spot) for name, system in systems().items() for text, spot in system.VALID.items()]
INVALID = [(name, text, reason) for name, system in systems().items() for text, reason in system.INVALID.items()]


@pytest.mark.parametrize(("name", "text", "spot"), VALID)
def test_what_an_address_names(name, text, spot):
    found = systems()[name].read(text)
    assert isinstance(found, Reading)
    assert found.spot == spot


@pytest.mark.parametrize(("name", "text", "reason"), INVALID)
def test_why_a_text_names_nothing(name, text, reason):
    assert systems()[name].read(text) == Unread(reason)
    assert {"en", "ko"} <= REASONS[reason].keys()


@pytest.mark.parametrize("name", systems())
def test_nothing_at_all_is_read_without_an_error(name):
    for text in (
        "",
        " ",
        "(",
        ")(",
        "로",
        "길 1",
        "서울특별시",
        "１２３",
        "서울특별시 중구 로 5",
        "가" * 5000,
        "길1길1" * 900,
    ):
        assert isinstance(systems()[name].read(text), Reading | Unread)


def test_the_system_is_told_by_what_it_reads():
    assert system_of(["서울특별시 중구 세종대로 110", "", "서울특별시 노원구 상계동 68-50"]) == "korea"
    assert system_of(["12 Allerton Road, L18 1LN"]) == "uk"


@pytest.mark.parametrize(
    ("number", "sub", "tail", "read_as"),
    [
        ("7083", "", "층", ("708", "")),  # 83 floors are nobody's
        ("223", "", "층", None),  # 22 on floor 3, or 2 on floor 23
        ("12", "", "층", None),  # 1 on floor 2, or the 12th floor of nowhere
        ("82", "", "층", ("8", "")),
        ("46010", "", "층", ("460", "")),  # floor 0 is none
        ("55", "", ",6층", None),  # 55 on floor 6, or 5 on floors 5 and 6
        ("55", "", ",3층", ("55", "")),  # floors rise
        ("1", "", ",3층", None),  # 1 on floor 3, or floors 1 and 3 of nowhere
        ("6", "", "층", ("", "")),
        ("1584", "", "~5층", ("158", "")),  # a range starts with a floor
        ("29", "73", "층", ("29", "7")),
        ("24", "143", "층", None),
        ("19", "03", "층", ("19", "0")),
    ],
)
def test_a_number_that_runs_into_a_floor(number, sub, tail, read_as):
    assert without_floor(number, sub, tail) == read_as
