"""Addresses of the native API, under /api/v1/."""

from django.urls import path

from madang.api.native.api import api

urlpatterns = [path("", api.urls)]
