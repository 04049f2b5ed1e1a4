"""Mail addresses that wait for an answer. They are deleted as soon as it was told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from madang.community.models.reports import Report
from madang.community.models.requests import DataRequest


class Watcher(models.Model):
    """An address to be told of one request or report. Until its owner confirmed it, one mail goes there and no more."""

    request = models.ForeignKey(DataRequest, null=True, on_delete=models.CASCADE, related_name="watchers")
    report = models.ForeignKey(Report, null=True, on_delete=models.CASCADE, related_name="watchers")
    email = models.EmailField()
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)  # when the mail with the link was sent
    confirmed_at = models.DateTimeField(null=True)
    told = models.BigIntegerField(default=0)  # the last entry of the history that it was told of
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "email"], name="one_address_a_request"),
            models.UniqueConstraint(fields=["report", "email"], name="one_address_a_report"),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, report__isnull=True)
                | models.Q(request__isnull=True, report__isnull=False),
                name="watcher_of_a_request_or_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"watcher {self.pk}"  # never the address: this stands in logs
