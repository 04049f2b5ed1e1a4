"""An editor describes a dataset; the words are on its page, its rows stay, and nobody else may."""

from __future__ import annotations

import pytest

from madang.accounts.models import AuditEvent
from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests.city import dataset, publish

pytestmark = pytest.mark.django_db
WORDS = {
    "title_ko": "동별 인구", "title_en": "People by dong", "description_ko": "새 설명", "description_en": "New words",
    "keywords_ko": "인구, 동", "keywords_en": "people", "source_ko": "", "source_en": "", "theme": "population",
    "licence": "kogl-1", "cycle": "yearly", "origin": "observed", "access": "open",
}  # fmt: skip
ADDRESS = "/en/datasets/residents/describe/"


def test_an_editor_describes(client, city, residents):
    client.force_login(city.editor)
    assert "Residents by dong" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, WORDS).status_code == 302
    found = Dataset.objects.get(slug="residents")
    assert found.title == {"ko": "동별 인구", "en": "People by dong"}
    assert found.keywords == {"ko": ["인구", "동"], "en": ["people"]}
    assert found.organisation == city.department
    assert AuditEvent.objects.filter(action="describe").count() == 1
    assert "New words" in client.get("/en/datasets/residents/").content.decode()


@pytest.mark.parametrize("name", ["stranger", "reader", "citizen"])
def test_others_may_not(client, city, residents, name):
    client.force_login(getattr(city, name))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, WORDS).status_code == 403
    assert Dataset.objects.get(slug="residents").title["en"] == "Residents by dong"


def test_what_cannot_be_used_is_said_in_the_form(client, city, residents):
    client.force_login(city.editor)
    page = client.post(ADDRESS, WORDS | {"licence": "nowhere"})
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


@pytest.mark.parametrize("access", [Dataset.Access.RESTRICTED, Dataset.Access.INTERNAL])
def test_an_editor_cannot_open_what_is_closed(client, city, residents, access):
    """Access is the publisher's: with it every row of a restricted dataset would come out."""
    Dataset.objects.filter(slug="residents").update(access=access)
    client.force_login(city.editor)
    page = client.post(ADDRESS, WORDS)
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert Dataset.objects.get(slug="residents").access == access
    assert client.post(ADDRESS, WORDS | {"access": access}).status_code == 302
    client.force_login(city.publisher)
    assert client.post(ADDRESS, WORDS).status_code == 302
    assert Dataset.objects.get(slug="residents").access == Dataset.Access.OPEN


def test_what_was_kept_because_it_was_restricted_is_decided_again(client, city, residents):
    """A publisher may not open a restricted dataset whose findings were justified because nobody could read it."""
    Dataset.objects.filter(slug="residents").update(access=Dataset.Access.RESTRICTED)
    decision = {"what": "justify", "why": "제한 자료", "by": "a@b.c", "at": "2026-01-01"}
    finding = {"id": "mobile-number::전화", "code": "mobile-number", "severity": "personal", "table": "", "column": "전화",
               "count": 3, "text": {"en": "3 numbers", "ko": "번호 3개"}, "sample": [], "decision": decision}  # fmt: skip
    old = residents.revisions.get(number=1)  # not the current one: it is opened as well
    old.receipt = {**old.receipt, "findings": [finding]}
    old.save()
    client.force_login(city.publisher)
    page = client.post(ADDRESS, WORDS).content.decode()
    assert "mobile-number::전화" in page
    assert Dataset.objects.get(slug="residents").access == Dataset.Access.RESTRICTED
    assert client.post(ADDRESS, WORDS | {"why_open": "공공기관 대표번호"}).status_code == 302
    assert Dataset.objects.get(slug="residents").access == Dataset.Access.OPEN
    old.refresh_from_db()
    (kept,) = old.receipt["findings"]
    assert (kept["decision"]["why"], kept["decision"]["earlier"]) == ("공공기관 대표번호", decision)
    assert AuditEvent.objects.filter(action="settle").count() == 1
    assert "a@b.c" not in client.get(f"/en/datasets/residents/dong/receipt/?revision={old.pk}").content.decode()


def test_who_closes_a_dataset_is_told_what_was_made_from_it_and_stays_open(client, city, residents):
    """The table that a study published of it, and what was made of that; not what is closed as well, nor a stranger's."""
    made = {}
    of = residents.current
    for slug, access, owner in (
        ("sites", "open", city.department), ("summed", "open", city.department), ("inside", "internal", city.department),
        ("theirs", "internal", city.elsewhere),
    ):  # fmt: skip
        table = Resource.objects.create(dataset=dataset(slug, owner, access=access), name="rows")
        made[slug] = publish(table, {"코드": ["가"]}, (Column("코드", Type.TEXT),))
        made[slug].inputs.set([of])
        of = made["sites"]
    client.force_login(city.publisher)
    assert "left-open" not in client.get(ADDRESS).content.decode()
    closed = client.post(ADDRESS, WORDS | {"access": "restricted"}, follow=True).content.decode()
    told = closed.partition('id="left-open"')[2].partition("</section>")[0]
    assert [slug for slug in made if f"/datasets/{slug}/" in told] == ["sites", "summed", "inside"]
    Dataset.objects.filter(slug__in=("sites", "summed", "inside")).update(access="restricted")
    assert "left-open" not in client.get(ADDRESS).content.decode()
