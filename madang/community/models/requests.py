"""Requests for data that nobody publishes yet, and who supports them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.community.models.asked import Asked, Shown


class DataRequest(Asked):
    """A request for data, with the state that the responsible organisation's last answer gave it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        QUESTION = "question", _("a question back")
        PLANNED = "planned", _("planned")
        PARTLY = "partly", _("published in part")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("not published")

    OPEN: ClassVar = (State.WAITING, State.QUESTION, State.PLANNED)

    place = models.CharField(_("of which place"), max_length=120, blank=True)
    period = models.CharField(_("of which time"), max_length=120, blank=True)
    purpose = models.CharField(_("what for"), max_length=500, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)  # the same words are the same request
    wanted = models.PositiveIntegerField(_("wanted by"), default=1)  # who asked, asked the same again, or supports it
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    organisation = models.ForeignKey(
        "catalog.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="data_requests"
    )
    dataset = models.ForeignKey(
        "catalog.Dataset", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers_requests"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        verbose_name = _("request for data")
        verbose_name_plural = _("requests for data")
        indexes: ClassVar = [
            models.Index(fields=["shown", "-wanted"], name="requests_most_wanted"),
            models.Index(fields=["organisation", "state"], name="requests_of_organisation"),
        ]

    @property
    def open(self) -> bool:
        """Whether an answer is still to come that somebody may want to be told of."""
        return self.shown == Shown.PUBLIC and self.merged_into_id is None and self.state in self.OPEN


class Support(models.Model):
    """One browser or account that wants it too. `who` differs from request to request, so nobody's wishes can be put together."""

    request = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="supports")
    who = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "who"], name="one_support_each")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.who[:8]}"
