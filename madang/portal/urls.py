"""Addresses of the pages, under the language: each area has its own."""

from django.urls import include, path

from madang.portal import look, pages

urlpatterns = [
    path("", include("madang.portal.find.urls")),
    path("", include("madang.portal.sheet.urls")),  # before citations/<key>/ of the dataset
    path("", include("madang.portal.dataset.urls")),
    path("", include("madang.portal.maps.urls")),
    path("", include("madang.portal.charts.urls")),
    path("", include("madang.portal.workspace.urls")),
    path("", include("madang.portal.developers.urls")),
    path("", include("madang.portal.requests.urls")),
    path("", include("madang.portal.stories.urls")),
    path("", include("madang.portal.studies.urls")),
    path("", include("madang.portal.design.urls")),
    path("look/", look.choose, name="look"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("status/", pages.status, name="status"),
    path("origins/", pages.origins, name="origins"),
]
