"""`SearchCatalogService`: the catalogue as rows, with the columns of the original and one more, the names of services."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from madang.accounts.policy import can, visible, who
from madang.api import answering
from madang.api.seoul import services
from madang.api.seoul.asked import Asked
from madang.api.seoul.codes import MISSING, Told
from madang.catalog.models import Dataset, Organisation
from madang.catalog.site import base
from madang.lib.texts import choose

SERVICE = "SearchCatalogService"
CYCLES = {
    "continuous": "실시간", "daily": "일간", "weekly": "주간", "monthly": "월간", "quarterly": "분기", "yearly": "연간",
    "five-yearly": "5년", "irregular": "수시", "never": "주기없음",
}  # fmt: skip


def rows(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The datasets that the reader may see, by their slugs. Raises `Told`."""
    found = _found(visible(who(request)), asked.arguments)
    total = found.count()
    known = found.prefetch_related("resources__current", "resources__aliases", "resources__dataset__organisation")
    regions = dict(Organisation.objects.filter(parent=None).values_list("path", "name"))
    page = known.order_by("slug")[asked.start - 1 : asked.end] if asked.start <= total else []
    with translation.override("ko"):
        table = pa.Table.from_pylist([_row(request, dataset, regions) for dataset in page])
    writer = services.WRITERS[asked.type]
    facts = {"total": total, "returned": len(table)}
    chunks = writer.write(iter(table.to_batches()), table.schema, facts=facts, service=SERVICE, subway=False)
    response = HttpResponse(b"".join(chunks), content_type=writer.MEDIA_TYPE, headers={"Cache-Control": "no-cache"})
    if name := services.file_name(asked):
        response["Content-Disposition"] = answering.attachment(name)
    return response


def _found(datasets: QuerySet[Dataset], arguments: tuple[str, ...]) -> QuerySet[Dataset]:
    """Arguments by place: INF_ID is equal, INF_NM and MNG_ORGAN_NAME are parts of names. Raises `Told`."""
    if len(arguments) > 3:
        raise Told(MISSING)
    slug, title, organisation = (*arguments, "", "", "")[:3]
    asked = Q(slug=slug) if slug else Q()
    if title:
        asked &= Q(title__ko__icontains=title) | Q(title__en__icontains=title)
    if organisation:
        asked &= Q(organisation__in=_organisations(organisation))
    return datasets.filter(asked)


def _organisations(words: str) -> list[int]:
    """Those that have the words in a name, and all below them."""
    found: dict[str, int] = {}
    for key, path, name in Organisation.objects.order_by("path").values_list("pk", "path", "name"):
        above = path[: path[:-1].rfind("/") + 1]
        if above in found or any(words.casefold() in text.casefold() for text in name.values()):
            found[path] = key
    return list(found.values())


def _row(request: HttpRequest, dataset: Dataset, regions: dict[str, dict[str, str]]) -> dict[str, str]:
    organisation = dataset.organisation
    top = regions.get("/" + organisation.path.split("/")[1] + "/", organisation.name)
    names = [alias.name for resource in dataset.resources.all() for alias in resource.aliases.all()]
    readable = can(who(request), "read", dataset)
    newest = dataset.newest()
    return {
        "INF_ID": dataset.slug,
        "INF_NM": _words(dataset.title),
        "CATE_NM": "공공데이터",
        "DITC_NM": organisation.get_kind_display(),
        "MAP_CATE_NM": _words(dataset.theme.name) if dataset.theme else "",
        "MNG_ORGAN_NAME": _words(top),
        "MNG_STATION_NAME": _words(organisation.name),
        "LINK_DESC": _words(dataset.source),
        "LINK_INFO": "",
        "MANAGER_NAME": "",
        "MANAGER_PHONE": "",
        "CHNG_LOAD_NM": CYCLES[dataset.cycle],
        "DATA_LT_NM": _day(newest),
        "SRV_TYPE": ",".join(_kinds(dataset, names) if readable else []),
        "SHORT_URL": base(request) + reverse("dataset", args=[dataset.slug]),
        "SERVICE": ",".join(names) if readable else "",
    }


def _kinds(dataset: Dataset, names: list[str]) -> list[str]:
    current = [resource.current for resource in dataset.resources.all() if resource.current]
    kinds = {"File": bool(current), "Sheet": any(one.rows is not None for one in current), "Api": bool(names)}
    return [kind for kind, there in kinds.items() if there]


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


def _words(text: dict[str, str]) -> str:
    return choose(text, "ko")[0]
