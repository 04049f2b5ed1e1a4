"""A study of sites for the tests of pages: as fast as a table is read, with a report, certificates and a scene. Nothing is optimised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from madang.analysis.declare import ColumnRole, Given, Parameter, Result, Role, Tell, Yield
from madang.analysis.report import Document, Figure, Heading, Key, Paragraph
from madang.analysis.scenarios import Scene, Site
from madang.query.model import Column, Type

VERSION = 3
TITLE = {"en": "Sites for all", "ko": "모두의 자리"}
SUMMARY = {"en": "Where sites should stand.", "ko": "어디에 세울지 찾습니다."}
READS = (
    Role(
        "areas", {"en": "Areas", "ko": "구역"}, {"en": "Where people live.", "ko": "사람이 사는 곳입니다."},
        (
            ColumnRole("name", {"en": "Name", "ko": "이름"}, frozenset({Type.TEXT}), ("이름|name",)),
            ColumnRole("need", {"en": "Need", "ko": "수요"}, frozenset({Type.INTEGER}), ("고령",), many=True),
            ColumnRole("extra", {"en": "Extra", "ko": "더"}, frozenset({Type.TEXT, Type.INTEGER}), ("이름|고령",), required=False),
            ColumnRole("geometry", {"en": "Shape", "ko": "도형"}, frozenset({Type.GEOMETRY}), ("geom",)),
        ),
        guesses=("고령|older",),
    ),
    Role(
        "facilities", {"en": "Facilities", "ko": "시설"}, {"en": "What there is.", "ko": "지금 있는 것입니다."},
        (ColumnRole("place", {"en": "Shape", "ko": "도형"}, frozenset({Type.GEOMETRY})),), required=False,
    ),
)  # fmt: skip
PARAMETERS = (
    Parameter("sites", {"en": "New sites", "ko": "새 자리"}, {"en": "How many.", "ko": "몇 곳인지 정합니다."}, "integer", 5, 1, 100),
    Parameter(
        "standard", {"en": "Standard", "ko": "기준 거리"}, {"en": "How far.", "ko": "거리입니다."}, "number", 3000, 1, 1e5, unit="m"
    ),
    *(
        Parameter(name, {"en": name, "ko": name}, {"en": "A line each.", "ko": "한 줄에 하나씩 씁니다."}, "text", "", advanced=True)
        for name in ("keep", "forbid", "close")
    ),
)  # fmt: skip
YIELDS = (
    Yield(
        "sites", {"en": "Where to open", "ko": "새로 열 곳"}, {"en": "The sites.", "ko": "고른 자리입니다."},
        (Column("order", Type.INTEGER), Column("site", Type.TEXT), Column("geometry", Type.GEOMETRY)), sort_by=("order",),
    ),
)  # fmt: skip


def study(tables: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """The first areas become sites, but for those that are forbidden."""
    rows = tables["areas"].rows
    names = rows["name"].to_pylist()
    shapes = shapely.from_wkb(np.array(rows["geometry"].to_pylist(), dtype=object))
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    taken = [at for at, name in enumerate(names) if name not in parameters["forbid"].split("\n")][: parameters["sites"]]
    sites = pa.table({
        "order": range(1, len(taken) + 1), "site": [names[at] for at in taken],
        "geometry": [shapely.to_wkb(shapely.Point(middles[at])) for at in taken],
    })  # fmt: skip
    scene = Scene(
        tuple(names), np.arange(len(names)), middles, np.array(rows["need"].to_pylist(), dtype=float),
        (
            Site("f0", "있던 곳", tuple(middles[-1].tolist()), False),
            *(Site(f"n{number}", names[at], tuple(middles[at].tolist()), True, names[at]) for number, at in enumerate(taken)),
        ), parameters["standard"], 1.3, tuple(shapely.to_wkt(shapes)),
    )  # fmt: skip
    quality = {
        "proved": True, "gap": 0.0, "verdict": {"en": "Optimal for this model.", "ko": "이 모형에서 최적입니다."},
        "then": {"share": 0.1 * parameters["sites"], "mean": 9000.0 - 100 * parameters["sites"]},
    }  # fmt: skip
    report = Document(
        TITLE, {"en": "For the tests", "ko": "시험용"},
        (
            Key((Figure({"en": "Reached", "ko": "닿는 사람"}, 1234),)), Heading({"en": "Why here", "ko": "고른 이유"}),
            Paragraph({"en": "Because of <b>", "ko": "이유는 <b>"}),
        ),
    )  # fmt: skip
    return Result({"sites": sites}, quality, report, {"proof": {"kind": "toy", "sites": taken}}, scene)
