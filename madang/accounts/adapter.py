"""How allauth behaves here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from madang.accounts import audit, people
from madang.accounts.models import User
from madang.accounts.policy import Actor


class Adapter(DefaultAccountAdapter):
    """Accounts are made by invitation of a steward, never by signing up; nothing needs a mail server."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Without a mail server, note who wants a new password; the administrator finds it on the page of people."""
        if settings.MADANG["email"]:
            super().send_mail(template_prefix, email, context)
            return
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user and template_prefix.startswith("account/email/password_reset"):
            audit.record(Actor(user), people.ASKED, user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail under the city's own address: the Host that asked may be a stranger's."""
        address = urlsplit(super().get_reset_password_from_key_url(key))
        base = settings.MADANG["url"].rstrip("/")
        return base + address.path if base else address.geturl()


class SocialAdapter(DefaultSocialAccountAdapter):
    """Who comes from the city's identity provider must have been invited under the same verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
