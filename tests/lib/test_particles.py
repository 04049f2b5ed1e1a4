"""Particles follow the sound of the word before them, and are left alone where it cannot be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lib.particles import josa

FORMS = ("이(가)", "을(를)", "은(는)", "와(과)", "(으)로", "(이)라")
SYLLABLES = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("휴대전화 번호이(가) 있습니다", "휴대전화 번호가 있습니다"),
        ("면적이(가) 없습니다", "면적이 없습니다"),
        ("`인구`을(를) 찾으셨나요?", "`인구`를 찾으셨나요?"),
        ("“표”은(는) 표입니다", "“표”는 표입니다"),
        ("서울(으)로, 부산(으)로, 대구(으)로", "서울로, 부산으로, 대구로"),
        ("사람와(과) 도시와(과)", "사람과 도시와"),
        ("CSV을(를), XML을(를), URL(으)로", "CSV를, XML을, URL로"),
        ("population.csv은(는)", "population.csv는"),
        ("data을(를)", "data를"),
        ("euc-kr(이)라는", "euc-kr이라는"),
        ("CP949을(를), UTF-8을(를), 개정판 3을(를)", "CP949를, UTF-8을, 개정판 3을"),
        ("포트 8000은(는)", "포트 8000은"),
        ("3,000,000,000,000은(는)", "3,000,000,000,000은(는)"),
        ("50%이(가)", "50%가"),
        ("종로구(서울)을(를)", "종로구(서울)를"),
        ("“서울 생활인구 (2026)”을(를)", "“서울 생활인구 (2026)”를"),
        ("(2026)을(를)", "(2026)을"),
        ("file을(를)", "file을(를)"),
        ("…이(가)", "…이(가)"),
        ("이(가) 없습니다", "이(가) 없습니다"),
    ],
)
def test_by_the_last_sound(written, said):
    assert josa(written) == said


@given(SYLLABLES, st.sampled_from(FORMS), st.sampled_from(("", "”", "`", "'")))
def test_after_hangul_one_form_is_chosen(syllable, form, mark):
    said = josa(syllable + mark + form + " ")
    assert form not in said
    assert said.startswith(syllable + mark)
    assert josa(said) == said


@given(st.text())
def test_other_text_stays(text):
    if not any(form in text for form in FORMS):
        assert josa(text) == text


@given(st.lists(st.one_of(st.text(max_size=5), st.sampled_from(FORMS))))
def test_it_never_fails_and_only_shortens(parts):
    text = "".join(parts)
    assert len(josa(text)) <= len(text)
