"""The ASGI application that granian serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  the settings stand once Django is set up

from madang.config.arriving import Handler  # noqa: E402
from madang.config.bodies import bounded  # noqa: E402
from madang.config.leaving import noticed  # noqa: E402
from madang.portal.assets import assets  # noqa: E402

application = assets(bounded(noticed(Handler()), settings.MADANG["upload"] * 1_000_000))
