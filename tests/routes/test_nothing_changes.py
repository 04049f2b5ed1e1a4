"""Whatever outsiders send to any address changes nothing, and shows them nothing."""

from __future__ import annotations

import json

import pytest

from madang.catalog.models import Dataset, Resource, Revision
from tests.routes.asked import OUTSIDE, TONGUES, addresses, client_of, forbidden
from tests.routes.walk import text_of

pytestmark = pytest.mark.slow


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
        for address in addresses(secret, tongue=TONGUES[name], plain=True):
            for send in (client.post, client.put, client.delete) if address.startswith("/api") else (client.post,):
                text = text_of(send(address, json.dumps(form), content_type="application/json"))
                assert not [word for word in forbidden(secret, name) if word in text], address
            client.post(address, form)
    assert state() == before
