"""Code that a page offers for other pages: what is copied is one frame or one picture, whatever words are in it."""

from __future__ import annotations

from html.parser import HTMLParser

import pyarrow as pa
import pytest
from django.test import Client

from madang.catalog.models import Resource
from madang.portal.dataset.embedding import frame_code, picture_code
from madang.query.model import Column, Type
from tests.city import AT, City, dataset
from tests.community import texts
from tests.portal import layers

pytestmark = pytest.mark.django_db
NASTY = '"><img src=x onerror=alert(1)>&quot;</textarea>'


class Tags(HTMLParser):
    """The start tags of a text, and what its text areas hold: what a reader copies."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.copied: dict[str, str] = {}
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "textarea":
            self._inside = str(dict(attrs).get("id"))
            self.copied[self._inside] = ""

    def handle_endtag(self, tag) -> None:
        self._inside = "" if tag == "textarea" else self._inside

    def handle_data(self, data) -> None:
        if self._inside:
            self.copied[self._inside] += data


def copied(client: Client, address: str, **asked: str) -> dict[str, str]:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content[-500:]
    return Tags(answer.content.decode()).copied


def the_tag(code: str) -> dict[str, str | None]:
    (found,) = Tags(code).tags
    assert found[0] == "iframe"
    return found[1]


def test_words_in_offered_code_are_attributes_and_no_more() -> None:
    frame = the_tag(frame_code("http://x/?a=1&copy=2", NASTY, 9))
    assert (frame["src"], frame["title"], frame["height"]) == ("http://x/?a=1&copy=2", NASTY, "9")
    (link, picture) = Tags(picture_code("http://x/", "http://x/p.svg?a&b", NASTY)).tags
    assert [link[0], picture[0], picture[1]["alt"]] == ["a", "img", NASTY]


def test_a_chart_whose_column_is_markup(city: City, client: Client) -> None:
    resource = Resource.objects.create(dataset=dataset("odd", city.department, issued=AT), name="cells")
    table = pa.table({NASTY: ["종로구", "중구"], "값": pa.array([1, 2], pa.int64())})
    layers.put(resource, table, (Column(NASTY, Type.TEXT, "category"), Column("값", Type.INTEGER)))
    codes = copied(client, "/ko/datasets/odd/cells/chart/", kind="bar", x=NASTY, y="값")
    assert NASTY in (the_tag(codes["frame"])["title"] or "")
    link, picture = Tags(codes["image"]).tags
    assert (link[0], picture[0]) == ("a", "img")
    assert NASTY in (picture[1]["alt"] or "")


def test_a_map_whose_title_is_markup(city: City, client: Client) -> None:
    layers.dongs(city)
    resource = layers.older(city)
    resource.dataset.title = {"ko": NASTY, "en": NASTY}
    resource.dataset.save()
    assert the_tag(copied(client, "/en/datasets/older/people/map/")["frame"])["title"] == NASTY


def test_an_indicator_whose_title_is_markup(city: City, client: Client) -> None:
    made = texts.indicator(city, title={"ko": NASTY, "en": NASTY})
    assert the_tag(copied(client, f"/en/indicators/{made.slug}/")["frame"])["title"] == NASTY
