"""The catalogue as a Django app: it notes every change for the search index, and brings licences and themes."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "madang.catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from madang.catalog import changes, city

        city.the_city()  # an odd file of the city stops the start
        changes.connect()
        post_migrate.connect(bring, sender=self, dispatch_uid="madang.catalog.bring")


def bring(apps: Any = None, **_: Any) -> None:
    """Add missing licences and themes after every `migrate`, so that a later release's come without a migration.

    `apps` are the models of the state migrated to; Django gives none after a flush, which leaves today's.
    """
    from madang.catalog import licences, themes

    # Migrating to an older state leaves tables that today's models do not know, or none.
    if all(_is_of_today(apps, name) for name in ("Licence", "Theme")):
        licences.load()
        themes.load()


def _is_of_today(apps: Any, name: str) -> bool:
    from django.apps import apps as today

    migrated = apps or today
    if name.lower() not in migrated.all_models["catalog"]:
        return False
    tables = (found.get_model("catalog", name)._meta for found in (migrated, today))
    then, now = ({field.column for field in table.local_fields} for table in tables)
    return then == now
