"""A story with a chart is written, seen before it is published, and read by a stranger; an indicator is made and read."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

TEXT = """사람은 [[population/districts: sum(인구)]]입니다.

/ko/datasets/population/districts/chart/?kind=bar&x=자치구&y=인구

## 까닭

끝입니다."""


def test_a_story_from_the_first_word_to_a_stranger(watched_sized, browser, served, size):
    page = watched_sized.page
    watched_sized.sign_in("publisher")
    watched_sized.go("/ko/datasets/population/districts/chart/?kind=bar&x=자치구&y=인구")  # where a writer comes from
    watched_sized.go("/ko/stories/")
    page.get_by_role("link", name="이야기 쓰기").click()
    page.fill("[name=title_ko]", f"구마다 사는 사람 {size}")
    page.locator("[name=text_ko]").fill(TEXT)  # the live preview follows by itself
    watched_sized.until("document.querySelector('#preview .live data')?.innerText === '818,594'")
    watched_sized.until("document.querySelector('#preview .story-figure svg')")
    page.click(".story-language[open] .story-tools button:has-text('굵게')")
    assert page.input_value("[name=text_ko]").endswith("****")
    page.locator("[name=text_ko]").fill(TEXT)
    page.get_by_role("button", name="저장하고 게시").click()
    page.wait_for_selector("article.story h1")
    assert page.inner_text("h1") == f"구마다 사는 사람 {size}"
    page.locator(".story-figure .chart").scroll_into_view_if_needed()
    watched_sized.until("Number(document.querySelector('.story-figure .chart').dataset.drawn) > 100")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    as_a_stranger_without_scripts(browser, served, page.url.replace("/ko/", "/en/"))


def as_a_stranger_without_scripts(browser, served, address: str) -> None:
    """In the other language, with nothing but the server's page."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert "reading the Korean one" in page.inner_text(".story-head")
    assert page.inner_text(".live data") == "818,594"
    assert page.locator(".story-figure svg").first.bounding_box()["height"] > 80
    page.click(".live sup a")
    assert page.url.endswith("#note-1")
    assert "revision 1" in page.inner_text("#note-1")
    page.get_by_role("link", name="version 1").click()
    assert "do not change" in page.inner_text(".story-head")
    context.close()


def test_a_story_is_written_by_keyboard_alone(watched):
    page = watched.page
    watched.sign_in("publisher")
    watched.go("/en/stories/new/")
    to(page, "#id_title_en")
    page.keyboard.type("By keyboard")
    to(page, "#id_text_en")
    page.keyboard.type("There are [[population/districts: count(*) | districts]].")
    watched.until("document.querySelector('#preview .live data')?.innerText === '3'")
    to(page, "button[value=publish]")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.story h1")
    assert page.inner_text(".story-body .live").startswith("3 districts")


def to(page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_an_indicator_is_made_and_read(watched_sized, size):
    page = watched_sized.page
    watched_sized.sign_in("publisher")
    watched_sized.go("/en/indicators/new/")
    values = {"title_en": f"People {size}", "unit_en": "people", "table": "population/districts", "measure": "sum(없는컬럼)",
              "period": "2020",
              "baseline_period": "2015", "baseline_value": "800000", "target_period": "2030",
              "target_value": "900000", "decimals": "0"}  # fmt: skip
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.click("button[value=preview]")
    page.wait_for_selector("#preview .box.error")
    assert "없는컬럼" in page.inner_text("#preview")
    page.fill("[name=measure]", "sum(인구)")
    page.click("button[value=preview]")
    page.wait_for_selector("#preview .trend-dot")
    page.click("button[value=publish]")
    page.wait_for_selector(".indicator-facts")
    assert "818,594" in page.inner_text(".indicator-facts")
    assert "off track" in page.inner_text("header .badge >> nth=0") or "off track" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
