"""One line a facade."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("madang.api.native.urls")),
]
