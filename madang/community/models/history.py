"""The public history of requests and reports: what happened, when, and in which words."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.community.models.asked import Why
from madang.community.models.reports import Report
from madang.community.models.requests import DataRequest


class Entry(models.Model):
    """One change. `state` is that which it led to. Who wrote an answer is kept for the log; pages name the organisation."""

    class What(models.TextChoices):
        ANSWERED = "answered", _("answered")
        ASSIGNED = "assigned", _("given to an organisation")
        REPLIED = "replied", _("more was said")
        MERGED = "merged", _("joined with the same request")
        OPENED = "opened", _("shown again")
        HIDDEN = "hidden", _("hidden")

    class Reason(models.TextChoices):
        """Why data are not published."""

        LAW = "law", _("a law forbids it")
        PERSONAL = "personal", _("it is personal data")
        ABSENT = "absent", _("no such data exist")
        COST = "cost", _("it would cost too much")
        ELSEWHERE = "elsewhere", _("somebody else holds it")
        OTHER = "other", _("another reason")

    request = models.ForeignKey(DataRequest, null=True, on_delete=models.CASCADE, related_name="history")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=12, choices=What)
    state = models.CharField(max_length=12, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    dataset = models.ForeignKey("catalog.Dataset", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.CharField(max_length=32, blank=True)
    organisation = models.ForeignKey(
        "catalog.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_for = models.CharField(max_length=12, choices=Why, blank=True)  # of a reply that was hidden

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, report__isnull=True)
                | models.Q(request__isnull=True, report__isnull=False),
                name="entry_of_a_request_or_a_report",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.what} {self.state}"
