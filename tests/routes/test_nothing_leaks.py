"""No route lets out what `can()` denies: every address of the URL conf is asked for, by several people.

The same walk must find the words for those who may see them, so a walk that asks for nothing fails.
"""

from __future__ import annotations

import pytest

from madang.accounts.policy import Actor, can
from tests.routes.asked import EVERYBODY, OUTSIDE, TONGUES, client_of, forbidden, leaks
from tests.routes.walk import templates

pytestmark = pytest.mark.slow


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
        # Questions behind addresses are asked by who may most: what nobody may see by its plain address needs no more.
        assert leaks(client, secret, words, tongue=TONGUES[name], plain=name == "anonymous") == []
