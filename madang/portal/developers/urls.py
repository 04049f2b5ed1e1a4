"""Addresses of the pages for developers."""

from django.urls import path

from madang.portal.developers import start, try_it

urlpatterns = [
    path("developers/", start.start, name="developers"),
    path("developers/try/", try_it.try_it, name="try_it"),
]
