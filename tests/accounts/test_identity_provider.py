"""Signing in through the city's identity provider: ready by one setting, closed to people nobody invited."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
ISSUER = "https://login.example.org?client_id=madang&client_secret=hush&name=City+login"
ASK = """
import django; django.setup()
import json
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from unittest.mock import patch
call_command("migrate", verbosity=0)
settings.ALLOWED_HOSTS.append("testserver")
page = Client().get("/en/account/login/").content.decode()
document = {"authorization_endpoint": "https://login.example.org/authorize", "token_endpoint": "https://login.example.org/token"}
with patch("allauth.socialaccount.providers.openid_connect.views.OpenIDConnectOAuth2Adapter.openid_config", document):
    answer = Client().post("/en/account/oidc/city/login/")
print(json.dumps([page, answer.status_code, answer.headers.get("Location", ""),
                  type(get_adapter()).__name__, get_adapter().is_open_for_signup(None, None)]))
"""


def test_the_sign_in_page_offers_it_and_sends_people_there(tmp_path):
    environment = {
        **os.environ, "MADANG_HOME": str(tmp_path), "MADANG_OIDC": ISSUER,
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
    }  # fmt: skip
    result = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    page, status, location, adapter, open_for_signup = json.loads(result.stdout)
    assert "City login" in page
    assert status == 302
    assert location.startswith("https://login.example.org/authorize?client_id=madang")
    assert "hush" not in page + location
    assert (adapter, open_for_signup) == ("SocialAdapter", False)
