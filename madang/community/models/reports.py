"""Reports of errors in what is published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from madang.community.models.asked import Asked, Shown


class Report(Asked):
    """An error that somebody saw in a dataset, one of its files, a column or a cell; and what its owner says."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("a value is wrong")
        OUTDATED = "outdated", _("it is out of date")
        BROKEN = "broken", _("it cannot be opened")
        PERSONAL = "personal", _("it shows personal data")
        UNCLEAR = "unclear", _("the description is unclear")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        PLANNED = "planned", _("will be mended")
        MENDED = "mended", _("mended")
        RIGHT = "right", _("right as it is")

    UNSETTLED: ClassVar = (State.OPEN, State.PLANNED)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.CASCADE, related_name="reports")
    resource = models.ForeignKey(
        "catalog.Resource", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    revision = models.CharField(_("revision"), max_length=32, blank=True)  # that was looked at
    column = models.CharField(_("column"), max_length=1000, blank=True)
    row = models.CharField(_("row"), max_length=1000, blank=True)  # its key, as the row's address writes it
    value = models.CharField(_("value"), max_length=300, blank=True)  # as it was seen
    alarmed_at = models.DateTimeField(null=True, editable=False)  # when stewards were told of personal data by mail
    mended_in = models.CharField(_("mended in revision"), max_length=32, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        indexes: ClassVar = [models.Index(fields=["dataset", "shown", "state"], name="reports_of_dataset")]

    @property
    def open(self) -> bool:
        """Whether an answer is still to come that somebody may want to be told of."""
        return self.shown == Shown.PUBLIC and self.state in self.UNSETTLED
