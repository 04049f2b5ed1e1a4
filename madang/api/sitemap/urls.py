"""Addresses that every search engine knows."""

from django.urls import path

from madang.api.sitemap import views

urlpatterns = [
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap),
    path("sitemap-<int:number>.xml", views.part),
]
