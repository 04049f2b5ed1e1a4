"""Stories: pages that mix text with live charts, maps and numbers, written for an organisation."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import SLUG


class Written(models.Model):
    """What a writer writes. Texts by language."""

    title = models.JSONField(default=dict)
    summary = models.JSONField(default=dict, blank=True)
    text = models.JSONField(default=dict, blank=True)  # Markdown, see community.stories_text
    authors = models.CharField(max_length=300, blank=True)  # as they want to be named; no account is shown
    follows = models.BooleanField(default=True)  # figures follow new data; else they stay as they were

    class Meta:
        abstract = True


class Story(Written):
    """A story with its draft. What readers see is its `current` version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        TAKEN_BACK = "taken-back", _("taken back")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(max_length=100, unique=True, validators=[SLUG])
    organisation = models.ForeignKey("catalog.Organisation", on_delete=models.PROTECT, related_name="stories")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    current = models.ForeignKey("Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.PositiveIntegerField(
        default=1
    )  # of the draft; a form that was filled in from an older one is told
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self) -> str:
        return self.slug

    @property
    def stage_of_text(self) -> str:
        """The row of `policy.RULES` that it falls under."""
        return policy.WRITTEN if self.state == Story.State.PUBLISHED else policy.UNPUBLISHED


class Version(Written):
    """What was published, never changed: the words, and the revisions that its figures showed at that moment."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # 1, 2, 3 within the story
    published_at = models.DateTimeField()
    revisions = models.ManyToManyField("catalog.Revision", blank=True, related_name="stories")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "number"], name="version_number_in_story")]

    def __str__(self) -> str:
        return f"{self.story}/{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("A published version of a story is never changed. Publish another one.")
        super().save(*args, **options)
