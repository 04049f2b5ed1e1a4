"""Makes the city that the browser meets: `python -m tests.browser.seed` in an empty MADANG_HOME; prints what tests name."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")


def main() -> None:
    django.setup()
    from madang.cli.migrate import migrate

    migrate()
    from madang.accounts.policy import Actor
    from madang.catalog import search
    from tests import city as small
    from tests import nights
    from tests.portal.layers import areas, dongs, older, people, points
    from tests.portal.siting_runs import care_draft

    made = small.make_city()
    areas(made)
    points(made)
    people(made)
    dongs(made)
    older(made)
    made.resource.key = ["자치구"]  # so that each row has a page
    made.resource.save()
    with tempfile.TemporaryDirectory() as folder:
        run = care_draft(Path(folder), Actor(made.publisher))
    night = nights.published(made)
    search.rebuild()
    print(
        json.dumps(
            {"password": small.PASSWORD, "dataset": made.dataset.slug, "study_run": run.pk, "night_run": night.pk}
        )
    )


if __name__ == "__main__":
    main()
