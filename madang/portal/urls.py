"""Addresses of the pages, under the language."""

from django.urls import path

from madang.portal import home

urlpatterns = [
    path("", home.home, name="home"),
]
