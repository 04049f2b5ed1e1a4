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
    search.rebuild()
    print(
        json.dumps({name: Token.make(getattr(made, name), "t", may_write=True)[1] for name in ("editor", "publisher")})
    )
