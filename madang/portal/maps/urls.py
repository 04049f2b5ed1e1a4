"""Addresses of maps."""

from django.urls import path

from madang.portal.dataset.addresses import RESOURCE
from madang.portal.maps import map_page

urlpatterns = [
    path(RESOURCE + "map/", map_page.map_page, name="map"),
]
