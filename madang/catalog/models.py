"""The catalogue: who publishes what, in which revision, under which licence. Names follow DCAT where it has one.

Texts are JSON objects keyed by language (`{"ko": ..., "en": ...}`), so that a third language needs no migration.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.catalog import opening
from madang.catalog.citations import Citation as Citation  # Django finds models through this module
from madang.catalog.usage import UsageDay as UsageDay
from madang.catalog.usage import UsageFile as UsageFile

SLUG = RegexValidator(r"^[\w][\w-]*\Z", _("Letters of any script, digits, - and _ only."))


class Origin(models.TextChoices):
    """Whether values were observed, derived from observed ones, or generated. Worst last."""

    OBSERVED = "observed", _("observed")
    DERIVED = "derived", _("derived")
    GENERATED = "generated", _("generated")

    @classmethod
    def of(cls, *origins: str) -> Origin:
        """The origin of what is made from `origins`: generated if any of them is, else derived."""
        return cls.GENERATED if cls.GENERATED in origins else cls.DERIVED


class Organisation(models.Model):
    """A publisher in the tree of city region, council or district, department (`foaf:Agent`)."""

    class Kind(models.TextChoices):
        REGION = "region", _("city region")
        COUNCIL = "council", _("council")
        DISTRICT = "district", _("district")
        DEPARTMENT = "department", _("department")
        PARTNER = "partner", _("partner")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what clients of other portals call it by
    slug = models.CharField(max_length=100, unique=True, validators=[SLUG])
    name = models.JSONField(default=dict)
    description = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=900, editable=False, db_index=True)  # "/seoul/health/": a prefix is a subtree
    homepage = models.URLField(blank=True)

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `path` true, here and in everything below."""
        self.path = (self.parent.path if self.parent else "/") + self.slug + "/"
        super().save(*args, **kwargs)
        for child in self.children.all():
            if child.path != f"{self.path}{child.slug}/":
                child.save()


