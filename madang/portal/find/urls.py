"""Addresses of the home page, search and browsing."""

from django.urls import path

from madang.portal.find import browse, home, search, suggestions

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", suggestions.suggestions, name="suggestions"),
    path("organisations/", browse.organisations, name="organisations"),
    path("organisations/<str:slug>/", browse.organisation, name="organisation"),
    path("themes/<str:slug>/", browse.theme, name="theme"),
]
