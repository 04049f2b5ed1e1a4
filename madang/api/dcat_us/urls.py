"""The one address of this dialect."""

from django.urls import path

from madang.api.dcat_us import views

urlpatterns = [path("data.json", views.data)]
