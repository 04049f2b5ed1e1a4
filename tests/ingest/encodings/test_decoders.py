"""Decoders of our own: any cut of the stream gives the same text, and every encoding that is offered reads its own."""

from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from madang.ingest.encodings import CHUNK, decide, text_blocks
from madang.ingest.encodings.decoders import JOINED, TWICE, decoder, known
from madang.ingest.encodings.rule import OFFERED

KOREAN_ENCODINGS = ("cp949", "euc-kr", "johab", "iso-2022-kr", "utf-8", "utf-16", "utf-32", "utf-8-sig")
OTHERS = (
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "shift_jis",
    "gbk",
    "gb18030",
    "big5",
    "euc_jp",
)


def in_cuts(name: str, data: bytes, cuts: list[int]) -> str:
    """The text when the bytes come in pieces."""
    read = decoder(name)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    return "".join(read.decode(data[a:b]) for a, b in pairwise(edges)) + read.decode(b"", True)


@given(st.text("가힣똠뷁홍abㄸㅗㅤ,\n", max_size=40), st.lists(st.integers(0, 300), max_size=6))
@example("똠방각하\n뷁", [3, 9])
def test_euc_kr_syllables_of_four_letters_survive_any_cut(text, cuts):
    data = text.encode("euc_kr")
    assert in_cuts("euc_kr", data, cuts) == decoder("cp949").decode(data, True)
    if "ㅤ" not in text:  # a filler in the text itself is written like the beginning of a composed syllable
        assert in_cuts("cp949", data, cuts) == text


@given(
    st.lists(
        st.tuples(st.sampled_from(["홍길동,서울", "홍", "Café", "plain", "회사", ""]), st.booleans()), max_size=12
    ),
    st.lists(st.integers(0, 300), max_size=6),
)
def test_joined_lines_survive_any_cut(lines, cuts):
    data = b"\n".join(text.encode("utf-8" if utf8 or not text.isalpha() else "cp949", "ignore") for text, utf8 in lines)
    assert in_cuts("utf-8+cp949", data, cuts) == decoder("utf-8+cp949").decode(data, True)


@given(st.text(max_size=60), st.lists(st.integers(0, 200), max_size=6), st.sampled_from(sorted(TWICE)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_saved_twice_survives_any_cut_at_lines(text, cuts, name):
    data = text.encode("utf-8", "ignore")
    assert in_cuts(name, data, cuts) == decoder(name).decode(data, True)


@given(st.binary(max_size=60), st.sampled_from([*KOREAN_ENCODINGS, *OTHERS, *JOINED, *TWICE]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_become_text_in_any_encoding(data, name):
    """Whatever a person chooses, the bytes turn into text that can be written as UTF-8; misfits are NUL."""
    read = decoder(name)
    (read.decode(data) + read.decode(b"", True)).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", KOREAN_ENCODINGS)
def test_every_korean_encoding_can_be_chosen(tmp_path, name):
    text = "이름,구\n홍길동,종로구\n황현우,중구 회현동\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(name))
    decision = decide(path, {"encoding": name, "language": "en"})
    assert decision.how == "chosen"
    assert b"".join(text_blocks(path, decision)).decode().removeprefix("\ufeff") == text
    assert any("홍길동" in row["text"] for row in decision.proof)


@pytest.mark.parametrize("name", [*OTHERS, *OFFERED])
def test_every_other_encoding_can_be_chosen(tmp_path, name):
    samples = {"windows-1251": "Москва", "windows-1253": "Αθήνα", "windows-1250": "Łódź", "windows-1252": "Ålesund"}
    text = f"name\n{samples.get(name, '中' if name not in ('cp949', 'johab') else '홍')}\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(name))
    decision = decide(path, {"encoding": name})
    assert b"".join(text_blocks(path, decision)).decode() == text


def test_letters_of_the_senders_own_become_private_use_and_are_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("이름\n".encode("cp949") + b"\xc9\xa1\xb0\xa1\n\xfe\xfe\n")
    decision = decide(path, {"encoding": "cp949"})
    assert b"".join(text_blocks(path, decision)).decode() == "이름\n\ue000가\n\ue0bb\n"
    assert [(finding.code, finding.count) for finding in decision.findings] == [("own-characters", 2)]


def test_names_of_our_own_are_known_and_those_of_no_text_are_not():
    assert all(known(name) for name in (*JOINED, *TWICE, *OFFERED))
    assert not any(known(name) for name in ("base64", "rot13", "klingon"))
    assert codecs.lookup("UTF-8+CP949").name == "utf-8+cp949"


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-16"])
def test_blocks_cut_letters_but_lose_none(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr("madang.ingest.encodings.CHUNK", 7)
    assert CHUNK > 7
    text = "이름,구\n" + "홍길동,종로구\n" * 50
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert b"".join(text_blocks(path, decide(path, {"language": "ko"}))).decode() == text
