"""Makes the city that the browser meets: `python -m tests.browser.seed` in an empty MADANG_HOME; prints what tests name."""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")


def main() -> None:
    django.setup()
    from madang.cli.migrate import migrate

    migrate()
    from madang.catalog import search
    from tests import city as small
    from tests.portal.layers import areas, dongs, older, people, points

    made = small.make_city()
    areas(made)
    points(made)
    people(made)
    dongs(made)
    older(made)
    made.resource.key = ["자치구"]  # so that each row has a page
    made.resource.save()
    search.rebuild()
    print(json.dumps({"password": small.PASSWORD, "dataset": made.dataset.slug}))


if __name__ == "__main__":
    main()
