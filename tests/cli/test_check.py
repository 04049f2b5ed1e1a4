"""`madang check`: what it prints and how it ends."""

from __future__ import annotations

import json

from click.testing import CliRunner

from madang.cli.check import command

CLEAN = "구,인구(명),기준일\n종로구,136954,2026-06-30\n중구,118450,2026-06-30\n".encode()


def run(folder, content, *options, name="표.csv"):
    file = folder / name
    file.write_bytes(content)
    return CliRunner().invoke(command, [str(file), *options])


def test_a_clean_file(tmp_path):
    result = run(tmp_path, CLEAN, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "2 rows, 3 columns" in result.output
    assert "can be published" in result.output


def test_json_is_the_receipt(tmp_path):
    made = json.loads(run(tmp_path, CLEAN, "--json").output)
    assert [column["type"] for column in made["tables"][0]["columns"]] == ["text", "integer", "date"]
    assert made["tables"][0]["columns"][1]["unit"] == "명"
    assert made["costs"]["seconds"] > 0


def test_personal_data_ends_with_1(tmp_path):
    result = run(tmp_path, "이름,연락처\n홍길동,010-1234-5678\n김철수,010-8765-4321\n".encode("cp949"), "--lang", "ko")
    assert result.exit_code == 1
    assert "개인정보" in result.output
    assert "1234-5678" not in result.output


def test_no_table_ends_with_2(tmp_path):
    result = run(tmp_path, b"", "--lang", "en")
    assert result.exit_code == 2
    assert "empty" in result.output


def test_choices_correct_the_reading(tmp_path):
    result = run(tmp_path, CLEAN, "--json", "--choice", "types=인구(명):text")
    assert json.loads(result.output)["tables"][0]["columns"][1]["type"] == "text"


def test_a_wrong_choice_says_what_is_possible(tmp_path):
    result = run(tmp_path, CLEAN, "--choice", "types=인구(명):roman", "--lang", "en")
    assert result.exit_code == 3
    assert "Choose one of" in result.output
    assert "Traceback" not in result.output


def test_types_are_in_the_words_of_the_language(tmp_path):
    content = CLEAN.replace("구,인구(명),기준일".encode(), "행정동코드,인구(명),기준일".encode())
    content = content.replace("종로구".encode(), b"1111051500").replace("중구".encode(), b"1114052000")
    korean = run(tmp_path, content, "--lang", "ko").output
    assert all(word in korean for word in ("글", "정수 (명)", "날짜", "행정동 코드"))
    assert not any(word in korean for word in ("text", "integer", "dong_code"))
    assert "integer (명)" in run(tmp_path, content, "--lang", "en").output


def test_what_breaks_an_earlier_receipt_ends_with_1_without_any_city(tmp_path):
    """P22 for a department's own pipeline: a column that is gone is found before anything is sent."""
    earlier = tmp_path / "earlier.json"
    earlier.write_text(run(tmp_path, CLEAN, "--json").output)
    same = run(tmp_path, CLEAN, "--against", str(earlier), "--lang", "en")
    assert (same.exit_code, "The file is the same" in same.output) == (0, True)
    changed = run(
        tmp_path, CLEAN.replace("인구(명)".encode(), "세대".encode()), "--against", str(earlier), "--lang", "ko"
    )
    assert changed.exit_code == 1
    assert "인구(명) 열이 없어졌습니다" in changed.output
    assert "없어진 열: 인구(명)." in changed.output


def test_something_that_is_no_receipt_ends_with_3(tmp_path):
    odd = tmp_path / "odd.json"
    for content in ("[]", "not json", '{"version": 2, "tables": []}'):
        odd.write_text(content)
        result = run(tmp_path, CLEAN, "--against", str(odd), "--lang", "en")
        assert (result.exit_code, "is no receipt" in result.output) == (3, True), content
