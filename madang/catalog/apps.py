"""The catalogue as a Django app: it notes every change for the search index."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "madang.catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from madang.catalog import changes

        changes.connect()
