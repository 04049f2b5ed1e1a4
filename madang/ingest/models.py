"""A run: one execution of a load, as people see it (those of studies stand in `analysis.models`); the workers that do both; and
uploads, which become runs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.accounts.policy import OPERATOR, Actor
from madang.catalog.models import Dataset, Organisation


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
    attempt = models.PositiveIntegerField(default=1)  # each retry, correction and publication is a workflow of its own
    tries = models.PositiveIntegerField(default=0)  # how often a worker began the present step; a poison file ends here
    cancel_asked = models.BooleanField(default=False)  # the flag that long steps watch
    rows_done = models.BigIntegerField(default=0)  # rows, or bytes while the bytes are kept
    heartbeat = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    reason = models.JSONField(default=dict, blank=True)  # why it failed, in languages
    revisions = models.JSONField(default=list, blank=True)  # ids that it made
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.ForeignKey(  # who asked for the present attempt: the publisher of a run that another loaded
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    OVER: ClassVar = (State.PUBLISHED, State.UNCHANGED, State.FAILED, State.CANCELLED)
    AT_WORK: ClassVar = (State.WAITING, State.RUNNING)

    def __str__(self) -> str:
        return self.id

    @property
    def workflow(self) -> str:
        """The id of the durable workflow of the present attempt; that of the first is the run's own."""
        return self.id if self.attempt == 1 else f"{self.id}-{self.attempt}"

    @property
    def dataset(self) -> Dataset | None:
        """What it loads into; nothing while a new dataset waits for its first publication."""
        return Dataset.objects.select_related("organisation").filter(slug=self.target.get("dataset", "")).first()

    @property
    def organisation(self) -> Organisation | None:
        """Whose load it is."""
        dataset = self.dataset
        if dataset is not None:
            return dataset.organisation
        return Organisation.objects.filter(slug=self.target.get("organisation", "")).first()

    @property
    def access(self) -> str:
        """Who may read what it publishes."""
        dataset = self.dataset
        return str(dataset.access if dataset else self.target.get("access") or Dataset.Access.OPEN)

    @property
    def restricted(self) -> bool:
        """Whether nobody may see single values of it once it is published."""
        return self.access == Dataset.Access.RESTRICTED

    @property
    def actor(self) -> Actor:
        """Whom the log names for what the worker does: they were allowed when they asked."""
        return Actor(self.asked_by) if self.asked_by else OPERATOR


class Worker(models.Model):
    """A process that executes runs. One whose heartbeat stops is taken for dead, and its runs are given to another."""

    name = models.CharField(primary_key=True, max_length=100)  # the executor id of the durable jobs
    serves = models.BooleanField(default=True)  # false: a `madang load` that runs only what it started
    host = models.CharField(max_length=200)
    process = models.PositiveIntegerField()
    started = models.DateTimeField()
    heartbeat = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way in, part by part. Complete, it becomes the run of the same id, so it can become only one."""

    class State(models.TextChoices):
        OPEN = "open", _("being uploaded")
        COMPLETE = "complete", _("uploaded")  # a run of this id has it; the parts go once the run keeps the bytes
        GONE = "gone", _("discarded")  # expired or given up: without parts, it only tells its maker so

    id = models.CharField(primary_key=True, max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=500)
    target = models.JSONField(default=dict)  # as in Run
    choices = models.JSONField(default=dict, blank=True)
    publish_when_clean = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True)  # of the whole file, if the sender told it
    metadata = models.TextField(blank=True)  # as the sender wrote it; some protocols want it back
    length = models.BigIntegerField(null=True)  # null: the sender does not know it yet
    offset = models.BigIntegerField(default=0)  # bytes that are safe
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.id

    @property
    def dataset(self) -> Dataset | None:
        """The dataset that it goes into, unless a new one."""
        return Dataset.objects.select_related("organisation").filter(slug=self.target.get("dataset", "")).first()


class UploadPart(models.Model):
    """Bytes of an upload that are safe in the place; the list of them is the server's own, whatever the sender says."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.BigIntegerField()  # position of its first byte in the file
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=100)  # where the place holds it

    class Meta:
        ordering: ClassVar = ["start"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "start"], name="one_part_at_a_position")]

    def __str__(self) -> str:
        return f"{self.upload_id}@{self.start}"


from madang.ingest.schedules.schedule import Pull, Schedule  # noqa: E402, F401  Django looks for models here
