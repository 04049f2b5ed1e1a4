"""What names the rows of the demonstration's tables, and which of their columns lead to areas: so rows link to rows."""

from __future__ import annotations

from madang.catalog.changes import touch
from madang.catalog.models import Column, Resource

DISTRICTS, DONGS, CELLS = "gu-boundaries/boundaries", "dong-boundaries/boundaries", "night-cells/cells"
_YEARLY = ("연도", "자치구코드")
_YEARLY_DONG = ("연도", "행정동코드")

KEYS: dict[str, tuple[str, ...]] = {
    DISTRICTS: ("자치구코드",), DONGS: ("행정동코드",), CELLS: ("셀번호",),
    "dong-code-crosswalk/crosswalk": ("코드2025",),
    **dict.fromkeys((
        "basic-pension/recipients", "companies/구별", "welfare-facilities/facilities", "mortality/구별_사망률", "income-tax/tax",
        "fertility/fertility", "wastewater/wastewater", "roads/roads", "marriage-migrants/migrants", "housing-stock/구별_빈집",
    ), _YEARLY),
    **dict.fromkeys((
        "dong-population/population", "household-size/households", "companies/동별", "mortality/동별_사망자",
        "dwelling-households/households", "housing-stock/동별_주택",
    ), _YEARLY_DONG),
    "regional-product/product": (*_YEARLY, "산업"), "doctors/doctors": (*_YEARLY, "진료과"), "parks/parks": (*_YEARLY, "종류"),
    **dict.fromkeys(("residents-by-age/residents", "older-residents-map/older", "population-change/change"), ("행정동코드",)),
    "care-facilities/facilities": ("시설번호",), "care-candidates/candidates": ("후보번호",), "street-trees/trees": ("나무번호",),
    "bus-stops/stops": ("정류소번호",), "contracts/awards": ("ocid",), "night-activity/weekend": ("셀번호",),
}  # fmt: skip
"""dataset/table -> the columns that name its rows."""

_EVERYWHERE = {"자치구코드": DISTRICTS, "경계코드": DONGS}
_OF_2020 = (
    "residents-by-age/residents", "older-residents-map/older", "population-change/change", "care-facilities/facilities",
    "care-candidates/candidates", "mapo-noise-complaints/complaints",
)  # fmt: skip
"""Tables whose 행정동코드 is that of the boundaries; elsewhere it is of the year, and 경계코드 joins."""


def key(dataset: str, name: str) -> list[str]:
    return list(KEYS.get(f"{dataset}/{name}", ()))


def target(dataset: str, name: str, column: str) -> str:
    """The table that a column refers to; "" for none, and for the key of that table itself."""
    table = f"{dataset}/{name}"
    if column == "행정동코드" and table in _OF_2020:
        return DONGS
    if column == "셀번호" and table == "night-activity/weekend":
        return CELLS
    found = _EVERYWHERE.get(column, "")
    return "" if found == table else found


def refer(datasets: set[str]) -> None:
    """Let columns refer to their areas where either was published just now; what a city has edited before stays as it is."""
    known = {str(one): one for one in Resource.objects.select_related("dataset").filter(current__isnull=False)}
    for column in Column.objects.filter(refers_to__isnull=True).select_related("resource__dataset"):
        own = column.resource.dataset.slug
        wanted = target(own, column.resource.name, column.name)
        if wanted in known and datasets & {own, wanted.partition("/")[0]}:
            column.refers_to = known[wanted]
            column.save(update_fields=["refers_to"])
            touch(own)
