"""Indicators: a question, a target, a date; and the values that were computed of each revision."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import SLUG, Dataset, Revision


class Indicator(models.Model):
    """One value per period of a published table, or a ratio of two, against a target.

    A question is {"measure": "sum(x)", "period": "연도", "where": "..."}; without `period` each revision gives one value.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Direction(models.TextChoices):
        MORE = "more", _("more is better")
        LESS = "less", _("less is better")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(max_length=100, unique=True, validators=[SLUG])
    organisation = models.ForeignKey("catalog.Organisation", on_delete=models.PROTECT, related_name="indicators")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    edition = models.PositiveIntegerField(default=1)
    title = models.JSONField(default=dict)
    definition = models.JSONField(default=dict, blank=True)
    unit = models.JSONField(default=dict, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.MORE)
    cycle = models.CharField(max_length=12, choices=Dataset.Cycle, default=Dataset.Cycle.YEARLY)
    sdg = models.CharField(max_length=5, blank=True)  # a goal (11) or a target (11.2)
    table = models.ForeignKey(
        "catalog.Resource", null=True, blank=True, on_delete=models.SET_NULL, related_name="indicators"
    )
    question = models.JSONField(default=dict)
    per_table = models.ForeignKey(
        "catalog.Resource", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    per_question = models.JSONField(default=dict, blank=True)  # {} for a value that is no ratio
    times = models.FloatField(default=1.0)  # 100 makes per cent of a ratio
    decimals = models.PositiveSmallIntegerField(default=1)
    baseline_period = models.CharField(max_length=10)
    baseline_value = models.FloatField()
    target_period = models.CharField(max_length=10)
    target_value = models.FloatField()
    milestones = models.JSONField(
        default=list, blank=True
    )  # [[period, value], ...]; none: straight from baseline to target
    target_source = models.JSONField(default=dict, blank=True)  # who set the target, where
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.slug

    @property
    def stage_of_text(self) -> str:
        """The row of `policy.RULES` that it falls under."""
        return policy.WRITTEN if self.state == Indicator.State.PUBLISHED else policy.UNPUBLISHED

    @property
    def recipe(self) -> str:
        """A hash of how it is computed: values that were computed otherwise are others."""
        parts = [self.question, self.per_question, self.per_table_id, self.times]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


class Computed(models.Model):
    """What an indicator was in one revision of its table (and of that which it is divided by)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="computed")
    revision = models.ForeignKey("catalog.Revision", on_delete=models.CASCADE, related_name="+")
    per_revision = models.ForeignKey("catalog.Revision", null=True, on_delete=models.CASCADE, related_name="+")
    recipe = models.CharField(max_length=16)
    key = models.CharField(max_length=90)  # revisions and recipe; a constraint over an empty column would not hold
    points = models.JSONField()  # [[period, value, rows, missing], ...] in the order of time
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-revision__number", "-per_revision__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "key"], name="computed_once_of_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.revision_id}"


@receiver(post_save, sender=Revision, dispatch_uid="madang.community.forget_withdrawn")
def forget_withdrawn(instance: Revision, **_: Any) -> None:
    """What was computed of a withdrawn revision goes with it."""
    if instance.state == Revision.State.WITHDRAWN:
        Computed.objects.filter(models.Q(revision=instance) | models.Q(per_revision=instance)).delete()


class Moved(models.Model):
    """A change of what is promised, after it was published: readers see that a goalpost was moved, when, and from where."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="moved")
    at = models.DateTimeField(auto_now_add=True)
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=1000, blank=True)
    after = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.field}"
