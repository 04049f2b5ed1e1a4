"""Addresses of the workspace."""

from django.urls import path

from madang.portal.dataset.addresses import DATASET, RESOURCE
from madang.portal.workspace import (
    addressing_page,
    bulk_page,
    columns_page,
    datasets_page,
    describe_page,
    overview,
    run_page,
    schedules,
    upload,
)

urlpatterns = [
    path(DATASET + "describe/", describe_page.describe_page, name="describe"),
    path(RESOURCE + "columns/", columns_page.columns_page, name="columns"),
    path(RESOURCE + "addressing/", addressing_page.addressing_page, name="addressing"),
    path("workspace/", overview.overview, name="workspace"),
    path("workspace/datasets/", datasets_page.datasets_page, name="workspace_datasets"),
    path("workspace/datasets/change/", bulk_page.bulk_page, name="workspace_bulk"),
    path("workspace/upload/", upload.upload, name="upload"),
    path("workspace/upload/<str:id>/discard/", upload.discard, name="discard_upload"),
    path("workspace/schedules/", schedules.schedules, name="schedules"),
    path("workspace/schedules/new/", schedules.new, name="schedule_new"),
    path("workspace/schedules/<str:id>/", schedules.schedule, name="schedule"),
    path("workspace/schedules/<str:id>/<str:action>/", schedules.act, name="schedule_act"),
    path("workspace/runs/<str:id>/", run_page.run_page, name="run"),
    path("workspace/runs/<str:id>/<str:action>/", run_page.act, name="run_act"),
]
