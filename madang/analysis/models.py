"""A run of a study as people see it, and the files that it made besides its tables."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.accounts.policy import OPERATOR, Actor
from madang.analysis.saved_scenarios import Scenario as Scenario  # Django finds models through this module
from madang.catalog.models import Dataset, Organisation


class StudyRun(models.Model):
    """One execution of a study on revisions pinned at its start. The same id names its durable workflow.

    `inputs`: role -> {"dataset", "resource", "revision", "number", "title", "origin", "access", "licence", "columns", "weights",
    "where"}. `results`: {"tables": {yield: {"resource", "revision", "rows"}}}, revisions only once they are published.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DRAFT = "draft", _("done, not published")  # seen by who ran it, and by the editors of where it may be published
        PUBLISHED = "published", _("published")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    class Step(models.TextChoices):
        READ = "read", _("read the tables")
        COMPUTE = "compute", _("compute")
        PUBLISH = "publish", _("publish")

    id = models.CharField(primary_key=True, max_length=32)
    study = models.CharField(max_length=60, db_index=True)  # the public name of the study
    version = models.PositiveIntegerField()
    title = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING, db_index=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.READ)
    inputs = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=0)
    target = models.JSONField(default=dict, blank=True)  # {"organisation", "licence", "dataset"}: where it is published
    progress = models.FloatField(default=0.0)  # 0 to 1
    said = models.JSONField(default=dict, blank=True)  # what it does just now, in languages
    results = models.JSONField(default=dict, blank=True)
    quality = models.JSONField(default=dict, blank=True)
    costs = models.JSONField(default=dict, blank=True)  # {"seconds", "cpu_seconds", "memory_mb"}
    reason = models.JSONField(default=dict, blank=True)  # why it failed, or why it stays a draft, in languages
    attempt = models.PositiveIntegerField(default=1)  # each retry and publication is a workflow of its own
    tries = models.PositiveIntegerField(default=0)  # how often a worker began the present step
    cancel_asked = models.BooleanField(default=False)
    heartbeat = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.ForeignKey(  # who asked for the present attempt: the publisher of what another ran
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_operator = models.BooleanField(default=False)  # from the command line; nobody's, once an account is gone
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    OVER: ClassVar = (State.DRAFT, State.PUBLISHED, State.FAILED, State.CANCELLED)
    DONE: ClassVar = (State.DRAFT, State.PUBLISHED)
    AT_WORK: ClassVar = (State.WAITING, State.RUNNING)

    def __str__(self) -> str:
        return self.id

    @property
    def workflow(self) -> str:
        """The id of the durable workflow of the present attempt; that of the first is the run's own."""
        return self.id if self.attempt == 1 else f"{self.id}-{self.attempt}"

    @property
    def dataset(self) -> Dataset | None:
        """The dataset that it is or will be published in, once there is one."""
        return Dataset.objects.select_related("organisation").filter(slug=self.target.get("dataset", "")).first()

    @property
    def organisation(self) -> Organisation | None:
        """Where it may be published; nobody's as long as nobody said so."""
        return Organisation.objects.filter(slug=self.target.get("organisation", "")).first()

    def note(self, **facts: Any) -> bool:
        """Write what came of a run at work; nothing of one that another worker has closed meanwhile, or somebody began again."""
        standing = StudyRun.objects.filter(pk=self.pk, attempt=self.attempt, state__in=self.AT_WORK)
        if not standing.update(**facts):
            return False
        for name, value in facts.items():
            setattr(self, name, value)
        return True

    @property
    def actor(self) -> Actor:
        """Whose rights it has: an account that is gone has none."""
        if self.asked_by:
            return Actor(self.asked_by)
        return OPERATOR if self.by_operator else Actor()


class StudyFile(models.Model):
    """What a run made besides published tables: reports, certificates, and the tables themselves while it is a draft.

    They lie in the database: a few megabytes, which backups, several machines and the end of a run then need not think of.
    """

    run = models.ForeignKey(StudyRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)  # "report.ko.pdf", "certificates/p_median.json", "tables/sites.parquet"
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    bytes = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "name"], name="study_file_once_in_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.name}"
