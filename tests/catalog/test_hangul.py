"""Keys and syllables are the same thing said twice; the other keyboard and slips are understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.catalog import hangul

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=8)


@given(SYLLABLES)
def test_keys_of_syllables_make_them_again(text):
    assert hangul.composed(hangul.keys(text)) == text


@pytest.mark.parametrize(
    ("typed", "meant"), [("dlsrn", "인구"), ("wlgkcjf", "지하철"), ("qhQhQ", ""), ("bus", ""), ("taxi", ""), ("a1", "")]
)
def test_hangul_typed_on_the_english_keyboard(typed, meant):
    assert hangul.typed_as_latin(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("ㅔㅐㅔㅕㅣㅁ샤ㅐㅜ", "population"), ("ㅠㅕㄴ", "bus"), ("버스1", ""), ("ㅇ", "")]
)
def test_english_typed_on_the_korean_keyboard(typed, meant):
    assert hangul.typed_as_hangul(typed) == meant


def test_single_jamo_are_put_together():
    assert hangul.composed(hangul.keys("ㅇㅣㄴ구")) == "인구"
    assert hangul.has_stray("ㅇㅣㄴ구")
    assert not hangul.has_stray("인구 population")


def test_initials():
    assert hangul.initials("인구 밀도") == "ㅇㄱㅁㄷ"
    assert hangul.is_initials("ㅇㄱ")
    assert not hangul.is_initials("ㅇ")
    assert not hangul.is_initials("ㅇ구")


def plain_distance(one: str, other: str) -> int:
    """The same, slow and plain: by the definition of the distance, from the front."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        plain_distance(one[1:], other) + 1,
        plain_distance(one, other[1:]) + 1,
        plain_distance(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]:
        ways.append(plain_distance(one[2:], other[2:]) + 1)
    return min(ways)


@given(st.text("abㄱㅏ", max_size=5), st.text("abㄱㅏ", max_size=5), st.integers(0, 3))
def test_distance_equals_the_plain_one(one, other, most):
    assert hangul.distance(one, other, most) == min(plain_distance(one, other), most + 1)
