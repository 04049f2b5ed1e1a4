"""Which columns play which roles: guessed in Korean and English, with a reason; never one column twice, never by a coin."""

from __future__ import annotations

import pytest

from madang.accounts.policy import Actor
from madang.analysis import suggesting
from madang.analysis.declare import Role
from madang.analysis.roles import Offered, fit, speaks_for
from madang.analysis.studies import care_siting
from madang.query.model import Column, Type
from tests.analysis import toy
from tests.city import City, dataset, publish
from tests.city import Resource as Table

AREAS = toy.READS[0]


def offered(*columns: tuple[str, Type] | tuple[str, Type, str] | tuple[str, Type, str, str]) -> list[Offered]:
    made = []
    for name, kind, *more in columns:
        semantic, label = [*more, "", ""][:2]
        made.append(Offered(Column(name, kind, semantic), (label,) if label else ()))
    return made


@pytest.mark.parametrize(
    ("columns", "code", "people", "reason"),
    [
        (offered(("행정동코드", Type.TEXT), ("인구", Type.INTEGER)), "행정동코드", "인구", "이름이"),
        (offered(("area_code", Type.TEXT), ("People 65+", Type.NUMBER)), "area_code", "People 65+", "이름이"),
        (offered(("a", Type.TEXT, "dong_code"), ("b", Type.INTEGER, "", "어르신 수")), "a", "b", "값의 뜻이 행정동 코드입니다"),
        (offered(("x", Type.TEXT, "", "Area code"), ("n", Type.INTEGER, "", "Older people")), "x", "n", "표시 이름이 “Area code”입니다"),
        (offered(("x", Type.TEXT), ("n", Type.INTEGER)), "x", "n", "하나뿐인"),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_meaning_name_label_or_being_alone(
    columns: list[Offered], code: str, people: str, reason: str
) -> None:
    found = fit(AREAS, columns)
    assert found.complete
    assert {role: guess.column for role, guess in found.guesses.items()} == {"code": code, "people": people}
    assert reason in found.guesses["code"].reason["ko"]
    assert found.guesses["code"].reason["en"]


def test_two_that_fit_alike_are_not_guessed_and_none_plays_two_roles() -> None:
    found = fit(AREAS, offered(("a", Type.TEXT), ("b", Type.TEXT), ("인구", Type.INTEGER)))
    assert found.missing == ("code",)
    both = fit(AREAS, offered(("code", Type.TEXT), ("인구", Type.INTEGER), ("income people", Type.INTEGER)))
    assert both.guesses["people"].column == "인구"
    assert both.guesses["income"].column == "income people"
    assert fit(AREAS, offered(("code", Type.TEXT), ("인구", Type.INTEGER)), taken=["인구"]).missing == ("people",)


def test_tables_are_offered_as_far_as_somebody_may_study_them(city: City) -> None:
    hidden = dataset("hidden", city.department, access="restricted", title={"ko": "어르신 인구", "en": "People"})
    table = Table.objects.create(dataset=hidden, name="rows")
    publish(table, {"코드": ["a"], "인구": [1]}, (Column("코드", Type.TEXT), Column("인구", Type.INTEGER)))
    seen = {name: [str(one.resource) for one in suggesting.tables(toy, actor)["areas"]] for name, actor in (
        ("anybody", Actor()), ("editor", Actor(city.editor)),
    )}  # fmt: skip
    assert seen == {"anybody": ["population/districts"], "editor": ["hidden/rows", "population/districts"]}
    first = suggesting.tables(toy, Actor())["areas"][0]
    assert first.sure
    assert "제목과 열이 맞습니다" in first.reason["ko"]


def of_care(name: str) -> Role:
    return next(one for one in care_siting.READS if one.name == name)


@pytest.mark.parametrize("meaning", ["", "address"])
def test_an_address_by_road_goes_before_one_by_lot(meaning: str) -> None:
    columns = offered(
        ("지번주소", Type.TEXT, meaning), ("도로명주소", Type.TEXT, meaning), ("경도", Type.NUMBER), ("위도", Type.NUMBER),
    )  # fmt: skip
    found = {role: guess.column for role, guess in fit(of_care("addresses"), columns).guesses.items()}
    assert (found["address"], found["lot"]) == ("도로명주소", "지번주소")
    assert fit(of_care("facilities"), columns).guesses["address"].column == "도로명주소"
    plain = fit(of_care("addresses"), offered(("지번주소", Type.TEXT), ("주소", Type.TEXT))).guesses
    assert (plain["address"].column, plain["lot"].column) == ("주소", "지번주소")


def test_words_of_candidates_do_not_speak_for_facilities_nor_facilities_for_areas() -> None:
    candidates = ["candidates", "돌봄 시설을 열 수 있는 공공건물"]
    assert (speaks_for(of_care("facilities"), candidates), speaks_for(of_care("candidates"), candidates)) == (0.0, 1.0)
    facilities = ["facilities", "어르신 돌봄 시설"]
    assert (speaks_for(of_care("areas"), facilities), speaks_for(of_care("facilities"), facilities)) == (0.0, 1.0)


def test_what_nothing_but_types_speaks_for_is_not_offered_and_points_are_no_streets(city: City) -> None:
    taxis = dataset("taxis", city.department, title={"ko": "택시 승차", "en": "Taxi rides"})
    rides = (Column("요금", Type.TEXT), Column("경도", Type.NUMBER), Column("위도", Type.NUMBER))
    publish(
        Table.objects.create(dataset=taxis, name="rides"),
        {"요금": ["a"], "경도": [127.0], "위도": [37.5]},
        rides,
    )
    loans = dataset("loans", city.department, title={"ko": "도서관 대출", "en": "Loans"})
    counted = (Column("자치구", Type.TEXT), Column("대출권수", Type.INTEGER))
    publish(Table.objects.create(dataset=loans, name="rows"), {"자치구": ["a"], "대출권수": [1]}, counted)
    clubs = dataset("clubs", city.department, title={"ko": "경로당", "en": "Clubs"})
    counted = (Column("자치구", Type.TEXT), Column("경로당 수", Type.INTEGER))
    publish(Table.objects.create(dataset=clubs, name="rows"), {"자치구": ["a"], "경로당 수": [1]}, counted)
    lines = {}
    for name, kind in (("paths", "line"), ("road-signs", "point")):
        table = Table.objects.create(dataset=dataset(name, city.department, title={"ko": "보행로"}), name="rows")
        revision = publish(table, {"geometry": [b"x"]}, (Column("geometry", Type.GEOMETRY),))
        revision.geometry = {"column": "geometry", "kind": kind}
        revision.save(update_fields=["geometry"])
        lines[kind] = f"{name}/rows"
    found = suggesting.tables(care_siting, Actor(city.editor))
    names = {role: [str(one.resource) for one in offers] for role, offers in found.items()}
    assert names["addresses"] == []
    assert names["totals"] == ["clubs/rows"]
    assert names["streets"] == [lines["line"]]
