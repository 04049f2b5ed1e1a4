"""Pages as they are served: in both languages, for things that were withdrawn, restricted, old or never there."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from madang.accounts.policy import Actor
from madang.catalog.models import Revision
from madang.ingest import publish
from tests.portal import layers

pytestmark = pytest.mark.django_db
DATASET_VIEWS = ("sheet", "api", "receipt", "history")


def text_of(response) -> str:
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_view_of_a_dataset_has_an_address_of_its_own(client, residents, language):
    with translation.override(language):
        about = text_of(client.get(reverse("dataset", args=["residents"])))
        for view in DATASET_VIEWS:
            address = reverse(view, args=["residents", "dong"])
            assert f'href="{address}"' in about
            assert f'<html lang="{language}">' in text_of(client.get(address))
        assert reverse("map", args=["residents", "dong"]) not in about, "no map without a geometry"


def test_generated_data_says_so_on_every_view(client, squares):
    for view in (*DATASET_VIEWS, "map"):
        page = text_of(client.get(f"/en/datasets/squares/squares/{view}/"))
        assert "badge generated" in page
        assert "generated, not observed" in page
    assert "[generated data]" in text_of(client.get("/en/datasets/squares/"))


def test_an_older_revision_is_shown_with_a_warning_and_exported_as_such(client, residents):
    old = residents.revisions.get(number=1)
    page = text_of(client.get(f"/en/datasets/residents/dong/sheet/?revision={old.pk}"))
    assert "280 rows" in page
    assert "not at the newest one" in page
    assert f"dong.csv?revision={old.pk}" in page


@pytest.mark.parametrize("view", ["dong/sheet", "dong/receipt", "dong/profile", "dong/chart", "dong/history", ""])
def test_the_origin_is_that_of_the_revision_shown(client, residents, view):
    old = residents.revisions.get(number=1)
    Revision.objects.filter(pk=old.pk).update(origin="generated")
    address = f"/en/datasets/residents/{view}/".replace("//", "/")
    page = text_of(client.get(f"{address}?revision={old.pk}"))
    assert "generated, not observed" in page
    assert "badge generated" in page
    page = text_of(client.get(address))
    assert "generated, not observed" not in page
    assert "badge generated" not in page


def test_a_pinned_page_cites_the_revision_it_shows(client, residents):
    old = residents.revisions.get(number=1)
    Revision.objects.filter(pk=old.pk).update(origin="generated")
    page = text_of(client.get(f"/en/datasets/residents/?revision={old.pk}"))
    assert "[generated data]. " in page
    assert f"receipt/?revision={old.pk}" in page
    assert f"version = {{revision 1, {old.pk}}}" in page
    assert f"@misc{{residents-{old.pk[:12]}," in page


def test_odd_letters_of_a_title_do_not_break_bibtex(client, residents):
    residents.dataset.title = {"ko": "연구 & 개발 100% {초안", "en": "x"}
    residents.dataset.save()
    page = html.unescape(text_of(client.get("/ko/datasets/residents/")))
    assert r"title = {{연구 \& 개발 100\% \textbraceleft{}초안}}," in page


def test_a_withdrawn_revision_answers_410_and_stays_in_the_history(client, city, residents):
    old = residents.revisions.get(number=1)
    publish.withdraw(old, "이름이 들어 있었습니다.", Actor(city.publisher))
    gone = client.get(f"/ko/datasets/residents/dong/sheet/?revision={old.pk}")
    assert gone.status_code == 410
    assert "이름이 들어 있었습니다." in gone.content.decode()
    history = text_of(client.get("/ko/datasets/residents/dong/history/"))
    assert "이름이 들어 있었습니다." in history
    assert f"revision={old.pk}" not in history


def test_a_restricted_dataset_is_described_and_nothing_of_its_rows_is_shown(client, city, residents):
    residents.dataset.access = "restricted"
    residents.dataset.save()
    client.force_login(city.administrator)
    about = text_of(client.get("/en/datasets/residents/"))
    assert "/sheet/" not in about
    assert "/files/" not in about
    assert client.get("/en/datasets/residents/dong/sheet/").status_code == 403
    receipt = text_of(client.get("/en/datasets/residents/dong/receipt/"))
    assert "CP949" in receipt
    assert "종로구" not in receipt
    assert "300 rows" in receipt
    old = residents.revisions.get(number=1)
    assert client.get(f"/en/datasets/residents/?revision={old.pk}").status_code == 403


def test_a_draft_is_hidden_from_others(client, city, residents):
    residents.dataset.state = "draft"
    residents.dataset.save()
    assert client.get("/en/datasets/residents/").status_code == 404
    client.force_login(city.editor)
    assert "draft" in text_of(client.get("/en/datasets/residents/"))


@pytest.mark.parametrize(("as_of", "status"), [("2026-06-30", 200), ("2020-01-01", 404), ("yesterday", 400)])
def test_as_of(client, residents, as_of, status):
    assert client.get(f"/en/datasets/residents/dong/sheet/?as_of={as_of}").status_code == status


def test_a_sheet_cell_cannot_carry_markup(client, city, residents):
    import pyarrow as pa

    from madang.query.model import Column, Type

    layers.put(residents, pa.table({"a": ["<script>alert(1)</script>"]}), (Column("a", Type.TEXT),))
    page = text_of(client.get("/en/datasets/residents/dong/sheet/"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_files_say_their_sizes(client, residents):
    page = text_of(client.get("/en/datasets/residents/files/"))
    assert "2.05 kB" in page
    assert all(f">dong.{extension}<" in page for extension in ("csv", "json", "parquet"))
    assert "dong.geojson" not in page


def test_pages_say_that_an_original_is_withheld(client, residents):
    revision = residents.current
    revision.receipt = {
        **layers.RECEIPT,
        "file": {**layers.RECEIPT["file"], "withheld": {"en": "It is withheld.", "ko": "비공개"}},
    }
    revision.save()
    assert "It is withheld." in text_of(client.get("/en/datasets/residents/files/"))
    assert "비공개" in text_of(client.get("/ko/datasets/residents/dong/receipt/"))


@pytest.mark.parametrize(
    ("path", "status"), [("/en/nothing/", 404), ("/ko/datasets/none/", 404), ("/en/datasets/residents/x/sheet/", 404)]
)
def test_what_is_not_there_is_said_in_a_page(client, residents, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_a_page(client, city):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(city.editor)
    response = strict.post("/ko/workspace/upload/", {"title": "x"})
    assert response.status_code == 403
    assert "권한" in response.content.decode()


def test_the_language_switch_keeps_page_and_question(client, residents):
    page = text_of(client.get("/ko/datasets/residents/dong/sheet/?text=%EC%A2%85%EB%A1%9C"))
    assert re.search(r'class="tongue" href="/en/datasets/residents/dong/sheet/\?text=%EC%A2%85%EB%A1%9C"', page)


def test_the_number_of_queries_of_a_list_does_not_grow(client, city, django_assert_max_num_queries):
    for number in range(30):
        from tests.city import dataset

        dataset(f"more-{number}", city.department)
    with django_assert_max_num_queries(30):
        text_of(client.get("/en/organisations/statistics/"))


def test_history_tells_what_changed(client, residents):
    page = text_of(client.get("/en/datasets/residents/dong/history/"))
    assert "+20" in page
    assert Revision.objects.filter(resource=residents).count() == 2


def test_the_choice_of_colours_speaks_the_readers_language(client, squares):
    column = next(c for c in squares.current.schema if c["type"] in ("integer", "number"))
    squares.columns.update_or_create(name=column["name"], defaults={"label": {"ko": "사람", "en": "People here"}})
    page = text_of(client.get("/en/datasets/squares/squares/map/"))
    assert re.search(rf'<option value="{column["name"]}"[^>]*>People here</option>', page)


def test_a_period_of_one_day_is_one_date(client, residents):
    residents.dataset.period_start = residents.dataset.period_end = date(2020, 11, 1)
    residents.dataset.save()
    page = text_of(client.get("/en/datasets/residents/"))
    assert page.count('<time datetime="2020-11-01">') == 1
