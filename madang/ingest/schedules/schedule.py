"""A schedule: a source that is asked again and again; and a pull: what it answered one run. Loaded by `ingest.models`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from madang.accounts.policy import OPERATOR, Actor
from madang.catalog.models import Dataset


class Schedule(models.Model):
    """When a source is asked, and where new content goes. A worker starts a run for each tick, see `scheduling`."""

    LATE: ClassVar = timedelta(minutes=10)  # a tick that long overdue has no worker

    id = models.CharField(primary_key=True, max_length=32)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="schedules")
    resource = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=40)  # the plug-in's public name
    source_settings = models.JSONField(default=dict)  # texts; secrets by their name only
    cron = models.CharField(max_length=100)  # five fields, in the city's time zone
    choices = models.JSONField(default=dict, blank=True)  # corrections of the reading, see ingest.receipt
    publish_when_clean = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    reason = models.JSONField(default=dict, blank=True)  # why Madang itself paused it, in languages
    next_at = models.DateTimeField(null=True, db_index=True)  # the next tick; none while paused
    last_run = models.ForeignKey("ingest.Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled = models.BooleanField(default=True)  # whether the outcome of the last run was counted
    looks = models.PositiveIntegerField(default=0)  # askings in a row that found nothing new
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)  # when new content last came
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_operator = models.BooleanField(
        default=False
    )  # made at the machine; a deleted person must not become the operator
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return self.id

    @property
    def target(self) -> dict[str, Any]:
        """Where its runs go, as `madang.ingest.run.start` takes it."""
        return {"dataset": self.dataset.slug} | ({"resource": self.resource} if self.resource else {})

    @property
    def actor(self) -> Actor:
        """In whose name it loads: whoever made it, with the rights that they have now."""
        return OPERATOR if self.by_operator else Actor(self.created_by)

    def late(self, now: datetime) -> bool:
        """Whether its tick has passed and no worker took it."""
        return not self.paused and self.next_at is not None and now > self.next_at + self.LATE


class Pull(models.Model):
    """What a source answered a run: a note of the run for the next pull, and for people."""

    run = models.OneToOneField("ingest.Run", primary_key=True, on_delete=models.CASCADE, related_name="pull")
    schedule = models.ForeignKey(Schedule, null=True, blank=True, on_delete=models.SET_NULL, related_name="pulls")
    at = models.DateTimeField(null=True)  # when the source had answered
    mark = models.JSONField(default=dict, blank=True)  # what the source wants to be handed back, see `sources.Since`
    facts = models.JSONField(default=list, blank=True)  # [[label in languages, value], ...]
    warning = models.JSONField(default=dict, blank=True)  # in languages

    def __str__(self) -> str:
        return str(self.run_id)
