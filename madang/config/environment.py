"""What an operator can set, read once from the environment; an odd value stops the start and says how to mend it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from madang.lib import budgets, credentials
from madang.lib.addresses import Allowed
from madang.lib.client_address import Proxies
from madang.lib.problems import Problem


class OddSetting(Problem):
    en = "{name}={value!r} cannot be used: {why} Set it to {mend}, or unset it for the default ({default})."
    ko = "{name}={value!r} 값을 쓸 수 없습니다: {why} {mend}(으)로 정하거나 지워서 기본값({default})을 쓰세요."


class UnknownSetting(Problem):
    en = "{name} is not a setting of Madang. Known settings: {known}."
    ko = "{name}은(는) 마당의 설정이 아닙니다. 쓸 수 있는 설정: {known}."


@dataclass(frozen=True)
class Setting:
    """One setting: its environment name, default, what it means, and how its text is read."""

    name: str
    default: str
    means: str
    read: Callable[[str], Any]
    mend: str


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError("a port lies between 1 and 65535.")
    return port


def _switch(text: str) -> bool:
    if text.lower() not in ("0", "1", "false", "true", "no", "yes"):
        raise ValueError("it is neither yes nor no.")
    return text.lower() in ("1", "true", "yes")


def _folder(text: str) -> Path:
    path = Path(text).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ValueError("a file of that name stands in the way.")
    return path


def _file(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.is_file():
        raise ValueError("there is no such file.")
    return path


def _language(text: str) -> str:
    if text not in ("ko", "en"):
        raise ValueError("the interface speaks ko and en.")
    return text


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("no time zone has that name.")
    return text


def _database(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    url = urlsplit(text)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise ValueError("it is not a PostgreSQL address.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or dict(parse_qsl(url.query)).get("host", ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def _mail(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    url = urlsplit(text)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise ValueError("it is not the address of a mail server.")
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and url.port != 25,
        "DEFAULT_FROM_EMAIL": dict(parse_qsl(url.query)).get("from", unquote(url.username or "")),
    }


def _oidc(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    url = urlsplit(text)
    told = dict(parse_qsl(url.query))
    if url.scheme != "https" or not url.hostname or not {"client_id", "client_secret"} <= told.keys():
        raise ValueError("it lacks https, client_id or client_secret.")
    return {
        "provider_id": "city",
        "name": told.get("name", url.hostname),
        "client_id": told["client_id"],
        "secret": told["client_secret"],
        "settings": {"server_url": text.partition("?")[0], "email_authentication": True},
    }


def _tiles(text: str) -> str:
    """The host goes into the content policy of maps, so nothing but a host may stand there."""
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?/[^\s\"'<>;,]*", text):
        raise ValueError("it is not the address of tiles.")
    if text and not all(part in text for part in ("{z}", "{x}", "{y}")):
        raise ValueError("it lacks {z}, {x} or {y}.")
    return text


def _place(text: str) -> str:
    if text and urlsplit(text).scheme not in ("file", "s3"):
        raise ValueError("a place is a folder or an S3 bucket.")
    return text


def _watched(text: str) -> dict[Path, str]:
    """The organisation by the folder that is for it, nothing for all. They need not be there now: a share that is away must not
    stop the start."""
    folders = {}
    for part in _hosts(text):
        folder, _, organisation = part.partition("=")
        folders[Path(folder.strip()).expanduser()] = organisation.strip()
    if not all(folder.is_absolute() for folder in folders):
        raise ValueError("a watched folder is an absolute path.")
    return folders


def _engine(text: str) -> str:
    if text not in ("kernel", "duckdb") and not re.fullmatch(r"spark://[^\s/,]+:\d+(,[^\s/,]+:\d+)*", text):
        raise ValueError("no engine has that name.")
    return text


def _hosts(text: str) -> list[str]:
    return [host.strip() for host in text.split(",") if host.strip()]


def _count(text: str) -> int:
    size = int(text)
    if size < 0:
        raise ValueError("it is less than none.")
    return size


def _positive(text: str) -> int:
    size = int(text)
    if size < 1:
        raise ValueError("it is less than one.")
    return size


def _fewest(text: str) -> int:
    people = int(text)
    if people < 5:
        raise ValueError("fewer than 5 people in a cell can be recognised.")
    return people


def _megabytes(text: str) -> int:
    size = int(text)
    if size < 256:
        raise ValueError("less than 256 MB is not enough to answer a query.")
    return size


SETTINGS = (
    Setting(
        "MADANG_HOME", "var", "the folder that holds the city: database, originals, revisions", _folder, "a folder"
    ),
    Setting("MADANG_HOST", "127.0.0.1", "the address that the server listens on", str, "an address such as 0.0.0.0"),
    Setting("MADANG_PORT", "8000", "the port that the server listens on", _port, "a number from 1 to 65535"),
    Setting(
        "MADANG_URL",
        "",
        "the public address, for links and embeds; by default the one asked for",
        str,
        "https://data.example.org",
    ),
    Setting(
        "MADANG_HOSTS",
        "",
        "names under which the portal may be asked, comma-separated",
        _hosts,
        "data.example.org,localhost",
    ),
    Setting("MADANG_HTTPS", "no", "whether browsers reach the portal over https", _switch, "yes or no"),
    Setting("MADANG_DEBUG", "no", "show errors in the browser; never in public", _switch, "yes or no"),
    Setting(
        "MADANG_LANGUAGE",
        "ko",
        "the first language of the city, also the default of unattended loads",
        _language,
        "ko or en",
    ),
    Setting("MADANG_TIME_ZONE", "Asia/Seoul", "the time zone of the city", _time_zone, "a name such as Europe/London"),
    Setting(
        "MADANG_CITY",
        "",
        "a YAML file with the city's name, look and own metadata fields",
        _file,
        "the path of a YAML file",
    ),
    Setting(
        "MADANG_DATABASE",
        "",
        "PostgreSQL instead of SQLite for catalogue and accounts",
        _database,
        "postgresql://user:password@host:5432/name",
    ),
    Setting(
        "MADANG_JOBS_DATABASE",
        "",
        "PostgreSQL instead of SQLite for the queue of runs",
        str,
        "postgresql://user:password@host:5432/name",
    ),
    Setting(
        "MADANG_PLACE",
        "",
        "where bytes are kept: a folder (by default in MADANG_HOME) or S3",
        _place,
        "s3://bucket/prefix?endpoint=...&region=...",
    ),
    Setting(
        "MADANG_WORKER",
        "worker-1",
        "the name of this machine's worker, unique and stable",
        str,
        "a name such as worker-2",
    ),
    Setting(
        "MADANG_MEMORY",
        "1024",
        "megabytes that one query or load may use",
        _megabytes,
        "a number of megabytes, at least 256",
    ),
    Setting(
        "MADANG_STUDY_MEMORY",
        "4096",
        "megabytes that one study may use",
        _megabytes,
        "a number of megabytes, at least 256",
    ),
    Setting(
        "MADANG_FEWEST_PEOPLE",
        "5",
        "counts of fewer people are left out of what a study publishes, unless all its inputs are open",
        _fewest,
        "a number of people, at least 5",
    ),
    Setting(
        "MADANG_ENGINE",
        "kernel",
        "what counts raw events: our own kernel, duckdb, or a Spark cluster that sees MADANG_HOME under the same path",
        _engine,
        "kernel, duckdb or spark://host:7077",
    ),
    Setting(
        "MADANG_UPLOAD",
        "20000",
        "megabytes that one uploaded file may have",
        _positive,
        "a number of megabytes",
    ),
    Setting(
        "MADANG_UPLOADS_OPEN",
        "60000",
        "megabytes of unfinished uploads that one person may have at once",
        _positive,
        "a number of megabytes",
    ),
    Setting(
        "MADANG_UPLOADS_WAITING",
        "200000",
        "megabytes of finished uploads of one person that were not published",
        _positive,
        "a number of megabytes",
    ),
    Setting(
        "MADANG_UPLOADS_DAY",
        "5000",
        "uploads that one person may begin in 24 hours",
        _positive,
        "a number of uploads",
    ),
    Setting(
        "MADANG_PRIVATE_SOURCES",
        "",
        "hosts and networks of the city's own that may be fetched from, comma-separated; by default only public addresses",
        Allowed.parse,
        "intranet.example.org:8080,10.1.0.0/16",
    ),
    Setting(
        "MADANG_WATCHED_FOLDERS",
        "",
        "folders of this machine below which schedules may watch, comma-separated, each for one organisation (=its short name) or all",
        _watched,
        "/srv/transport=transport,/mnt/everybody",
    ),
    Setting(
        "MADANG_KEEP_FAILED",
        "30",
        "days that the bytes of a failed or cancelled run wait for a retry",
        _positive,
        "a number of days",
    ),
    Setting(
        "MADANG_KEEP_RUNS",
        "400",
        "days that failed and cancelled runs stay listed; published ones stay for ever",
        _positive,
        "a number of days",
    ),
    Setting(
        "MADANG_SERVING",
        "20000",
        "megabytes of serving copies on this machine; beyond them the longest unused are removed, and made again when needed",
        _positive,
        "a number of megabytes",
    ),
    Setting(
        "MADANG_MAP_TILES",
        "",
        "raster tiles to lay under maps; only maps may load from that host, and readers' browsers then ask it",
        _tiles,
        "https://tiles.example.org/{z}/{x}/{y}.png",
    ),
    Setting("MADANG_MAP_CREDIT", "", "the words that these tiles must be credited with", str, "© Example Maps"),
    Setting(
        "MADANG_KEPT_ANSWERS",
        "64",
        "megabytes of public answers that each web process keeps in memory and gives again while nothing changes; 0 for none",
        _count,
        "a number of megabytes",
    ),
    Setting(
        "MADANG_BUDGET_ANONYMOUS",
        "requests=600,rows=1000000000,heavy=2",
        "what an address without a key may ask of the API: requests a minute, rows scanned an hour, heavy questions at once; or none",
        budgets.parse,
        "requests=600,rows=1000000000,heavy=2",
    ),
    Setting(
        "MADANG_BUDGET_KEY",
        "requests=3000,rows=10000000000,heavy=4",
        "the same for one account with a key, or signed in",
        budgets.parse,
        "requests=3000,rows=10000000000,heavy=4",
    ),
    Setting(
        "MADANG_BUDGET_PARTNER",
        "requests=30000,rows=100000000000,heavy=8",
        "the same for one account with a partner's key",
        budgets.parse,
        "requests=30000,rows=100000000000,heavy=8",
    ),
    Setting(
        "MADANG_PROXIES",
        "127.0.0.1,::1",
        "addresses or networks of proxies whose X-Forwarded-For is believed, comma-separated; none: nobody's",
        Proxies.parse,
        "127.0.0.1,10.0.0.0/8",
    ),
    Setting(
        "MADANG_SQL_SECONDS",
        "10",
        "seconds that a statement in SQL may take before it is stopped",
        _positive,
        "a number of seconds",
    ),
    Setting(
        "MADANG_SQL_MEMORY",
        "512",
        "megabytes that one statement in SQL may use, in a process of its own",
        _megabytes,
        "a number of megabytes, at least 256",
    ),
    Setting(
        "MADANG_SQL_AT_ONCE",
        "2",
        "statements in SQL that one web process computes at once; others wait a little",
        _positive,
        "a number of statements",
    ),
    Setting(
        "MADANG_ANSWER_DAYS",
        "14",
        "days within which a request for data or a report of an error is to be answered; later it is shown as overdue",
        _positive,
        "a number of days",
    ),
    Setting(
        "MADANG_EMAIL",
        "",
        "a mail server; without it links are shown to the administrator",
        _mail,
        "smtp://user:password@host:587?from=data@example.org",
    ),
    Setting(
        "MADANG_OIDC",
        "",
        "an identity provider (OpenID Connect) through which invited people sign in",
        _oidc,
        "https://login.example.org?client_id=...&client_secret=...&name=...",
    ),
)


CLIENTS = frozenset({"MADANG_TOKEN"})  # no settings of the city: `madang upload` reads it, for a city elsewhere


UPLOAD_TOKEN = "MADANG_TOKEN"  # noqa: S105
"""The token of `madang upload`: no setting of the city, and no reason that other commands of the same shell stop."""


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Read every setting from `environ` (as `os.environ`), by its name without `MADANG_`, in lower case.

    Raises `UnknownSetting` for a misspelt name and `OddSetting` for a value that cannot be used.
    """
    known = {setting.name for setting in SETTINGS}
    for name in environ:
        if (
            name.startswith("MADANG_")
            and name not in {*known, UPLOAD_TOKEN}
            and not name.startswith(credentials.PREFIX)
        ):
            raise UnknownSetting(name=name, known=", ".join(sorted(known)))
    values = {}
    for setting in SETTINGS:
        text = environ.get(setting.name, "").strip() or setting.default
        try:
            values[setting.name.removeprefix("MADANG_").lower()] = setting.read(text)
        except ValueError as error:
            raise OddSetting(
                name=setting.name, value=text, why=str(error), mend=setting.mend, default=setting.default or "none"
            ) from error
    if values["email"] and values["host"] in ("0.0.0.0", "::") and not (values["url"] or values["hosts"]):  # noqa: S104
        why = "links in mails would go to whatever name the request was sent to; the public address must be known."
        raise OddSetting(name="MADANG_URL", value="", why=why, mend="https://data.example.org", default="none")
    return values


def source_secrets(environ: Mapping[str, str]) -> dict[str, credentials.Secret]:
    """Keys for other people's servers, `MADANG_SECRET_<NAME>`. Raises `OddSetting`, which never quotes the value."""
    try:
        return credentials.in_environment(environ)
    except ValueError as error:
        raise OddSetting(
            name=str(error), value="…", why="it does not say for which host the secret is.",
            mend="api.example.org=the-secret", default="none",
        ) from None  # fmt: skip


def secret(home: Path) -> str:
    """Return the installation's secret key, made on the first start and readable by its owner only.

    So is the whole folder when it is made here: it holds password hashes, sessions, drafts and restricted rows.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = home / "secret"
    if not path.exists():
        draft = home / f"secret.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(draft)  # Two processes starting at once agree on the first one's key.
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
