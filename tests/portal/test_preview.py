"""The picture of a dataset where links are shown."""

from __future__ import annotations

import struct

from django.test import Client

from madang.lib.charts.card import EDGE, WIDTH, card, wrapped
from tests.city import City, dataset


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_a_dataset_has_a_picture_and_its_page_names_it(client: Client, city: City) -> None:
    response = client.get("/ko/datasets/population/preview.png")
    assert size(response.content) == (1200, 630)
    assert "public" in response["Cache-Control"]
    page = client.get("/ko/datasets/population/").content.decode()
    assert '/ko/datasets/population/preview.png">' in page
    assert client.get("/en/datasets/population/preview.png").content != response.content


def test_what_is_not_for_everybody_has_none(client: Client, city: City) -> None:
    client.force_login(city.editor)
    dataset("hidden", city.department, state="draft")
    city.dataset.access = "internal"
    city.dataset.save()
    for slug in ("hidden", "population", "nowhere"):
        assert client.get(f"/ko/datasets/{slug}/preview.png").status_code == 404
    assert "preview.png" not in client.get("/ko/datasets/population/").content.decode()


def test_the_rows_of_a_restricted_dataset_are_not_drawn(client: Client, city: City) -> None:
    city.dataset.access = "restricted"
    city.dataset.save()
    assert size(client.get("/ko/datasets/population/preview.png").content) == (1200, 630)


def test_long_and_odd_titles_stay_inside() -> None:
    room = WIDTH - 2 * EDGE
    assert wrapped("인구", room, 52, 4) == ["인구"]
    long = wrapped("가" * 400, room, 52, 4)
    assert len(long) == 4
    assert long[-1].endswith("…")
    assert "".join(wrapped("두 낱말과 " + "x" * 120, room, 52, 9)).replace(" ", "") == "두낱말과" + "x" * 120
    drawn = card('<script>&"', ["a<b"], "", "<svg><g/></svg>")
    assert "<script" not in drawn
    assert wrapped("", room, 52, 4) == []
