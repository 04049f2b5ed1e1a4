"""Properties of the rule: what is decided is right, and how the stream was cut changes nothing."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from madang.ingest import encodings
from madang.ingest.encodings import decide, text_blocks
from madang.ingest.encodings.evidence import Evidence

TEXTS = {
    ("utf-8", "utf-8-sig", "cp949", "euc_kr", "johab", "iso2022_kr", "utf-16", "utf-32", "utf-16-le"): (
        "서울특별시 종로구", "홍", "회", "황현우", "표", "청운경로당", "남", "여", "합계", "36.5도", "大韓民國", "㎡",
        "해운대구 센텀중앙로", "똠방각하", "뷁", "김민준", "주민센터", "유 무", "펭귄", "챠트",
    ),
    ("utf-8", "cp1252", "cp1250"): ("Café", "Zoë", "£5", "£12", "Größe", "Köln", "année", "é", "ü", "München"),
    ("utf-8", "gbk", "gb18030", "hz"): ("北京市", "小学校", "女", "男", "区", "路", "楼", "一", "家", "联通", "cat猫", "人民路"),
    ("utf-8", "big5"): ("臺北市", "女", "號", "里", "關渡", "體育館", "一", "樓"),
    ("utf-8", "shift_jis", "euc_jp", "iso2022_jp"): ("東京都", "女", "ひらがな", "一", "データ", "小学校", "区"),
    ("utf-8", "koi8_r", "cp1251"): ("Москва", "улица", "её", "я", "Ёлка", "школа"),
}  # fmt: skip


@st.composite
def files(draw) -> tuple[str, str]:
    """An encoding and a text that it can hold, of words of one language among ASCII cells, each word as often as it likes."""
    encodings_, words = draw(st.sampled_from(sorted(TEXTS.items())))
    encoding = draw(st.sampled_from(encodings_))
    holds = [
        word for word in words if word.encode(encoding, "ignore").decode(encoding, "ignore").lstrip("\ufeff") == word
    ]
    cells = draw(st.lists(st.sampled_from([*holds, *holds, "ok", "12", ""]), min_size=1, max_size=25))
    rows = [f"{number},{cell},x" for number, cell in enumerate(cells * draw(st.sampled_from((1, 1, 7, 60))))]
    return encoding, "\n".join(["id,text,note", *rows, ""])


@given(files(), st.sampled_from(("ko", "en")))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(("gbk", "id,t\n" + "1,女\n" * 400), "en")
@example(("gbk", "id,t\n" + "".join(f"{n},区\n" for n in range(400))), "ko")
@example(("gbk", "id,t\n1,小学校\n"), "en")
@example(("gbk", "id,t\n1,cat猫\n2,dog猫\n3,app猫\n"), "en")
def test_p2_what_is_decided_is_right(file, language):
    """P2: whatever the words, the encoding and the city, a reading that nobody was asked about is the text that was saved."""
    encoding, text = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(text.encode(encoding))
        decision = decide(path, {"language": language})
        read = b"".join(text_blocks(path, decision)).decode()
    assert decision.how in ("asked", "default") or read == text


@given(files(), st.lists(st.integers(0, 4_000), max_size=8))
@settings(max_examples=60, deadline=None)
def test_evidence_is_the_same_however_the_stream_is_cut(file, cuts):
    encoding, text = file
    data = text.encode(encoding)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    whole, pieces = Evidence(), Evidence()
    whole.add(data)
    for begin, end in pairwise(edges):
        pieces.add(data[begin:end])
    whole.finish()
    pieces.finish()
    counted = ("hangul", "korean") if whole.cp949 else ()  # after a misfit the letters are counted chunk by chunk
    for fact in ("ascii", "utf8_error", "cp949_error", "utf8_hangul", "cut", *counted):
        assert getattr(whole, fact) == getattr(pieces, fact), fact
    assert whole.words.tokens == pieces.words.tokens
    assert whole.proof.lines == pieces.proof.lines


def test_a_decision_needs_the_last_byte(tmp_path, monkeypatch):
    """The one cell that decides stands at the end of many chunks of ASCII."""
    monkeypatch.setattr(encodings, "CHUNK", 64)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * 5_000 + "홍".encode("cp949"))
    decision = decide(path, {"language": "ko"})
    assert (decision.how, decision.name, decision.proof[0]["line"]) == ("asked", "cp949", 5_001)
