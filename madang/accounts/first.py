"""Links that let somebody in without a mail server: once, for a time, and only their hash is kept.

Such a link sets a password and then signs in as any sign-in does, so a second factor is still asked for.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from madang.accounts import audit
from madang.accounts.models import Link, Token, User
from madang.accounts.people import make_user
from madang.accounts.policy import OPERATOR, Actor
from madang.lib.problems import Problem

FIRST, INVITED = timedelta(days=1), timedelta(days=7)


class LinkSpent(Problem):
    en = "This link was used already, has expired or was replaced by a newer one. Ask an administrator for another."
    ko = "이미 사용했거나 기한이 지났거나 새 링크로 바뀐 링크입니다. 관리자에게 새 링크를 요청하세요."


def has_administrator() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def first_admin_link(base_url: str) -> str | None:
    """A link for whoever set the city up, None once there is an administrator. An earlier one stops to work."""
    if has_administrator():
        return None
    Link.objects.filter(user=None, used_at=None).delete()
    return _make(base_url, None, FIRST)


def login_link(user: User, base_url: str = "") -> str:
    """A link with which `user` sets a password and signs in; earlier ones stop to work. Without `base_url`, a path."""
    Link.objects.filter(user=user, used_at=None).delete()
    return _make(base_url, user, INVITED)


def _make(base_url: str, user: User | None, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(32)
    Link.objects.create(user=user, digest=Token.hash(secret), expires_at=timezone.now() + lasts)
    with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
        return base_url.rstrip("/") + reverse("account_link", args=[secret])


def find(secret: str) -> Link:
    """The link behind an address, not used by looking at it: mail programs fetch links before people do.

    Raises `LinkSpent`.
    """
    link = Link.objects.select_related("user").filter(digest=Token.hash(secret)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now():
        raise LinkSpent()
    if (link.user is None and has_administrator()) or (link.user and not link.user.is_active):
        raise LinkSpent()
    return link


@transaction.atomic
def redeem(secret: str, password: str, email: str = "") -> User:
    """Use a link up: set the password of its user, or make the first administrator with `email`. Raises `LinkSpent`."""
    link = find(secret)
    used = Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
    if not used:  # Two requests at once: the database lets one of them change the row.
        raise LinkSpent()
    user = link.user or make_user(email, is_superuser=True, is_staff=True)
    user.set_password(password)
    user.save()
    user.emailaddress_set.update(verified=True)  # Whoever hands the link over vouches for the address.
    if link.user is None:
        audit.record(OPERATOR, "first-administrator", user)
    else:
        audit.record(Actor(user), "set-password", user)
    return user
