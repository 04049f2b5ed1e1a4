from hypothesis import given
from hypothesis import strategies as st

from madang.lib.texts import choose, slug


def test_the_asked_language_first_then_english_then_korean_then_any():
    assert choose({"ko": "인구", "en": "Population"}, "ko") == ("인구", "ko")
    assert choose({"ko": "인구"}, "en") == ("인구", "ko")
    assert choose({"de": "Einwohner"}, "ko") == ("Einwohner", "de")
    assert choose({}, "ko") == ("", "ko")


def test_slugs_keep_hangul():
    assert slug("서울 인구 (2026)") == "서울-인구-2026"
    assert slug("__") == "data"


@given(st.text())
def test_a_slug_is_an_address_part(words):
    made = slug(words)
    assert made == slug(made)
    assert not set(made) & set("/?#& ")
