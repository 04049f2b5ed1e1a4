"""The night on a map: the slider by keys, without JavaScript, and the list for a phone."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser


def names(page) -> list[str]:
    return page.locator(".night-name").all_inner_texts()


def test_the_slider_is_moved_by_keys_and_the_map_follows(watched_sized, size):
    """On a desktop in Korean, on a phone in English: the map, the list and the address follow in place, the focus stays."""
    watched, page = watched_sized, watched_sized.page
    language, word = {"desktop": ("ko", "02–03시"), "phone": ("en", "02–03 h")}[size]
    watched.go(f"/{language}/studies/runs/{watched.served.facts['night_run']}/night/?hour=0")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    before, drawn = names(page), page.inner_html(".night-map")
    page.focus("#night-hour")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#night-hour", "aria-valuetext") == page.inner_text("#night-said") == word
    watched.until("location.search.includes('hour=2')")
    watched.until(f"document.querySelector('.night-sentence').textContent.includes('{word}')")
    assert names(page) != before
    assert page.inner_html(".night-map") != drawn
    assert page.evaluate("document.activeElement.id") == "night-hour"
    here = page.locator(".night-heat [aria-current]").evaluate_all("all => all.map(one => one.search)")
    assert here
    assert all("hour=2" in one for one in here)
    assert faults(page) == []
    shown = names(page)
    page.locator(".night-mark").first.locator("text").click(force=True)  # the last drawn lies on top
    watched.until("location.hash.startsWith('#spot-')")
    page.reload()
    assert names(page) == shown, "the address says the same again"


def test_an_hour_is_chosen_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{served.address}/en/studies/runs/{served.facts['night_run']}/night/")
    page.check("[name=day][value=weekday]")
    page.focus("#night-hour")
    page.keyboard.press("End")
    page.click("#night-form button")
    assert "day=weekday&hour=5" in page.url
    assert "Weekdays 05–06 h" in page.inner_text(".night-sentence")
    page.click(".night-spots .night-rank >> nth=1")
    assert page.url.endswith("#mark-2")
    page.click(".night-heat a >> nth=1")
    assert "hour=1" in page.url
    page.goto(f"{served.address}/ko/studies/runs/latest/spots/")
    assert page.locator(".night-spots li").count() == 5
    assert not page.locator("#night-near").is_visible()
    context.close()


def test_distances_are_shown_when_asked_for(browser, served):
    place = {"longitude": 126.905, "latitude": 37.505}
    context = browser.new_context(
        geolocation=place, permissions=["geolocation"], viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"{served.address}/en/studies/runs/latest/spots/?day=weekday&hour=0")
    assert faults(page) == []
    assert page.locator(".night-far").all_inner_texts() == [""] * 5, "nobody's position is asked for before"
    page.click("#night-near")
    page.locator(".night-far", has_text="km").last.wait_for()
    assert page.locator(".night-far").first.inner_text().strip() == "· 0 m"
    assert "km" in page.locator(".night-far").last.inner_text()
    context.close()
