"""What the child writes of a result: exactly what was declared, in plain JSON, with the report marked where inputs are generated."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from madang.analysis.apart import making
from madang.analysis.declare import Given, Result, Yield
from madang.analysis.report import Document, Paragraph, paper
from madang.lib.texts import LANGUAGES
from madang.query.model import Column, Type
from tests.analysis import toy

TOP = pa.table({"place": [2, 1], "code": ["b", "a"], "people": [1.0, 2.0]})
GOOD = Result({"top": TOP, "chance": pa.table({"value": [1]})}, {"n": 1}, None, {"c": {"k": 1}})
REPORT = Document({"ko": "보고서", "en": "Report"}, {}, (Paragraph({"ko": "끝.", "en": "Done."}),))


def given(origin: str) -> Given:
    return Given(TOP, {"ko": "지어낸 인구", "en": "Invented people"}, "d", "r", origin, {})


def test_tables_have_the_declared_types_and_order(tmp_path: Path) -> None:
    made = making.made(toy, GOOD, tmp_path)
    rows = pq.read_table(tmp_path / "tables" / "top.parquet")
    assert rows.to_pylist() == [{"place": 1, "code": "a", "people": 2}, {"place": 2, "code": "b", "people": 1}]
    assert (made.tables["top"], made.quality, made.files) == (
        {"rows": 2, "geometry_kind": ""},
        {"n": 1},
        ["certificates/c.json"],
    )
    assert json.loads((tmp_path / "certificates" / "c.json").read_text()) == {"k": 1}


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"tables": {"top": TOP}}, "tables"), ({"tables": {"top": TOP, "chance": pa.table({"x": [1]})}}, "columns of chance"),
        ({"tables": {"top": TOP, "chance": pa.table({"value": ["x"]})}}, "types of chance"),
        ({"quality": {"n": float("nan")}}, "plain JSON"), ({"certificates": {"c": {"k": {1}}}}, "plain JSON"),
    ],
)  # fmt: skip
def test_what_breaks_the_declaration_is_named(tmp_path: Path, odd: dict[str, Any], says: str) -> None:
    with pytest.raises(making.OddResult) as told:
        making.made(toy, replace(GOOD, **odd), tmp_path)
    assert says in told.value.text("en")
    assert "toy" in told.value.text("ko")


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        ([None, shapely.Point(1, 2)], "point"), ([shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])], "polygon"),
        ([shapely.LineString([(0, 0), (1, 1)])], "line"), ([None], ""),
    ],
)  # fmt: skip
def test_the_kind_of_a_layer_is_that_of_its_shapes(shapes: list[Any], kind: str) -> None:
    column = pa.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], pa.binary())
    declared = Yield("layer", {}, {}, (Column("geometry", Type.GEOMETRY),))
    assert making._shape(declared, pa.table({"geometry": column})) == kind


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (pa.array(["POINT (1 2)"]), "not string"),
        (pa.array([b"POINT (1 2)"]), "well-known binary"),
        (pa.array([1]), "not int64"),
    ],
)
def test_shapes_that_are_no_binary_are_named(tmp_path: Path, shapes: pa.Array, says: str) -> None:
    layer = Yield("layer", {}, {}, (Column("geometry", Type.GEOMETRY),))
    study = SimpleNamespace(__name__="toy", YIELDS=(layer,))
    result = Result({"layer": pa.table({"geometry": shapes})}, {}, None)
    with pytest.raises(making.OddResult, match=r"layer\.geometry") as told:
        making.made(study, result, tmp_path)  # type: ignore[arg-type]
    assert says in told.value.text("en")


def test_a_report_of_generated_data_begins_with_a_warning(tmp_path: Path) -> None:
    assert making.marked(REPORT, {"a": given("observed")}) is REPORT
    marked = making.marked(REPORT, {"a": given("observed"), "b": given("generated")})
    assert marked.parts[0].kind == "warning"
    study = SimpleNamespace(__name__="toy", YIELDS=toy.YIELDS)
    made = making.made(study, replace(GOOD, report=marked), tmp_path)  # type: ignore[arg-type]
    assert {f"report.{language}.{kind}" for language in LANGUAGES for kind in ("html", "part.html", "pdf")} <= set(
        made.files
    )
    for language, words in (("ko", "지어낸 인구"), ("en", "Invented people")):
        page = (tmp_path / f"report.{language}.html").read_text(encoding="utf-8")
        assert page.index(words) < page.index({"ko": "끝.", "en": "Done."}[language])
    assert (tmp_path / "report.ko.pdf").read_bytes().startswith(b"%PDF")


def test_a_pdf_that_cannot_be_made_costs_the_pdf_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(paper, "ROOT", tmp_path)
    monkeypatch.setattr(paper, "TEMPLATE", broken)
    made = making.made(toy, replace(GOOD, report=REPORT), tmp_path)
    assert set(made.tables) == {"top", "chance"}
    assert not [name for name in made.files if name.endswith(".pdf")]
    page = (tmp_path / "report.ko.html").read_text(encoding="utf-8")
    assert "PDF는 만들지 못했습니다(panicked" in page
    assert "끝." in page
