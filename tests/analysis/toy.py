"""A study for the tests of the framework: which areas have most people. It lives here only."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.analysis.declare import ColumnRole, Given, Parameter, Result, Role, Tell, Yield
from madang.analysis.methods.solution import Infeasible
from madang.lib.problems import Problem
from madang.query.model import Column, Type

VERSION = 1
TITLE = {"en": "Most people", "ko": "사람이 가장 많은 곳"}
SUMMARY = {"en": "The areas with most people.", "ko": "사람이 가장 많은 구역입니다."}
NUMBERS = frozenset({Type.INTEGER, Type.NUMBER})
READS = (
    Role(
        "areas", {"en": "Areas", "ko": "구역"}, {"en": "Areas with people.", "ko": "사람이 사는 구역입니다."},
        (
            ColumnRole("code", {"en": "Code", "ko": "코드"}, frozenset({Type.TEXT}), ("^dong_code$", "code|코드", "구|name")),
            ColumnRole("people", {"en": "People", "ko": "사람"}, NUMBERS, ("인구|people", "older|어르신"), many=True, people=True),
            ColumnRole("income", {"en": "Income", "ko": "소득"}, NUMBERS, ("income|소득",), required=False),
        ),
        guesses=("인구|population",),
    ),
    Role(
        "districts", {"en": "Districts", "ko": "자치구"}, {"en": "Their districts.", "ko": "구역의 자치구입니다."},
        (ColumnRole("name", {"en": "Name", "ko": "이름"}, frozenset({Type.TEXT})),), required=False,
    ),
)  # fmt: skip
PARAMETERS = (
    Parameter("p", {"en": "Places", "ko": "곳"}, {"en": "How many.", "ko": "몇 곳인지 정합니다."}, "integer", 2, 1, 100),
    Parameter("share", {"en": "Share", "ko": "비율"}, {"en": "Of them.", "ko": "그 가운데 비율입니다."}, "number", 0.5, 0, 1),
    Parameter("round", {"en": "Round", "ko": "반올림"}, {"en": "Or not.", "ko": "반올림할지 정합니다."}, "flag", True),
    Parameter(
        "do", {"en": "Do", "ko": "하기"}, {"en": "What to do.", "ko": "할 일입니다."}, "choice", "well",
        choices={name: {"en": name, "ko": name} for name in ("well", "briefly", "slowly", "fail", "die", "infeasible", "named", "large")},
    ),
)  # fmt: skip
YIELDS = (
    Yield(
        "top", {"en": "Most people", "ko": "사람이 가장 많은 곳"}, {"en": "By people.", "ko": "사람 수 순서입니다."},
        (Column("place", Type.INTEGER), Column("code", Type.TEXT), Column("people", Type.INTEGER, unit="명")),
        labels={"place": {"en": "Place", "ko": "순위"}, "code": {"en": "Code", "ko": "코드"}, "people": {"en": "People", "ko": "사람"}},
        descriptions={"people": {"en": "Counted once.", "ko": "한 번씩 셉니다."}},
        people=("people",), sort_by=("place",),
    ),
    Yield(
        "chance", {"en": "Chance", "ko": "우연"}, {"en": "Random.", "ko": "난수입니다."}, (Column("value", Type.NUMBER),),
        labels={"value": {"en": "Value", "ko": "값"}},
    ),
)  # fmt: skip


class Named(Problem):
    en = "The toy has {what}."
    ko = "장난감에 {what}이(가) 있습니다."


def study(tables: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    areas = tables["areas"]
    _misbehave(parameters["do"], tell)
    names = [name for name in areas.rows.column_names if name.startswith("people")]
    people = sum(
        (areas.rows[name].to_numpy() * weight for name, weight in zip(names, areas.weights.get("people", (1,) * len(names)), strict=True)),
        np.zeros(areas.rows.num_rows),
    )  # fmt: skip
    order = np.argsort(-people, kind="stable")[: parameters["p"]]
    top = pa.table(
        {
            "place": np.arange(1, len(order) + 1),
            "code": pc.take(areas.rows["code"], pa.array(order)),
            "people": people[order].astype(np.int64),
        }
    )
    chance = pa.table({"value": np.random.default_rng(parameters["seed"]).random(3)})
    tell(0.9, {"en": "sorted", "ko": "정렬했습니다"})
    quality = {"areas": areas.rows.num_rows, "proved": True, "said": {"en": "All sorted.", "ko": "모두 정렬했습니다."}}
    return Result(
        {"top": top, "chance": chance}, quality, None, {"top": {"kind": "toy", "sum": int(people[order].sum())}}
    )


def _misbehave(what: str, tell: Tell) -> None:
    if what in ("briefly", "slowly"):
        tenths = 30 if what == "briefly" else 1_200
        for tenth in range(tenths):
            tell(tenth / tenths, {"en": "is slow", "ko": "느립니다"})
            time.sleep(0.1)
    elif what == "fail":
        raise ValueError("toy")
    elif what == "die":
        os._exit(3)
    elif what == "infeasible":
        raise Infeasible({"capacity": 120.0})
    elif what == "named":
        raise Named(what="a fault")
    elif what == "large":
        np.ones(3 << 27).sum()
