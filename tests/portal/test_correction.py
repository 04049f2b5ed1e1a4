"""The form of corrections sends only what a person changed; everything else is decided from the bytes again."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from madang.ingest.models import Run
from madang.portal.workspace.correction import Correction, OddLines, column_types, lines
from tests.portal.layers import RECEIPT


def given(**fields: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({"encoding": "cp949", "delimiter": ",", "header_rows": "3", "type-0-0": "integer", **fields})
    return query


@pytest.mark.parametrize(
    ("changed", "choices"),
    [
        ({}, {}),
        ({"encoding": "utf-8"}, {"encoding": "utf-8"}),
        ({"delimiter": "tab"}, {"delimiter": "\t"}),
        ({"header_rows": "2, 3"}, {"header_rows": [2, 3]}),
        ({"header_rows": "0"}, {"header_rows": []}),
        ({"type-0-0": "text"}, {"types": {"인구": "text"}}),
        ({"crs": "EPSG:5186"}, {"crs": "EPSG:5186"}),
    ],
)
def test_only_changes_are_sent(changed, choices):
    assert Correction.read(given(**changed), Run(receipt=RECEIPT)) == choices


def test_earlier_types_stay():
    run = Run(receipt=RECEIPT, choices={"types": {"다른 열": "date"}})
    assert Correction.read(given(**{"type-0-0": "text"}), run)["types"] == {"다른 열": "date", "인구": "text"}


def test_odd_lines_are_told():
    with pytest.raises(OddLines, match="such as 1"):
        lines("first")


def test_every_type_is_offered_with_a_name():
    assert {"integer", "date", "dong_code", "text"} <= {name for name, _ in column_types()}
    assert all(label for _, label in column_types())


def test_a_file_without_a_table_offers_nothing_to_correct():
    form = Correction(Run(receipt={"file": {}, "encoding": None, "tables": []}))
    assert (form.encodings, form.delimiters, form.has_header, form.tables) == ([], {}, False, [])


def test_an_encoding_that_was_wrong_can_be_changed_back():
    form = Correction(Run(receipt={"file": {"format": "csv"}, "tables": []}, choices={"encoding": "cp949"}))
    assert (form.encoding, form.offers) == ("cp949", True)
    assert "utf-8" in form.encodings


def test_a_format_that_names_its_columns_has_no_header_lines():
    table = {"name": "", "header_rows": [], "dialect": None, "columns": []}
    assert not Correction(Run(receipt={"file": {"format": "shapefile"}, "tables": [table]})).has_header
    assert Correction(Run(receipt={"file": {"format": "excel"}, "tables": [table]})).has_header


def test_no_two_types_look_the_same():
    labels = [label for _, label in column_types()]
    assert len(set(labels)) == len(labels)
