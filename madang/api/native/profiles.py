"""What the columns of a table hold, and how good a dataset is."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from madang.accounts.policy import readable, require, who
from madang.api.native import shapes
from madang.api.native.asking import VERSION, values
from madang.api.native.resources import PLACE, resource
from madang.api.native.routes import reads
from madang.api.native.schemas import profile as schemas
from madang.api.problems import NotFound
from madang.catalog import quality
from madang.catalog.models import Dataset
from madang.query.profile import kept

router = Router(tags=["quality"])


@reads(router, PLACE + "/profile", "What the columns hold", VERSION, schemas.TableProfile)
def profile(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Counts, histograms and frequent values of each column, exact. A large table is counted in the background: 503 until then."""
    sent = values(request, VERSION)
    table = readable(who(request), resource(request, slug, name), sent.get("as_of"), sent.get("revision"))
    facts = {
        "dataset": table.dataset, "resource": table.name, "published_at": table.published_at, "origin": table.origin,
    }  # fmt: skip
    return shapes.json(facts | kept.wanted(table).as_json())


@reads(router, "/datasets/{slug}/quality", "How good a dataset is", (), schemas.Quality)
def dataset_quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Points with a reason for each, and what to do for more."""
    values(request, ())
    found = quality.with_what_is_needed(Dataset.objects.filter(slug=slug)).first()
    if found is None:
        raise NotFound()
    require(who(request), "see", found)
    score = quality.score(found, timezone.now())
    reasons = [asdict(one) for one in score.reasons]
    return shapes.json({"dataset": slug, "points": score.points, "of": score.of, "reasons": reasons})
