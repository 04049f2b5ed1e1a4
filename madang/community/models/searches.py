"""Searches that found nothing, counted by their words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class MissedSearch(models.Model):
    """Words that were searched for and not found. Who searched is not kept: `crowd` has one bit for each of 63 groups of networks,
    grouped anew for each word, which only tells whether several looked for it."""

    words = models.CharField(max_length=80, unique=True)
    language = models.CharField(max_length=2)
    first_on = models.DateField()
    last_on = models.DateField(db_index=True)
    days = models.PositiveIntegerField(default=1)  # different ones
    times = models.PositiveIntegerField(default=0)
    crowd = models.BigIntegerField(default=0)
    groups = models.PositiveSmallIntegerField(default=0)  # the bits that are set

    class Meta:
        ordering: ClassVar = ["-groups", "-times", "words"]

    def __str__(self) -> str:
        return self.words
