"""Building a chart by keyboard alone, seeing it change, taking it along to a page of somebody else."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser
CHART = "/datasets/residents/dong/chart/"
BARS = f"{CHART}?kind=bar&x={quote('자치구')}&y={quote('인구')}"
DRAWN = "document.querySelector('.chart').dataset.drawn"

MOVES = """
window.moved = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
PIXELS = """
async (address) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const paint = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  paint.drawImage(picture, 0, 0);
  const data = paint.getImageData(0, 0, picture.width, picture.height).data, seen = new Set();
  for (let at = 0; at < data.length; at += 4) seen.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
  return [picture.width, seen.has(0x0f6b62), seen.has(0xffffff)];
}
"""
"""Whether a picture has the colour of the first series and a white ground."""


@contextmanager
def elsewhere(body: str) -> Iterator[str]:
    """A page of another origin: another port of this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = f"<!doctype html><title>elsewhere</title>{body}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_told: object) -> None:
            """Nothing is written to the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def alive(watched) -> None:
    """Until the script has drawn what the server drew."""
    watched.page.locator(".chart").first.scroll_into_view_if_needed()
    watched.until(DRAWN)
    assert watched.page.evaluate(DRAWN) != "failed"


def choose(watched, label: str, word: str) -> None:
    """By keyboard: to the field, then the letters of the choice."""
    page = watched.page
    page.get_by_label(label, exact=True).focus()
    for _ in range(40):
        if page.evaluate("document.activeElement.selectedOptions[0].text") == word:
            return
        page.keyboard.press("ArrowDown")
    for _ in range(80):
        if page.evaluate("document.activeElement.selectedOptions[0].text") == word:
            return
        page.keyboard.press("ArrowUp")
    raise AssertionError(f"{label} has no {word}")


def test_a_chart_is_built_by_keyboard_alone(watched):
    page = watched.page
    watched.go(f"/en{CHART}")
    first = page.inner_text("#chart-title")
    choose(watched, "Kind", "Bars")
    choose(watched, "Along the axis (x)", "자치구")
    choose(watched, "Number (y)", "인구")
    choose(watched, "Figure", "average")
    page.get_by_role("button", name="Draw").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**aggregate=average**")
    assert page.inner_text("#chart-title") == "Average of 인구 by 자치구" != first
    alive(watched)
    before = page.inner_html(".chart-live")
    choose(watched, "Kind", "Boxes (spread)")
    choose(watched, "Figure", "what fits")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Draw").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=box**")
    alive(watched)
    assert page.inner_html(".chart-live") != before


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_drawn_alive_without_moving_anything(watched_sized, language):
    watched, page = watched_sized, watched_sized.page
    page.add_init_script(MOVES)
    watched.go(f"/{language}{BARS}")
    alive(watched)
    assert page.evaluate("window.moved") < 0.02
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".chart-live svg").bounding_box()
    assert box["width"] <= page.viewport_size["width"]
    assert "종로구" in page.inner_text(".chart-live")
    page.locator(".chart-live path[aria-roledescription], .chart-live .mark-rect path").first.hover(force=True)
    watched.until("document.querySelector('#vg-tooltip-element.visible')?.innerText.includes('구')")


def test_the_copied_code_shows_the_chart_on_another_page(watched, browser):
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.go(f"/en{BARS}")
    page.click("summary:has-text('Share or embed')")
    page.click("[data-copy=frame]")
    watched.until("document.querySelector('[data-copy=frame]').innerText === 'Copied'")
    code = page.evaluate("navigator.clipboard.readText()")
    assert code.startswith("<iframe src=")
    picture = page.input_value("#image")
    reader = browser.new_context().new_page()
    with elsewhere(code + picture) as address:
        reader.goto(address)
        frame = reader.frame_locator("iframe")
        frame.locator(".chart[data-drawn]").wait_for()
        assert frame.locator("h1").inner_text() == "Sum of 인구 by 자치구"
        assert "Source: Residents by dong" in frame.locator("main").inner_text()
        assert frame.locator(".chart").get_attribute("data-drawn") != "failed"
        assert (
            reader.evaluate("document.querySelector('img').complete && document.querySelector('img').naturalWidth")
            == 752
        )
    reader.context.close()


def test_files_hold_what_is_shown(watched):
    page = watched.page
    watched.go(f"/en{BARS}")
    shown = [
        [cell.inner_text() for cell in row.locator("th, td").all()]
        for row in page.locator("#chart-result table tbody tr").all()
    ]
    links = {link.inner_text(): link.get_attribute("href") for link in page.locator("a[download]").all()}
    text = page.request.get(watched.served.address + links["CSV"]).text().lstrip("\ufeff")
    assert [[line[0], f"{int(line[1]):,}"] for line in list(csv.reader(io.StringIO(text)))[1:]] == shown
    pixels = page.evaluate(PIXELS, links["PNG"])
    assert pixels == [1504, True, True]


def test_without_javascript_picture_and_numbers_stand(browser, served):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served.address + f"/ko{BARS}")
    assert page.locator("svg.chart-drawing").is_visible()
    assert page.get_attribute("svg.chart-drawing", "aria-label").startswith("자치구별 인구 합계. ")
    assert page.locator("#chart-result table tbody tr").count() == 5
    page.select_option("#c-kind", "number")
    page.click(".chart-form button")
    assert "인구" in page.inner_text("#chart-title")
    context.close()
