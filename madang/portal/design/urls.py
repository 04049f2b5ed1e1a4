"""The address of the page that shows how pages are made."""

from django.urls import path

from madang.portal.design import page

urlpatterns = [path("design/", page.design, name="design")]
