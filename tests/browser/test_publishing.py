"""What an officer does: upload a CP949 file, see how it was read, correct it, describe it, publish it; then anybody finds it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

TEXT = """2026년 도서관 현황,,,
도서관명,자치구,장서수,개관일
가람도서관,종로구,"12,400",2001-03-02
누리도서관,마포구,"8,120",2010-11-30
다솜도서관,노원구,"15,003",1998-05-07
라온도서관,중구,"3,980",2019-09-01
"""


def test_from_a_cp949_file_to_a_dataset_that_is_found(watched, tmp_path):
    page = watched.page
    file = tmp_path / "도서관.csv"
    file.write_bytes(TEXT.encode("cp949"))
    watched.sign_in("publisher")
    watched.go("/ko/workspace/upload/")
    page.set_input_files("input[type=file]", file)
    assert page.input_value("input[name=title]") == "도서관"
    page.fill("input[name=title]", "서울 공공도서관 현황")
    page.select_option("select[name=licence]", "kogl-1")
    page.click("button:has-text('올리고 읽기')")
    page.wait_for_url("**/workspace/runs/**")
    page.wait_for_selector(".badge.ready", timeout=60_000)

    assert "CP949" in page.inner_text(".receipt-facts").upper()
    page.click(".receipt section:has(h3:has-text('문자 인코딩')) summary")
    assert "가람도서관" in page.inner_text(".receipt")
    assert "장서수" in page.inner_text(".receipt-columns")

    page.click("summary:has-text('읽은 방식 고치기')")
    page.select_option("select[name='type-0-2']", "text")
    page.click("button:has-text('이대로 다시 읽기')")
    typed_as(watched, "글")
    page.click("summary:has-text('읽은 방식 고치기')")
    page.select_option("select[name='type-0-2']", "formatted_number")
    page.click("button:has-text('이대로 다시 읽기')")
    typed_as(watched, "정수")

    page.fill("[name=description_ko]", "자치구별 공공도서관의 장서와 개관일입니다.")
    page.click("button:has-text('설명 저장')")
    page.wait_for_selector(".badge.ready")
    page.click("button:has-text('게시')")
    page.wait_for_selector(".badge.published", timeout=60_000)
    page.click("a:has-text('데이터셋 보기')")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "서울 공공도서관 현황"
    assert "장서와 개관일" in page.inner_text("main")

    found_within_seconds(watched, "/ko/search/?q=공공도서관", "서울 공공도서관 현황")
    page.click("text=서울 공공도서관 현황")
    page.click(".tabs a:has-text('표')")
    page.wait_for_selector("tbody")
    assert "12,400" in page.inner_text("tbody")
    assert "2026년 도서관 현황" not in page.inner_text("tbody")


def typed_as(watched, kind: str) -> None:
    """Wait until the file was read again and the column of books has that type."""
    cells = "document.querySelector('.receipt-columns').innerText"
    watched.until(f"document.querySelector('.badge.ready') && /장서수\\s+{kind}/.test({cells})", 60)


def found_within_seconds(watched, path: str, title: str, seconds: int = 20) -> None:
    """The worker follows the changes for the index; a search shortly after may still miss them."""
    for _ in range(seconds):
        watched.go(path)
        if title in watched.page.inner_text("#found"):
            return
        watched.page.wait_for_timeout(1_000)
    raise AssertionError(f"{title} was not found within {seconds} s")


def test_a_problem_says_what_to_do(watched, tmp_path):
    page = watched.page
    watched.sign_in("publisher")
    watched.go("/en/workspace/upload/")
    file = tmp_path / "note.txt"
    file.write_bytes(b"\x00\x01 nothing like a table \xff\xfe\x00")
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=title]", "A note")
    page.select_option("select[name=licence]", "kogl-1")
    page.click("button:has-text('Upload and read')")
    page.wait_for_selector(".badge.ready, .badge.failed", timeout=60_000)
    box = page.inner_text(".receipt .box, .run .box.error")
    assert len(box) > 40


def test_who_has_no_role_is_told(watched):
    watched.sign_in("citizen")
    watched.go("/en/workspace/")
    assert "no role" in watched.page.inner_text("main")
