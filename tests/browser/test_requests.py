"""Ask for what is missing, support it, answer in public, report an error from a cell; by mouse, keyboard, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.http import urlencode

from tests.browser.conftest import SIZES, Served, Watched
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser
TONGUES = {
    "ko": {"ask": "이 데이터를 요청하기", "send": "요청 보내기", "want": "나도 원해요", "answer": "답변 공개",
           "planned": "공개 예정", "report": "신고 보내기", "wrong": "값이 틀렸습니다", "right": "이상 없음"},
    "en": {"ask": "Ask the city for this data", "send": "Send the request", "want": "I want it too", "answer": "Publish the answer",
           "planned": "Planned", "report": "Send the report", "wrong": "A value is wrong", "right": "Right as it is"},
}  # fmt: skip


def beside(browser: Any, served: Served, name: str = "", **more: Any) -> Watched:
    """Another browser, signed in if it has a name."""
    page = Watched(browser.new_context(**more).new_page(), served)
    if name:
        page.sign_in(name)
    return page


@pytest.mark.parametrize(("language", "size"), [("ko", "phone"), ("en", "desktop")])
def test_from_an_empty_search_to_a_public_answer(browser: Any, served: Served, language: str, size: str) -> None:
    say, words = TONGUES[language], f"zzqx {size} 미세먼지"
    width, height = SIZES[size]
    asker = beside(browser, served, viewport={"width": width, "height": height})
    asker.go(f"/{language}/search/?{urlencode({'q': words})}")
    asker.page.get_by_role("link", name=say["ask"]).first.click()
    box = asker.page.locator("textarea[name=text]")
    assert box.input_value() == words
    box.fill(f"{words} 시간별 측정값, 최근 5년")
    asker.page.fill("[name=period]", "2020–2025")
    asker.page.get_by_role("button", name=say["send"]).click()
    asker.page.wait_for_load_state("networkidle")
    if asker.page.locator("#first").count():  # something came near
        asker.page.get_by_role("button", name=say["send"]).click()
    asker.page.wait_for_url(f"**/{language}/requests/*-*/")
    assert asker.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut on the side"
    address = asker.page.url.removeprefix(served.address)

    other = beside(browser, served)
    other.go(address)
    other.page.get_by_role("button", name=say["want"]).click()
    other.page.wait_for_load_state("networkidle")
    assert other.page.inner_text(".support strong") == "2"

    officer = beside(browser, served, "administrator")
    officer.go(address)
    officer.page.get_by_label(say["planned"], exact=True).check()
    officer.page.fill("[name=planned_on]", "2027-01-31")
    officer.page.fill("form[action$='/answer/'] [name=words]", "Next January, hourly values.")
    officer.page.get_by_role("button", name=say["answer"]).click()
    officer.page.wait_for_load_state("networkidle")

    assert faults(officer.page) == []
    asker.go(address)
    assert faults(asker.page) == []
    assert "Next January, hourly values." in asker.page.inner_text(".told-list")
    feed = asker.page.locator("link[type='application/atom+xml'][href*=requests]").get_attribute("href")
    assert "Next January, hourly values." in asker.page.request.get(served.address + feed).text()
    for one in (asker, other, officer):
        one.page.context.close()


def test_a_cell_is_reported_and_answered(watched: Watched, browser: Any) -> None:
    say = TONGUES["en"]
    watched.go("/en/datasets/population/districts/row/%EC%A2%85%EB%A1%9C%EA%B5%AC")
    watched.page.locator(".report-link").last.click()
    watched.page.wait_for_selector("[name=kind]")
    seen = watched.page.inner_text("main .facts-list")
    assert "종로구" in seen
    watched.page.get_by_label(say["wrong"], exact=True).check()
    watched.page.fill("[name=text]", "The register says another number.")
    watched.page.get_by_role("button", name=say["report"]).click()
    watched.page.wait_for_url("**/en/reports/*-*/")
    address = watched.page.url.removeprefix(watched.served.address)
    watched.go("/en/datasets/population/")
    assert "1 open report of an error" in watched.page.inner_text("main")

    owner = beside(browser, watched.served, "publisher")
    owner.go("/en/workspace/requests/")
    owner.page.get_by_role("link", name="The register says another number.").click()
    owner.page.get_by_label(say["right"], exact=True).check()
    owner.page.fill("form[action$='/answer/'] [name=words]", "It is the number of the register of May.")
    owner.page.get_by_role("button", name=say["answer"]).click()
    owner.page.wait_for_load_state("networkidle")
    owner.page.context.close()

    watched.go(address)
    assert faults(watched.page) == []
    assert "It is the number of the register of May." in watched.page.inner_text(".told-list")
    watched.go("/en/datasets/population/")
    assert "open report" not in watched.page.inner_text("main")


def test_asking_by_keyboard_alone(watched: Watched) -> None:
    page = watched.page
    watched.go("/en/requests/new/")
    order = []
    for _ in range(40):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))
        if order[-1] == "text":
            page.keyboard.type("zzqx keyboard: shade of trees along the streets")
            page.wait_for_timeout(900)  # what comes near is fetched after a pause
        if order[-1] == "Send the request":
            page.keyboard.press("Enter")
            break
    assert "website" not in order, "nobody reaches the field that only programs see"
    page.wait_for_load_state("networkidle")
    if page.locator("#first").count():
        page.locator("form.panel button[type=submit]").focus()
        page.keyboard.press("Enter")
    page.wait_for_url("**/en/requests/*-*/")
    support = page.locator(".support button")
    support.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert page.locator(".support button").get_attribute("aria-pressed") == "true"


def test_without_javascript(browser: Any, served: Served) -> None:
    page = beside(browser, served, java_script_enabled=False).page
    page.goto(served.address + "/en/requests/new/")
    page.fill("[name=text]", "Residents by dong")
    page.click("form.panel button[type=submit]")
    assert page.locator("#near a").count(), "what exists is shown before anything is kept"
    page.click("form.panel button[type=submit]")
    assert "/en/requests/" in page.url
    page.goto(served.address + "/en/requests/?q=residents+dong&sort=newest")
    assert page.locator(".wishes > li").count() == 1
    page.click(".support button")
    assert page.locator(".support [aria-pressed=true]").count() == 1
    page.context.close()
