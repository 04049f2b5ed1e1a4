"""Counting the columns of large tables when they are published, so that their first reader finds the figures there."""

from __future__ import annotations

import logging

from madang.catalog.models import Dataset, Revision
from madang.catalog.tables import table
from madang.ingest.models import Run
from madang.lib.problems import Problem
from madang.query.profile import kept

logger = logging.getLogger(__name__)


def count(run: Run) -> None:
    """Count what a run has published. Small tables are counted when somebody looks at them; restricted ones never.

    Whatever goes wrong is logged and fails nothing: the rows stand, and the first reader has them counted again.
    """
    found = Revision.objects.select_related("resource__dataset").filter(pk__in=run.revisions, rows__isnull=False)
    for revision in found.exclude(resource__dataset__access=Dataset.Access.RESTRICTED):
        one = table(revision)
        if not kept.large(one):
            continue
        try:
            kept.make(one)
        except Problem as problem:
            logger.warning("run %s: the columns of %s are not counted: %s", run.pk, revision.pk, problem)