class Theme(models.Model):
    """A subject under which people look for data (`dcat:theme`)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what clients of other portals call it by
    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.JSONField(default=dict)
    concept = models.URLField(blank=True)  # the EU data theme or another published concept
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug


class Licence(models.Model):
    """Terms of use (`dct:license`)."""

    slug = models.CharField(max_length=60, unique=True, validators=[SLUG])
    name = models.JSONField(default=dict)
    url = models.URLField(blank=True)
    attribution = models.JSONField(default=dict, blank=True)  # the words to print beside the data
    allows_commercial = models.BooleanField(default=True)
    allows_change = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Dataset(models.Model):
    """A catalogue entry (`dcat:Dataset`)."""

    class Access(models.TextChoices):
        OPEN = "open", _("open to everybody")
        INTERNAL = "internal", _("for members of the organisation")
        RESTRICTED = "restricted", _("described to everybody, read by studies only")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    class Cycle(models.TextChoices):
        """How often it should change (`dct:accrualPeriodicity`)."""

        CONTINUOUS = "continuous", _("continuously")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("every year")
        FIVE_YEARLY = "five-yearly", _("every five years")
        IRREGULAR = "irregular", _("irregularly")
        NEVER = "never", _("never again")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what clients of other portals call it by
    slug = models.CharField(max_length=100, unique=True, validators=[SLUG])
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="datasets")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="datasets")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="datasets")
    keywords = models.JSONField(default=dict, blank=True)  # {"ko": ["인구", ...], "en": [...]}
    source = models.JSONField(default=dict, blank=True)  # in words: where the figures come from (`dct:source`)
    method = models.JSONField(default=dict, blank=True)  # in words: how they were made (`dct:provenance`)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.OBSERVED)
    access = models.CharField(max_length=12, choices=Access, default=Access.OPEN)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    cycle = models.CharField(max_length=12, choices=Cycle, default=Cycle.IRREGULAR)
    spatial = models.JSONField(default=dict, blank=True)  # in words (`dct:spatial`)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    contact = models.EmailField(blank=True)
    custom = models.JSONField(default=dict, blank=True)  # the city's own fields, see catalog.custom
    issued = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **options: Any) -> None:
        """Raises `opening.DecideAgain` when it would open what was kept because few could read it."""
        if options.get("update_fields") is None or "access" in options["update_fields"]:
            opening.require_decided(self)
        super().save(*args, **options)

    def clean(self) -> None:
        """The same for forms, which show it beside the field."""
        try:
            opening.require_decided(self)
        except opening.DecideAgain as problem:
            raise ValidationError({"access": problem.text(get_language() or "ko")}) from problem

    CYCLE_DAYS: ClassVar = {
        "continuous": 1, "daily": 2, "weekly": 9, "monthly": 38, "quarterly": 107, "yearly": 400, "five-yearly": 2000,
    }  # fmt: skip

    def newest(self) -> datetime | None:
        """When the newest of its resources was published; None when nothing is."""
        moments = (r.current.published_at for r in self.resources.all() if r.current and r.current.published_at)
        return max(moments, default=None)

    def due(self) -> datetime | None:
        """The moment after which it is late; None when no cycle is promised or nothing is published yet."""
        newest, days = self.newest(), self.CYCLE_DAYS.get(self.cycle)
        return None if newest is None or days is None else newest + timedelta(days=days)

    def freshness(self, now: datetime) -> str:
        """`fresh`, `late`, `open-ended` (no cycle promised) or `empty` (nothing published yet)."""
        if self.newest() is None:
            return "empty"
        due = self.due()
        if due is None:
            return "open-ended"
        return "fresh" if now <= due else "late"


class Resource(models.Model):
    """One table, layer, file or link of a dataset (`dcat:Distribution`)."""

    class Kind(models.TextChoices):
        TABLE = "table", _("table")
        LAYER = "layer", _("map layer")
        FILE = "file", _("file")
        LINK = "link", _("link")
        LIVE = "live", _("live feed")  # reserved: too fast for one revision each

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what clients of other portals call it by
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="resources")
    name = models.CharField(max_length=100, validators=[SLUG])
    title = models.JSONField(default=dict, blank=True)
    description = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TABLE)
    link = models.URLField(max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    choices = models.JSONField(default=dict, blank=True)  # how the publisher corrected the reading; kept for next time
    key = models.JSONField(default=list, blank=True)  # columns that together name a row (`csvw:primaryKey`)
    arguments = models.JSONField(default=list, blank=True)  # columns that Seoul's dialect filters by place; none: all
    current = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dataset", "name"], name="resource_name_in_dataset")]

    def __str__(self) -> str:
        return f"{self.dataset.slug}/{self.name}"


class Alias(models.Model):
    """A short name of a resource in the whole city: a SERVICE of Seoul's dialect, a table of CKAN's. The first is the main one."""

    name = models.CharField(max_length=100, unique=True, validators=[SLUG])
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="aliases")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """The immutable content of a resource. `current` of the resource points at the one that is served."""

    class State(models.TextChoices):
        READY = "ready", _("ready to publish")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.CharField(primary_key=True, max_length=32)  # sortable by time: lib.ids.new()
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()  # 1, 2, 3 within the resource
    state = models.CharField(max_length=12, choices=State, default=State.READY)
    original_name = models.CharField(max_length=500)
    original_sha256 = models.CharField(max_length=64, db_index=True)
    original_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(
        max_length=64, db_index=True
    )  # original + how it was read: the same is not loaded twice
    rows = models.BigIntegerField(null=True)  # null: a kept file without a table
    rejects = models.BigIntegerField(default=0)
    schema = models.JSONField(default=list)  # [query.model.Column as JSON], the columns as loaded
    geometry = models.JSONField(null=True, blank=True)  # {"column", "kind", "crs", "bbox": [w, s, e, n]}
    receipt = models.JSONField(default=dict)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=12, choices=Origin)
    inputs = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="outputs")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "number"], name="revision_number_in_resource"),
            models.UniqueConstraint(
                fields=["resource", "fingerprint"],
                condition=~models.Q(state="withdrawn"),
                name="same_content_once_per_resource",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Column(models.Model):
    """What a person says about a column; editable without reloading, kept over revisions."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(max_length=1000)  # the name in the data
    label = models.JSONField(default=dict, blank=True)
    description = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    missing = models.JSONField(default=dict, blank=True)  # why a value is missing, in languages
    codes = models.JSONField(default=dict, blank=True)  # code -> text in languages
    refers_to = models.ForeignKey(  # the code list or areas whose key these values are (`csvw:reference`)
        Resource, null=True, blank=True, on_delete=models.SET_NULL, related_name="referred_by"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "name"], name="column_name_in_resource")]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """A counter of changes that the search index follows: each row names a dataset to index again."""

    dataset = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.dataset}"
