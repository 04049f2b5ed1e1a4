"""`madang migrate`: bring databases and folders of this city up to date; `serve` and `demo` do it by themselves."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.conf import settings

from madang.cli.terminal import said
from madang.lib.problems import Problem


class CannotMigrate(Problem):
    en = (
        "The database of {home} could not be brought to this version: {detail}. The step that failed was undone and nothing is lost."
        " Was it made by another version, or restored in part? Mend that, or restore a backup, and run `madang migrate` again."
    )
    ko = (
        "{home}의 데이터베이스를 이 버전으로 바꾸지 못했습니다: {detail}. 실패한 단계는 되돌렸고 잃은 것은 없습니다. 다른 버전에서"
        " 만들었거나 일부만 복원한 것인지 확인하여 고치거나, 백업을 복원한 뒤 `madang migrate`를 다시 실행하세요."
    )


def migrate(quiet: bool = True) -> None:
    """Run Django's migrations and make the queue of runs. Processes that start at once take turns; repeating is harmless.

    Raises `CannotMigrate`.
    """
    from django.core.management import call_command
    from django.db import DatabaseError

    from madang.ingest import run
    from madang.lib import jobs

    with _turn():
        try:
            call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
        except DatabaseError as error:
            raise CannotMigrate(home=settings.HOME, detail=error) from error
        jobs.migrate(run.url())


@contextmanager
def _turn() -> Iterator[None]:
    """A lock among the processes of this machine, and on PostgreSQL among all machines."""
    from django.db import connection

    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


_LOCK = 7_262_365_236  # any number, the same on all machines


@click.command(short_help="Bring the databases up to date.")
def command() -> None:
    """Bring the databases of this city up to date (done by `serve` and `demo` as well)."""
    migrate(quiet=False)
    click.echo(said(f"The city in {settings.HOME} is up to date.", f"{settings.HOME}의 도시는 최신 상태입니다."))
