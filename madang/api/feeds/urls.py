"""Feeds of everything, of a keyword, a theme, an organisation, a search."""

from django.urls import path

from madang.api.feeds import community, stories, views

urlpatterns = [
    path("feeds/dataset.atom", views.everything),
    path("feeds/requests.atom", community.requests),
    path("feeds/requests/<uuid:uid>.atom", community.request_history),
    path("feeds/reports.atom", community.reports),
    path("feeds/stories.atom", stories.stories),
    path("feeds/custom.atom", views.custom),
    path("feeds/tag/<path:tag>.atom", views.tag),
    path("feeds/group/<str:theme>.atom", views.theme),
    path("feeds/organization/<str:organisation>.atom", views.organisation),
]
