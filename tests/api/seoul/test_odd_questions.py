"""Whatever is asked in Seoul's dialect, the answer is one that its clients can read."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.api.seoul import json_answer, xml_answer
from madang.api.seoul.codes import CODES
from madang.api.seoul.element_names import decoded
from madang.catalog.models import Alias
from madang.query.model import Column, Type
from tests.city import City, publish

pytestmark = pytest.mark.django_db
ODD = st.one_of(
    st.text(max_size=8), st.integers().map(str), st.dates().map(str), st.floats().map(str),
    st.sampled_from(["", " ", "%", "'", "..", "json", "sample", "종로구", "\0", "\n", "0", "-0", "1e5", "Y", "२", "1" * 41]),
)  # fmt: skip
INDEX = st.one_of(st.integers(-2, 1200).map(str), ODD)
LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold."""
KNOWN = {code.code for code in CODES}


@pytest.fixture
def odd(city: City) -> None:
    columns = (
        Column("구", Type.TEXT),
        Column("날", Type.DATE),
        Column("열림", Type.BOOLEAN),
        Column("n", Type.INTEGER),
    )
    publish(city.resource, {"구": ["종로구"], "날": [None], "열림": [True], "n": [1]}, columns)
    Alias.objects.create(name="Odd", resource=city.resource)


def code(type: str, text: str) -> str:
    if type == "json":
        found = json.loads(text)
        return (found["RESULT"] if "RESULT" in found else found["Odd"]["RESULT"])["CODE"]
    root = ET.fromstring(text)
    told = root.findtext("CODE") or root.findtext("RESULT/CODE")
    assert told
    return told


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    type=st.sampled_from(["json", "xml"]), start=INDEX, end=INDEX, arguments=st.lists(ODD, max_size=6),
    name=st.sampled_from(["Odd", "Odd", "없음"]),
)  # fmt: skip
def test_no_question_breaks(client, odd, type, start, end, arguments, name):
    path = "/".join(quote(part, safe="") for part in (start, end, *arguments))
    answer = client.get(f"/anonymous/{type}/{quote(name)}/{path}")
    assert answer.status_code == 200
    assert code(type, answer.getvalue().decode()) in KNOWN


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=20), min_size=1, max_size=4),
    st.text(min_size=1, max_size=12),
    st.text(min_size=1, max_size=20),
)
def test_any_names_and_values_are_read_back(cells, column, service):
    table = pa.table({column: cells})
    told = {"facts": {"total": len(cells), "returned": len(cells)}, "service": service, "subway": False}
    text = b"".join(json_answer.write(iter(table.to_batches()), table.schema, **told)).decode()
    assert "\n" not in text
    assert [row[column] for row in json.loads(text)[service]["row"]] == cells
    root = ET.fromstring(b"".join(xml_answer.write(iter(table.to_batches()), table.schema, **told)))
    assert decoded(root.tag) == service
    rows = root.findall("row")
    assert [decoded(row[0].tag) for row in rows] == [column] * len(cells)
    assert [row[0].text or "" for row in rows] == [LOST.sub("\ufffd", cell) for cell in cells]
