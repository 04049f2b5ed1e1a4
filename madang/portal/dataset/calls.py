"""Ready calls for one table: the native API in five languages, and each dialect as its clients ask it. Each runs as it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.catalog.models import Resource


@dataclass(frozen=True)
class Call:
    """A program in a language; `id` is that of its heading."""

    id: str
    language: str
    text: str


@dataclass(frozen=True)
class Dialect:
    """A way to ask: who speaks it, an address that a browser opens ("" where none does), its calls."""

    name: Promise | str
    means: Promise | str
    address: str
    calls: tuple[Call, ...]
    notes: str = ""


def native(address: str, example: dict[str, str]) -> tuple[Call, ...]:
    """The same question in curl, Python, JavaScript and R."""
    rows = f"{address}/rows"
    pairs = ",\n    ".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in example.items())
    curl = " \\\n  ".join(f"--data-urlencode {shell(f'{k}={v}')}" for k, v in example.items())
    query = urlencode({k: v for k, v in example.items() if k != "limit"})
    texts = {
        "curl": f'curl -G "{rows}" \\\n  {curl}',
        "Python": f'import requests\n\nurl = "{rows}"\nanswer = requests.get(url, params={{\n    {pairs},\n}}).json()\n'
        'print(answer["total"], answer["rows"][:3])',
        "pandas": f'import pandas\n\nframe = pandas.read_csv(\n    "{address}.csv"\n    "?{query}"\n)\nprint(frame.head())',
        "JavaScript": f'const url = "{rows}";\nconst parameters = new URLSearchParams({{\n    {pairs},\n}});\n'
        "const answer = await (await fetch(`${url}?${parameters}`)).json();\nconsole.log(answer.total, answer.rows);",
        "R": f'rows <- read.csv(paste0(\n  "{address}.csv",\n  "?{query}"\n), check.names = FALSE)\nhead(rows)',
    }
    return _calls("native", texts)


def dialects(
    site: str, resource: Resource, address: str, services: Sequence[str], arguments: Sequence[str]
) -> list[Dialect]:
    """`site` is the host without a slash, `address` the native one of the resource, `services` its names in Seoul's dialect, and
    `arguments` the columns that filter there by their place."""
    found = [_sql(site, resource), _files(address), _ckan(site, resource)]
    if services:
        found.append(_seoul(site, services, arguments))
    return [*found, _package(site, resource), _mcp(site, resource)]


def _sql(site: str, resource: Resource) -> Dialect:
    statement = f'SELECT * FROM "{_quoted(resource.dataset.slug)}"."{_quoted(resource.name)}" LIMIT 5'
    return Dialect(
        "SQL", _("One SELECT over any tables of the city, joins and windows included."),
        f"{site}/api/v1/sql?{urlencode({'sql': statement})}",
        _calls("sql", {
            "curl": f'curl -G "{site}/api/v1/sql" \\\n  --data-urlencode {shell(f"sql={statement}")}',
            "Python": f'import requests\n\nsql = {_python(statement)}\n'
            f'answer = requests.post("{site}/api/v1/sql", data=sql.encode(), headers={{"Content-Type": "text/plain"}}).json()\n'
            'print(answer["rows"])',
        }),
    )  # fmt: skip


def _files(address: str) -> Dialect:
    return Dialect(
        "Parquet", _("The whole table in one file, with its types: for DuckDB, Polars, pandas, Spark."), "",
        _calls("parquet", {
            "DuckDB": f"INSTALL httpfs; LOAD httpfs;\nSELECT count(*) FROM '{address}.parquet';",
            "Python": f'import pandas\n\nframe = pandas.read_parquet("{address}.parquet")\nprint(frame.shape)',
            "R": f'rows <- arrow::read_parquet("{address}.parquet")',
        }),
    )  # fmt: skip


def _ckan(site: str, resource: Resource) -> Dialect:
    query = f"resource_id={resource.uid}&limit=5"
    return Dialect(
        "CKAN", _("For programs written for CKAN portals: ckanapi, ckanr, frictionless, QGIS."),
        f"{site}/api/3/action/datastore_search?{query}",
        _calls("ckan", {
            "curl": f'curl "{site}/api/3/action/datastore_search?{query}"',
            "Python": f'from ckanapi import RemoteCKAN\n\nportal = RemoteCKAN("{site}")\n'
            f'found = portal.action.datastore_search(resource_id="{resource.uid}", limit=5)\nprint(found["total"], found["records"])',
            "R": f'library(ckanr)\nckanr_setup(url = "{site}")\n'
            f'found <- ds_search(resource_id = "{resource.uid}", limit = 5)\nfound$records',
        }),
    )  # fmt: skip


def _seoul(site: str, services: Sequence[str], arguments: Sequence[str]) -> Dialect:
    service = services[0]
    address = f"{site}/sample/json/{quote(service)}/1/5/"
    return Dialect(
        _("Seoul's Open API"),
        _("For programs written for the Seoul Open Data Plaza. The key “sample” gives five rows, your own all of them."),
        address,
        _calls("seoul", {
            "curl": f'curl "{address}"',
            "Python": f'import requests\n\nanswer = requests.get("{address}").json()[{_python(service)}]\n'
            'print(answer["list_total_count"], answer["row"])',
        }),
        notes=f"SERVICE: {', '.join(services)} · {_('arguments')}: {' / '.join(arguments)}",
    )  # fmt: skip


def _package(site: str, resource: Resource) -> Dialect:
    address = f"{site}/datasets/{quote(resource.dataset.slug)}/datapackage.json"
    return Dialect(
        "Data Package", _("The dataset with its columns, units and terms, for frictionless."), address,
        _calls("package", {
            "Python": f'import frictionless\n\npackage = frictionless.Package("{address}")\nprint(package.resource_names)',
        }),
    )  # fmt: skip


def _mcp(site: str, resource: Resource) -> Dialect:
    settings = {"mcpServers": {"city": {"type": "http", "url": f"{site}/mcp"}}}
    return Dialect(
        "MCP", _("For assistants: they search, describe and query the city by themselves."), "",
        _calls("mcp", {"JSON": json.dumps(settings, indent=2)}),
    )  # fmt: skip


def _calls(dialect: str, texts: dict[str, str]) -> tuple[Call, ...]:
    return tuple(Call(f"{dialect}-{place}", language, text) for place, (language, text) in enumerate(texts.items(), 1))


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _python(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def shell(text: str) -> str:
    """A word of a shell, in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
