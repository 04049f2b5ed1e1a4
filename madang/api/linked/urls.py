"""Things at /id/, the documents about them at /doc/, columns and their codes at /def/, and CSVW beside the CSV."""

from django.urls import path

import madang.accounts.row_path  # noqa: F401  (the converter `anything`)
from madang.api.linked import views

FILES = "api/v1/datasets/<str:slug>/resources/"

urlpatterns = [
    path("id/<str:slug>/<str:name>", views.table),
    path("id/<str:slug>/<str:name>/<anything:row>", views.row),
    path("doc/<str:slug>/<str:name>/<anything:row>", views.row_document),
    path("doc/<str:slug>/<str:name>.<str:extension>", views.table_document),
    path("def/<str:slug>/<str:name>/<anything:column>", views.column),
    path(FILES + "csv-metadata.json", views.csvw_of_dataset),
    path(FILES + "<str:name>.csv-metadata.json", views.csvw),
]
