"""Files that hold two encodings, broken letters, half a letter at the end, or letters spoilt before they came."""

from __future__ import annotations

import random

import pytest

from madang.ingest import encodings
from madang.ingest.encodings import decide, text_blocks
from madang.ingest.encodings.lines import Census, kind, whole_lines

KOREAN = [f"{n},홍길동,서울특별시 종로구 자하문로 {n}" for n in range(40)]
OTHER = [f"{n},김철수,부산광역시 해운대구 센텀중앙로 {n}" for n in range(40)]


def joined(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.fixture
def read(tmp_path):
    def of(data: bytes, **choices: str):
        path = tmp_path / "file.csv"
        path.write_bytes(data)
        decision = decide(path, {"language": "ko", **choices})
        return decision, b"".join(text_blocks(path, decision)).decode()

    return of


@pytest.mark.parametrize("first", ["utf-8", "cp949"])
def test_p2_two_exports_in_one_file_are_found_and_told_by_line(read, first):
    """P2: half CP949, half UTF-8: either encoding alone would make mojibake or refuse half of the rows."""
    second = "cp949" if first == "utf-8" else "utf-8"
    decision, text = read(joined(*KOREAN).encode(first) + joined(*OTHER).encode(second))
    assert (decision.name, decision.how) == ("utf-8+cp949", "asked")
    assert text == joined(*KOREAN) + joined(*OTHER)
    for language in ("en", "ko"):
        assert "1-40" in decision.reason[language]
        assert "41-80" in decision.reason[language]


def test_one_line_of_utf8_late_in_a_long_cp949_file_is_found(read, monkeypatch):
    """`강남` in UTF-8 is valid CP949 (`臧뺣궓`), so decoding alone finds nothing wrong."""
    monkeypatch.setattr(encodings, "CHUNK", 1 << 12)
    monkeypatch.setattr("madang.ingest.encodings.evidence.MEASURED", 1 << 13)
    decision, text = read(joined(*KOREAN * 40).encode("cp949") + "9,강남\n".encode() + joined(*OTHER).encode("cp949"))
    assert decision.name == "utf-8+cp949"
    assert "1,601" in decision.reason["ko"]
    assert text == joined(*KOREAN * 40) + "9,강남\n" + joined(*OTHER)


def test_a_line_that_fits_both_follows_its_neighbours_or_is_refused(read):
    """`홍` alone is `ȫ` in UTF-8: among CP949 lines it is 홍, between the two parts nobody knows."""
    data = joined(*KOREAN).encode() + "홍\n".encode("cp949") + joined(*OTHER).encode("cp949") + "홍\n".encode("cp949")
    _, text = read(data)
    lines = text.split("\n")
    assert lines[40] == "\0ȫ"
    assert lines[81] == "홍"


def test_a_korean_utf8_file_with_one_line_of_cp949_that_is_valid_utf8_is_asked(read):
    """The only foreign row is `홍` in CP949, and the whole file is valid UTF-8: decided, it would be `ȫ`."""
    decision, _ = read(joined(*KOREAN).encode() + "홍\n".encode("cp949") + joined(*OTHER).encode())
    assert (decision.name, decision.how) == ("utf-8", "asked")
    assert decision.proof[0] == {"line": 41, "text": "ȫ", "otherwise": "홍"}
    assert "41" in decision.reason["ko"]


@pytest.mark.parametrize("sign", ["36°C", "서울·경기", "Café", "½", "Zürich", "±0.5"])
def test_usual_signs_in_korean_utf8_raise_no_doubt(read, sign):
    decision, _ = read((joined(*KOREAN) + f"{sign}\n").encode())
    assert decision.how == "decided"


def test_broken_letters_in_utf8_stay_utf8(read):
    """A few broken bytes in a UTF-8 file must not turn it into CP949; only their rows are refused."""
    data = joined(*KOREAN).encode() + "1,서울".encode()[:-1] + b",x\n" + joined(*OTHER).encode()
    decision, text = read(data)
    assert (decision.name, decision.how) == ("utf-8", "default")
    assert text.replace("\0", "").startswith(joined(*KOREAN))
    assert text.endswith(joined(*OTHER))
    assert "41" in decision.reason["en"]
    assert {finding.code for finding in decision.findings} == {"encoding-undecided", "no-text-in-encoding"}


def test_a_mark_of_utf8_before_cp949_is_not_believed(read):
    """A program put the mark in front of what was never UTF-8; the bytes decide."""
    decision, text = read(b"\xef\xbb\xbf" + joined(*KOREAN).encode("cp949"))
    assert (decision.name, decision.how, text) == ("cp949", "decided", joined(*KOREAN))


def test_utf8_joined_with_windows_1252_can_be_chosen(read):
    text = joined("name", "Café", "Zoë", "Zürich", "naïve", "Málaga")
    data = text.encode() + text.encode("cp1252")
    decision, _ = read(data, language="en")
    assert (decision.name, decision.how) == ("utf-8", "default")
    assert decision.choices[1]["name"] in ("utf-8+windows-1252", "utf-8+cp949")
    assert read(data, encoding="utf-8+windows-1252")[1] == text + text


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_half_a_letter_at_the_end_means_half_a_file(read, encoding):
    decision, text = read(joined(*KOREAN, "구").encode(encoding)[:-2])
    assert (decision.name, decision.how) == (encoding, "decided")
    codes = {finding.code: finding.severity for finding in decision.findings}
    assert codes["file-cut-off"] == "error"
    assert text.endswith("\0")


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda text: text.encode().decode("latin-1").encode(), "utf-8-twice"),
        (lambda text: text.encode("cp949").decode("latin-1").encode(), "cp949-in-utf-8"),
    ],
)
def test_letters_spoilt_by_a_wrong_saving_are_offered_back(read, spoil, name):
    """Double encoding is valid UTF-8: nothing is wrong with the bytes, only with the text."""
    data = spoil(joined(*KOREAN))
    decision, _ = read(data)
    (finding,) = [one for one in decision.findings if one.code == "saved-in-wrong-encoding"]
    assert name in finding.text["ko"]
    assert "홍길동" in finding.text["en"]
    assert name in [choice["name"] for choice in decision.choices]
    assert read(data, encoding=name)[1] == joined(*KOREAN)


