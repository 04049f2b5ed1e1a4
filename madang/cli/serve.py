"""`madang serve`: portal, API and worker in one command, until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import click
from django.conf import settings
from rich.console import Console

from madang.cli.terminal import said
from madang.lib import parent
from madang.lib.problems import Problem

START_SECONDS = 60
"""A server that has not answered by then is said to have failed."""
PAUSE_SECONDS = 2.0
"""Between the death of a worker and the next: a worker that cannot start must not fill the log."""


class PortTaken(Problem):
    en = "Port {port} of {host} is in use by another program. Stop that one, or choose another: MADANG_PORT={other} madang serve"
    ko = "{host}의 포트 {port}은(는) 이미 쓰이고 있습니다. 그 프로그램을 멈추거나 다른 포트로 여세요: MADANG_PORT={other} madang serve"


class ServerSilent(Problem):
    en = "The web server at {address} did not answer within {seconds} s. Its messages stand above; `madang doctor` looks for the cause."
    ko = "{address}의 웹 서버가 {seconds}초 안에 답하지 않았습니다. 위의 메시지를 보거나 `madang doctor`로 원인을 찾으세요."


def address() -> str:
    """Where people open the portal: MADANG_URL, else host and port."""
    host = settings.MADANG["host"]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    return settings.MADANG["url"].rstrip("/") or f"http://{shown}:{settings.MADANG['port']}"


def require_free_port(host: str, port: int) -> None:
    """Raise `PortTaken` unless the port can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(host=host, port=port, other=port + 1) from error


def start(*words: str) -> subprocess.Popen[bytes]:
    """Start one of Madang's own processes in a group of its own, so that Ctrl-C reaches it through us alone; it ends with us."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *words], start_new_session=True, preexec_fn=parent.tie()
    )


def start_web(web_processes: int) -> subprocess.Popen[bytes]:
    host, port = settings.MADANG["host"], str(settings.MADANG["port"])
    return start(
        "granian", "--interface", "asginl", "--host", host, "--port", port, "--workers", str(web_processes),
        "--no-ws", "--log-level", "warning", "--respawn-failed-workers", "madang.config.asgi:application",
    )  # fmt: skip


def wait_until_answering(web: subprocess.Popen[bytes], port: int) -> None:
    """Return once the web server answers; raise `ServerSilent` when it dies or stays silent."""
    host = settings.MADANG["host"]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            urllib.request.urlopen(f"http://{shown}:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # Any answer is an answer: a host name that is not allowed is told to its visitor.
        except OSError:
            time.sleep(0.2)
    raise ServerSilent(address=f"{host}:{port}", seconds=START_SECONDS)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, then make it. A second Ctrl-C meanwhile must not leave one behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@click.command(short_help="Serve portal, API and worker until Ctrl-C.")
@click.option("--demo", is_flag=True, help="Publish the demonstration city first, unless it is there already.")
@click.option(
    "--worker/--no-worker", default=True, help="Also run a worker for loads (default), or only the web server."
)
@click.option("--web-processes", default=1, show_default=True, help="Web server processes; more for a busy city.")
def command(demo: bool, worker: bool, web_processes: int) -> None:
    """Serve portal, API and worker at MADANG_HOST:MADANG_PORT until Ctrl-C."""
    from madang.accounts.first import first_admin_link
    from madang.cli.migrate import migrate

    console = Console()
    signal.signal(signal.SIGTERM, _interrupt)
    require_free_port(settings.MADANG["host"], settings.MADANG["port"])
    migrate()
    os.environ["PYTHONUNBUFFERED"] = "1"
    processes: list[subprocess.Popen[bytes]] = []
    try:
        web = start_web(web_processes)
        processes.append(web)
        workers = [start("madang.cli.main", "worker")] if worker else []
        processes += workers
        wait_until_answering(web, settings.MADANG["port"])
        shown = f"[link={address()}]{address()}[/link]"
        console.print("\n[bold]마당 Madang[/bold] " + said(f"is open at {shown}", f"주소: {shown}"))
        if link := first_admin_link(address()):
            console.print(
                said("First administrator, one-time link: ", "첫 관리자를 위한 일회용 링크: ") + link, soft_wrap=True
            )
        home = settings.HOME
        stays = said(f"Ctrl-C stops it; data stay in {home}", f"Ctrl-C로 멈춥니다. 데이터는 {home}에 남습니다.")
        console.print(stays + "\n", soft_wrap=True)
        if demo:
            processes.append(subprocess.Popen([sys.executable, "-m", "madang.cli.main", "demo"]))
        supervise(web, workers, processes)
    except KeyboardInterrupt:
        console.print(said("\nStopping …", "\n멈추는 중 …"))
    finally:
        stop(processes)


def supervise(
    web: subprocess.Popen[bytes], workers: list[subprocess.Popen[bytes]], processes: list[subprocess.Popen[bytes]]
) -> None:
    """Return when the web server ends; a worker that dies is started again, its runs resume where they stood."""
    while web.poll() is None:
        time.sleep(0.5)
        for position, running in enumerate(workers):
            if running.poll() is not None:
                time.sleep(PAUSE_SECONDS)
                workers[position] = start("madang.cli.main", "worker")
                processes.append(workers[position])
