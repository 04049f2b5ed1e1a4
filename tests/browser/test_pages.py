"""Every main page in English on a phone, those that look otherwise on a desktop in Korean there as well: no serious fault, nothing
overflows, and a picture is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import PICTURES

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
RULES = (
    "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']}"
)
LANGUAGE = {"desktop": "ko", "phone": "en"}
"""The longer words on the smaller screen, where they could overflow."""
WIDE = ("home", "search", "about", "sheet", "map", "chart", "api", "study")
"""Pages with a side of their own on a wide screen; all others are the phone's page with more air."""
OPEN = {
    "home": "", "search": "search/?q=인구", "nothing-found": "search/?q=zzzzqqq", "organisations": "organisations/",
    "organisation": "organisations/statistics/", "theme": "themes/population/", "about": "datasets/residents/",
    "sheet": "datasets/residents/dong/sheet/?col=자치구&op=has&val=종로", "map": "datasets/squares/squares/map/",
    "points": "datasets/stops/stops/map/", "chart": "datasets/residents/dong/chart/?kind=bar&x=자치구&y=인구&colour=행정동",
    "frame": "datasets/residents/dong/chart/embed/?kind=box&x=자치구&y=인구",
    "api": "datasets/residents/dong/api/", "files": "datasets/residents/files/",
    "quality": "datasets/residents/dong/profile/",
    "receipt": "datasets/residents/dong/receipt/", "history": "datasets/residents/dong/history/",
    "accessibility": "accessibility/", "design": "design/", "status": "status/", "origins": "origins/", "developers": "developers/",
    "try": "developers/try/?send=yes", "sign-in": "account/login/", "requests": "requests/",
    "studies": "studies/", "study": "studies/care_siting/",
    "request-new": "requests/new/?text=버스", "report-new": "reports/new/?dataset=residents&resource=dong",
}  # fmt: skip
SIGNED_IN = {
    "workspace": "workspace/",
    "upload": "workspace/upload/",
    "to-answer": "workspace/requests/",
    "schedules": "workspace/schedules/",
    "schedule-new": "workspace/schedules/new/",
    "account": "account/me/",
    "addressing": "datasets/residents/dong/addressing/",
}


def faults(page) -> list[str]:
    """Serious and critical findings of axe, each with its first place. Runs in the page's own world past its content policy."""
    page.evaluate(AXE)
    found = page.evaluate(
        f"axe.run(document, {RULES}).then(r => r.violations.map(v => [v.impact, v.id, v.nodes.map(n => n.html)[0]]))"
    )
    return [" ".join(one) for one in found if one[0] in ("serious", "critical")]


def look(watched, size: str, name: str, language: str, path: str) -> None:
    page = watched.page
    watched.go(f"/{language}/{path}")
    if name in ("map", "points"):
        page.wait_for_selector("#map[data-drawn]", timeout=30_000)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{language}-{size}.png", full_page=name not in ("map", "points"))
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "it overflows sideways"


@pytest.mark.parametrize(("size", "name"), [*(("phone", name) for name in OPEN), *(("desktop", name) for name in WIDE)])
def test_open_pages(watched_sized, size, name):
    look(watched_sized, size, name, LANGUAGE[size], OPEN[name])


def test_pages_of_the_signed_in(watched_sized, size):
    watched_sized.sign_in("publisher")
    for name, path in SIGNED_IN.items():
        look(watched_sized, size, name, LANGUAGE[size], path)


@pytest.mark.parametrize("name", ["home", "search", "about", "sheet", "chart", "receipt", "map"])
def test_in_the_dark_and_very_narrow(browser, served, name):
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{served.address}/ko/{OPEN[name]}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}-dark-320.png", full_page=True)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    context.close()


def test_a_page_that_is_not_there(browser, served):
    context = browser.new_context()
    page = context.new_page()
    assert page.goto(served.address + "/ko/datasets/nowhere/").status == 404
    assert faults(page) == []
    assert "찾는 내용이 없습니다" in page.inner_text("h1")
    context.close()


def test_the_menu_and_the_look_need_no_script(browser, served):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 700}, color_scheme="light"
    )
    page = context.new_page()
    page.goto(served.address + "/ko/search/?q=인구")
    assert not page.get_by_role("link", name="데이터", exact=True).is_visible()
    page.keyboard.press("Tab")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.locator(".menu-open:focus").count():
            break
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="데이터", exact=True).is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="데이터", exact=True).is_visible()

    page.click("[popovertarget=look]")
    page.click("button[value=dark]")
    page.wait_for_url("**/ko/search/?q=**")
    assert page.locator("html[data-look=dark]").count() == 1
    page.goto(served.address + "/en/origins/")
    assert page.get_attribute("html", "data-look") == "dark", "it is remembered"
    page.click("[popovertarget=look]")
    page.click("button[value=system]")
    assert page.locator("html[data-look]").count() == 0
    context.close()


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_a_chosen_look_can_be_read(browser, served, look):
    """axe measures contrast as it is painted, whatever the device prefers."""
    context = browser.new_context(color_scheme="light" if look == "dark" else "dark")
    context.add_cookies([{"name": "look", "value": look, "url": served.address}])
    page = context.new_page()
    for path in ("design/", "datasets/residents/dong/sheet/"):
        page.goto(f"{served.address}/en/{path}")
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], path
    context.close()
