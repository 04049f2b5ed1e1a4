"""Addresses of maps: the page, the frame, pictures, and files of exactly what is shown."""

from django.urls import path

from madang.portal.dataset.addresses import RESOURCE
from madang.portal.maps import embed, files, map_page

urlpatterns = [
    path(RESOURCE + "map/", map_page.map_page, name="map"),
    path(RESOURCE + "map/embed/", embed.embed, name="map_embed"),
    path(RESOURCE + "map/picture.svg", files.picture_svg, name="map_svg"),
    path(RESOURCE + "map/picture.png", files.picture_png, name="map_png"),
    path(RESOURCE + "map/shown.json", files.for_browser, name="map_json"),
    path(RESOURCE + "map/shown.csv", files.csv_file, name="map_csv"),
    path(RESOURCE + "map/shown.geojson", files.geojson_file, name="map_geojson"),
    path(RESOURCE + "map/unmatched.csv", files.unmatched_file, name="map_unmatched"),
]
