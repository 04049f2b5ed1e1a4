"""Things at /id/, the documents about them at /doc/, columns and their codes at /def/, and CSVW beside the CSV."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from madang.api.linked import views


class Anything(StringConverter):
    """The rest of an address, slashes and line ends among it: a key may hold any text."""

    regex = "(?s:.+)"


register_converter(Anything, "anything")

FILES = "api/v1/datasets/<str:slug>/resources/"

urlpatterns = [
    path("id/<str:slug>/<str:name>", views.table),
    path("id/<str:slug>/<str:name>/<anything:row>", views.row),
    path("doc/<str:slug>/<str:name>/<anything:row>", views.row_document),
    path("doc/<str:slug>/<str:name>", views.table_document),
    path("def/<str:slug>/<str:name>/<anything:column>", views.column),
    path(FILES + "csv-metadata.json", views.csvw_of_dataset),
    path(FILES + "<str:name>.csv-metadata.json", views.csvw),
]
