"""People, what they may do in which organisation, their tokens, and the log of what they did."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.accounts.saved_searches import SavedSearch as SavedSearch  # Django finds models through this module


class User(AbstractUser):
    """A person who signs in with an e-mail address."""

    email = models.EmailField(unique=True)

    def __str__(self) -> str:
        return self.email


class Membership(models.Model):
    """A role of a person in an organisation; it holds in every organisation below it as well."""

    class Role(models.TextChoices):
        """Each contains those before it; what they may do stands in `policy.RULES`."""

        READER = "reader", _("reader: reads what is internal")
        EDITOR = "editor", _("editor: loads and describes")
        PUBLISHER = "publisher", _("publisher: publishes, settles findings, withdraws")
        STEWARD = "steward", _("steward: gives roles")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("catalog.Organisation", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_role_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"


class Token(models.Model):
    """An API token. Only its SHA-256 is kept; the token itself is shown once."""

    class Budget(models.TextChoices):
        """How much of the API its bearer may use; the numbers are the operator's (MADANG_BUDGET_...)."""

        KEY = "key", _("key")
        PARTNER = "partner", _("partner: a larger budget")

    PREFIX: ClassVar = "mdg_"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    may_write = models.BooleanField(default=False)
    budget = models.CharField(max_length=8, choices=Budget, default=Budget.KEY)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    @classmethod
    def make(cls, user: User, name: str, **more: object) -> tuple[Token, str]:
        """Return a new token row and the secret to show once."""
        secret = cls.PREFIX + secrets.token_urlsafe(32)
        row = cls.objects.create(user=user, name=name, prefix=secret[:12], digest=cls.hash(secret), **more)
        return row, secret

    def alive(self, now: datetime) -> bool:
        """Whether it still opens anything: neither revoked nor past its day."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @staticmethod
    def hash(secret: str) -> str:
        """A token holds 256 random bits, so a fast hash is as good as a slow one."""
        return hashlib.sha256(secret.encode()).hexdigest()


class Link(models.Model):
    """A link that lets its holder set a password once: the first administrator, somebody invited, or who forgot theirs."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret in the address
    user = models.ForeignKey(  # null: whoever holds it becomes the first administrator
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user or 'first administrator'} {self.created_at:%Y-%m-%d}"


class AuditEvent(models.Model):
    """Who did what to which thing, and when; rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    actor_name = models.CharField(max_length=200)  # stays readable when the account is gone
    action = models.CharField(max_length=40, db_index=True)
    what = models.CharField(max_length=200, db_index=True)  # "dataset:night-calls", "revision:0198..."
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.what}"
