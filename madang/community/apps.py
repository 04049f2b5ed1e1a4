"""The community as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "madang.community"
    verbose_name = _("Community")
