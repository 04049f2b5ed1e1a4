"""Studies as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "madang.analysis"
    verbose_name = _("Studies")
