"""Charts and maps mean the same by a column: what is no amount is never added up unasked."""

from __future__ import annotations

import pyarrow as pa
import pytest
from django.core.cache import cache
from django.http import QueryDict

from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.portal.figures.roles import Role, role_of
from madang.portal.maps.figure import figure
from madang.query.model import Column, Type
from tests.city import dataset
from tests.portal import layers

pytestmark = pytest.mark.django_db

SHARES = (
    ("지상높이(m)", ""), ("지상높이", "m"), ("평균기온(℃)", ""), ("평균기온", "℃"), ("기온값", "℃"), ("미세먼지", ""),
    ("PM10 농도", ""), ("중위연령", ""), ("만족도(점)", ""), ("만족도", "점"), ("단가", "원"), ("per_capita", ""),
    ("unemployment_rate_2024", ""), ("고령화율", "%"), ("밀도", "명/㎢"),
)  # fmt: skip
AMOUNTS = (("인구", "명"), ("청소년", "명"), ("세대", ""))
ORDERS = (("연도", ""), ("준공년도", ""), ("나이", ""), ("월", ""), ("시간대", ""), ("fiscal_year", ""))


def shown(city, name: str, unit: str, type: Type, said: str = "", **asked: str):
    cache.clear()
    layers.dongs(city)
    resource = Resource.objects.create(dataset=dataset("rows", city.department), name="rows")
    codes = [f"11011{n:02}" for n in range(1, 9)]
    values = pa.array(range(2001, 2009), pa.int64() if type is Type.INTEGER else pa.float64())
    columns = (Column("동코드", Type.TEXT, "dong_code"), Column(name, type, unit=unit))
    layers.put(resource, pa.table({"동코드": codes, name: values}), columns)
    if said:
        resource.columns.update_or_create(name=name, defaults={"unit": said})
    asked = {"kind": "join", **asked}
    query = QueryDict(mutable=True)
    query.update(asked)
    return figure(Actor(), "rows", "rows", query, "en").map.state


@pytest.mark.parametrize(("name", "unit"), SHARES)
def test_a_share_is_no_sum_on_a_map(city, name, unit):
    assert role_of(name, Type.NUMBER, "", unit) is Role.SHARE
    state = shown(city, name, unit, Type.NUMBER)
    assert (state.by, state.take) == (name, "mean")


@pytest.mark.parametrize(("name", "unit"), AMOUNTS)
def test_an_amount_is_a_sum(city, name, unit):
    assert role_of(name, Type.INTEGER, "", unit) is Role.AMOUNT
    state = shown(city, name, unit, Type.INTEGER)
    assert (state.by, state.take) == (name, "sum")


@pytest.mark.parametrize(("name", "unit"), ORDERS)
def test_years_and_ages_are_not_offered_and_when_asked_for_no_sum(city, name, unit):
    assert role_of(name, Type.INTEGER, "", unit) is Role.ORDER
    assert shown(city, name, unit, Type.INTEGER, by=name, time="").take == "mean"


def test_the_unit_that_people_wrote_counts(city):
    assert shown(city, "값", "", Type.NUMBER, said="℃").take == "mean"


def test_the_reader_may_still_ask_for_a_sum(city):
    assert shown(city, "만족도", "점", Type.NUMBER, take="sum").take == "sum"
