"""People: everybody sees themselves, nobody sees others. Accounts of a city's officers are no open data."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from madang.accounts.models import User
from madang.accounts.policy import NotAllowed
from madang.api.ckan import packages
from madang.api.ckan.moments import moment
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog.models import Dataset


class OthersAccount(NotAllowed):
    en = "Accounts are shown to their owners only: ask with your own token and without an id."
    ko = "계정은 본인에게만 보입니다. 본인의 토큰으로, id 없이 요청하세요."


def _id(user: User) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:madang:user:{user.username}"))


def _self(reader: Reader, name: str) -> User:
    """The token's owner, when they ask for nobody else. Raises `OthersAccount`, the same whether or not the other exists."""
    user = reader.actor.person
    if user is None or (name and name not in (_id(user), user.username, user.email)):
        raise OthersAccount()
    return user


def user_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """The owner of the token. Parameters: id (none, or one's own), include_datasets."""
    user = _self(reader, parameters.text("id"))
    own = Dataset.objects.filter(created_by=user)
    shown = {
        "id": _id(user),
        "name": user.username,
        "fullname": user.get_full_name(),
        "display_name": user.get_full_name() or user.email,
        "email": user.email,
        "about": "",
        "created": moment(user.date_joined),
        "state": "active",
        "sysadmin": user.is_superuser,
        "activity_streams_email_notifications": False,
        "image_url": "",
        "image_display_url": "",
        "number_created_packages": own.count(),
        "num_followers": 0,
    }
    if parameters.switch("include_datasets", False):
        shown["datasets"] = packages.packages(reader, own.values_list("slug", flat=True)[:1000])
    return shown


def user_list(reader: Reader, parameters: Parameters) -> list[Any]:
    """Accounts: they are not listed."""
    raise OthersAccount()


def api_token_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """The tokens of the token's owner that still open something; their secrets are not kept. Parameters: user_id (one's own)."""
    user = _self(reader, parameters.text("user_id") or parameters.text("user"))
    alive = [token for token in user.tokens.order_by("-pk") if token.alive(timezone.now())]
    return [
        {"id": token.prefix, "name": token.name, "user_id": _id(user), "created_at": moment(token.created_at), "last_access": None}
        for token in alive
    ]  # fmt: skip


ACTIONS = {"user_show": user_show, "user_list": user_list, "api_token_list": api_token_list}
