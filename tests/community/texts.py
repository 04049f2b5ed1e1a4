"""Stories and indicators of the small city, for tests."""

from __future__ import annotations

from typing import Any

from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.community import indicators, stories
from madang.community.models import Indicator, Story
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

YEARS = {"연도": [2015, 2015, 2020, 2020, 2025, 2025], "구": ["가", "나"] * 3, "가까움": [10, 20, 20, 25, 30, None],
         "전체": [50, 50, 50, 50, 60, 40]}  # fmt: skip
COLUMNS = (Column("연도", Type.INTEGER), Column("구", Type.TEXT), Column("가까움", Type.INTEGER, unit="명"),
           Column("전체", Type.INTEGER, unit="명"))  # fmt: skip
NUMBER = "[[population/districts: sum(인구)]]"


def words(text: str = f"사람은 {NUMBER}입니다.", **more: Any) -> dict[str, Any]:
    return {"title": {"ko": "사람 이야기"}, "summary": {"ko": "요약"}, "text": {"ko": text}, "authors": "홍길동",
            "follows": True, **more}  # fmt: skip


def story(city: City, text: str = f"사람은 {NUMBER}입니다.", *, published: bool = True, **more: Any) -> Story:
    made = stories.begin(Actor(city.editor), city.department, words(text, **more))
    if published:
        stories.publish(made, Actor(city.publisher))
    return Story.objects.get(pk=made.pk)


def care(city: City, **more: Any) -> Resource:
    """A table of three years: how many people live near, of how many."""
    resource = Resource.objects.create(dataset=dataset("care", city.department, **more), name="near")
    publish(resource, YEARS, COLUMNS)
    return resource


def definition(table: Resource, **more: Any) -> dict[str, Any]:
    return {
        "title": {"ko": "돌봄 가까이", "en": "Near care"}, "definition": {"ko": "가까이 사는 사람"}, "unit": {"ko": "%", "en": "%"},
        "cycle": "five-yearly", "sdg": "3.8", "decimals": 1, "target_source": {}, "baseline_period": "2015",
        "baseline_value": 30.0, "target_period": "2030", "target_value": 60.0, "milestones": [], "direction": "more",
        "table": table, "question": {"measure": "sum(가까움)", "period": "연도", "where": ""},
        "per_table": table, "per_question": {"measure": "sum(전체)", "period": "연도", "where": ""}, "times": 100.0, **more,
    }  # fmt: skip


def indicator(city: City, table: Resource | None = None, *, published: bool = True, **more: Any) -> Indicator:
    made = indicators.begin(Actor(city.editor), city.department, definition(table or care(city), **more))
    if published:
        indicators.publish(made, Actor(city.publisher))
    return Indicator.objects.get(pk=made.pk)
