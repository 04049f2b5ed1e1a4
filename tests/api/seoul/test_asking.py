"""How Seoul's dialect is asked and answered, read with parsers that know nothing of Madang."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from datetime import date, datetime, time
from urllib.parse import quote

import openpyxl
import pandas
import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.api.seoul import codes
from madang.api.seoul.element_names import decoded, encoded
from madang.catalog.models import Alias, Resource, Revision
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

pytestmark = pytest.mark.django_db
ROWS = {
    "구": ["종로구", "중구", "강 남 구", None, "<b>&]]>"],
    "1월 인구(명)": [139_417, 121_312, 557_865, None, 0],
    "율": [0.5, None, 1.25, 3.0, 1e-7],
    "날": [date(2026, 6, 30), date(2026, 7, 1), date(9999, 12, 31), None, date(2025, 12, 31)],
    "때": [
        datetime(2026, 6, 30, 9, 5),
        datetime(2026, 6, 30, 9, 6, 7),
        None,
        datetime(2026, 7, 1),
        datetime(2026, 12, 31, 23, 59, 59),
    ],
    "열림": [True, False, None, True, False],
    "각": [time(9, 0), None, time(23, 59, 59), None, time(0, 0)],
    "말": ["a\nb", "\u0001 odd\r", 'say "hi"\\', "", "=1+1"],
}
KINDS = {
    "구": "text",
    "1월 인구(명)": "integer",
    "율": "number",
    "날": "date",
    "때": "datetime",
    "열림": "boolean",
    "각": "time",
    "말": "text",
}
COLUMNS = tuple(Column(name, Type(kind)) for name, kind in KINDS.items())
NAMES = list(ROWS)


@pytest.fixture
def table(city: City) -> Resource:
    """Five rows of every type, as the services `Mixed` and `섞임`."""
    resource = Resource.objects.create(dataset=city.dataset, name="mixed")
    publish(resource, ROWS, COLUMNS)
    for position, name in enumerate(("Mixed", "섞임")):
        Alias.objects.create(name=name, resource=resource, position=position)
    return resource


@pytest.fixture
def key(city: City) -> str:
    return Token.make(city.citizen, "t")[1]


def get(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.getvalue().decode()


def rows(client: Client, *arguments: str, name: str = "구") -> list[str]:
    """That column of the rows that these arguments find; [] when the answer is INFO-200."""
    path = "/".join(quote(text, safe="") for text in arguments)
    found = json.loads(get(client, f"/anonymous/json/Mixed/1/100/{path}"))
    return [] if found.get("RESULT", {}).get("CODE") == "INFO-200" else [row[name] for row in found["Mixed"]["row"]]


def code(client: Client, address: str) -> str:
    """The code of an answer that is one, in whatever type."""
    text = get(client, address)
    if text.startswith("{"):
        found = json.loads(text)
        assert list(found) == ["RESULT"]
        return found["RESULT"]["CODE"]
    found = ET.fromstring(text)
    assert found.tag == "RESULT"
    return found.findtext("CODE")


def test_json_stands_on_one_line_in_the_order_of_the_original(client, table):
    text = get(client, "/sample/json/Mixed/0/5")
    assert "\n" not in text
    assert text.startswith(
        '{"Mixed":{"list_total_count":5,"RESULT":{"CODE":"INFO-000","MESSAGE":"정상 처리되었습니다"},"row":[{"구":"종로구",'
    )
    first, second, third, fourth, fifth = json.loads(text)["Mixed"]["row"]
    assert first == {"구": "종로구", "1월 인구(명)": 139417, "율": 0.5, "날": "2026-06-30", "때": "2026-06-30 09:05:00", "열림": "Y",
                     "각": "09:00:00", "말": "a\nb"}  # fmt: skip
    assert (second["율"], second["각"], second["말"]) == ("", "", "\u0001 odd\r")
    assert (third["때"], third["열림"], third["말"]) == ("", "", 'say "hi"\\')
    assert (fourth["구"], fourth["1월 인구(명)"], fourth["날"]) == ("", "", "")
    assert (fifth["구"], fifth["율"], fifth["열림"]) == ("<b>&]]>", 1e-7, "N")


def test_xml_is_well_formed_whatever_the_names_and_values(client, table):
    text = get(client, "/sample/xml/섞임/1/5/")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<섞임>\n<list_total_count>5</list_total_count>\n'
                           "<RESULT><CODE>INFO-000</CODE><MESSAGE>정상 처리되었습니다</MESSAGE></RESULT>\n"
                           "<row><구>종로구</구>")  # fmt: skip
    root = ET.fromstring(text)
    assert [part.tag for part in root] == ["list_total_count", "RESULT", *["row"] * 5]
    cells = [{decoded(cell.tag): cell.text for cell in row} for row in root.findall("row")]
    assert cells[0] == {"구": "종로구", "1월 인구(명)": "139417", "율": "0.5", "날": "2026-06-30", "때": "2026-06-30 09:05:00",
                        "열림": "Y", "각": "09:00:00", "말": "a\nb"}  # fmt: skip
    assert cells[1]["말"] == "\ufffd odd\r"
    assert "<_x0031_월_x0020_인구_x0028_명_x0029_/>" in text
    assert cells[4]["구"] == "<b>&]]>"


def test_xmlf_is_the_same_as_a_file(client, table):
    answer = client.get("/sample/xmlf/Mixed/1/5/")
    assert answer.content == client.get("/sample/xml/Mixed/1/5/").content
    assert 'filename="Mixed.xml"' in answer["Content-Disposition"]
    assert "Content-Disposition" not in client.get("/sample/xml/Mixed/1/5/")


def test_xls_opens_in_pandas_and_openpyxl(client, table):
    answer = client.get("/sample/xls/섞임/2/5/")
    assert "UTF-8''%EC%84%9E%EC%9E%84.xlsx" in answer["Content-Disposition"]
    for engine in ("openpyxl", "calamine"):
        frame = pandas.read_excel(io.BytesIO(answer.getvalue()), keep_default_na=False, engine=engine)
        assert list(frame.columns) == NAMES
        assert list(frame["구"]) == ["중구", "강 남 구", "", "<b>&]]>"]
    cell = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets[0].cell(5, 8)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert code(client, "/sample/xls/Mixed/1/5/없는구/") == "INFO-200"


@pytest.mark.parametrize(("arguments", "found"), [
    ((), ["종로구", "중구", "강 남 구", "", "<b>&]]>"]),
    (("종로구",), ["종로구"]),
    (("종로",), []),
    (("강 남 구",), ["강 남 구"]),
    (("<b>&]]>",), ["<b>&]]>"]),
    (("중구", "121312"), ["중구"]),
    (("중구", "121313"), []),
    ((" ", "139417"), ["종로구"]),
    (("", "0139417", "", " "), ["종로구"]),
    ((" ", "십만"), []), ((" ", "1.5"), []), ((" ", "9" * 40), []), ((" ", " ", "1.25"), ["강 남 구"]), ((" ", " ", "nan"), []),
    ((" ", " ", "1e999"), []),
    ((" ", " ", " ", "20260630"), ["종로구"]),
    ((" ", " ", " ", "2026-06-30"), ["종로구"]),
    ((" ", " ", " ", "202606"), ["종로구"]),
    ((" ", " ", " ", "2026"), ["종로구", "중구"]),
    ((" ", " ", " ", "9999"), ["강 남 구"]), ((" ", " ", " ", "99991231"), ["강 남 구"]),
    ((" ", " ", " ", "2026063009"), []), ((" ", " ", " ", "20261301"), []), ((" ", " ", " ", "어제"), []), ((" ", " ", " ", "0000"), []),
    ((" ", " ", " ", " ", "202606300905"), ["종로구"]),
    ((" ", " ", " ", " ", "2026-06-30 09"), ["종로구", "중구"]),
    ((" ", " ", " ", " ", "2026-06-30 09:06:07"), ["중구"]),
    ((" ", " ", " ", " ", "202612"), ["<b>&]]>"]),
    ((" ", " ", " ", " ", " ", "Y"), ["종로구", ""]), ((" ", " ", " ", " ", " ", "false"), ["중구", "<b>&]]>"]),
    ((" ", " ", " ", " ", " ", "yes"), []),
    ((" ", " ", " ", " ", " ", " ", "23:59:59"), ["강 남 구"]),
    ((" ", " ", " ", " ", " ", " ", "25:00"), []),
    (("' or 1=1 --",), []), (("종로구\0",), []), (("..",), []),
])  # fmt: skip
def test_arguments_are_equal_to_their_columns_and_days_may_be_shorter(client, table, arguments, found):
    assert rows(client, *arguments) == found


def test_what_is_written_can_be_asked_for(client, table):
    for row in json.loads(get(client, "/sample/json/Mixed/1/5"))["Mixed"]["row"]:
        assert row["구"] in rows(client, *(str(value) for value in row.values()))


def test_days_that_were_written_in_digits_stay_so(client, city):
    resource = Resource.objects.create(dataset=city.dataset, name="days")
    columns = (Column("USE_DT", Type.DATE, "date_compact"), Column("HH", Type.DATETIME, "datetime_hour"))
    publish(resource, {"USE_DT": [date(2026, 6, 30), None], "HH": [datetime(2026, 6, 30, 9), None]}, columns)
    Alias.objects.create(name="Days", resource=resource)
    rows = json.loads(get(client, "/sample/json/Days/1/5"))["Days"]["row"]
    assert rows == [{"USE_DT": "20260630", "HH": "2026063009"}, {"USE_DT": "", "HH": ""}]
    assert json.loads(get(client, "/sample/json/Days/1/5/20260630/2026063009"))["Days"]["list_total_count"] == 1
    assert "<USE_DT>20260630</USE_DT><HH>2026063009</HH>" in get(client, "/sample/xml/Days/1/5")


def test_arguments_are_the_columns_that_an_officer_chose(client, table):
    Resource.objects.filter(pk=table.pk).update(arguments=["율", "구", "gone"])
    assert rows(client, "0.5", "종로구") == ["종로구"]
    assert rows(client, "", "중구") == ["중구"]
    assert code(client, "/anonymous/json/Mixed/1/5/ /중구/x") == "ERROR-601"
    assert code(client, "/anonymous/json/Mixed/1/5/ /중구/ /x") == "ERROR-300"
    assert rows(client, "", "중구", "", "", "") == ["중구"]


@pytest.mark.parametrize(("address", "told"), [
    ("json/Mixed/1/5", None), ("json/Mixed/01/005/", None), ("json/Mixed/0/1000", None), ("json/Mixed/5/5", None),
    ("json", "ERROR-300"), ("json/", "ERROR-300"), ("json/Mixed", "ERROR-300"), ("json/Mixed/1/", "ERROR-300"),
    ("json/%20/1/5", "ERROR-300"),
    ("jsn/Mixed/1/5", "ERROR-301"), ("JSON/Mixed/1/5", "ERROR-301"), ("csv/Mixed/1/5/a/b", "ERROR-301"),
    ("json/mixed/1/5", "ERROR-310"), ("json/없는서비스/1/5", "ERROR-310"), ("json/../1/5", "ERROR-310"),
    ("json/a%00b/1/5", "ERROR-310"), ("json/%FF/1/5", "ERROR-310"),
    ("json/Mixed/-1/5", "ERROR-331"), ("json/Mixed/1/-5", "ERROR-332"), ("json/Mixed/0/0", "ERROR-332"),
    ("json/Mixed/a/5", "ERROR-333"), ("json/Mixed/1/5.0", "ERROR-333"), ("json/Mixed/１/5", "ERROR-333"),
    (f"json/Mixed/1/{'9' * 5000}", "ERROR-333"),
    ("json/Mixed/5/4", "ERROR-334"), ("json/Mixed/1/1001", "ERROR-336"), ("json/Mixed/0/1001", "ERROR-336"),
    ("json/Mixed/1001/2000", "INFO-200"), (f"json/Mixed/{10**30}/{10**30}", "INFO-200"), ("json/Mixed/6/10", "INFO-200"),
    ("json/Mixed/2/5/종로구", "INFO-200"), (f"json/Mixed/1/{10**30}", "ERROR-336"),
])  # fmt: skip
def test_codes(client, table, key, address, told):
    for word in (key, "anonymous"):
        text = get(client, f"/{word}/{address}")
        if told is None:
            assert json.loads(text)["Mixed"]["RESULT"]["CODE"] == "INFO-000"
        else:
            assert code(client, f"/{word}/{address}") == told
            assert text.startswith("{") is address.startswith("json")


def test_the_sample_key_reads_five_rows(client, table):
    assert len(json.loads(get(client, "/sample/json/Mixed/0/5"))["Mixed"]["row"]) == 5
    for span in ("1/6", "2/6", "6/10", "1/1000"):
        assert code(client, f"/sample/json/Mixed/{span}") == "ERROR-335"


def test_every_code_has_the_text_of_the_original(client, table):
    told = {one.code: one.text for one in codes.CODES}
    assert len(told) == 15
    assert json.loads(get(client, "/sample/json/Mixed/6/5")) == {
        "RESULT": {"CODE": "ERROR-334", "MESSAGE": told["ERROR-334"]}
    }
    assert (
        get(client, "/sample/json/Mixed/1/5/x")
        == '{"RESULT":{"CODE":"INFO-200","MESSAGE":"해당하는 데이터가 없습니다."}}'
    )
    assert get(client, "/bad/xml/Mixed/1/5/") == (
        "<RESULT><CODE>INFO-100</CODE><MESSAGE><![CDATA[인증키가 유효하지 않습니다.\n"
        "인증키가 없는 경우, 열린 데이터 광장 홈페이지에서 인증키를 신청하십시오.]]></MESSAGE></RESULT>"
    )


def test_errors_are_xml_under_json_for_who_wants_them_as_they_were(client, table):
    assert get(client, "/bad/json/Mixed/1/5/").startswith('{"RESULT":{"CODE":"INFO-100"')
    assert get(client, "/bad/json/Mixed/1/5/?errors=xml") == get(client, "/bad/xml/Mixed/1/5/")
    assert get(client, "/sample/json/Mixed/1/5/x?errors=xml").startswith('{"RESULT":{"CODE":"INFO-200"')


def test_names_of_elements_are_legal_different_and_reversible():
    names = [
        "구",
        "1월",
        "a b",
        "_x0020_",
        "_x0020",
        "a:b",
        "-",
        ".",
        "㎡",
        "ㄱ",
        "😀",
        "漢字",
        "Ä",
        "é",
        "a&b",
        "<",
        "\u0001",
        "x_x005F_",
    ]
    elements = [encoded(name) for name in names]
    assert [decoded(element) for element in elements] == names
    assert len(set(elements)) == len(names)
    assert elements[:4] == ["구", "_x0031_월", "a_x0020_b", "_x005F_x0020_"]
    for element in elements:
        assert ET.fromstring(f"<{element}/>").tag == element


def test_other_methods_are_refused_and_browsers_may_read(client, table):
    assert client.post("/sample/json/Mixed/1/5/").status_code == 405
    assert client.get("/sample/json/Mixed/1/5/")["Access-Control-Allow-Origin"] == "*"
    assert client.options("/sample/json/Mixed/1/5/").status_code == 204
    head = client.head("/sample/json/Mixed/1/5/")
    assert (head.status_code, head.getvalue()) == (200, b"")


def test_answers_tell_their_origin_and_revision_and_are_not_sent_twice(client, table):
    answer = client.get("/sample/json/Mixed/1/5/")
    revision = Revision.objects.get(resource=table)
    assert (answer["Madang-Revision"], answer["Madang-Origin"], answer["Madang-Total"]) == (
        revision.pk,
        "observed",
        "5",
    )
    assert "Link" not in client.get("/sample/json/Mixed/1/2/")
    again = client.get("/sample/json/Mixed/1/5/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/sample/json/섞임/1/5/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_pages_and_other_addresses_are_not_shadowed(client, city):
    assert client.get("/ko/").status_code == 200
    assert "text/html" in client.get("/ko/json/nothing/1/5/")["Content-Type"]
    assert client.get("/api/v1/datasets").status_code == 200
    assert client.get("/admin/json/x/1/5/").status_code in (302, 404)
    assert client.get("/no/such/page").status_code == 404


def test_the_original_names_of_city_data(client, city):
    made = dataset("city", city.department)
    resource = Resource.objects.create(dataset=made, name="places", arguments=["AREA_NM"])
    publish(
        resource,
        {"AREA_NM": ["명동", "광화문·덕수궁"], "N": [1, 2]},
        (Column("AREA_NM", Type.TEXT), Column("N", Type.INTEGER)),
    )
    for name in ("citydata", "citydata_ppltn"):
        Alias.objects.create(name=name, resource=resource)
    result = {"RESULT.CODE": "INFO-000", "RESULT.MESSAGE": "정상 처리되었습니다"}
    one = json.loads(get(client, "/sample/json/citydata_ppltn/1/5/광화문·덕수궁"))
    assert one == {"SeoulRtd.citydata_ppltn": [{"AREA_NM": "광화문·덕수궁", "N": 2}], "RESULT": result}
    assert json.loads(get(client, "/sample/json/citydata/1/1/명동"))["CITYDATA"] == {"AREA_NM": "명동", "N": 1}
    assert len(json.loads(get(client, "/sample/json/citydata/1/5/"))["CITYDATA"]) == 2
    root = ET.fromstring(get(client, "/sample/xml/citydata_ppltn/1/5/명동"))
    assert (root.tag, root.findtext("SeoulRtd.citydata_ppltn/N"), root.findtext("RESULT/RESULT.CODE")) == (
        "Map",
        "1",
        "INFO-000",
    )
    assert ET.fromstring(get(client, "/sample/xml/citydata/1/1/명동")).findtext("CITYDATA/AREA_NM") == "명동"


def test_the_host_of_the_subway(client, table):
    found = json.loads(get(client, "/api/subway/sample/json/Mixed/0/5/중구"))
    assert found["errorMessage"] == {
        "status": 200, "code": "INFO-000", "message": "정상 처리되었습니다.", "link": "", "developerMessage": "", "total": 1,
    }  # fmt: skip
    assert [row["구"] for row in found["MixedList"]] == ["중구"]
    empty = json.loads(get(client, "/api/subway/sample/json/Mixed/0/5/없음"))
    assert (empty["status"], empty["code"], empty["message"]) == (500, "INFO-200", "해당하는 데이터가 없습니다.")
    assert json.loads(get(client, "/api/subway/bad/json/Mixed/0/5"))["code"] == "INFO-100"
    assert json.loads(get(client, "/api/subway/sample/json/Mixed/0/6"))["code"] == "ERROR-335"
    root = ET.fromstring(get(client, "/api/subway/sample/xml/Mixed/0/5/중구"))
    assert (root.tag, root.findtext("RESULT/total"), root.findtext("row/구")) == ("Mixed", "1", "중구")
