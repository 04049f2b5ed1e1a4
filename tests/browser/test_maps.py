"""A map made by somebody: 65+ joined to 동, what did not match, other classes, through the years by keyboard, and in another page."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager

import pytest

from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser
WORDS = {
    "ko": ("36개 행 가운데 30개(83.3%)가 구역에 이어졌습니다", "가상2동"),
    "en": ("30 of 36 rows (83.3%) fall to an area", "가상2동"),
}


def drawn(watched):
    watched.until("document.getElementById('map').dataset.drawn > 0", 40)


def test_a_choropleth_by_joining(watched_sized, size):
    """On a desktop in Korean, on a phone in English."""
    watched, page = watched_sized, watched_sized.page
    language = {"desktop": "ko", "phone": "en"}[size]
    watched.go(f"/{language}/datasets/older/")
    page.click(f"a[href*='/{language}/datasets/older/people/map/']")
    drawn(watched)
    loss, name = WORDS[language]
    assert loss in page.inner_text("#map-facts"), "the loss is said, not hidden"
    assert page.locator("#legend li").count() == 6
    assert faults(page) == []
    if page.locator("#m-method").is_hidden():
        page.locator("#map-form details summary").first.click()
    page.select_option("#m-method", "equal")
    page.select_option("#m-classes", "3")
    page.click("#map-form button:not([type=button])")
    page.wait_for_url("**method=equal**")
    drawn(watched)
    assert page.locator("#legend li").count() == 4
    page.fill("#find", name)
    page.press("#find", "Enter")
    watched.until(f"document.getElementById('map-found').textContent.startsWith('{name}')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_time_moves_by_keyboard_and_the_page_follows(watched):
    page = watched.page
    watched.go("/en/datasets/older/people/map/")
    drawn(watched)
    assert page.get_attribute("#map-slider", "aria-valuetext") == "2025"
    before = page.inner_text("#legend")
    edges = page.locator("#legend li span:first-of-type").all_inner_texts()
    page.focus("#map-slider")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#map-slider", "aria-valuetext") == "2015"
    watched.until("location.search.includes('at=2015')")
    watched.until("document.getElementById('map-subtitle').textContent.includes('2015')")
    watched.until(f"document.getElementById('legend').innerText !== {before!r}")
    assert page.locator("#legend li span:first-of-type").all_inner_texts() == edges, (
        "a colour means the same in each year"
    )


def test_the_map_is_operated_by_keyboard(watched):
    page = watched.page
    watched.go("/en/datasets/older/people/map/")
    drawn(watched)
    page.focus("#map canvas")
    page.keyboard.press("ArrowRight")
    watched.until("document.getElementById('map-said').textContent.includes('people')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".maplibregl-popup-content dd")
    watched.until("document.querySelector('.maplibregl-popup-content a')")
    assert "/en/datasets/dongs/outlines/row/1101" in page.get_attribute(".maplibregl-popup-content a", "href")


@contextmanager
def elsewhere(frame: str):
    """A page of somebody else's server with the code that the map gave."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>blog</title><link rel=icon href='data:,'>{frame}".encode())

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_the_map_lives_in_another_page(browser, served):
    context = browser.new_context(viewport={"width": 900, "height": 800})
    page = context.new_page()
    page.goto(served.address + "/en/datasets/older/people/map/?at=2020")
    code = page.input_value("#frame")
    with elsewhere(code) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        assert "2020" in frame.locator("#map-subtitle").inner_text()
        frame.locator("#map[data-drawn]").wait_for(timeout=40_000)
    assert page.context.cookies(served.address) == []
    context.close()


def test_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address + "/en/datasets/older/people/map/")
    assert page.locator(".drawn-map path").count() >= 16
    page.select_option("#m-at", "2015")
    page.click("#map-form button:not([type=button])")
    assert "2015" in page.inner_text("#map-subtitle")
    page.fill("#find", "가상3동")
    page.press("#find", "Enter")
    assert page.inner_text("#map-found").startswith("가상3동: ")
    assert page.locator(".sought").count() > 0
    page.locator("#map-table summary").click()
    assert page.locator("#map-table tbody tr").count() == 16
    context.close()
