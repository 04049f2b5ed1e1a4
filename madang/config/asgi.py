"""The ASGI application that granian serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  the settings stand once Django is set up

from madang.api.kept_answers.committed import of_database  # noqa: E402
from madang.api.kept_answers.front import Front  # noqa: E402
from madang.config.arriving import Handler  # noqa: E402
from madang.config.bodies import bounded  # noqa: E402
from madang.config.leaving import noticed  # noqa: E402
from madang.portal.assets import assets  # noqa: E402

application = assets(bounded(noticed(Handler()), settings.MADANG["upload"] * 1_000_000))
if settings.MADANG["kept_answers"]:
    application = Front(application, settings.MADANG["kept_answers"] << 20, of_database(settings.DATABASES["default"]))
