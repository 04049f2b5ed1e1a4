"""Addresses of the chart of a table."""

from django.urls import path

from madang.portal.charts import builder, citation, cite, exits, preview
from madang.portal.dataset.addresses import DATASET, RESOURCE

urlpatterns = [
    path(DATASET + "preview.png", preview.preview, name="preview"),
    path(RESOURCE + "chart/", builder.builder, name="chart"),
    path(RESOURCE + "chart/embed/", exits.embed, name="chart_embed"),
    path(RESOURCE + "chart/picture.svg", exits.picture, {"form": "svg"}, name="chart_svg"),
    path(RESOURCE + "chart/picture.png", exits.picture, {"form": "png"}, name="chart_png"),
    path(RESOURCE + "chart/numbers.csv", exits.numbers, name="chart_numbers"),
    path(RESOURCE + "chart/chart.vl.json", exits.specification, name="chart_spec"),
    # Below citations/, where every form that has questions computed is counted.
    path("citations/chart/<str:slug>/<str:name>/", cite.cite, name="cite_chart"),
    path("citations/<str:key>/", citation.citation, name="citation"),
]
