"""Finding data as people do: in Korean and English, by initial consonants, with a slip, with suggestions, by keyboard alone, on a phone."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
ACTIVE = "document.activeElement"


def suggested(watched, typed: str) -> list[str]:
    """Type into the box of the page and wait for its suggestions."""
    watched.page.locator("main [name=q]").press_sequentially(typed, delay=20)
    watched.until("document.querySelectorAll('#suggestions > li').length")
    return watched.page.locator("#suggestions > li").all_inner_texts()


@pytest.mark.parametrize(
    ("address", "typed", "title"),
    [("/ko/", "정류소", "버스 정류소"), ("/en/", "bus stops", "Bus stops"), ("/ko/", "ㅈㄹㅅ", "버스 정류소"),
     ("/en/search/", "residnets", "Residents by dong")],
)  # fmt: skip
def test_words_initials_and_slips_lead_to_the_dataset(watched_sized, address, typed, title):
    page = watched_sized.page
    watched_sized.go(address)
    page.fill("main [name=q]", typed)
    page.press("main [name=q]", "Enter")
    page.wait_for_selector(".hits")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_selector(".dataset-head")
    assert page.inner_text("h1") == title


@pytest.mark.parametrize(("language", "typed", "title"), [("ko", "정류", "버스 정류소"), ("en", "bus st", "Bus stops")])
def test_a_suggestion_is_chosen_by_keyboard_alone(watched_sized, language, typed, title):
    page = watched_sized.page
    watched_sized.go(f"/{language}/")
    page.focus("main [name=q]")
    shown = suggested(watched_sized, typed)
    assert title in shown
    assert page.get_attribute("main [name=q]", "aria-expanded") == "true"
    for _ in range(shown.index(title) + 1):
        page.keyboard.press("ArrowDown")
    active = page.get_attribute("main [name=q]", "aria-activedescendant")
    assert page.inner_text(f"#{active}") == title
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    assert page.evaluate(f"{ACTIVE}.name") == "q", "the focus stays in the box"
    page.keyboard.press("Enter")
    page.wait_for_selector(".dataset-head")
    assert page.inner_text("h1") == title


def test_escape_closes_and_enter_searches_what_was_typed(watched):
    page = watched.page
    watched.go("/en/")
    page.focus("main [name=q]")
    suggested(watched, "bus")
    assert re.search(r"\d suggestions", page.inner_text(".seek-box [role=status]"))
    page.keyboard.press("Escape")
    assert not page.is_visible("#suggestions")
    assert page.input_value("main [name=q]") == "bus"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=bus")


def test_enter_belongs_to_the_input_method_while_hangul_is_composed(watched):
    """Half a syllable is asked for too, and the Enter that ends a syllable neither chooses nor searches."""
    page = watched.page
    watched.go("/ko/")
    page.focus("main [name=q]")
    composing = page.context.new_cdp_session(page)
    for half in ("ㅈ", "저", "정", "정ㄹ", "정류"):
        composing.send(
            "Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)}
        )
    watched.until("[...document.querySelectorAll('#suggestions > li')].some((one) => one.innerText === '버스 정류소')")
    page.evaluate("""() => document.querySelector('main [name=q]').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'ArrowDown', isComposing: true, bubbles: true}))""")
    assert page.get_attribute("main [name=q]", "aria-activedescendant") is None
    composing.send("Input.insertText", {"text": "정류"})
    assert page.input_value("main [name=q]") == "정류"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("main [name=q]", "aria-activedescendant") == "suggestion-0"


def test_facets_narrow_and_stay_open_and_chips_widen_again(watched_sized, size):
    page = watched_sized.page
    watched_sized.go("/en/search/")
    all_of_them = page.locator(".hits > li").count()
    if size == "phone":
        assert not page.is_visible("#narrow input")
        page.click("#narrow > summary")
    page.check("#narrow input[name=origin][value=generated]")
    page.wait_for_url("**/en/search/?origin=generated")
    watched_sized.until("document.querySelectorAll('.chips a').length === 1")
    assert 0 < page.locator(".hits > li").count() < all_of_them
    assert page.is_visible("#narrow input[name=origin]"), "the filters stay open"
    page.click(".chips a")
    page.wait_for_load_state("networkidle")
    assert "origin" not in page.url
    assert page.locator(".hits > li").count() == all_of_them


def test_filters_work_by_keyboard_and_keep_the_focus(watched):
    page = watched.page
    watched.go("/en/search/")
    page.focus("#origin-generated")
    page.keyboard.press("Space")
    page.wait_for_url("**origin=generated**")
    watched.until("document.querySelectorAll('.chips a').length === 1")
    watched.until(f"{ACTIVE}.id === 'origin-generated'")


def test_filters_work_without_javascript(browser, served):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served.address + "/ko/search/?q=인구")
    page.click("#narrow > summary")
    page.check("input[name=origin][value=generated]")
    page.click("#narrow button:has-text('적용')")
    assert "origin=generated" in page.url
    assert page.locator(".chips a").count() == 1
    context.close()


def test_a_search_is_saved_and_opened_again(watched_sized):
    page = watched_sized.page
    watched_sized.sign_in("citizen")
    watched_sized.go("/en/search/?q=residents&theme=population")
    page.click("#keep > summary")
    page.fill("#keep-name", "People of the dong")
    page.click("text=Save the search")
    page.wait_for_url("**/searches/")
    row = page.locator("li", has_text="People of the dong")
    assert "nothing new since" in row.inner_text()
    row.get_by_role("button", name="Show the results").click()
    page.wait_for_url("**/search/?q=residents&theme=population")
    watched_sized.go("/en/searches/")
    page.locator("li", has_text="People of the dong").get_by_role("button", name="Delete").click()
    page.wait_for_selector(".empty")


def test_what_is_not_there_can_be_asked_for(watched):
    page = watched.page
    watched.go("/en/search/?q=submarines")
    page.click("text=Ask the city for this data")
    page.wait_for_url("**/requests/new/?text=submarines")
    assert "submarines" in page.content()
