"""What requests and reports have in common: words of somebody who is not kept, shown to all or not."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class By(models.TextChoices):
    """Of which class somebody was. Who it was is not kept."""

    ANONYMOUS = "anonymous", _("a reader without a key")
    KEY = "key", _("a reader with a key")
    PARTNER = "partner", _("a partner")


class Shown(models.TextChoices):
    """Who sees it. `KEPT`: it came when no public page was promised, or tells of personal data that still stands there."""

    PUBLIC = "public", _("public")
    KEPT = "kept", _("for the data team only")
    HIDDEN = "hidden", _("hidden")


class Why(models.TextChoices):
    """Why something was hidden; its page says so instead of the words."""

    PERSONAL = "personal", _("it held personal data")
    ABUSE = "abuse", _("it insulted or threatened somebody")
    ADVERTISING = "advertising", _("it was advertising")
    OTHER = "other", _("it had nothing to do with data")


class Asked(models.Model):
    """The words, when and in which language they came, and who sees them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2)
    asked_by = models.CharField(_("asked by"), max_length=12, choices=By, default=By.ANONYMOUS)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, db_index=True)
    shown = models.CharField(_("shown"), max_length=8, choices=Shown, default=Shown.PUBLIC)
    hidden_for = models.CharField(_("hidden because"), max_length=12, choices=Why, blank=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    since = models.DateTimeField(_("in this state since"), default=timezone.now)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]
