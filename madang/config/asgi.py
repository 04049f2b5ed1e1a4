"""The ASGI application that granian serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
django = get_asgi_application()

from django.conf import settings  # noqa: E402  the settings stand once the application does

from madang.config.bodies import bounded  # noqa: E402

application = bounded(django, settings.MADANG["upload"] * 1_000_000)
