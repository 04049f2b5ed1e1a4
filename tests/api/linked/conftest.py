"""Districts with a key and a shape, and tables that refer to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import shapely

from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish


@dataclass
class Linked:
    """`districts` are areas with codes, `schools` refer to them, `yearly` has a key of two columns."""

    city: City
    districts: Resource
    schools: Resource
    yearly: Resource


def make(city: City) -> Linked:
    areas = dataset("areas", city.department, title={"ko": "자치구", "en": "Districts"})
    districts = Resource.objects.create(
        dataset=areas, name="districts", title={"ko": "자치구", "en": "Districts"}, key=["코드"]
    )
    rows: dict[str, list[Any]] = {
        "코드": ["11010", "11020", "a/b"], "이름": ["종로구", "중구", "빗금 구"], "면적": [23.91, 9.96, 0.5],
        "geometry": [shapely.to_wkb(shapely.Point(127, 37.5 + at / 10)) for at in range(3)],
    }  # fmt: skip
    publish(
        districts, rows,
        (Column("코드", Type.TEXT), Column("이름", Type.TEXT), Column("면적", Type.NUMBER, unit="km²"), Column("geometry", Type.GEOMETRY)),
        geometry={"column": "geometry", "kind": "point", "crs": "EPSG:4326", "bbox": [127, 37.5, 127, 37.7]},
    )  # fmt: skip
    Said.objects.create(resource=districts, name="이름", label={"ko": "이름", "en": "Name"})
    places = dataset("schools", city.department)
    schools = Resource.objects.create(dataset=places, name="schools", key=["번호"])
    publish(
        schools,
        {"번호": [1, 2, 3], "구": ["11010", "11010", "11020"], "설립": ["1", "2", "1"], "개교": [date(1900, 3, 1), None, date(2001, 3, 1)]},
        (Column("번호", Type.INTEGER), Column("구", Type.TEXT), Column("설립", Type.TEXT), Column("개교", Type.DATE)),
    )  # fmt: skip
    Said.objects.create(resource=schools, name="구", refers_to=districts, label={"ko": "자치구", "en": "District"})
    codes = {"1": {"ko": "공립", "en": "public"}, "2": {"ko": "사립", "en": "private"}}
    Said.objects.create(resource=schools, name="설립", codes=codes)
    counts = dataset("counts", city.department)
    yearly = Resource.objects.create(dataset=counts, name="yearly", key=["연도", "구"])
    publish(
        yearly,
        {"연도": [2024, 2025, 2025], "구": ["11010", "11010", "x y"], "수": [1, 2, 3]},
        (Column("연도", Type.INTEGER), Column("구", Type.TEXT), Column("수", Type.INTEGER)),
    )
    return Linked(city, districts, schools, yearly)


@pytest.fixture
def linked(city: City) -> Linked:
    return make(city)
