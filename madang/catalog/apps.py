"""The catalogue as a Django app: it notes every change for the search index, and brings licences and themes."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "madang.catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from madang.catalog import changes

        changes.connect()
        post_migrate.connect(bring, sender=self, dispatch_uid="madang.catalog.bring")


def bring(**_: Any) -> None:
    """Add missing licences and themes after every `migrate`, so that a later release's come without a migration."""
    from django.db import connection

    from madang.catalog import licences, themes

    # Migrating back to before the catalogue leaves no table to fill.
    if "catalog_licence" in connection.introspection.table_names():
        licences.load()
        themes.load()
