"""A city's own look: colours that can be read, pictures, links; nothing inline; an odd one is refused with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from madang.catalog import city as city_file
from madang.catalog.city import read
from madang.catalog.look import GROUNDS, INKS, MOST_BYTES
from madang.catalog.marked import OddFile
from madang.lib.colours import contrast
from madang.portal import theme

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 64"><path d="M6 58 48 6l42 52z"/></svg>'
LIVERPOOL = """\
name: {ko: 리버풀 도시권, en: Liverpool City Region}
contact: data@example.org
look:
  accent: {light: "#8a1538", dark: "#f0a3b4"}
  spark: {light: "#1f5a8c", dark: "#92c2ec"}
  logo: logo.svg
  picture: logo.svg
links:
  - {name: {ko: 시의회, en: City Council}, url: https://www.example.org/council}
"""


@pytest.fixture
def liverpool(tmp_path, monkeypatch):
    (tmp_path / "logo.svg").write_text(LOGO)
    (tmp_path / "city.yaml").write_text(LIVERPOOL)
    found = read(tmp_path / "city.yaml")
    for module in (city_file, theme):
        monkeypatch.setattr(module, "the_city", lambda: found)
    monkeypatch.setattr("madang.portal.context.the_city", lambda: found)
    theme.digest.cache_clear()
    yield found
    theme.digest.cache_clear()


def test_pages_wear_the_citys_look(client, liverpool):
    page = client.get("/en/").content.decode()
    address = re.search(r'href="(/theme\.css\?[0-9a-f]{12})"', page)[1]
    sheet = client.get(address)
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["Cache-Control"]
    text = sheet.content.decode()
    assert "--accent: light-dark(#8a1538, #f0a3b4)" in text
    assert "--on-accent: light-dark(#ffffff, #0b1110)" in text
    assert "Liverpool City Region" in page
    assert '<a href="https://www.example.org/council">City Council</a>' in page
    logo = re.search(r'<img src="(/theme/logo\?[0-9a-f]{12})" width="54" height="36" alt="">', page)[1]
    assert client.get(logo).content == LOGO.encode()
    assert client.get(logo).headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert re.search(r'<meta property="og:image" content="http://testserver/theme/picture\?[0-9a-f]{12}">', page)
    assert " style=" not in page


def test_madangs_own_look_needs_no_sheet(client):
    page = client.get("/en/").content.decode()
    assert "theme.css" not in page
    assert client.get("/theme.css").content == b""
    assert client.get("/theme/logo").status_code == 404
    assert client.post("/theme.css").status_code == 405


def test_every_colour_of_a_theme_can_be_read(liverpool):
    pairs = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", theme.css(liverpool.look))
    }
    assert {"accent", "accent-deep", "accent-wash", "on-accent", "spark", "spark-wash", "q0", "q4"} <= pairs.keys()
    for index, mode in enumerate(GROUNDS):
        colour = {name: pair[index] for name, pair in pairs.items()}
        for ground in (*GROUNDS[mode], colour["accent-wash"]):
            assert contrast(colour["accent"], ground) >= 4.5
            assert contrast(colour["accent-deep"], ground) >= 4.5
        assert contrast(colour["on-accent"], colour["accent"]) >= 4.5
        assert contrast(colour["on-accent"], colour["accent-deep"]) >= 4.5


def test_the_grounds_are_those_of_the_tokens():
    tokens = (ROOT / "assets" / "css" / "tokens.css").read_text()
    for index, mode in enumerate(GROUNDS):
        for name, colour in zip(("paper", "surface", "sunken", "ink"), (*GROUNDS[mode], INKS[mode]), strict=True):
            said = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", tokens)[index + 1]
            assert contrast(said, colour) == 1.0, (mode, name)


ODD = [
    ('look:\n  accent: {light: "#e8b4c0", dark: "#f0a3b4"}', 2, "contrast of 1.*4.5 is needed. Choose a darker"),
    ('look:\n  accent: {light: "#8a1538", dark: "#8a1538"}', 2, "dark pages.*Choose a lighter"),
    ('look:\n  spark: {light: "#fff", dark: "#92c2ec"}', 2, "3.0 is needed"),
    ('look:\n  accent: {light: "#8a1538"}', 2, "the colour on dark pages is missing"),
    ('look:\n  accent: {light: red, dark: "#f0a3b4"}', 2, "`red` is no colour"),
    ('look:\n  accent: {light: "#8a1538;}*{}", dark: "#f0a3b4"}', 2, "is no colour"),
    ("look:\n  logo: absent.svg", 2, "there is no picture absent.svg"),
    ("look:\n  logo: city.yaml", 2, "there is no picture"),
    ("look:\n  logo: odd.png", 2, "does not say its size"),
    ("look:\n  colour: red", 2, "`colour` is not a key here"),
    ("links:\n  - {name: {ko: 가, en: a}, url: 'javascript:alert(1)'}", 2, "is no address"),
    ("links:\n  - {name: {ko: 가, en: a}}", 2, "needs `name:` and `url:`"),
]


@pytest.mark.parametrize(("text", "line", "why"), ODD)
def test_an_odd_look_is_refused_with_its_line(tmp_path, text, line, why):
    (tmp_path / "odd.png").write_bytes(b"no picture")
    (tmp_path / "city.yaml").write_text(text)
    with pytest.raises(OddFile, match=why) as refusal:
        read(tmp_path / "city.yaml")
    assert refusal.value.facts["line"] == line
    assert f"{line}행" in refusal.value.text("ko")


def test_a_picture_that_is_too_large(tmp_path):
    (tmp_path / "logo.svg").write_text(LOGO + " " * MOST_BYTES)
    (tmp_path / "city.yaml").write_text("look:\n  logo: logo.svg")
    with pytest.raises(OddFile, match="at most 1 MB"):
        read(tmp_path / "city.yaml")


def test_the_page_of_a_failure_wears_it_too(liverpool):
    assert "/theme.css?" in render_to_string("portal/failed.html", {"title": "x", "words": "y", "city": liverpool})
