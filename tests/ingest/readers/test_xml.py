"""XML rows, and XML that is refused."""

from __future__ import annotations

import pytest

from tests.ingest.readers.conftest import lines, names, rows


def test_rows_of_seoul_open_data(reading):
    text = """<?xml version="1.0" encoding="UTF-8"?>
<parks><list_total_count>2</list_total_count><RESULT><CODE>INFO-000</CODE></RESULT>
<row><이름>남산</이름><넓이>1.5</넓이><위치 위도="37.5"/></row>
<row><이름>북한산 &amp; 도봉산</이름><넓이/></row>
</parks>"""
    table = reading("a.xml", text.encode()).tables[0]
    assert names(table) == ["이름", "넓이", "위치@위도"]
    assert rows(table) == [("남산", "1.5", "37.5"), ("북한산 & 도봉산", None, None)]
    assert (table.facts["path"], lines(table)) == ("parks/row", [3, 4])


def test_declared_euc_kr(reading):
    text = '<?xml version="1.0" encoding="EUC-KR"?><a><r n="1"><이름>홍길동</이름></r><r n="2"><이름>김</이름></r></a>'
    table = reading("a.xml", text.encode("cp949")).tables[0]
    assert rows(table) == [("1", "홍길동"), ("2", "김")]


def test_the_outermost_repeated_element_is_the_row(reading):
    text = b"<?xml version='1.0'?><c><d><t>1</t><k><v>a</v></k><k><v>b</v></k></d><d><t>2</t><k><v>c</v></k></d></c>"
    table = reading("a.xml", text).tables[0]
    assert (table.rows, table.facts["path"]) == (2, "c/d")


@pytest.mark.parametrize(
    ("data", "code", "korean"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a><r><b>1</b></r><r/></a>', "entities", "엔터티"),
        (b'<?xml version="1.0"?><a><r><b>1</b></r><r><b>', "unreadable", "읽을 수 없습니다"),
        (b'<?xml version="1.0"?>' + b"<a>" * 100_000 + b"</a>" * 100_000, "unreadable", "단계보다 깊게"),
        (
            b'<?xml version="1.0"?><RESULT><CODE>ERROR-300</CODE><MESSAGE>key</MESSAGE></RESULT>',
            "error-body",
            "ERROR-300 key",
        ),
        (b'<?xml version="1.0"?><a><b>1</b></a>', "no-repeats", "되풀이되는 요소가 없는"),
    ],
)
def test_xml_without_rows(reading, data, code, korean):
    result = reading("a.xml", data)
    assert [finding.code for finding in result.findings] == [code]
    assert korean in result.no_table["reason"]["ko"]
