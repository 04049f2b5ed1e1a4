"""A layer with a kept original, a receipt of an ingest, two revisions and one that was withdrawn; a restricted table; a draft."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import shapely
from django.utils import timezone

from madang.catalog.models import Dataset, Resource, Revision
from madang.catalog.storage import the_store
from madang.query.model import Column, Type
from madang.store import originals
from tests.city import COLUMNS, ROWS, City, dataset, publish
from tests.routes.hidden import receipt

LAYER = (Column("이름", Type.TEXT), Column("자리", Type.INTEGER, unit="석"), Column("geometry", Type.GEOMETRY))
GEOMETRY = {"column": "geometry", "kind": "point", "crs": "EPSG:4326", "bbox": [126.9, 37.5, 127.1, 37.6]}


def seed(city: City) -> None:
    libraries = dataset("libraries", city.department, title={"ko": "도서관", "en": "Libraries"})
    places = Resource.objects.create(dataset=libraries, name="places", kind=Resource.Kind.LAYER)
    for seats in (120, 130, 140):
        _publish(places, seats)
    withdrawn = places.revisions.get(number=2)
    withdrawn.state, withdrawn.withdrawn_at, withdrawn.withdrawn_reason = (
        Revision.State.WITHDRAWN,
        timezone.now(),
        "잘못됨",
    )
    withdrawn.save()
    closed = dataset("restricted", city.department, access=Dataset.Access.RESTRICTED)
    publish(Resource.objects.create(dataset=closed, name="people"), ROWS, COLUMNS)
    draft = dataset("draft", city.department, state=Dataset.State.DRAFT)
    publish(Resource.objects.create(dataset=draft, name="plans"), ROWS, COLUMNS)
    file = originals.keep(the_store(), ["자치구,인구\n종로구,139417\n중구,121312\n강남구,557865\n".encode()])
    same = Revision.objects.filter(resource__dataset__in=[city.dataset, closed, draft])
    same.update(original_sha256=file.sha256, original_bytes=file.bytes)


def _publish(places: Resource, seats: int) -> None:
    file = f"이름,자리\n정독도서관,{seats}\n".encode()
    original = originals.keep(the_store(), [file])
    rows = {
        "이름": ["정독도서관", "남산도서관", None],
        "자리": [seats, 2**53 + 1, None],
        "geometry": pa.array([shapely.to_wkb(shapely.Point(126.98, 37.58)), None, None], pa.binary()),
    }
    publish(
        places, rows, LAYER, geometry=GEOMETRY, receipt=receipt(str(seats)), original_sha256=original.sha256,
        original_bytes=original.bytes, original_name="도서관.csv", media_type="text/csv",
        fingerprint=hashlib.sha256(file).hexdigest(),
    )  # fmt: skip
