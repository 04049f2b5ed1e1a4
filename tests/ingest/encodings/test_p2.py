"""P2 of the pain points, case by case: what other portals' detectors made of Korean files must be impossible here."""

from __future__ import annotations

from pathlib import Path

import pytest

from madang.ingest.encodings import decide, text_blocks

ROWS = "연번,자치구,시설명,주소\n1,종로구,청운경로당,서울특별시 종로구 자하문로 92\n2,중구,다산경로당,서울특별시 중구 다산로 36\n"
ONE_NAME = "이름\n".replace("이름", "name") + "kim\n" * 1_000 + "홍\n"
LATE = "n,m\n" + "1,2\n" * 20_000 + ROWS
HEADER = (
    "기준일자,자치구명,총인구수,남자인구수,여자인구수,세대당인구,고령자비율\n"
    + "2026-03-01,11110,154770,75967,78803,2.08,14.2\n" * 50
)


@pytest.fixture
def read(tmp_path):
    """Decide and decode bytes as a city of that language does: `(decision, text)`."""

    def of(data: bytes, language: str = "ko", **choices: str):
        path: Path = tmp_path / "file.csv"
        path.write_bytes(data)
        decision = decide(path, {"language": language, **choices})
        return decision, b"".join(text_blocks(path, decision)).decode()

    return of


@pytest.mark.parametrize(
    "text", [ROWS, ROWS[: ROWS.index("2,")], LATE, HEADER], ids=["3 rows", "2 rows", "late", "header"]
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_p2_the_table_of_detectors(read, text, language):
    """P2: Hangul throughout, 3 rows only, 20,000 ASCII rows before, a Hangul header above numbers: right or asked."""
    decision, read_as = read(text.encode("cp949"), language)
    assert decision.how in ("decided", "asked")
    assert decision.how == "asked" or read_as == text
    assert language == "en" or read_as == text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_p2_one_korean_name_in_a_thousand_rows_is_asked(read, language):
    """P2: chardet says ISO-8859-1 and charset-normalizer utf-8 for it, both with mojibake."""
    decision, _ = read(ONE_NAME.encode("cp949"), language)
    assert decision.how == "asked"
    assert {"홍", "ȫ"} <= {decision.proof[0]["text"], decision.proof[0]["otherwise"]}
    assert decision.proof[0]["line"] == 1_002
    assert {"cp949", "utf-8"} <= {choice["name"] for choice in decision.choices}


def test_p2_the_217_syllables_that_are_valid_utf8_never_decide(read):
    """P2: "strict UTF-8 first" is not safe for Korean; neither is it when many of them stand together."""
    pairs = [bytes((lead, trail)) for lead in range(0xC2, 0xC9) for trail in range(0xA1, 0xC0)]
    assert len(pairs) == 217
    for data in (b"\n".join(pairs), b"\n".join(pairs[::7]) * 40, b"".join(pairs)):
        decision, _ = read(b"name\n" + data + b"\n")
        assert decision.how == "asked"


def test_p2_cafe_in_utf8_is_not_korean(read):
    """P2: UTF-8 `Café` reads as CP949 Hangul."""
    for language in ("ko", "en"):
        decision, text = read("name\nCafé\n".encode(), language)
        assert (decision.name, text) == ("utf-8", "name\nCafé\n")


@pytest.mark.parametrize("cell", ["84.9㎡", "36.5℃", "※ 미집계", "大", "大韓民國"])
def test_p2_symbols_and_hanja_are_asked_and_the_default_is_right(read, cell):
    """P2: CP949 with many symbols or Hanja has few Hangul, so a person looks."""
    text = f"name\n{cell}\n"
    decision, read_as = read(text.encode("cp949"))
    assert (decision.how, read_as) == ("asked", text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("東京都千代田区の小学校", "shift_jis"),
        ("臺北市信義區國民小學", "big5"),
        ("北京市朝阳区小学校", "gbk"),
        ("Ménage Ålesund", "cp1252"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_p2_foreign_encodings_are_offered_with_the_line(read, text, encoding, language):
    """P2: Shift-JIS, Big5, GBK and windows-1252 are for a person to choose, and one choice reads the kept bytes again."""
    data = f"name\nplain\n{text}\n".encode(encoding)
    decision, _ = read(data, language)
    assert decision.how in ("asked", "default")
    assert decision.proof[0]["line"] == 3
    shown = {choice["name"]: choice["text"] for choice in decision.choices}
    name = {"cp1252": "windows-1252", "gbk": "gb18030"}.get(encoding, encoding)
    assert text in shown[name]
    again, read_as = read(data, language, encoding=name)
    assert (again.how, read_as) == ("chosen", f"name\nplain\n{text}\n")


def test_p2_bytes_that_a_code_page_lacks_do_not_end_the_load(read):
    """P2 (`charmap` failures): 0x81 has no meaning in windows-1252; its place is counted, the rest is read."""
    decision, text = read(b"name\nCaf\xe9\nx\x81y\n" + b"plain\n" * 100, "en", encoding="windows-1252")
    assert text.startswith("name\nCafé\nx\0y\n")
    assert [(finding.code, finding.count) for finding in decision.findings] == [("no-text-in-encoding", 1)]
    assert "windows-1252" in decision.findings[0].text["ko"]


def test_p2_neither_candidate_tells_the_byte(read):
    """P2: neither fits: the byte offset and the line are told."""
    decision, _ = read(b"name\nplain\n\xa9 Crown\n", "en")
    assert (decision.how, decision.name) == ("default", "windows-1252")
    assert "11" in decision.reason["en"]
    assert decision.proof[0]["line"] == 3
