"""The design holds together: every class is drawn and used, every colour can be read, everything stands on the living page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from madang.catalog.city import the_city
from madang.portal.design import tokens
from madang.portal.templatetags.madang import ASSETS, icon, icons

ROOT = Path(__file__).parents[2]
STYLES = {
    file.name: re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    for file in (ROOT / "assets/css").glob("*.css")
}
TEMPLATES = {file: file.read_text() for file in (ROOT / "madang/portal/templates").rglob("*.html")}
FROM_LIBRARIES = re.compile(r"maplibregl-|vega-|vg-|htmx-")
COMPONENTS = ("controls.css", "cards.css", "marks.css", "icons.css")


def drawn(names: tuple[str, ...] = tuple(STYLES)) -> set[str]:
    """Every class that a style sheet draws."""
    selectors = " ".join(
        part for name in names for part in re.findall(r"([^{}]+)\{", STYLES[name]) if not part.strip().startswith("@")
    )
    return {name for name in re.findall(r"\.([a-zA-Z][\w-]*)", selectors) if not FROM_LIBRARIES.match(name)}


def worn() -> dict[str, str]:
    """Every class that a template writes out in full, and one template that does."""
    found = {}
    for file, text in TEMPLATES.items():
        for value in re.findall(r'class="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\})*)"', text):
            for name in re.sub(r"\S*\{\{.*?\}\}\S*|\{%.*?%\}", " ", value).split():
                found[name] = file.name
    return found


def programs() -> set[str]:
    """Every word of scripts and Python, which write classes or find elements by them."""
    files = [*(ROOT / "assets/js").glob("*.js"), *(ROOT / "madang").rglob("*.py")]
    return {word for file in files for word in re.findall(r"[\w-]+", file.read_text())}


def test_every_class_that_is_drawn_is_used():
    written = set(re.findall(r"[\w-]+", "\n".join(TEMPLATES.values())))
    made = ("status-", "depth")  # put together from a state: `status-{{ state }}`
    unused = {name for name in drawn() - worn().keys() - programs() - written if not name.startswith(made)}
    assert unused == set(), "remove it from assets/css, or use it"


def test_every_class_that_is_used_is_drawn():
    known = drawn() | programs()
    assert {name: file for name, file in worn().items() if name not in known} == {}, (
        "draw it in assets/css, or remove it"
    )


def test_only_known_tokens_are_used_and_all_are():
    text = " ".join(STYLES.values())
    known = set(re.findall(r"(--[\w-]+):", text))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used - known == set(), "no such token in assets/css/tokens.css"
    beyond = {"--chart-"}  # those that charts read one by one
    assert {name for name in known - used - programs() if not name.startswith(tuple(beyond))} == set(), (
        "nothing uses it"
    )


@pytest.mark.parametrize("name", sorted(set(STYLES) - {"tokens.css"}))
def test_colours_follow_the_readers_choice(name):
    assert "prefers-color-scheme" not in STYLES[name], (
        "write light-dark(...): the reader may have chosen another than the device"
    )


def test_high_contrast_is_the_same_chosen_and_by_the_device():
    text = STYLES["tokens.css"]
    device = re.search(r"prefers-contrast: more\) \{\s*:root:root \{(.*?)\}", text, re.DOTALL)[1]
    chosen = re.search(r':root:root\[data-look="contrast"\] \{(.*?)\}', text, re.DOTALL)[1]
    assert device.split() == chosen.split()


@pytest.mark.parametrize(
    "pair", tokens.pairs(tokens.colours(the_city().look)), ids=lambda pair: f"{pair.colour} on {pair.ground}"
)
def test_every_colour_can_be_read_where_it_stands(pair):
    assert pair.enough, pair


def test_icons_stand_in_the_sprite_with_one_stroke():
    sprite = (ASSETS.parent / "icons.svg").read_text()
    assert list(icons()) == sorted(set(icons()))
    assert sprite.count('viewBox="0 0 24 24"') == len(icons())
    assert "stroke-width" not in sprite
    assert 'role="img" aria-label="&lt;b&gt;"' in icon("search", "<b>")
    with pytest.raises(LookupError, match="no icon 'dragon'"):
        icon("dragon")


def test_templates_name_only_icons_that_are_there():
    named = {name for text in TEMPLATES.values() for name in re.findall(r'\{% icon "([^"]+)"', text)}
    assert named <= set(icons())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_living_page_shows_every_component(client, language):
    page = client.get(f"/{language}/design/").content.decode()
    shown = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    assert drawn(COMPONENTS) - shown == set(), "show it on portal/design/design.html"
    assert len(re.findall(r"<use ", page)) >= len(icons())


@pytest.mark.django_db
def test_the_look_is_remembered_and_leads_back(client):
    page = client.get("/en/search/?q=a%26b").content.decode()
    assert '<input type="hidden" name="next" value="/en/search/?q=a%26b">' in page
    assert "data-look" not in page
    answer = client.post("/en/look/", {"look": "dark", "next": "/en/search/?q=a%26b"})
    assert (answer.status_code, answer["Location"]) == (303, "/en/search/?q=a%26b")
    assert answer.cookies["look"]["httponly"]
    assert '<html lang="en" data-look="dark">' in client.get("/en/search/").content.decode()
    assert client.post("/en/look/", {"look": "system", "next": "/ko/"}).cookies["look"].value == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example", ""]
)
def test_the_look_leads_nowhere_else(client, there):
    assert client.post("/ko/look/", {"look": "dark", "next": there})["Location"] == "/ko/"


@pytest.mark.django_db
def test_odd_looks_are_none(client):
    client.cookies["look"] = '"><script>'
    assert "data-look" not in client.get("/en/origins/").content.decode()
    assert "look" not in {
        name: one for name, one in client.post("/en/look/", {"look": "<b>"}).cookies.items() if one.value
    }
    assert client.get("/en/look/").status_code == 405


@pytest.mark.django_db
def test_attributes_of_htmx_are_valid_html():
    assert [file.name for file, text in TEMPLATES.items() if re.search(r"[\s\"]hx-", text)] == [], "write data-hx-..."
