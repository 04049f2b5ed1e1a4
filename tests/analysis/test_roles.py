"""Which columns play which roles: guessed in Korean and English, with a reason; never one column twice, never by a coin."""

from __future__ import annotations

import pytest

from madang.accounts.policy import Actor
from madang.analysis import suggesting
from madang.analysis.roles import Offered, fit
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
        (offered(("a", Type.TEXT, "dong_code"), ("b", Type.INTEGER, "", "어르신 수")), "a", "b", "값의 뜻"),
        (offered(("x", Type.TEXT, "", "Area code"), ("n", Type.INTEGER, "", "Older people")), "x", "n", "불립니다"),
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
