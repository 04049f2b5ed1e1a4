"""Addresses of Seoul's dialect. They begin with a key, so they stand after those of every other facade.

A type that does not exist is told from other addresses by the two numbers that follow.
"""

from django.urls import re_path

from madang.api.seoul import views

urlpatterns = [
    re_path(r"^api/subway/(?P<api_key>[^/]+)/(?P<question>[\s\S]*)\Z", views.subway, name="seoul-subway"),
    re_path(
        r"^(?P<api_key>(?!ko/|en/|admin/|static/|api/)[^/]+)/(?P<question>(xml|xmlf|json|xls)(/[\s\S]*)?|[^/]*/[^/]*/-?\d+/-?\d+(/[\s\S]*)?)\Z",
        views.service,
        name="seoul",
    ),
]
