"""A catalogue of any size: bilingual datasets of plausible words, as documents of the search index.

Subjects are those of Madang's synonyms (so that questions in either language meet them), places are Seoul's districts and made-up
neighbourhoods, and a long tail of 60,000 made-up names fills titles, columns and values, as names of facilities and firms do.
The same seed makes the same catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from random import Random

from madang.catalog import synonyms, where_and_when, words
from madang.catalog.documents import Document, everything

NAMES = 60_000
THEMES = ("population", "welfare", "health", "transport", "housing", "urban", "environment", "energy", "economy", "culture", "education",
          "safety", "government", "technology", "food", "international")  # fmt: skip
FORMATS, FORMAT_SHARES = ("csv", "xlsx", "geojson", "shp", "json", "pdf", "xml", "parquet"), (50, 25, 8, 6, 5, 3, 2, 1)
LICENCES, LICENCE_SHARES = ("kogl-1", "cc-by-4.0", "cc0-1.0", "ogl-3.0", "kogl-2", "other"), (60, 15, 8, 10, 4, 3)
SHAPES = (
    ("현황", "register"),
    ("위치 정보", "locations"),
    ("통계", "statistics"),
    ("이용 현황", "use"),
    ("목록", "list"),
    ("단속 실적", "inspections"),
)
SYLLABLES = "가나다라마바사아자차하강동서남북중성신영수정현호경기진해주대산천한미선은연우원인일재종태화희"
LETTERS = tuple("al be car den el fir gar hol ing ken lan mer nor or pen rad sta ton ul wes".split())  # noqa: SIM905


class Words:
    """The vocabulary, drawn once."""

    def __init__(self, seed: int) -> None:
        chance = Random(seed)
        groups = [
            [one.word() for one in line.each()] for line in synonyms.marked.read(synonyms.OURS).keys()["same"].each()
        ]
        both = [(_first(group, True), _first(group, False)) for group in groups]
        self.subjects = [(ko, en) for ko, en in both if ko and en][:-30]
        self.districts = [
            (ko, en) for ko, en in both if en.endswith("-gu") or (ko.endswith("구") and len(ko) in (2, 3))
        ]
        self.ko = ["".join(chance.choices(SYLLABLES, k=chance.choice((3, 3, 4)))) for _ in range(NAMES)]
        self.en = ["".join(chance.choices(LETTERS, k=chance.choice((2, 3, 3)))) for _ in range(NAMES)]
        self.offices = [f"office-{number}" for number in range(400)]


def _first(group: list[str], korean: bool) -> str:
    return next((word for word in group if words.is_hangul(word) == korean), "")


def documents(count: int, vocabulary: Words, seed: int = 5) -> Iterator[Document]:
    chance = Random(seed)
    for number in range(count):
        yield document(number, vocabulary, chance)


def document(number: int, vocabulary: Words, chance: Random) -> Document:
    """One dataset. Half are in Korean only, a fifth in English only, the others in both."""
    draw = chance.random()
    ko, en = draw < 0.8, draw >= 0.5
    subjects = chance.choices(vocabulary.subjects, k=5)
    district, shape = chance.choice(vocabulary.districts), chance.choice(SHAPES)
    rare = _rare(vocabulary.ko, chance), _rare(vocabulary.en, chance)
    first = chance.randrange(1990, 2025)
    title_ko = f"{district[0]} {rare[0]} {subjects[0][0]} {shape[0]} ({first}년)" if ko else ""
    title_en = f"{subjects[0][1]} {shape[1]} of {rare[1]}, {district[1]} {first}" if en else ""
    about = (
        [
            f"{district[0]} {subjects[1][0]}과 {subjects[2][0]}을 {shape[0]}로 정리한 자료입니다. {rare[0]}에서 관리합니다."
        ]
        if ko
        else []
    )
    about += [f"{subjects[1][1]} and {subjects[2][1]} in {district[1]}, kept by {rare[1]}."] if en else []
    keywords = [subject[0] for subject in subjects[:3] if ko] + [subject[1] for subject in subjects[:3] if en]
    columns = [subject[0] for subject in subjects[1:]] + ["연도", "자치구", "위도", "경도"] if ko else []
    columns += [subject[1] for subject in subjects[1:]] + ["year", "district"] if en else []
    values = [_rare(vocabulary.ko if ko else vocabulary.en, chance) for _ in range(12)] + [district[0]]
    titles, office, slug = (
        [one for one in (title_ko, title_en) if one],
        chance.choice(vocabulary.offices),
        f"made-{number}",
    )
    place, moment = [one for one, told in zip(district, (ko, en), strict=True) if told], 1_600_000_000 + number
    held = f"{district[0]} {subjects[3][0]}과" if ko else f"{district[1]} office"
    texts = {
        "title": words.joined(titles), "keywords": " ".join(map(_tokens, keywords)), "description": words.joined(about),
    }  # fmt: skip
    return {
        "slug": slug, "audience": ["everybody"] if number % 20 else [office], "exact": [words.key(one) for one in titles],
        "language": [one for one, told in (("ko", ko), ("en", en)) if told], **texts,
        "all": everything(*texts.values(), " ".join(map(_tokens, (held, *place, *columns, *values)))), "resources": words.joined(titles),
        "spelled": list({one for text in (*titles, *keywords, *columns) for one in _spelled(text)}),
        "initial": list({one for text in (*titles, *keywords, *columns) for one in _grams(text)}),
        "theme": [chance.choice(THEMES)], "organisation": ["city", office], "licence": chance.choices(LICENCES, LICENCE_SHARES),
        "format": chance.choices(FORMATS, FORMAT_SHARES), "kind": ["table"], "view": ["table", "map"] if number % 4 == 0 else ["table"],
        "origin": ["observed"], "access": ["open" if number % 20 else "internal"], "due": moment, "published": moment,
        "rows": chance.randrange(10, 1_000_000), "created": moment * 1_000_000, "modified": moment * 1_000_000,
        "uid": [f"{number:032x}"], "tag": sorted(set(keywords)), "offered": ["csv"], "publisher": [office], "subject": [],
        "custom": [], "name_order": [slug], "title_order": [f"{titles[0].casefold()} {slug}"], "place": place,
        "place_ko": place[:1], "place_en": place[-1:],
        **where_and_when.period(date(first, 1, 1), date(min(2026, first + chance.randrange(12)), 12, 31)),
        **(where_and_when.around([126.8, 37.4, 127.1, 37.6]) if number % 4 == 0 else {}),
    }  # fmt: skip


@lru_cache(maxsize=200_000)
def _tokens(text: str) -> str:
    """The same words come again and again: cut once, a million datasets are made in half the time."""
    return words.joined([text])


_spelled, _grams = lru_cache(maxsize=50_000)(words.spelled), lru_cache(maxsize=50_000)(words.grams)


def _rare(names: list[str], chance: Random) -> str:
    """Names as in real catalogues: a few stand often, most once or twice."""
    return names[
        min(int(chance.paretovariate(0.5)) - 1, len(names) - 1)
        if chance.random() < 0.5
        else chance.randrange(len(names))
    ]


def questions(vocabulary: Words, count: int, seed: int = 7) -> dict[str, list[str]]:
    """What is asked, by kind."""
    chance = Random(seed)

    def some(make: object) -> list[str]:
        return [make() for _ in range(count)]  # type: ignore[operator]

    def side() -> int:
        return chance.randrange(2)

    def two() -> str:
        which = side()
        return " ".join(subject[which] for subject in chance.sample(vocabulary.subjects, 2))

    def placed() -> str:
        which = side()
        return f"{chance.choice(vocabulary.districts)[which]} {chance.choice(vocabulary.subjects)[which]} {chance.randrange(1995, 2025)}"

    def slip() -> str:
        word = chance.choice(vocabulary.subjects)[1].split()[0]
        at = chance.randrange(1, max(2, len(word) - 1))
        return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] + "q"

    return {
        "one word": some(lambda: chance.choice(vocabulary.subjects)[side()]),
        "two words": some(two),
        "place, word, year": some(placed),
        "a rare name": some(lambda: (vocabulary.ko, vocabulary.en)[side()][chance.randrange(NAMES)]),
        "a slip": some(slip),
        "initial consonants": some(lambda: words.hangul.initials(chance.choice(vocabulary.subjects)[0]) or "ㅇㄱ"),
    }
