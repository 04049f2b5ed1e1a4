"""The dataset and the resource that a call names, among those that its reader may see."""

from __future__ import annotations

from madang.accounts.policy import Hidden, require, visible
from madang.api.mcp.call import Call
from madang.api.problems import NotFound
from madang.catalog.models import Dataset, Resource
from madang.query import near

MOST_NAMES = 2_000
"""Names that are compared with one that does not exist."""


class UnknownDataset(NotFound):
    en = (
        "There is no dataset `{name}` that you may see.{hint_en} Find the name with the tool `search`; if "
        "nobody publishes it, ask with `request_data`."
    )
    ko = (
        "볼 수 있는 데이터셋 가운데 `{name}`이(가) 없습니다.{hint_ko} `search` 도구로 이름을 찾고, 아무도 "
        "공개하지 않은 것이면 `request_data`로 요청하세요."
    )


class UnknownResource(NotFound):
    en = "The dataset `{dataset}` has no resource `{name}`.{hint_en} Resources: {known}."
    ko = "`{dataset}` 데이터셋에는 `{name}` 리소스가 없습니다.{hint_ko} 리소스: {known}."


class WhichResource(UnknownResource):
    en = "The dataset `{dataset}` has several resources: {known}. Name one in `resource`."
    ko = "`{dataset}` 데이터셋에는 리소스가 여럿 있습니다: {known}. `resource`에 하나를 적으세요."


def dataset(call: Call, slug: str) -> Dataset:
    """A dataset by its name. Raises `UnknownDataset`, the same whether it is hidden or is not."""
    seen = visible(call.actor)
    found = (
        seen.filter(slug=slug)
        .prefetch_related("resources__columns", "resources__current", "resources__dataset")
        .first()
    )
    if found is None:
        known = list(seen.values_list("slug", flat=True)[:MOST_NAMES])
        raise UnknownDataset(name=slug[:100], **near.hint(slug, known))
    return found


def resource(call: Call, of: Dataset, name: str) -> Resource:
    """A resource of a dataset; the only one when none is named. Raises `UnknownResource`, `WhichResource`."""
    known = list(of.resources.all())
    found = next((each for each in known if each.name == name), known[0] if len(known) == 1 and not name else None)
    if found is None:
        kind = UnknownResource if name else WhichResource
        names = [each.name for each in known]
        raise kind(dataset=of.slug, name=name[:100], known=", ".join(names) or "-", **near.hint(name, names))
    try:
        require(call.actor, "see", found)
    except Hidden as hidden:
        raise UnknownDataset(name=of.slug, hint_en="", hint_ko="") from hidden
    return found
