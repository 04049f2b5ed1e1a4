"""The picture of a dataset for places that show links: its title, whose it is, how much there is, and its automatic chart."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog.city import the_city
from madang.catalog.models import Dataset, Origin
from madang.lib.charts import drawing
from madang.lib.charts.card import card
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.portal.charts.figure import figure
from madang.portal.charts.kept import Kept
from madang.portal.dataset.embedding import ANYBODY

_made: Kept[bytes] = Kept(16_000_000, len)


def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """A PNG of what everybody may see; other datasets have none."""
    dataset = policy.visible(ANYBODY).prefetch_related("resources__current").filter(slug=slug).first()
    if dataset is None:
        raise Http404
    language = get_language() or "ko"
    shown = ":".join(
        [
            dataset.slug,
            language,
            dataset.modified.isoformat(),
            *(str(one.current_id) for one in dataset.resources.all()),
        ]
    )
    response = HttpResponse(
        _made.get(shown, lambda: drawing.png(_card(dataset, language), 1.0)), content_type="image/png"
    )
    patch_cache_control(response, public=True, max_age=3600)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _card(dataset: Dataset, language: str) -> str:
    newest, rows = dataset.newest(), sum(one.current.rows or 0 for one in dataset.resources.all() if one.current)
    counted = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": f"{rows:,}"} if rows else ""
    on = f"{_('updated')} {timezone.localtime(newest):%Y-%m-%d}" if newest else ""
    origin = {Origin.GENERATED: _("Generated data, not observed."), Origin.DERIVED: _("Derived data.")}.get(
        dataset.origin, ""
    )
    lines = [choose(dataset.organisation.name, language)[0], " · ".join(filter(None, (counted, on))), origin]
    title = choose(dataset.title, language)[0] or dataset.slug
    return card(
        title, [line for line in lines if line], choose(the_city().name, language)[0], _drawing(dataset, language)
    )


def _drawing(dataset: Dataset, language: str) -> str:
    """The automatic chart of its first table; nothing where there is none, or where it may not be drawn."""
    for resource in dataset.resources.all():
        if resource.current and resource.current.rows:
            try:
                return figure(ANYBODY, dataset.slug, resource.name, QueryDict(), language).drawn
            except Problem:
                return ""
    return ""
