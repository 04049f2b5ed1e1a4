"""Districts that can be walked to: schools refer to them by code, figures by year and district, and keys that attack."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

HOSTILE = [
    "a/b", "a%2Fb", "../../etc/passwd", "x y", 'quo"te', "<script>alert(1)</script>", "line\nbreak", "back\\slash", "한글 키", "q?a=b#c",
    "<http://evil.example/> .", "x.ttl", "x.jsonld.ttl", "100%", "+1", "a;b,c", "'''", '"""@en .', "\u202eright", "😀", "{}", "@id", "%00",
]  # fmt: skip
DISTRICTS: dict[str, list[Any]] = {
    "자치구코드": ["11010", "11020"], "자치구": ["종로구", "중구"], "면적": [23.91, 9.96],
    "geometry": [
        shapely.to_wkb(shapely.box(126.95, 37.57, 127.02, 37.63)), shapely.to_wkb(shapely.box(126.96, 37.54, 127.02, 37.57)),
    ],
}  # fmt: skip
SCHOOLS: dict[str, list[Any]] = {
    "학교번호": ["S-1", "S-2", "S-3"], "이름": ["매동초", "교동초", "남산초"], "자치구코드": ["11010", "11010", "11020"],
    "설립": ["1", "1", "2"], "개교": [date(1895, 11, 3), date(1894, 9, 18), None], "학생수": [163, 157, 301],
}  # fmt: skip


def seed(city: City) -> None:
    made = dataset("linked-areas", city.department, title={"ko": "자치구 경계", "en": "District boundaries"})
    districts = Resource.objects.create(
        dataset=made, name="districts", title={"ko": "자치구", "en": "Districts"}, kind="layer", key=["자치구코드"]
    )
    publish(
        districts, DISTRICTS,
        (Column("자치구코드", Type.TEXT, "district_code"), Column("자치구", Type.TEXT), Column("면적", Type.NUMBER, unit="km²"),
         Column("geometry", Type.GEOMETRY)),
        geometry={"column": "geometry", "kind": "polygon", "crs": "EPSG:4326", "bbox": [126.95, 37.54, 127.02, 37.63]},
    )  # fmt: skip
    made = dataset(
        "linked-schools", city.department, title={"ko": "초등학교", "en": "Primary schools"}, origin="generated"
    )
    schools = Resource.objects.create(
        dataset=made, name="schools", title={"ko": "학교", "en": "Schools"}, key=["학교번호"]
    )
    publish(schools, SCHOOLS, tuple(Column(name, kind) for name, kind in zip(SCHOOLS, (
        Type.TEXT, Type.TEXT, Type.TEXT, Type.TEXT, Type.DATE, Type.INTEGER), strict=True)))  # fmt: skip
    Said.objects.create(
        resource=schools, name="자치구코드", label={"ko": "자치구", "en": "District"}, refers_to=districts
    )
    codes = {"1": {"ko": "공립", "en": "public"}, "2": {"ko": "사립", "en": "private"}}
    Said.objects.create(resource=schools, name="설립", label={"ko": "설립 구분", "en": "Kind"}, codes=codes)
    Said.objects.create(resource=schools, name="학생수", label={"ko": "학생 수", "en": "Pupils"}, unit="명")
    made = dataset("linked-odd", city.department)
    odd = Resource.objects.create(dataset=made, name="odd", key=["키"])
    publish(
        odd, {"키": HOSTILE, "@id": HOSTILE, '" . <x> <y> <z> .': HOSTILE, "<b>": list(range(len(HOSTILE)))},
        (Column("키", Type.TEXT), Column("@id", Type.TEXT), Column('" . <x> <y> <z> .', Type.TEXT), Column("<b>", Type.INTEGER)),
    )  # fmt: skip
    pairs = Resource.objects.create(dataset=made, name="pairs", key=["a", "b"])
    columns = (Column("a", Type.TEXT), Column("b", Type.TEXT), Column("n", Type.INTEGER))
    publish(pairs, {"a": ["a/b", "a"], "b": ["c", "b/c"], "n": [1, 2]}, columns)