@pytest.mark.parametrize("text", ["Ménage à trois, Über, £5", "홍길동 36°C", "東京 – Ōsaka", "Škoda Ďáblice"])
def test_sound_text_is_not_called_spoilt(read, text):
    decision, _ = read((text + "\n").encode())
    assert "saved-in-wrong-encoding" not in {finding.code for finding in decision.findings}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"plain", "ascii"),
        ("홍길동".encode(), "utf-8"),
        ("홍길동".encode("cp949"), "other"),
        ("홍".encode("cp949"), "both"),
        ("Café".encode(), "utf-8"),
        ("서울".encode()[:-1], "neither"),
        ("서울,강남".encode()[:-1], "neither"),
        ("北京".encode("gbk"), "other"),  # 굇쑴: all such lines together are then found to be no Korean
        ("東京都".encode("shift_jis"), "neither"),
    ],
)
def test_kinds_of_lines(line, expected):
    assert kind(line) == expected


def test_the_census_is_the_same_in_whatever_pieces(tmp_path):
    """Property: how the stream was cut changes nothing (seeded cuts)."""
    data = joined(*KOREAN).encode() + b"a,\xff\n" + joined(*OTHER).encode("cp949") + "홍\n".encode("cp949")
    whole = Census()
    whole.add(data)
    rng = random.Random(7)
    for _ in range(20):
        cuts = sorted(rng.randrange(len(data)) for _ in range(rng.randrange(1, 9)))
        parts = [data[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
        census = Census()
        for piece in whole_lines(parts):
            census.add(piece)
        assert (census.lines, census.stretches, census.first) == (whole.lines, whole.stretches, whole.first)
