"""Addresses of the native API, under /api/v1/."""

urlpatterns: list = []
