"""`madang check`: what it prints and how it ends."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import re
import zipfile

import pytest
from click.testing import CliRunner

from madang.cli.check import command

CLEAN = "구,인구(명),기준일\n종로구,136954,2026-06-30\n중구,118450,2026-06-30\n".encode()

AMBIGUOUS = "구,접수일\n종로구,01/02/2026\n중구,03/04/2026\n".encode()


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
    assert "madang types" in result.output
    assert "Traceback" not in result.output


def test_types_are_in_the_words_of_the_language(tmp_path):
    content = CLEAN.replace("구,인구(명),기준일".encode(), "행정동코드,인구(명),기준일".encode())
    content = content.replace("종로구".encode(), b"1111051500").replace("중구".encode(), b"1114052000")
    korean = run(tmp_path, content, "--lang", "ko").output
    assert all(word in korean for word in ("글", "정수 (명)", "날짜", "행정동 코드"))
    assert not any(word in korean for word in ("text", "integer", "dong_code"))
    english = run(tmp_path, content, "--lang", "en").output
    assert "whole number" in english
    assert "(명)" in english
    assert not any(word in english for word in ("integer", "dong_code", "neighbourhood_code"))


@pytest.mark.parametrize(
    ("language", "section", "words"),
    [("en", "To decide", "1 question is open"), ("ko", "정할 것", "열린 질문이 1건")],
)
def test_what_the_bytes_leave_open_stands_under_to_decide_and_ends_with_0(tmp_path, language, section, words):
    """P3: no row proves the order of days. The column stays text, as an unattended load takes it, and each answer is a command."""
    result = run(tmp_path, AMBIGUOUS, "--lang", language)
    assert (result.exit_code, words in result.output) == (0, True)
    decided = result.output.partition(f"\n{section}\n")[2]
    assert "--choice types=접수일:date_day_first" in decided.replace("'", "")
    assert "--choice types=접수일:date_month_first" in decided.replace("'", "")
    assert "date_short_day_first:" not in decided, "no two-digit year stands there"
    assert "If that is wrong" not in result.output
    chosen = run(tmp_path, AMBIGUOUS, "--lang", language, "--choice", "types=접수일:date_day_first")
    assert (chosen.exit_code, section in chosen.output) == (0, False)


def test_an_open_encoding_names_the_one_that_was_taken_and_the_others(tmp_path):
    result = run(tmp_path, "town,n\nÅlesund,1\nOslo,2\n".encode("cp1252"), "--lang", "en")
    assert result.exit_code == 0
    decided = result.output.partition("\nTo decide\n")[2]
    assert "--choice encoding=cp949" in decided
    assert "--choice encoding=windows-1252" in decided


@pytest.mark.parametrize(("language", "words"), [("en", "A person must look"), ("ko", "사람이 확인해야")])
def test_what_is_not_sure_ends_with_4(tmp_path, language, words):
    """A load never publishes it by itself: the values that a chosen type empties are lost unless somebody looks."""
    result = run(tmp_path, CLEAN, "--choice", "types=구:integer", "--lang", language)
    assert (result.exit_code, words in result.output) == (4, True), result.output


def test_a_file_that_is_kept_says_that_nobody_looked_into_it_as_the_run_does(tmp_path):
    made = json.loads(run(tmp_path, b"%PDF-1.7\n" + bytes(range(256)), "--json", name="a.pdf").output)
    assert "unread-bytes" in {finding["code"] for finding in made["findings"]}


def test_lines_of_proof_name_nobody(tmp_path):
    """P8: a column of names is never quoted, nor is it in the lines that prove the encoding; they still show that it is right."""
    content = "성명,동네\n홍길동,황학동\n김철수,신당동\n".encode("cp949")
    result = run(tmp_path, content, "--json")
    assert result.exit_code == 1
    assert not any(name in result.output for name in ("홍길동", "김철수", "길동"))
    made = json.loads(result.output)
    assert made["encoding"]["proof"][0]["text"] == "성명,동네"
    assert "홍**,황학동" in [line["text"] for line in made["encoding"]["proof"]]


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


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip", "a.tar.gz", "a.csv.bz2"])
def test_a_torn_archive_is_told_in_the_words_of_the_language(tmp_path, name):
    """Not in Python's: `Compressed file ended before the end-of-stream marker was reached`."""
    result = run(tmp_path, torn(name), "--lang", "ko", name=name)
    assert result.exit_code == 2, result.output
    assert "손상되었습니다" in result.output
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", result.output), result.output


def torn(name):
    """The first half of an archive."""
    content = os.urandom(50_000)
    if name.endswith(".zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.csv", content)
        whole = out.getvalue()
    else:
        whole = bz2.compress(content) if name.endswith(".bz2") else gzip.compress(content)
    return whole[: len(whole) // 2]
