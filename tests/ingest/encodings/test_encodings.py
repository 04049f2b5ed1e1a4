"""Encodings: decided, asked or refused on the whole stream; the traps of Korean and Western texts by name."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from madang.ingest import encodings
from madang.ingest.encodings import UnknownEncoding, decide, text_blocks

KOREAN = "연번,자치구,시설명,주소\n1,종로구,청운경로당,서울특별시 종로구 자하문로 92\n2,중구,다산경로당,서울특별시 중구 다산로 36\n"
FOREIGN = {
    "gbk": "北京市朝阳区人民政府统计局二零二六年人口普查数据公报 上海市浦东新区常住人口 性别 年龄 教育程度 医院 学校",
    "big5": "臺北市政府統計處人口統計 區別 性別 年齡 戶數 地址 電話 信義區 大安區 中山區 松山區 公車站牌 醫院",
    "shift_jis": "東京都千代田区の人口統計データ 男性 女性 年齢 世帯数 住所 電話番号 バス停 病院 学校 図書館 面積",
    "euc_jp": "東京都千代田区の人口統計データ 男性 女性 年齢 世帯数 住所 電話番号 バス停 病院 学校 図書館 面積",
    "cp1252": "Ålesund Tromsø Bodø Ærøskøbing Ménage à trois garçon naïve Zürich Köln Größe Straße año señor £500",
    "cp1251": "Москва Санкт-Петербург население улица дом школа больница район город область республика страна",
    "cp1250": "Łódź Kraków Gdańsk Wrocław żółć źdźbło Příliš žluťoučký kůň úpěl ďábelské ódy příliš žluťoučký",
}


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    return path


def decoded(path: Path, decision: encodings.Decision) -> str:
    return b"".join(text_blocks(path, decision)).decode()


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "euc_kr"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_plain_korean_is_decided_whatever_the_city(tmp_path, encoding, language):
    path = saved(tmp_path, KOREAN.encode(encoding))
    decision = decide(path, {"language": language})
    assert decision.how == "decided"
    assert decision.name == ("utf-8" if encoding == "utf-8" else "cp949")
    assert decoded(path, decision) == KOREAN
    assert decision.proof[0]["text"].startswith("연번")
    assert decision.proof[0]["line"] == 1
    assert decision.findings == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be-bom"], ids=["utf-8", "utf-16", "utf-32", "utf-16-be"]
)
def test_byte_order_marks_are_honoured_and_recorded(tmp_path, encoding):
    data = b"\xfe\xff" + KOREAN.encode("utf-16-be") if encoding == "utf-16-be-bom" else KOREAN.encode(encoding)
    path = saved(tmp_path, data)
    decision = decide(path, {"language": "en"})
    assert decision.how == "decided"
    assert decision.receipt["bom"] is True
    assert decoded(path, decision) == KOREAN


def test_a_mark_saved_in_the_wrong_encoding_is_skipped(tmp_path):
    path = saved(tmp_path, "ï»¿Body,Date\nx,1\n".encode())
    decision = decide(path, {"language": "en"})
    assert decision.bom
    assert decoded(path, decision) == "Body,Date\nx,1\n"


@pytest.mark.parametrize(("language", "name", "word"), [("ko", "cp949", "홍"), ("en", "utf-8", "ȫ")])
def test_one_korean_name_that_is_also_utf8_is_asked(tmp_path, language, name, word):
    """`홍` in EUC-KR is well-formed UTF-8 (`ȫ`): strict UTF-8 first would be silent mojibake."""
    path = saved(tmp_path, "\n".join(["name"] + ["kim"] * 1000 + ["홍"]).encode("cp949"))
    decision = decide(path, {"language": language})
    assert (decision.how, decision.name) == ("asked", name)
    assert decoded(path, decision).endswith(word)
    assert decision.proof[0]["line"] == 1002
    assert {decision.proof[0]["text"], decision.proof[0]["otherwise"]} == {"홍", "ȫ"}
    assert [finding.code for finding in decision.findings] == ["encoding-undecided"]


def test_every_trap_syllable_is_asked(tmp_path):
    traps = []
    for lead in range(0xB0, 0xC9):
        for trail in range(0xA1, 0xFF):
            data = bytes((lead, trail))
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                continue
            traps.append(data)
    assert len(traps) == 217
    for data in traps[::10]:
        decision = decide(saved(tmp_path, b"name\n" + data + b"\n"), {"language": "ko"})
        assert (decision.how, decision.name) == ("asked", "cp949"), data.decode("cp949")


@pytest.mark.parametrize(
    ("text", "encoding", "default"),
    [("Ålesund", "cp1252", "windows-1252"), ("北京", "gbk", "cp949"), ("면적 ㎡ ℃ ※ 大", "cp949", "cp949")],
)
def test_little_evidence_is_asked_with_both_readings_shown(tmp_path, text, encoding, default):
    path = saved(tmp_path, f"name,n\n{text},1\n".encode(encoding))
    decision = decide(path, {"language": "en" if default == "windows-1252" else "ko"})
    assert (decision.how, decision.name) == ("asked", default)
    shown = " ".join(choice["text"] for choice in decision.choices)
    assert text in shown
    assert {"cp949", "windows-1252"} <= {choice["name"] for choice in decision.choices}


@pytest.mark.parametrize("encoding", sorted(FOREIGN))
@pytest.mark.parametrize("language", ["ko", "en"])
def test_foreign_texts_are_never_decided_as_korean(tmp_path, encoding, language):
    path = saved(tmp_path, (FOREIGN[encoding] + "\n").encode(encoding, errors="ignore") * 40)
    assert decide(path, {"language": language}).how in ("asked", "default")


def test_utf8_pound_signs_are_decided_once_there_are_enough(tmp_path):
    """`£` is 짙 in CP949, but 짙 does not stand before ever new amounts."""
    rows = "".join(f"Kelly,£{amount}\n" for amount in (500, 20, 37, 4, 61, 88, 90, 12, 700, 33)).encode()
    decision = decide(saved(tmp_path, b"supplier,amount\n" + rows), {"language": "ko"})
    assert (decision.name, decision.how) == ("utf-8", "decided")
    decision = decide(saved(tmp_path, "supplier,amount\nKelly,£500\n".encode()), {"language": "ko"})
    assert (decision.name, decision.how) == ("utf-8", "asked")


def test_neither_candidate_offers_choices_with_the_line(tmp_path):
    path = saved(tmp_path, b"name\nplain\n\xa9 Crown\xff\n")
    decision = decide(path, {"language": "en"})
    assert (decision.how, decision.name) == ("default", "windows-1252")
    assert decision.proof[0] == {"line": 3, "text": "© Crownÿ", "otherwise": "\\xa9 Crown\\xff"}
    assert "byte 11" in decision.reason["en"]
    assert "11" in decision.reason["ko"]


def test_damaged_korean_stays_korean_and_marks_the_bytes(tmp_path):
    path = saved(tmp_path, KOREAN.encode("cp949") + b"3,\xff\xff,x,y\n")
    decision = decide(path, {"language": "ko"})
    assert (decision.how, decision.name) == ("default", "cp949")
    assert decoded(path, decision).startswith(KOREAN)
    assert "\0" in decoded(path, decision).splitlines()[-1]


def test_utf16_without_a_mark_is_recognised(tmp_path):
    path = saved(tmp_path, "name,amount\nKelly,500\n".encode("utf-16-le"))
    decision = decide(path, {"language": "en"})
    assert (decision.how, decision.name) == ("asked", "utf-16-le")
    assert decoded(path, decision) == "name,amount\nKelly,500\n"


def test_a_choice_overrides_and_is_recorded(tmp_path):
    path = saved(tmp_path, "이름\n홍\n".encode("cp949"))
    decision = decide(path, {"language": "en", "encoding": "cp949"})
    assert (decision.how, decoded(path, decision)) == ("chosen", "이름\n홍\n")
    with pytest.raises(UnknownEncoding) as raised:
        decide(path, {"encoding": "klingon"})
    assert "klingon" in raised.value.text("ko")
    assert "cp949" in raised.value.text("ko")


def test_hangul_after_many_ascii_chunks_is_found(tmp_path, monkeypatch):
    """Detectors that look at the head say ASCII; the whole stream is decoded here, in small chunks that split characters."""
    monkeypatch.setattr(encodings, "CHUNK", 7)
    path = saved(tmp_path, b"n,m\n" + b"1,2\n" * 20_000 + KOREAN.encode("cp949"))
    decision = decide(path, {"language": "en"})
    assert (decision.how, decision.name) == ("decided", "cp949")
    assert decision.proof[0]["line"] == 20_002
    assert decoded(path, decision).endswith(KOREAN)


def test_progress_ends_at_the_size_of_the_file(tmp_path):
    path = saved(tmp_path, KOREAN.encode("cp949"))
    done: list[int] = []
    list(text_blocks(path, decide(path, {}), done.append))
    assert done[-1] == path.stat().st_size


@pytest.mark.parametrize("text", ["Máximo et al.", "Sueño", "Bikehangars® in"])
def test_western_words_are_asked_but_not_taken_for_korean(tmp_path, text):
    """Their letters with accents read as rare Hangul inside Latin words; a Korean city still gets the likelier default."""
    decision = decide(saved(tmp_path, f"name,n\n{text},1\n".encode()), {"language": "ko"})
    assert (decision.how, decision.name) == ("asked", "utf-8")


def test_deciding_holds_a_few_chunks_not_the_file(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(KOREAN.encode("cp949") * 250_000)
    tracemalloc.start()
    decision = decide(path, {"language": "ko"})
    for _ in text_blocks(path, decision):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert decision.name == "cp949"
    assert peak < 20 << 20 < path.stat().st_size


def test_letters_lost_before_are_reported(tmp_path):
    decision = decide(saved(tmp_path, "이름\n홍\ufffd동\n".encode()), {"language": "ko"})
    assert [(finding.code, finding.count) for finding in decision.findings] == [("letters-lost", 1)]
