"""Addresses of the home page, search and browsing."""

from django.urls import path

from madang.portal.find import browse, home, saved, search, suggestions

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", suggestions.suggestions, name="suggestions"),
    path("searches/", saved.mine, name="saved_searches"),
    path("searches/keep/", saved.keep, name="keep_search"),
    path("searches/<int:search>/look/", saved.look, name="look_at_search"),
    path("searches/<int:search>/forget/", saved.forget, name="forget_search"),
    path("organisations/", browse.organisations, name="organisations"),
    path("organisations/<str:slug>/", browse.organisation, name="organisation"),
    path("themes/", browse.themes, name="themes"),
    path("themes/<str:slug>/", browse.theme, name="theme"),
]
