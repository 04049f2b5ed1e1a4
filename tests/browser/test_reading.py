"""What a reader does: search in both languages, open, filter, see the map, without a fault and without leaving the machine."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "word", "title"), [("ko", "정류소", "버스 정류소"), ("en", "stops", "Bus stops")])
def test_search_and_open(watched, language, word, title):
    watched.go(f"/{language}/")
    watched.page.fill("main input[name=q]", word)
    watched.page.press("main input[name=q]", "Enter")
    watched.page.wait_for_selector(".hits")
    watched.page.get_by_role("link", name=title, exact=True).first.click()
    watched.page.wait_for_selector("h1")
    assert watched.page.inner_text("h1") == title
    assert watched.page.get_attribute("html", "lang") == language


def test_a_facet_narrows_and_stands_in_the_address(watched):
    watched.go("/en/search/")
    before = watched.page.locator(".hits > li").count()
    watched.page.check("input[name=origin][value=generated]")
    watched.page.wait_for_url("**origin=generated**")
    watched.until(f"document.querySelectorAll('.hits > li').length < {before}")
    assert "Older people by square" in watched.page.locator(".hits h2").all_inner_texts()


def test_the_language_switch_keeps_the_page(watched):
    watched.go("/ko/datasets/residents/dong/sheet/?text=종로")
    watched.page.click(".top .tongue")
    watched.page.wait_for_url("**/en/datasets/residents/dong/sheet/?text=**")
    assert watched.page.inner_text("h1") == "Residents by dong"


def test_the_sheet_sorts_filters_and_pages(watched):
    page = watched.page
    watched.go("/en/datasets/residents/dong/sheet/")
    assert page.inner_text("#rows [role=status]") == "300 rows"
    page.click("text=Filter >> visible=true")
    page.select_option("select[name=col] >> nth=0", "자치구")
    page.fill("input[name=val] >> nth=0", "마포")
    page.click("details[open] button")
    watched.until("document.querySelector('#rows [role=status]').innerText.startsWith('60 rows')")
    page.click("a.head-name:has-text('인구')")
    watched.until("document.querySelector('#table th[aria-sort=ascending]')")
    numbers = [int(text.replace(",", "")) for text in page.locator("tbody td.integer").all_inner_texts() if text != "·"]
    assert numbers == sorted(numbers)
    assert len(numbers) == 50
    page.click("a[rel=next]")
    watched.until("document.querySelectorAll('#table tbody tr').length === 10")
    exported = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    lines = page.request.get(watched.served.address + exported).text().strip().splitlines()
    assert len(lines) == 61
    assert all("마포구" in line for line in lines[1:])


def test_the_sheet_works_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/ko/datasets/residents/dong/sheet/?col=인구&op=ge&val=9000&sort=-인구")
    assert "데이터셋" not in page.inner_text("h1")
    shown = [int(text.replace(",", "")) for text in page.locator("tbody td.integer").all_inner_texts()]
    assert shown
    assert shown == sorted(shown, reverse=True)
    assert min(shown) >= 9000
    context.close()


@pytest.mark.parametrize(("path", "features"), [("squares/squares", 144), ("stops/stops", 10)])
def test_the_map_is_drawn(watched, path, features):
    watched.go(f"/ko/datasets/{path}/map/")
    watched.until(f"Number(document.getElementById('map').dataset.drawn) >= {features}")
    painted = watched.page.locator("#map canvas").first.screenshot()
    assert len(painted) > 8_000, "an empty map compresses to almost nothing"
    assert not watched.page.is_visible("#map-status")


def test_a_click_on_the_map_tells_what_is_there(watched):
    watched.go("/en/datasets/squares/squares/map/")
    watched.page.wait_for_selector("#map[data-drawn]", timeout=30_000)
    watched.page.locator("#map canvas").first.click(position={"x": 560, "y": 330})
    watched.page.wait_for_selector(".maplibregl-popup-content")
    assert "고령인구" in watched.page.inner_text(".maplibregl-popup-content")
    assert "people" in watched.page.inner_text("#legend")


def test_the_keyboard_reaches_the_content_first(watched):
    watched.go("/ko/search/")
    watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("document.activeElement.className") == "skip"
    watched.page.keyboard.press("Enter")
    assert watched.page.evaluate("document.activeElement.id") == "content"


def test_a_call_is_copied_and_the_results_are_one_key_away(watched):
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.go("/en/datasets/residents/dong/api/")
    button = page.locator("[data-copy]").first
    button.click()
    watched.until("document.querySelector('[data-copy]').innerText === 'Copied'")
    assert "/rows" in page.evaluate("navigator.clipboard.readText()")
    watched.go("/en/search/?q=bus")
    page.locator("#found > .skip").focus()
    page.keyboard.press("Enter")
    watched.until("document.activeElement.id === 'results'")
    assert watched.complaints == []
