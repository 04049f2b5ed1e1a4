"""A reader works with the sheet: filters by a bar, by keyboard alone, sorts, chooses columns, shares what is seen."""

from __future__ import annotations

import csv
import io

import pytest

from tests.browser.conftest import watch
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser
SHEET = "datasets/residents/dong/sheet/"
STATUS = "document.querySelector('#rows [role=status]').innerText"


def rows(page) -> list[list[str]]:
    """The cells of the body without the numbers of rows."""
    return page.evaluate(
        "[...document.querySelectorAll('#table tbody tr')].map(r => [...r.cells].slice(1).map(c => c.innerText.trim()))"
    )


def exported(page, served) -> list[list[str]]:
    address = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    text = page.request.get(served.address + address).text()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


@pytest.mark.parametrize(
    ("size", "language"),
    [("desktop", "ko"), ("phone", "en"), *(pytest.param(*one, marks=pytest.mark.long) for one in (("desktop", "en"), ("phone", "ko")))],
)  # fmt: skip
def test_filter_by_a_bar_sort_choose_and_share(watched_sized, browser, served, size, language):
    watched, page = watched_sized, watched_sized.page
    watched.go(f"/{language}/{SHEET}")
    if size == "desktop":
        page.click("button[popovertarget=f1] [data-bar='2'] > :first-child")
    else:  # a finger opens the figures and chooses there
        page.focus("button[popovertarget=f1]")
        page.keyboard.press("Enter")
        watched.until("document.querySelector('#f1:popover-open')")
        page.click("#f1 .bar-lines button >> nth=2")
    watched.until(f"{STATUS}.startsWith('60')")
    page.click("#tool-columns > summary")
    page.uncheck("#tool-columns input[value=기준일]")
    page.click("#tool-columns button.button")
    watched.until("document.querySelectorAll('#table thead th').length === 4")
    page.click("a.head-name:has-text('인구')")
    watched.until("document.querySelector('#table th[aria-sort=ascending]')")
    seen = rows(page)
    assert len(seen) == 50
    assert exported(page, served)[:50] == [[a, b, c.replace(",", "").replace("·", "")] for a, b, c in seen]
    page.evaluate("document.getElementById('tool-share').open = true")
    page.click("[data-copy=share-now]")
    shared = page.input_value("#share-now")
    assert shared == page.url
    assert faults(page) == []
    other = browser.new_context(java_script_enabled=False)
    fresh = other.new_page()
    fresh.goto(shared)
    assert [line.inner_text().split("\t")[1:] for line in fresh.locator("#table tbody tr").all()[:3]] == seen[:3]
    other.close()


def test_the_keyboard_alone_is_enough(watched):
    page = watched.page
    watched.go(f"/en/{SHEET}")
    page.focus("button[popovertarget=f1]")
    page.keyboard.press("Enter")
    watched.until("document.querySelector('#f1:popover-open')")
    assert faults(page) == []
    for _ in range(3):  # close, then the bars
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "bar"
    page.keyboard.press("Enter")
    watched.until(f"{STATUS}.startsWith('60 rows')")
    page.focus("#table")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "End"):
        page.keyboard.press(key)
    place = "[document.activeElement.parentElement.rowIndex, document.activeElement.cellIndex]"
    assert page.evaluate(place) == [2, 4]
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**row=**")
    assert page.inner_text("#rows [role=status]").startswith("1 row")


def test_a_line_of_the_filter_fits_its_column(watched):
    page = watched.page
    watched.go(f"/en/{SHEET}")
    page.click("#tool-filter > summary")
    page.select_option("select[name=col]", "기준일")
    watched.until("document.querySelector('#tool-filter input[type=date]')")
    page.fill("#tool-filter input[name=val]", "2030-01-01")
    page.select_option("#tool-filter select[name=op]", "ge")
    watched.until(f"{STATUS}.startsWith('0 rows')")
    page.select_option("#tool-filter select[name=op] >> nth=0", "le")
    watched.until(f"{STATUS}.startsWith('300 rows')")
    assert "op=le" in page.url


def test_swapping_the_table_moves_nothing(browser, served):
    """No layout shift while the state changes; where it was scrolled sideways it stays."""
    for watched in watch(browser, served, "phone"):
        page = watched.page
        watched.go(f"/ko/{SHEET}")
        page.evaluate(
            "() => { window.shifted = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
            " if (!one.hadRecentInput) window.shifted += one.value; }).observe({type: 'layout-shift', buffered: true}); }"
        )
        page.evaluate("document.getElementById('table').scrollLeft = 120")
        page.evaluate("document.querySelectorAll('a.head-name')[2].click()")
        watched.until("document.querySelector('#table th[aria-sort]')")
        page.wait_for_timeout(300)
        assert page.evaluate("document.getElementById('table').scrollLeft") == 120
        assert page.evaluate("window.shifted") < 0.02
