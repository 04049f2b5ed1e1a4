"""Feeds of everything, of a keyword, a theme, an organisation, a search."""

from django.urls import path

from madang.api.feeds import views

urlpatterns = [
    path("feeds/dataset.atom", views.everything),
    path("feeds/custom.atom", views.custom),
    path("feeds/tag/<path:tag>.atom", views.tag),
    path("feeds/group/<str:theme>.atom", views.theme),
    path("feeds/organization/<str:organisation>.atom", views.organisation),
]
