"""`madang serve` on a free port: it answers, says where, revives its worker, and stops cleanly."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, seconds: float = 60):
    """The first true answer of `what`; fails the test after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := what():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come true in {seconds} s")


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "MADANG_HOME": str(tmp_path / "city"), "MADANG_PORT": str(free_port()), "LANG": "C.UTF-8"}


@pytest.fixture
def serving(environment, tmp_path):
    """(process, what it has printed so far, address)."""
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "madang.cli.main", "serve"], env=environment, stdout=out, stderr=out
        )
    try:
        wait_for(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None)
        yield process, log, f"http://127.0.0.1:{environment['MADANG_PORT']}"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)


def children(process: subprocess.Popen) -> dict[int, str]:
    """Process id -> command line of what `process` started."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(pid): Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in listed}


def test_it_answers_prints_the_one_time_link_and_ends_on_a_signal(serving):
    process, log, address = serving
    link = re.search(rf"{address}/ko/account/\S+", log.read_text())[0]
    with urllib.request.urlopen(address + "/en/") as page:
        assert "Madang" in page.read().decode()
    with urllib.request.urlopen(link) as page:
        assert "password" in page.read().decode()
    started = children(process)
    assert len(started) == 2
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)  # impatience leaves nothing behind
    assert process.wait(timeout=40) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def test_a_worker_that_is_killed_is_started_again(serving):
    process, _, _ = serving
    first = next(pid for pid, words in children(process).items() if "worker" in words.split())
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: any("worker" in words.split() and pid != first for pid, words in children(process).items()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_a_server_that_is_killed_outright_leaves_nothing_running(serving):
    process, _, _ = serving
    started = children(process)
    process.kill()
    process.wait()
    wait_for(lambda: not any(alive(pid) for pid in started))


def alive(pid: int) -> bool:
    """Whether a process runs; nobody may have taken leave of it (a zombie)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_port_in_use_is_said_at_once(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environment["MADANG_PORT"])))
        taken.listen()
        result = subprocess.run(
            [sys.executable, "-m", "madang.cli.main", "serve"],
            env={**environment, "LANG": "ko_KR.UTF-8"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == 1
    assert f"포트 {environment['MADANG_PORT']}" in result.stderr
    assert f"MADANG_PORT={int(environment['MADANG_PORT']) + 1}" in result.stderr
