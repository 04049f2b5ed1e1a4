"""Addresses of the sheet."""

from django.urls import path

from madang.portal.dataset.addresses import RESOURCE
from madang.portal.sheet import cite, sheet

urlpatterns = [
    path(RESOURCE + "sheet/", sheet.sheet, name="sheet"),
    # Below citations/, where every form that has questions computed is counted.
    path("citations/new/<str:slug>/<str:name>/", cite.cite, name="cite_rows"),
]
