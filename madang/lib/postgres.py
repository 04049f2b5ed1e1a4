"""Dumping and filling PostgreSQL databases with PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from madang.lib.problems import Problem


class NoProgram(Problem):
    en = "{program} is not installed here. Install PostgreSQL's client programs (Debian: postgresql-client)."
    ko = "{program}이(가) 없습니다. PostgreSQL 클라이언트 프로그램을 설치하세요(데비안: postgresql-client)."


class ProgramFailed(Problem):
    en = "{program} failed on the database {name}: {why}"
    ko = "데이터베이스 {name}에서 {program}이(가) 실패했습니다: {why}"


class NotEmpty(Problem):
    en = "The database {name} is not empty ({count} tables). Restore into a new one (`createdb`)."
    ko = "데이터베이스 {name}이(가) 비어 있지 않습니다(테이블 {count}개). 새 데이터베이스(`createdb`)에 복원하세요."


@dataclass(frozen=True)
class Server:
    """Where a database is and who may open it."""

    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""

    @classmethod
    def at(cls, url: str) -> Server:
        """The database of `postgresql://user:password@host:5432/name`; `?host=` names a socket's folder."""
        parts = urlsplit(url)
        host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")
        port = str(parts.port or "")
        return cls(parts.path.strip("/"), unquote(parts.username or ""), unquote(parts.password or ""), host, port)

    def environment(self) -> dict[str, str]:
        """What PostgreSQL's programs read; a password in their arguments would be seen by every user of the machine."""
        wanted = {
            "PGDATABASE": self.name, "PGUSER": self.user, "PGPASSWORD": self.password,
            "PGHOST": self.host, "PGPORT": self.port,
        }  # fmt: skip
        return {**os.environ, **{name: value for name, value in wanted.items() if value}}


def dump(server: Server, target: Path) -> None:
    """Write the database as it is at one moment to a file, in pg_dump's custom format."""
    _run(server, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def fill(server: Server, source: Path) -> None:
    """Fill an empty database from a dump, in one transaction. Raises `NotEmpty`."""
    asked = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    count = int(_run(server, "psql", "--no-psqlrc", "--tuples-only", f"--command={asked}"))
    if count:
        raise NotEmpty(name=server.name, count=count)
    _run(server, "pg_restore", "--no-owner", "--single-transaction", f"--dbname={server.name}", str(source))


def _run(server: Server, program: str, *arguments: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise NoProgram(program=program)
    done = subprocess.run([found, *arguments], env=server.environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ProgramFailed(program=program, name=server.name, why=done.stderr.strip())
    return done.stdout
