"""No action tells what its reader may not see, whichever parameter is tried; and none breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from madang.accounts.models import Token
from madang.api.ckan import registry
from madang.catalog import index
from tests.routes.hidden import Secret, secrets


@pytest.fixture
def kept(city) -> list[Secret]:
    found = secrets(city)
    index.rebuild()
    return found


def tried(secret: Secret) -> Iterator[dict[str, object]]:
    """Parameters that lead to the secret without saying its words, by every name that an action might read."""
    numbers = (str(secret.dataset.uid), str(secret.resource.uid))
    for word in (*numbers, secret.dataset.slug, secret.dataset.organisation.slug, "Title", "calls"):
        given = dict.fromkeys(("id", "resource_id", "q", "name"), word)
        yield {**given, "query": f"name:{word}", "include_datasets": True}
    yield {"q": "*:*", "include_private": True, "include_drafts": True, "all_fields": True, "query": "Title", "limit": 1000,
           "facet.field": ["tags", "name", "organization"], "facet.limit": -1, "id": "all", "permission": "read"}  # fmt: skip
    yield {"fq": "name:hidden-*", "resource_id": "_table_metadata", "sql": f'SELECT * FROM "{secret.resource.uid}"'}


def test_outsiders_get_nothing_from_any_action(client, city, kept):
    """A stranger with a token that may write sees no less than anybody does."""
    headers = {"Authorization": Token.make(city.stranger, "t", may_write=True)[1]}
    for secret in kept:
        words = [
            word for word, seen in ((secret.title, secret.sees), (secret.row, secret.reads)) if "stranger" not in seen
        ]
        for parameters in tried(secret):
            for action in registry.actions():
                body = json.dumps(parameters)
                answer = client.post(f"/api/3/action/{action}", body, content_type="application/json", headers=headers)
                assert answer.status_code < 500, (action, parameters)
                text = answer.content.decode()
                assert not [word for word in words if word in text], (action, parameters)


def test_insiders_find_what_is_theirs(client, city, kept):
    """The same way finds the words for those who may see them, so it is not blind."""
    headers = {"Authorization": Token.make(city.editor, "t")[1]}
    for secret in kept:
        body = json.dumps({"id": secret.dataset.slug})
        answer = client.post("/api/3/action/package_show", body, content_type="application/json", headers=headers)
        assert secret.title in answer.content.decode()
