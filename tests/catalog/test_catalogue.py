"""Licences, themes, freshness, origin, changes and DCAT."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from madang.catalog import licences, themes
from madang.catalog.models import Change, Column, Dataset, Licence, Organisation, Origin, Resource, Theme
from tests.city import AT, dataset


def test_licences_and_themes_come_with_migrate_in_both_languages(db):
    assert {terms.slug for terms in licences.TERMS} == set(Licence.objects.values_list("slug", flat=True))
    assert {row[0] for row in themes.THEMES} == set(Theme.objects.values_list("slug", flat=True))
    for thing in (*Licence.objects.all(), *Theme.objects.all()):
        assert {"ko", "en"} <= {language for language, words in thing.name.items() if words}
    kogl = Licence.objects.get(slug="kogl-4")
    assert (kogl.allows_commercial, kogl.allows_change) == (False, False)


def test_what_a_city_edited_stays(db):
    Licence.objects.filter(slug="kogl-1").update(name={"ko": "우리 조건", "en": "Our terms"})
    Theme.objects.filter(slug="food").delete()
    call_command("migrate", verbosity=0)
    assert Licence.objects.get(slug="kogl-1").name["ko"] == "우리 조건"
    assert Theme.objects.filter(slug="food").exists()


@pytest.mark.parametrize("slug", [terms.slug for terms in licences.TERMS])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_attribution_says_who_what_when_and_where(city, slug, language):
    city.dataset.licence = Licence.objects.get(slug=slug)
    words = licences.attribution(city.dataset, language, "https://data.example.org/p")
    name, title = {"ko": ("통계과", "자치구별 인구"), "en": ("Statistics", "Population by district")}[language]
    for part in (name, title, "2026", "https://data.example.org/p"):
        assert part in words
    assert "{" not in words


@pytest.mark.parametrize(
    ("cycle", "days", "freshness"),
    [("daily", 1, "fresh"), ("daily", 3, "late"), ("monthly", 30, "fresh"), ("monthly", 40, "late"), ("yearly", 390, "fresh"),
     ("irregular", 4000, "open-ended"), ("never", 4000, "open-ended")],
)  # fmt: skip
def test_freshness(city, cycle, days, freshness):
    city.dataset.cycle = cycle
    assert city.dataset.freshness(AT + timedelta(days=days)) == freshness


def test_freshness_of_nothing(city):
    assert dataset("empty", city.department, cycle="daily").freshness(AT) == "empty"


def test_origin_of_what_is_made():
    assert Origin.of("observed", "observed") == "derived"
    assert Origin.of("observed", "generated", "derived") == "generated"


def slugs_noted():
    return list(Change.objects.order_by("pk").values_list("dataset", flat=True))


def test_every_change_that_search_must_see_is_counted(city):
    other = dataset("other", city.elsewhere)
    for act in (
        city.dataset.save,
        city.resource.save,
        lambda: Column.objects.create(resource=city.resource, name="인구", label={"en": "people"}),
        city.department.save,
    ):
        Change.objects.all().delete()
        act()
        assert "population" in slugs_noted(), act
    assert other.slug not in slugs_noted()
    Change.objects.all().delete()
    city.dataset.slug = "renamed"
    city.dataset.save()
    assert set(slugs_noted()) == {"population", "renamed"}
    Resource.objects.update(current=None)
    Change.objects.all().delete()
    Dataset.objects.get(slug="renamed").delete()
    assert "renamed" in slugs_noted()


def test_paths_follow_when_an_organisation_moves(city):
    city.council.slug = "jongno-gu"
    city.council.save()
    assert Organisation.objects.get(slug="statistics").path == "/seoul/jongno-gu/statistics/"


@pytest.mark.parametrize("slug", ["two words", "line\n", "-first", "a/b", ""])
def test_an_address_of_odd_letters_is_refused(slug):
    with pytest.raises(ValidationError):
        Organisation(slug=slug, name={"en": "X"}).clean_fields(exclude=["name", "kind"])
