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

from madang.cli.terminal import said
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
    return Examined(
        "Python",
        version,
        "" if sys.version_info >= (3, 11) else said("Install Python 3.11 or newer.", "Python 3.11 이상을 설치하세요."),
    )


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
            said("Data folder", "데이터 폴더"),
            f"{settings.HOME}: {error.strerror}",
            said(
                "Give this user the right to write there, or set MADANG_HOME.",
                "이 사용자에게 쓰기 권한을 주거나 MADANG_HOME을 정하세요.",
            ),
        )
    mend = (
        ""
        if free > LEAST_FREE_BYTES
        else said(
            "Make room: loads build aside and need space. `madang sweep` frees what nobody names.",
            "공간을 확보하세요. 적재에는 여유 공간이 필요합니다. `madang sweep`이 쓰이지 않는 것을 지웁니다.",
        )
    )
    return Examined(
        said("Data folder", "데이터 폴더"),
        said(f"{settings.HOME}, {free / 1e9:.1f} GB free", f"{settings.HOME}, {free / 1e9:.1f} GB 남음"),
        mend,
    )


def database() -> Examined:
    """The catalogue's database answers and has every migration."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Examined(
            said("Database", "데이터베이스"),
            f"{connection.vendor}: {error}".strip(),
            said("Start the server, or correct MADANG_DATABASE.", "서버를 시작하거나 MADANG_DATABASE를 고치세요."),
        )
    found = said(
        f"{connection.vendor}, {len(waiting)} migrations waiting",
        f"{connection.vendor}, 남은 마이그레이션 {len(waiting)}개",
    )
    return Examined(
        said("Database", "데이터베이스"),
        found,
        said("Run `madang migrate`.", "`madang migrate`를 실행하세요.") if waiting else "",
    )


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
            said("Place", "보관소"),
            f"{settings.MADANG['place'] or 'folder'}: {error}",
            said("Correct MADANG_PLACE and its AWS_* credentials.", "MADANG_PLACE와 AWS_* 자격 증명을 고치세요."),
        )
    finally:
        probe.unlink(missing_ok=True)
    where = settings.MADANG["place"].partition("?")[0] or f"{settings.HOME} ({said('folder', '폴더')})"
    return Examined(
        said("Place", "보관소"),
        where,
        ""
        if read == b"madang"
        else said(
            "The place gave back other bytes than were put: do not trust it.",
            "보관소가 넣은 것과 다른 바이트를 돌려주었습니다. 믿지 마세요.",
        ),
    )


def spatial() -> Examined:
    """The spatial extension loads without the network."""
    from madang.lib import duck

    try:
        version = duck.connect(spatial=True).execute("SELECT version()").fetchone()
    except duck.Error as error:
        return Examined(
            "DuckDB spatial",
            str(error),
            said(
                "Install the pinned duckdb-extension-spatial: `make setup`.",
                "고정된 duckdb-extension-spatial을 설치하세요: `make setup`.",
            ),
        )
    return Examined(
        "DuckDB spatial",
        said("loaded in DuckDB ", "불러옴: DuckDB ") + version[0].lstrip("v")
        if version
        else said("no answer", "응답 없음"),
    )


def studies() -> Examined:
    """Every study can be imported and declares what it must."""
    from madang.analysis import registry

    why = "; ".join(f"{name}: {reason}" for name, reason in registry.broken().items())
    found = said(f"{len(registry.studies())} can be run", f"쓸 수 있는 분석 {len(registry.studies())}개")
    mend = said(
        f"{why}. Correct or remove the file or package; until then it is left out.",
        f"{why}. 파일이나 패키지를 고치거나 지우세요. 그때까지는 목록에서 빠집니다.",
    )
    return Examined(said("Studies", "분석"), found, mend if why else "")


def runs() -> Examined:
    """No run stands still."""
    from madang.ingest.models import Run

    busy = Run.objects.filter(state__in=[Run.State.WAITING, Run.State.RUNNING])
    stale = [run.id for run in busy if (run.heartbeat or run.created_at) < timezone.now() - STALE]
    still = ", ".join(stale[:3])
    mend = said(
        f"No worker moves {still}. Start one: `madang worker`.",
        f"{still}을(를) 맡은 작업자가 없습니다. `madang worker`로 시작하세요.",
    )
    return Examined(
        said("Runs", "실행"),
        said(f"{len(busy)} waiting or running", f"대기 또는 진행 {len(busy)}건"),
        mend if stale else "",
    )


def administrator() -> Examined:
    from django.contrib.auth import get_user_model

    count = get_user_model().objects.filter(is_superuser=True, is_active=True).count()
    return Examined(
        said("Administrator", "관리자"),
        f"{count}",
        ""
        if count
        else said(
            "Open the one-time link that `madang serve` prints.", "`madang serve`가 보여 주는 일회용 링크를 여세요."
        ),
    )


MACHINE: tuple[Callable[[], Examined], ...] = (python, home, place, spatial, studies)
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
    table = Table(said("setting", "설정"), said("value", "값"), said("meaning", "뜻"), title=said("Settings", "설정"))
    for setting in SETTINGS:
        value = settings.MADANG[setting.name.removeprefix("MADANG_").lower()]
        shown = (
            "(set)"
            if value and setting.name in ("MADANG_DATABASE", "MADANG_JOBS_DATABASE", "MADANG_EMAIL", "MADANG_OIDC")
            else str(value)
        )
        table.add_row(setting.name, "" if value is None else shown.partition("?")[0], setting.means)
    return table


@click.command(short_help="Say what is wrong, and how to mend it.")
def command() -> None:
    """Say what is configured, what is reachable, what is wrong and how to mend it."""
    console = Console()
    console.print(settings_table())
    ill = 0
    well, bad = said("well", "정상"), said("ill ", "이상")
    for examined in examine():
        console.print(f"[green]{well}[/green]  {examined.what}: {examined.found}" if not examined.mend else
                      f"[red]{bad}[/red]  {examined.what}: {examined.found}\n      → {examined.mend}")  # fmt: skip
        ill += bool(examined.mend)
    if ill:
        sys.exit(1)
