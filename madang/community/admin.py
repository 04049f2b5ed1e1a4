"""Requests and reports in the administration: looked at; what is done with them is done on their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from madang.community.models import DataRequest, Report


class ToLookAt(admin.ModelAdmin):
    """Words stay as they were written, and answers are given in public: nothing is changed here."""

    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DataRequest)
class DataRequests(ToLookAt):
    list_display = ("asked_at", "state", "shown", "wanted", "asked_by", "language", "__str__")
    list_filter = ("state", "shown", "asked_by", "language")


@admin.register(Report)
class Reports(ToLookAt):
    list_display = ("asked_at", "kind", "state", "shown", "dataset", "column", "__str__")
    list_filter = ("kind", "state", "shown", "language")
