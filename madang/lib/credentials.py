"""Keys for other people's servers: kept in the operator's environment, named in settings as `{secret:NAME}`.

`MADANG_SECRET_BUS="api.bus.example.org=9f3c"` is the key BUS, which is sent to that host only, and encrypted: in plain HTTP anybody
between could read it, so that must be allowed by its name, `http://10.1.2.3:8080=9f3c`. Without the host, whoever may
make a schedule could send another department's key to a server of their own and read it there.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from madang.lib.problems import Problem

PREFIX = "MADANG_SECRET_"
HTTP = "http://"
_NAMED = re.compile(r"\{(secret|basic):([A-Za-z0-9_]+)\}")


class UnknownSecret(Problem):
    en = "There is no secret {name}. The operator keeps it as {variable}=host=value in the environment of Madang."
    ko = "{name}(이)라는 비밀값이 없습니다. 운영자가 마당의 환경 변수에 {variable}=호스트=값으로 등록합니다."


class SecretElsewhere(Problem):
    en = "The secret {name} is for {hosts} and is not sent to {host}. The operator can name more hosts in {variable}."
    ko = "비밀값 {name}은(는) {hosts}에만 쓰며 {host}에는 보내지 않습니다. 운영자가 {variable}에 호스트를 더할 수 있습니다."


class SecretInClear(Problem):
    en = (
        "The secret {name} is not sent to {host} over plain http, where anybody between could read it. Use an https address;"
        " if there is none, the operator can allow it by writing http://{host} in {variable}."
    )
    ko = (
        "암호화되지 않은 http로는 비밀값 {name}을(를) {host}에 보내지 않습니다. 도중에 누구나 읽을 수 있기 때문입니다."
        " https 주소를 쓰세요. 없으면 운영자가 {variable}에 http://{host}처럼 적어 허용할 수 있습니다."
    )


@dataclass(frozen=True)
class Secret:
    """A value and the hosts (`host` or `host:port`) that it may be sent to; with `http://` before it also in plain HTTP."""

    hosts: tuple[str, ...]
    value: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Secret:
        """Read `host[,host:port]=value`. Raises ValueError."""
        hosts, equals, value = text.partition("=")
        names = tuple(name.strip().lower() for name in hosts.split(",") if name.strip())
        if not equals or not names or not value or any(re.search(r"[\s/]", name.removeprefix(HTTP)) for name in names):
            raise ValueError("it does not say for which host the secret is.")
        return cls(names, value)


def in_environment(environ: Mapping[str, str]) -> dict[str, Secret]:
    """Every secret by its name. Raises ValueError with the name of a variable that cannot be read."""
    found = {}
    for variable, text in environ.items():
        if variable.startswith(PREFIX):
            try:
                found[variable.removeprefix(PREFIX)] = Secret.parse(text)
            except ValueError as error:
                raise ValueError(variable) from error
    return found


def names(text: str) -> list[str]:
    """The secrets that a text names."""
    return [name for _kind, name in _NAMED.findall(text)]


def filled(text: str, host: str, port: int, known: Mapping[str, Secret], encrypted: bool = True) -> str:
    """`text` with the secrets that it names, which go to `host`. Raises `UnknownSecret`, `SecretElsewhere`, `SecretInClear`."""

    def value(found: re.Match[str]) -> str:
        kind, name = found.groups()
        if name not in known:
            raise UnknownSecret(name=name, variable=PREFIX + name)
        secret = known[name]
        here = {host.lower(), f"{host.lower()}:{port}"}
        if not here & {one.removeprefix(HTTP) for one in secret.hosts}:
            raise SecretElsewhere(name=name, hosts=", ".join(secret.hosts), host=host, variable=PREFIX + name)
        if not encrypted and not {HTTP + one for one in here} & set(secret.hosts):
            raise SecretInClear(name=name, host=host, variable=PREFIX + name)
        return _basic(secret) if kind == "basic" else secret.value

    return _NAMED.sub(value, text)


def hidden(text: str, known: Mapping[str, Secret]) -> dict[str, str]:
    """For each way in which a secret of `text` can be written: what is shown instead of it. Longest first."""
    shown = {}
    for name in names(text):
        if name in known:
            plain = known[name].value
            for form in (plain, quote(plain), quote(plain, safe=""), _basic(known[name]), *plain.split(":")[1:]):
                if form:
                    shown[form] = f"{{secret:{name}}}"
    return dict(sorted(shown.items(), key=lambda pair: -len(pair[0])))


def _basic(secret: Secret) -> str:
    """`user:password` as the header `Authorization: Basic` wants it."""
    return base64.b64encode(secret.value.encode()).decode()
