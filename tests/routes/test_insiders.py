"""Insiders find what is theirs, and no rows of restricted data; a token opens what its user may, and no more."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.accounts.models import Token
from tests.routes.asked import TONGUES, client_of, forbidden, leaks

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["reader", "editor", "administrator"])
def test_insiders_get_no_rows_of_restricted_data_and_find_what_is_theirs(city, kept, name):
    client = client_of(city, name)
    for secret in kept:
        met = leaks(
            client, secret, [secret.title, secret.row], staff=name == "administrator", tongue=TONGUES[name], plain=True
        )
        assert [(address, word) for address, word in met if word in forbidden(secret, name)] == []
        for word in {secret.title, secret.row} - set(forbidden(secret, name)):
            assert word in {found for _, found in met}, f"the walk never meets {word}"


def test_a_token_opens_what_its_user_may_and_no_more(city, kept):
    client = Client(raise_request_exception=False)
    for user, name in ((city.stranger, "stranger"), (city.reader, "reader")):
        _, secret_token = Token.make(user, "t", may_write=True)
        for secret in kept:
            header = {"Authorization": f"Bearer {secret_token}"}
            assert leaks(client, secret, forbidden(secret, name), tongue=TONGUES[name], plain=True, **header) == []
