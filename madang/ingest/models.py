"""A run: one execution of a load (later also of a harvest or a study), as people see it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One load, from the kept bytes to a published revision. The same id names its durable workflow."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        READY = "ready", _("waits for a person")  # read and checked; a person corrects, settles, publishes
        PUBLISHED = "published", _("published")
        UNCHANGED = "unchanged", _("nothing new")  # the same bytes read the same way are already there
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Step(models.TextChoices):
        FETCH = "fetch", _("keep the bytes")
        READ = "read", _("read")
        INFER = "infer", _("find the types")
        CHECK = "check", _("check")
        PUBLISH = "publish", _("publish")

    id = models.CharField(primary_key=True, max_length=32)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING, db_index=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.FETCH)
    source = models.CharField(max_length=40, default="file")  # the plug-in's public name
    source_settings = models.JSONField(default=dict, blank=True)
    file_name = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.BigIntegerField(default=0)
    choices = models.JSONField(default=dict, blank=True)  # corrections of the reading, see ingest.receipt
    decisions = models.JSONField(default=dict, blank=True)  # finding id -> {"what": "justify", "why": ..., "by": ...}
    target = models.JSONField(default=dict, blank=True)  # {"dataset": slug} or the description of a new dataset
    publish_when_clean = models.BooleanField(default=False)  # unattended: publish unless a person must decide
    rows_done = models.BigIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    reason = models.JSONField(default=dict, blank=True)  # why it failed, in languages
    revisions = models.JSONField(default=list, blank=True)  # ids that it made
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.id
