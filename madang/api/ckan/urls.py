"""Addresses of CKAN, at the root of the host and below a language."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from madang.api.ckan import views
from madang.api.ckan.datastore.dump import dump
from madang.lib.texts import LANGUAGES


def _api(before: str) -> Iterator[URLPattern]:
    for version in ("api/", "api/3", "api/3/"):
        yield path(before + version, views.version)
    for place in ("api/action/", "api/3/action/"):
        yield path(f"{before}{place}<str:name>", views.action)


urlpatterns = [
    *(pattern for before in ("", *(f"{language}/" for language in LANGUAGES)) for pattern in _api(before)),
    path("datastore/dump/<str:name>", dump),
]
