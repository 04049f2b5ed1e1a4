"""The administration of the catalogue, for what has no page of its own yet. Revisions are immutable: they are looked at."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.catalog.models import (
    Alias,
    Column,
    Dataset,
    Licence,
    Organisation,
    Resource,
    Revision,
    Theme,
)
from madang.lib.texts import choose


@admin.display(description=_("name"))
def named(thing: Any) -> str:
    """The name or title in the reader's language."""
    text = getattr(thing, "name", None)
    return choose(text if isinstance(text, dict) else thing.title, get_language() or "ko")[0]


class Plain(admin.ModelAdmin):
    """Addresses typed without a scheme are https; Django 6 does so by itself."""

    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Organisation)
class Organisations(Plain):
    list_display = ("path", named, "kind")
    list_filter = ("kind",)
    search_fields = ("slug", "name")
    autocomplete_fields: ClassVar = ["parent"]


@admin.register(Theme)
class Themes(Plain):
    list_display = ("slug", named, "position")
    search_fields = ("slug", "name")


@admin.register(Licence)
class Licences(Plain):
    list_display = ("slug", named, "allows_commercial", "allows_change", "url")
    search_fields = ("slug", "name")


class Resources(admin.TabularInline):
    model = Resource
    extra = 0
    fields = ("name", "kind", "position", "current")
    readonly_fields = ("current",)
    show_change_link = True


@admin.register(Dataset)
class Datasets(Plain):
    list_display = ("slug", named, "organisation", "state", "access", "origin", "cycle", "modified")
    list_filter = ("state", "access", "origin", "theme")
    list_select_related = ("organisation",)
    search_fields = ("slug", "title")
    autocomplete_fields: ClassVar = ["organisation", "theme", "licence"]
    readonly_fields = ("created_by", "modified")
    inlines: ClassVar = [Resources]


class Columns(admin.TabularInline):
    model = Column
    fk_name = "resource"
    extra = 0


class Aliases(admin.TabularInline):
    model = Alias
    extra = 0


@admin.register(Resource)
class ResourcePages(Plain):
    list_display = ("dataset", "name", named, "kind", "current")
    list_filter = ("kind",)
    search_fields = ("name", "dataset__slug")
    readonly_fields = ("dataset", "current")
    inlines: ClassVar = [Aliases, Columns]


@admin.register(Revision)
class Revisions(admin.ModelAdmin):
    """Facts about revisions; the receipt stays on its page, because it may quote rows that an administrator may not read."""

    list_display = ("id", "resource", "number", "state", "rows", "origin", "published_at")
    list_filter = ("state", "origin")
    search_fields = ("id", "original_sha256", "resource__dataset__slug")
    exclude = ("receipt",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
