"""`madang doctor`: what is configured, what is reachable, what is wrong and how to mend it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import click
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from madang.config.environment import SETTINGS

LEAST_FREE_BYTES = 2_000_000_000
STALE = timedelta(minutes=5)


@dataclass(frozen=True)
class Examined:
    """One thing looked at. `mend` is empty when it is well."""

    what: str
    found: str
    mend: str = ""


def python() -> Examined:
    version = ".".join(map(str, sys.version_info[:3]))
    return Examined("Python", version, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def home() -> Examined:
    """The data folder can be written and has room."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.HOME).free
    probe = settings.HOME / ".doctor"
    try:
        probe.write_bytes(b"madang")
        probe.unlink()
    except OSError as error:
        return Examined(
            "Data folder",
            f"{settings.HOME}: {error.strerror}",
            "Give this user the right to write there, or set MADANG_HOME.",
        )
    mend = (
        ""
        if free > LEAST_FREE_BYTES
        else "Make room: loads build aside and need space. `madang sweep` frees what nobody names."
    )
    return Examined("Data folder", f"{settings.HOME}, {free / 1e9:.1f} GB free", mend)


def database() -> Examined:
    """The catalogue's database answers and has every migration."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Examined(
            "Database", f"{connection.vendor}: {error}".strip(), "Start the server, or correct MADANG_DATABASE."
        )
    found = f"{connection.vendor}, {len(waiting)} migrations waiting"
    return Examined("Database", found, "Run `madang migrate`." if waiting else "")


def place() -> Examined:
    """Bytes can be written, read and deleted where they are to be kept."""
    from madang.catalog.storage import the_store
    from madang.lib.ids import new

    store, key = the_store(), f"doctor/{new()}"
    store.scratch.mkdir(parents=True, exist_ok=True)
    probe = store.scratch / key.replace("/", "-")
    probe.write_bytes(b"madang")
    try:
        store.place.put(key, probe)
        read = b"".join(store.place.read(key))
        store.place.delete(key)
    except Exception as error:  # whatever a place raises, the operator must read it here
        return Examined(
            "Place",
            f"{settings.MADANG['place'] or 'folder'}: {error}",
            "Correct MADANG_PLACE and its AWS_* credentials.",
        )
    finally:
        probe.unlink(missing_ok=True)
    where = settings.MADANG["place"].partition("?")[0] or f"{settings.HOME} (folder)"
    return Examined(
        "Place", where, "" if read == b"madang" else "The place gave back other bytes than were put: do not trust it."
    )


def spatial() -> Examined:
    """The spatial extension loads without the network."""
    from madang.lib import duck

    try:
        version = duck.connect(spatial=True).execute("SELECT version()").fetchone()
    except duck.Error as error:
        return Examined("DuckDB spatial", str(error), "Install the pinned duckdb-extension-spatial: `make setup`.")
    return Examined("DuckDB spatial", f"loaded in DuckDB {version[0].lstrip('v')}" if version else "no answer")


def runs() -> Examined:
    """No run stands still."""
    from madang.ingest.models import Run

    busy = Run.objects.filter(state__in=[Run.State.WAITING, Run.State.RUNNING])
    stale = [run.id for run in busy if (run.heartbeat or run.created_at) < timezone.now() - STALE]
    mend = f"No worker moves {', '.join(stale[:3])}. Start one: `madang worker`." if stale else ""
    return Examined("Runs", f"{len(busy)} waiting or running", mend)


def administrator() -> Examined:
    from django.contrib.auth import get_user_model

    count = get_user_model().objects.filter(is_superuser=True, is_active=True).count()
    return Examined("Administrator", f"{count}", "" if count else "Open the one-time link that `madang serve` prints.")


MACHINE: tuple[Callable[[], Examined], ...] = (python, home, place, spatial)
CITY: tuple[Callable[[], Examined], ...] = (runs, administrator)


def examine() -> Iterator[Examined]:
    """Look at one thing after the other; at what the database holds only when it answers and is up to date."""
    yield from (look() for look in MACHINE)
    found = database()
    yield found
    if not found.mend:
        yield from (look() for look in CITY)


def settings_table() -> Table:
    """Every setting, its value and meaning; addresses lose their passwords."""
    table = Table("setting", "value", "meaning", title="Settings")
    for setting in SETTINGS:
        value = settings.MADANG[setting.name.removeprefix("MADANG_").lower()]
        shown = (
            "(set)"
            if value and setting.name in ("MADANG_DATABASE", "MADANG_JOBS_DATABASE", "MADANG_EMAIL", "MADANG_OIDC")
            else str(value)
        )
        table.add_row(setting.name, "" if value is None else shown.partition("?")[0], setting.means)
    return table


@click.command()
def command() -> None:
    """Say what is configured, what is reachable, what is wrong and how to mend it."""
    console = Console()
    console.print(settings_table())
    ill = 0
    for examined in examine():
        console.print(f"[green]well [/green] {examined.what}: {examined.found}" if not examined.mend else
                      f"[red]ill  [/red] {examined.what}: {examined.found}\n      → {examined.mend}")  # fmt: skip
        ill += bool(examined.mend)
    if ill:
        sys.exit(1)
