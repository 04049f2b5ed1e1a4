"""No key of anybody stands in the log, wherever they wrote it."""

from __future__ import annotations

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from madang.lib.log_lines import WithoutKeys

SECRET = "mdg_Ab3-_xyz0123456789"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/{SECRET}/", f"/{SECRET}", f"/KO/{SECRET}/json", f"/x/{SECRET}%2Fjson"])
def test_an_address_that_is_a_little_wrong_is_logged_without_its_key(client: Client, address: str):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(WithoutKeys(settings.LOGGING["formatters"]["line"]["format"]))
    logging.getLogger("django.request").addHandler(handler)
    try:
        assert client.get(address).status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert "mdg_***" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_the_log_of_the_city_is_written_so():
    assert settings.LOGGING["formatters"]["line"]["()"] is WithoutKeys
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "line"
