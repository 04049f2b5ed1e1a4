"""Studies as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "madang.analysis"
    verbose_name = _("Studies")

    def ready(self) -> None:
        """What a study repeats of a revision goes when it is withdrawn, whoever withdraws it: `ingest` stands below and cannot say so."""
        from django.db.models.signals import post_save

        from madang.analysis.withdrawing import forget
        from madang.catalog.models import Revision

        post_save.connect(forget, sender=Revision, dispatch_uid="studies-forget-withdrawn")
