"""Addresses of CKAN, at the root of the host; those of actions below a language too."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from madang.api.ckan import addresses, completion, downloads, views
from madang.api.ckan.datastore.dump import dump
from madang.lib.texts import LANGUAGES

RESOURCE = "dataset/<str:name>/resource/<str:resource_id>"


def _api(before: str) -> Iterator[URLPattern]:
    for version in ("api", "api/", "api/3", "api/3/"):
        yield path(before + version, views.version)
    for place in ("api/action/", "api/3/action/"):
        yield path(before + place, views.action, {"name": ""})
        yield path(f"{before}{place}<str:name>", views.action)


urlpatterns = [
    *(pattern for before in ("", *(f"{language}/" for language in LANGUAGES)) for pattern in _api(before)),
    path("api/2/util/dataset/autocomplete", completion.dataset),
    path("api/2/util/tag/autocomplete", completion.tag),
    path("api/2/util/resource/format_autocomplete", completion.format),
    path("datastore/dump/<str:name>", dump),
    path("dataset", addresses.datasets),
    path("dataset/", addresses.datasets),
    path("dataset/<str:name>/dictionary/<str:resource_id>", addresses.dictionary),
    path(RESOURCE + "/download", downloads.download),
    path(RESOURCE + "/download/<str:file_name>", downloads.download),
    path("organization", addresses.organizations),
    path("organization/", addresses.organizations),
]
