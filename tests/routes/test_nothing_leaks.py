"""No route lets out what `can()` denies: every address of the URL conf is asked for, by several people.

The same walk must find the words for those who may see them, so a walk that asks for nothing fails.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Token
from madang.accounts.policy import Actor, can
from madang.catalog import index
from madang.catalog.models import Dataset, Resource, Revision
from tests.routes.hidden import Secret, secrets
from tests.routes.walk import filled, templates, text_of

pytestmark = pytest.mark.slow
OUTSIDE = ("anonymous", "citizen", "stranger")
EVERYBODY = (*OUTSIDE, "reader", "editor", "publisher", "administrator")
LEAVE_OUT = ("logout", "jsi18n", "2fa", "oidc", "social", "3rdparty", "password", "account/email", "admin/auth", "admin/mfa",
             "admin/account", "admin/social", "admin/sites")  # fmt: skip


@pytest.fixture
def kept(city, settings, tmp_path) -> Iterator[list[Secret]]:
    cache.clear()
    found = secrets(city)
    index.rebuild()
    logging.disable(logging.ERROR)  # thousands of refusals are what is asked for
    yield found
    logging.disable(logging.NOTSET)
    cache.clear()


def client_of(city, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(getattr(city, name))
    return client


def questions(secret: Secret, template: str) -> list[str]:
    """Ways to ask an address; none of them says the secret words themselves, so no answer can be an echo."""
    moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    if template.startswith("api/"):
        return [
            "",
            f"?revision={secret.revision.id}",
            f"?as_of={moment}",
            "?q=Title",
            "?format=parquet",
            "?limit=5&lang=en",
        ]
    if template.startswith("ko/datasets/"):
        return ["", f"?revision={secret.revision.id}"]
    return ["", "?q=Title"] if "search" in template else [""]


def addresses(secret: Secret, *, staff: bool = False) -> Iterator[str]:
    """Every address that can lead to the secret; the pages of the administration only for staff, all others are sent away."""
    known = secret.known
    for template in templates():
        if any(part in template for part in LEAVE_OUT) or (
            template.startswith("admin/") and not staff and "catalog" not in template
        ):
            continue
        if "organisations/" in template:
            known = secret.known | {"slug": [secret.dataset.organisation.slug]}
        for address in filled(template, known):
            yield from (address + question for question in questions(secret, template))
        known = secret.known


def leaks(
    client: Client, secret: Secret, words: list[str], *, staff: bool = False, **headers: str
) -> list[tuple[str, str]]:
    found = []
    for address in addresses(secret, staff=staff):
        text = text_of(client.get(address, headers=headers))
        found += [(address, word) for word in words if word in text]
    return found


def forbidden(secret: Secret, name: str) -> list[str]:
    return ([] if name in secret.sees else [secret.title]) + ([] if name in secret.reads else [secret.row])


def test_the_walk_knows_every_route():
    found = templates()
    assert "api/v1/datasets/<slug>/resources/<name>/rows" in found
    assert "admin/catalog/dataset/<object_id>/change/" in found
    assert {"ko/datasets/<slug>/", "en/search/", "ko/account/me/", "en/workspace/runs/<id>/"} <= set(found)
    assert not [text for text in found if set(text) & set("()^$\\")], "a pattern that `walk` does not understand"


def test_the_words_of_this_test_are_those_of_the_policy(city, kept):
    for secret in kept:
        for name in EVERYBODY:
            actor = Actor(None if name == "anonymous" else getattr(city, name))
            assert can(actor, "see", secret.dataset) is (name in secret.sees)
            assert can(actor, "read", secret.revision) is (name in secret.reads)


@pytest.mark.parametrize("name", OUTSIDE)
def test_outsiders_get_nothing(city, kept, name):
    client = client_of(city, name)
    for secret in kept:
        words = forbidden(secret, name)
        if secret.dataset.access == "restricted":
            assert words == [secret.row]
        assert leaks(client, secret, words) == []


@pytest.mark.parametrize("name", ["reader", "editor", "administrator"])
def test_insiders_get_no_rows_of_restricted_data_and_find_what_is_theirs(city, kept, name):
    client = client_of(city, name)
    for secret in kept:
        met = leaks(client, secret, [secret.title, secret.row], staff=name == "administrator")
        assert [(address, word) for address, word in met if word in forbidden(secret, name)] == []
        for word in {secret.title, secret.row} - set(forbidden(secret, name)):
            assert word in {found for _, found in met}, f"the walk never meets {word}"


def test_a_token_opens_what_its_user_may_and_no_more(city, kept):
    client = Client(raise_request_exception=False)
    for user, name in ((city.stranger, "stranger"), (city.reader, "reader")):
        _, secret_token = Token.make(user, "t", may_write=True)
        for secret in kept:
            header = {"Authorization": f"Bearer {secret_token}"}
            assert leaks(client, secret, forbidden(secret, name), **header) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_outsiders_change_nothing(city, kept, name):
    def state() -> str:
        rows = [*Dataset.objects.order_by("pk").values(), *Resource.objects.order_by("pk").values()]
        return json.dumps([*rows, *Revision.objects.order_by("pk").values()], default=str)

    client, before = client_of(city, name), state()
    for secret in kept:
        form = {
            "dataset": secret.dataset.slug,
            "state": "published",
            "access": "open",
            "title": "x",
            "reason": "x",
            "slug": "x",
        }
        for address in addresses(secret):
            for send in (client.post, client.put, client.delete) if address.startswith("/api") else (client.post,):
                text = text_of(send(address, json.dumps(form), content_type="application/json"))
                assert not [word for word in forbidden(secret, name) if word in text], address
            client.post(address, form)
    assert state() == before


@pytest.mark.parametrize("name", ["anonymous", "stranger", "administrator"])
def test_no_address_breaks(city, kept, name):
    client = client_of(city, name)
    staff = name == "administrator"
    broken = [a for secret in kept for a in addresses(secret, staff=staff) if client.get(a).status_code >= 500]
    assert broken == []
