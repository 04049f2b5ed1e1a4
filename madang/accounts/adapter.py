"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Accounts are made by invitation of a steward, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
