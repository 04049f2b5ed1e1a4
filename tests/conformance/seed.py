"""Makes the city that foreign clients meet: called in an empty MADANG_HOME by `conftest`; prints the tokens as JSON."""

from __future__ import annotations

import importlib
import json
import pkgutil


def main() -> None:
    import django

    django.setup()
    from madang.accounts.models import Token
    from madang.catalog import search
    from madang.cli.migrate import migrate
    from tests import city as small
    from tests.conformance import seeds

    migrate()
    made = small.make_city()
    for found in sorted(module.name for module in pkgutil.iter_modules(seeds.__path__)):
        importlib.import_module(f"tests.conformance.seeds.{found}").seed(made)
    _keep_originals()
    search.rebuild()
    print(
        json.dumps({name: Token.make(getattr(made, name), "t", may_write=True)[1] for name in ("editor", "publisher")})
    )


def _keep_originals() -> None:
    """Revisions made without a file get one: in a city none is without, and what is lost answers 503."""
    from madang.catalog.models import Revision
    from madang.catalog.storage import the_store
    from madang.store import originals

    for revision in Revision.objects.exclude(state=Revision.State.WITHDRAWN):
        if revision.original_sha256 == revision.pk * 2:  # as tests.city.publish leaves it
            kept = originals.keep(the_store(), [f"{revision.original_name} {revision.pk}\n".encode()])
            revision.original_sha256, revision.original_bytes = kept.sha256, kept.bytes
            revision.save()
