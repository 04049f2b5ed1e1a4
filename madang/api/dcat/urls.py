"""Addresses of the catalogue as RDF, as ckanext-dcat has them. An ending is part of the pattern: no slug has a full stop."""

from django.urls import path, re_path

from madang.api.dcat import negotiating, views

EXTENSION = r"\.(?P<extension>rdf|xml|ttl|n3|jsonld)\Z"

urlpatterns = [
    re_path(r"^dataset/(?P<slug>[^/]+)" + EXTENSION, views.dataset),
    re_path(r"^catalog" + EXTENSION, views.catalogue),
    path("catalog", negotiating.catalogue),
    path("dataset/<str:slug>", negotiating.dataset),
    path("dataset/<str:slug>/resource/<str:uid>", negotiating.resource),
    path("organization/<str:organisation>", negotiating.organisation),
    path("group", negotiating.themes),
    path("group/<str:theme>", negotiating.theme),
]
