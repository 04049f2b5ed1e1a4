"""Datasets to look at: a layer of areas, one of points, and a table of a few hundred rows."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import shapely

from madang.catalog.models import Resource, Revision
from madang.catalog.storage import the_store
from madang.lib import ids
from madang.query.model import Column, Type
from madang.store import revisions
from tests.city import AT, City, dataset

GRID = 12  # areas a side
SHAPE = Column("geometry", Type.GEOMETRY)
RECEIPT: dict[str, Any] = {
    "version": 1,
    "file": {"name": "인구.csv", "bytes": 2048, "sha256": "ab" * 32, "format": "csv"},
    "encoding": {
        "name": "cp949", "how": "decided", "bom": False, "choices": [{"name": "utf-8", "text": "����"}],
        "reason": {"ko": "UTF-8로는 읽을 수 없습니다.", "en": "It cannot be UTF-8."},
        "proof": [{"line": 2, "text": "종로구", "otherwise": "Á¾·Î±¸"}],
    },
    "tables": [{
        "name": "", "rows": 300, "dialect": {"delimiter": ","}, "header_rows": [3],
        "furniture": [{"line": 1, "what": "title", "text": "서울 인구"}],
        "rejects": {"count": 1, "sample": [{"line": 9, "reason": {"ko": "칸이 모자람", "en": "too few cells"}, "text": "x"}]},
        "columns": [{
            "name": "인구", "header": "인구(명)", "type": "integer", "semantic": "integer", "nulls": 1, "null_words": {"-": 1},
            "evidence": {"ko": "299행이 정수", "en": "whole numbers in 299 rows"}, "distinct": 250, "low": "1", "high": "999",
            "sample": ["1"], "unit": "명", "converted": None,
        }],
        "geometry": None,
    }],
    "no_table": None,
    "findings": [{
        "id": "spaces::인구", "code": "spaces", "severity": "info", "table": "", "column": "인구", "count": 2,
        "text": {"ko": "빈칸을 지웠습니다.", "en": "Blanks were removed."}, "sample": [" 1"], "decision": None,
    }],
    "costs": {"seconds": 1.2, "cpu_seconds": 1.0},
}  # fmt: skip


def put(
    resource: Resource, table: pa.Table, columns: tuple[Column, ...], kind: str | None = None, **more: Any
) -> Revision:
    """Publish a table as the next revision of a resource; `kind` is that of its geometry."""
    geometry = None
    if kind:
        bounds = shapely.total_bounds(shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False)))
        geometry = {"column": "geometry", "kind": kind, "crs": "OGC:CRS84", "bbox": [float(edge) for edge in bounds]}
    revision_id = ids.new()
    with revisions.build(the_store(), revision_id, table.schema, geometry=geometry) as build:
        build.write(table)
    facts: dict[str, Any] = {
        "number": resource.revisions.count() + 1, "state": Revision.State.PUBLISHED, "original_name": "인구.csv",
        "original_sha256": "ab" * 32, "original_bytes": 2048, "fingerprint": revision_id * 2, "published_at": AT,
        "origin": resource.dataset.origin, "receipt": RECEIPT, "geometry": geometry,
    }  # fmt: skip
    revision = Revision.objects.create(
        id=revision_id, resource=resource, rows=table.num_rows, schema=[column.as_json() for column in columns],
        manifest_sha256=build.manifest.sha256, created_at=AT, **facts | more,
    )  # fmt: skip
    resource.current = revision
    resource.save()
    return revision


def areas(city: City) -> Resource:
    """A grid of squares over Seoul with a number each."""
    made = dataset(
        "squares", city.department, title={"ko": "격자별 고령 인구", "en": "Older people by square"}, theme=city.theme,
        description={"ko": "격자마다 **65세 이상** 인구입니다.", "en": "People aged **65 or older** in each square."},
        origin="generated", cycle="yearly",
        keywords={"ko": ["고령", "격자"], "en": ["older", "squares"]},
    )  # fmt: skip
    resource = Resource.objects.create(
        dataset=made, name="squares", kind="layer", title={"ko": "격자", "en": "Squares"}
    )
    cells = [(x, y) for y in range(GRID) for x in range(GRID)]
    table = pa.table({
        "이름": [f"격자 {x}-{y}" for x, y in cells],
        "고령인구": [(x * 37 + y * 91) % 500 for x, y in cells],
        "geometry": [shapely.to_wkb(shapely.box(126.8 + x / 40, 37.4 + y / 50, 126.825 + x / 40, 37.42 + y / 50)) for x, y in cells],
    })  # fmt: skip
    put(resource, table, (Column("이름", Type.TEXT), Column("고령인구", Type.INTEGER, unit="명"), SHAPE), "Polygon")
    return resource


def points(city: City, count: int = 900) -> Resource:
    """Bus stops, enough to be clustered."""
    made = dataset("stops", city.elsewhere, title={"ko": "버스 정류소", "en": "Bus stops"}, cycle="monthly")
    resource = Resource.objects.create(dataset=made, name="stops", kind="layer", title={"ko": "정류소", "en": "Stops"})
    table = pa.table({
        "정류소": [f"정류소 {n}" for n in range(count)],
        "승차": [n * 7 % 300 for n in range(count)],
        "geometry": [shapely.to_wkb(shapely.Point(126.8 + n % 30 / 100, 37.4 + n // 30 / 125)) for n in range(count)],
    })  # fmt: skip
    put(resource, table, (Column("정류소", Type.TEXT), Column("승차", Type.INTEGER), SHAPE), "Point")
    return resource


def people(city: City) -> Resource:
    """A table of several pages, in two revisions, with a receipt."""
    made = dataset(
        "residents", city.department, title={"ko": "동별 주민등록 인구", "en": "Residents by dong"}, theme=city.theme,
        description={"ko": "행정동별 주민등록 인구입니다.", "en": "Registered residents by dong."}, issued=AT,
    )  # fmt: skip
    resource = Resource.objects.create(dataset=made, name="dong", title={"ko": "행정동", "en": "Dong"})
    columns = (
        Column("행정동", Type.TEXT), Column("자치구", Type.TEXT), Column("인구", Type.INTEGER, unit="명"),
        Column("기준일", Type.DATE),
    )  # fmt: skip
    gus = ["종로구", "중구", "강남구", "마포구", "노원구"]
    for size in (280, 300):
        table = pa.table({
            "행정동": [f"{gus[n % 5][:-1]}{n}동" for n in range(size)],
            "자치구": [gus[n % 5] for n in range(size)],
            "인구": pa.array([None if n == 7 else 1000 + n * 37 % 9000 for n in range(size)], pa.int64()),
            "기준일": pa.array([20_634] * size, pa.date32()),
        })  # fmt: skip
        put(resource, table, columns)
    return resource


def dongs(city: City, count: int = 16) -> Resource:
    """A layer of areas with codes of seven digits, in rows of four."""
    made = dataset(
        "dongs", city.department, title={"ko": "행정동 경계", "en": "Outlines of dong"},
        description={"ko": "행정동의 경계입니다.", "en": "Outlines of the dong."}, issued=AT,
    )  # fmt: skip
    resource = Resource.objects.create(
        dataset=made, name="outlines", kind="layer", title={"ko": "행정동", "en": "Dong"}, key=["동코드"]
    )
    cells = [(n % 4, n // 4) for n in range(count)]
    table = pa.table({
        "동코드": [f"1101{n + 101}" for n in range(count)],
        "동": [f"가상{n + 1}동" for n in range(count)],
        "geometry": [shapely.to_wkb(shapely.box(126.9 + x / 50, 37.5 + y / 60, 126.92 + x / 50, 37.5 + (y + 1) / 60)) for x, y in cells],
    })  # fmt: skip
    put(resource, table, (Column("동코드", Type.TEXT, "dong_code"), Column("동", Type.TEXT), SHAPE), "Polygon")
    return resource


def older(city: City, count: int = 16) -> Resource:
    """People of 65 and older by dong, sex and year, with codes of eight digits. The first dong has none, two codes have no
    outline, one row has no code."""
    made = dataset(
        "older", city.department, title={"ko": "동별 65세 이상 주민", "en": "Residents of 65 and older by dong"}, theme=city.theme,
        description={"ko": "행정동별 65세 이상 주민입니다.", "en": "Residents of 65 and older by dong."}, issued=AT, origin="generated",
    )  # fmt: skip
    resource = Resource.objects.create(dataset=made, name="people", title={"ko": "65세 이상", "en": "65 and older"})
    codes = [f"1101{n + 101}0" for n in range(1, count)] + ["11019990", "11019995", None]
    rows = [
        {"연도": year, "행정동코드": code, "성별": sex, "65세 이상": 100 * n + 10 * (year - 2015) + (sex == "여"), "주민": 5000}
        for year in (2015, 2020, 2025) for n, code in enumerate(codes) for sex in ("남", "여")
    ]  # fmt: skip
    columns = (
        Column("연도", Type.INTEGER, "year"), Column("행정동코드", Type.TEXT, "dong_code"), Column("성별", Type.TEXT),
        Column("65세 이상", Type.INTEGER, unit="명"), Column("주민", Type.INTEGER, unit="명"),
    )  # fmt: skip
    put(resource, pa.Table.from_pylist(rows), columns)
    return resource
