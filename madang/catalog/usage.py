"""How much a dataset is used: counts a day, and how far each file of events was read. No row says who."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class UsageDay(models.Model):
    """Answers of one day for one resource in one dialect and format, by class of reader. Names outlive what they name."""

    day = models.DateField()  # of the city's time zone
    dataset = models.CharField(max_length=100)
    resource = models.CharField(max_length=100, blank=True)  # "" for the dataset itself
    dialect = models.CharField(max_length=20)
    format = models.CharField(max_length=40, blank=True)
    reader = models.CharField(max_length=12)  # anonymous, key, partner
    requests = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)  # given out, where the answer said how many
    refused = models.BigIntegerField(default=0)  # 429 and 503

    class Meta:
        ordering: ClassVar = ["-day", "dataset", "resource"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "day", "resource", "dialect", "format", "reader"], name="one_count_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.dataset}/{self.resource}"


class UsageFile(models.Model):
    """How many bytes of a file of events are in the counts; written in the same transaction as the counts."""

    name = models.CharField(primary_key=True, max_length=200)
    read = models.BigIntegerField(default=0)
    damaged = models.BigIntegerField(default=0)  # lines that could not be read

    def __str__(self) -> str:
        return self.name
