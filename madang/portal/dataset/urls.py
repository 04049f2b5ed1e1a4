"""Addresses of the views of a dataset."""

from django.urls import path

import madang.accounts.row_path  # noqa: F401  (the converter `anything`)
from madang.portal.dataset import about, api_page, differences, files, history, joins, profile, receipts, row
from madang.portal.dataset.addresses import DATASET, RESOURCE

urlpatterns = [
    path(DATASET, about.about, name="dataset"),
    path(DATASET + "files/", files.files, name="files"),
    path(RESOURCE + "row/<anything:row>", row.row, name="row"),
    path(RESOURCE + "api/", api_page.api, name="api"),
    path(RESOURCE + "receipt/", receipts.receipt, name="receipt"),
    path(RESOURCE + "diff/", differences.diff, name="diff"),
    path(RESOURCE + "joins/", joins.joins_page, name="joins"),
    path(RESOURCE + "profile/", profile.profile, name="profile"),
    path(RESOURCE + "history/", history.history, name="history"),
]
