"""A site dragged on a map, moved by keys and by a form, and a study started and cancelled."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser


def share(page) -> str:
    return page.inner_text('[data-name="share"] [data-is="after"]')


def rested(watched) -> None:
    """The figures of the address stand in the table."""
    watched.until("document.getElementById('scenario-figures').dataset.asked === location.search.slice(1)", 15)


def test_a_site_is_dragged_then_moved_by_keys(watched_sized, size):
    """On a desktop in Korean, on a phone in English. The figures follow, a live region says them, the address has it all."""
    watched, page = watched_sized, watched_sized.page
    watched.sign_in("publisher")
    language = {"desktop": "ko", "phone": "en"}[size]
    watched.go(f"/{language}/studies/runs/{watched.served.facts['study_run']}/scenario/")
    watched.until("document.getElementById('scenario-map').dataset.drawn")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Pins of a map stand where they stand, also one over another (WCAG 2.5.8, essential); the form does the same.
    assert [one for one in faults(page) if "scenario-site" not in one] == []
    before = share(page)
    site = page.locator(".scenario-site").last  # the others may lie under it
    box, frame = site.bounding_box(), page.locator("#scenario-map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, steps=6)
    page.mouse.up()
    watched.until("location.search.includes('move=n4')")
    rested(watched)
    assert share(page) != before
    dragged = page.inner_text("#scenario-said")
    assert share(page) in dragged
    there = page.evaluate("location.search")
    site.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    watched.until(f"location.search !== {there!r}")
    rested(watched)
    watched.until(f"document.getElementById('scenario-said').textContent !== {dragged!r}")
    watched.until("document.getElementById('share').value.includes('move=n4')")
    moved = share(page)
    page.reload()
    assert share(page) == moved, "the address says the same again"
    page.locator("#scenario-changes a", has_text={"ko": "되돌리기", "en": "Undo"}[language]).click()
    assert share(page) == before


def test_a_scenario_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/en/account/login/")
    page.fill("[name=login]", "publisher@example.org")
    page.fill("[name=password]", served.facts["password"])
    page.press("[name=password]", "Enter")
    page.goto(f"{served.address}/en/studies/runs/{served.facts['study_run']}/scenario/")
    before = share(page)
    page.fill("#site", "격자 0-0")
    page.fill("#place", "격자 6-6")
    page.click("#change ~ form button")
    assert "move=n0" in page.url
    assert share(page) != before
    assert page.locator(".drawn-map").count() == 1
    context.close()


def test_a_study_is_chosen_started_followed_and_cancelled(watched):
    page = watched.page
    watched.sign_in("publisher")
    watched.go("/en/studies/")
    page.click("h2 a[href='/en/studies/care_siting/']")
    page.fill("#role-areas", "squares/squares")
    page.press("#role-areas", "Enter")
    page.wait_for_selector("[name='areas.need']")
    page.select_option("[name='areas.code']", "이름")
    page.fill("[name='p.sites']", "5000")
    page.click("button:has-text('Run the study')")
    assert "must lie between" in page.inner_text("#p-sites-error")
    assert faults(page) == []
    page.fill("[name='p.sites']", "3")
    page.click("button:has-text('Run the study')")
    page.wait_for_url("**/studies/runs/**")
    page.click("button:has-text('Cancel')")
    page.wait_for_selector("a:has-text('Change something and run again')", timeout=30_000)
    assert "was cancelled" in page.inner_text("#content")
