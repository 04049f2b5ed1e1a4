"""Addresses of the pages, under the language."""

from django.urls import path

import madang.accounts.row_path  # noqa: F401  (the converter `anything`)
from madang.portal import (
    addressing_page,
    api_page,
    browse,
    citation,
    columns_page,
    datasets,
    describe_page,
    files,
    history,
    home,
    maps,
    pages,
    receipts,
    row,
    run_page,
    schedules,
    search,
    sheet,
    try_it,
    upload,
    workspace,
)

DATASET = "datasets/<str:slug>/"
RESOURCE = DATASET + "<str:name>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("organisations/", browse.organisations, name="organisations"),
    path("organisations/<str:slug>/", browse.organisation, name="organisation"),
    path("themes/<str:slug>/", browse.theme, name="theme"),
    path(DATASET, datasets.about, name="dataset"),
    path(DATASET + "describe/", describe_page.describe_page, name="describe"),
    path(DATASET + "files/", files.files, name="files"),
    path(RESOURCE + "columns/", columns_page.columns_page, name="columns"),
    path(RESOURCE + "addressing/", addressing_page.addressing_page, name="addressing"),
    path(RESOURCE + "sheet/", sheet.sheet, name="sheet"),
    path(RESOURCE + "row/<anything:row>", row.row, name="row"),
    path(RESOURCE + "map/", maps.map_page, name="map"),
    path(RESOURCE + "api/", api_page.api, name="api"),
    path(RESOURCE + "receipt/", receipts.receipt, name="receipt"),
    path(RESOURCE + "receipts/diff/", receipts.diff, name="receipt_diff"),
    path(RESOURCE + "history/", history.history, name="history"),
    path("workspace/", workspace.workspace, name="workspace"),
    path("workspace/upload/", upload.upload, name="upload"),
    path("workspace/upload/<str:id>/discard/", upload.discard, name="discard_upload"),
    path("workspace/schedules/", schedules.schedules, name="schedules"),
    path("workspace/schedules/new/", schedules.new, name="schedule_new"),
    path("workspace/schedules/<str:id>/", schedules.schedule, name="schedule"),
    path("workspace/schedules/<str:id>/<str:action>/", schedules.act, name="schedule_act"),
    path("workspace/runs/<str:id>/", run_page.run_page, name="run"),
    path("workspace/runs/<str:id>/<str:action>/", run_page.act, name="run_act"),
    path("citations/<str:key>/", citation.citation, name="citation"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("origins/", pages.origins, name="origins"),
    path("developers/", pages.developers, name="developers"),
    path("developers/try/", try_it.try_it, name="try_it"),
]
