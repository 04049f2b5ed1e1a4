"""The package beside the dataset."""

from django.urls import path

from madang.api.datapackage import views

urlpatterns = [path("datasets/<str:slug>/datapackage.json", views.package)]
