"""Well described datasets, and hostile ones, for harvesters and search engines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import shapely

from madang.catalog.models import Column as Words
from madang.catalog.models import Dataset, Licence, Organisation, Resource, Revision, Theme
from madang.catalog.storage import the_store
from madang.query.model import Column, Type
from madang.store import originals
from tests.city import AT, City, dataset, publish

TREES: dict[str, list[Any]] = {
    "번호": [1, 2, 3],
    "수종": ["ZS", "GB", "ZS"],
    "둘레": [81.5, None, 120.25],
    "심은 날": [date(1999, 4, 5), date(2004, 4, 5), None],
    "보호수": [False, True, None],
    "비고": ['"큰" 나무, 문 앞', "", "두 줄\n비고"],
    "위치": [shapely.to_wkb(shapely.Point(x, y)) for x, y in ((126.97, 37.57), (126.98, 37.58), (127.01, 37.56))],
}
COLUMNS = (
    Column("번호", Type.INTEGER), Column("수종", Type.TEXT), Column("둘레", Type.NUMBER, unit="cm"), Column("심은 날", Type.DATE),
    Column("보호수", Type.BOOLEAN), Column("비고", Type.TEXT), Column("위치", Type.GEOMETRY),
)  # fmt: skip
GEOMETRY = {"column": "위치", "kind": "Point", "crs": "EPSG:4326", "bbox": [126.97, 37.56, 127.01, 37.58]}
ORIGINAL = "번호,수종\r\n1,ZS\r\n2,GB\r\n3,ZS\r\n".encode()
DESCRIBED: dict[str, Any] = {
    "keywords": {"ko": ["가로수", "나무"], "en": ["street trees"]},
    "spatial": {"ko": "서울특별시 종로구", "en": "Jongno-gu, Seoul"},
    "period_start": date(2020, 1, 1),
    "period_end": date(2025, 12, 31),
    "contact": "trees@example.org",
    "issued": AT,
    "cycle": "yearly",
}


def seed(city: City) -> None:
    theme, _ = Theme.objects.get_or_create(slug="environment", defaults={"name": {"ko": "환경", "en": "Environment"}})
    described = {**DESCRIBED, "theme": theme, "licence": Licence.objects.get(slug="cc-by-4.0")}
    species = _species(city, described)
    _trees(city, described, species)
    _others(city, described)
    _hostile(city)


def _kept(resource: Resource, rows: dict[str, list[Any]], columns: tuple[Column, ...], **more: Any) -> Revision:
    """A revision whose original can be fetched."""
    original = originals.keep(the_store(), [ORIGINAL])
    facts = {"original_sha256": original.sha256, "original_bytes": original.bytes, "media_type": "text/csv"}
    return publish(resource, rows, columns, original_name="나무.csv", **facts, **more)


def _species(city: City, described: dict[str, Any]) -> Resource:
    said = {
        "title": {"ko": "나무 종류 부호", "en": "Codes of tree species"},
        "description": {
            "ko": "가로수 자료에 쓰는 나무 종류의 부호와 이름입니다.",
            "en": "Codes and names of the species in the register of street trees.",
        },
    }
    one = dataset("dcat-species", city.department, **described, **said)
    made = Resource.objects.create(dataset=one, name="codes", title={"ko": "종류", "en": "Species"}, key=["부호"])
    columns = (Column("부호", Type.TEXT), Column("이름", Type.TEXT))
    _kept(made, {"부호": ["ZS", "GB"], "이름": ["느티나무", "은행나무"]}, columns)
    return made


def _trees(city: City, described: dict[str, Any], species: Resource) -> None:
    said = {
        "title": {"ko": "종로구 가로수", "en": "Street trees of Jongno"},
        "description": {
            "ko": "길을 따라 심은 나무의 종류, 둘레, 심은 날과 자리를 해마다 조사한 자료입니다.",
            "en": "Species, girth, date of planting and place of the trees along the streets, surveyed every year.",
        },
        "source": {"ko": "가로수 대장", "en": "Register of street trees"},
        "method": {"ko": "해마다 가을에 한 그루씩 잽니다.", "en": "Each tree is measured in autumn."},
    }
    one = dataset("dcat-trees", city.department, **described, **said)
    made = Resource.objects.create(
        dataset=one, name="trees", title={"ko": "나무", "en": "Trees"}, key=["번호"], kind="layer"
    )
    shorter = {name: values[:2] for name, values in TREES.items()}
    _kept(made, shorter, COLUMNS, geometry=GEOMETRY, fingerprint="1" * 64)
    _kept(made, TREES, COLUMNS, geometry=GEOMETRY, published_at=AT + timedelta(days=90))
    Words.objects.create(resource=made, name="수종", label={"ko": "종류", "en": "Species"}, refers_to=species)
    Words.objects.create(resource=made, name="둘레", label={"ko": "둘레", "en": "Girth"}, unit="cm",
                         description={"ko": "높이 1.2미터에서 잰 둘레", "en": "Girth at 1.2 metres"})  # fmt: skip


def _others(city: City, described: dict[str, Any]) -> None:
    rows: dict[str, list[Any]] = {"a": ["x"]}
    columns = (Column("a", Type.TEXT),)
    said = {
        "title": {"ko": "만들어 낸 나무", "en": "Made-up trees"},
        "description": {
            "ko": "보기를 보이려고 프로그램이 만든 나무입니다.",
            "en": "Trees that a program made so that something can be shown.",
        },
    }
    made = dataset("dcat-생성", city.department, **described, **said, origin="generated")
    _kept(Resource.objects.create(dataset=made, name="나무"), rows, columns)
    closed = {"restricted": {"access": "restricted"}, "draft": {"state": "draft"}, "internal": {"access": "internal"}}
    for name, facts in closed.items():
        words = {"en": f"A dataset that not everybody may read: {name}."}
        title = {"ko": f"나무 자료 ({name})", "en": f"Trees, {name}"}
        hidden = dataset(f"dcat-{name}", city.department, **described, **facts, title=title, description=words)
        _kept(Resource.objects.create(dataset=hidden, name="rows"), rows, columns)
    told = {
        "title": {"ko": "철회된 나무", "en": "Trees, withdrawn"},
        "description": {"en": "Its only revision was withdrawn."},
    }
    gone = dataset("dcat-withdrawn", city.department, **described, **told)
    withdrawn = Resource.objects.create(dataset=gone, name="rows")
    _kept(withdrawn, rows, columns, withdrawn_at=AT, withdrawn_reason="personal data")
    withdrawn.revisions.update(state=Revision.State.WITHDRAWN)
    withdrawn.current = None
    withdrawn.save()


HOSTILE: dict[str, dict[str, Any]] = {
    "dcat-quotes": {
        "title": {"en": 'A "quoted" \\title\\ with """three""" and <b>&amp;</b>\nand a line', "ko": "'\\u0041'"},
        "description": {"en": 'ends in a quote"', "ko": "\\"},
    },
    "dcat-marks": {
        "title": {"en": "\u202eright to left\u202c \u200f\ufeff", "ko": "종로\u1100\u1161"},
        "description": {"en": "control \x07\x1b and half \ud83d of a character", "x y": "no language", "": "none"},
    },
    "dcat-empty": {"title": {}, "description": {}, "keywords": {"ko": ["", "  "], "en": []}, "spatial": {"ko": ""}},
    "dcat-mail": {
        "title": {"en": "]]> <!-- ?> @prefix : <urn:x> ."},
        "contact": 'a b<c>"@example.org',
        "keywords": {"en": ["a,b", "<x>", "\n"]},
    },
}


def _hostile(city: City) -> None:
    nameless = Organisation.objects.create(slug="dcat-nameless", name={}, homepage="javascript:alert(1)")
    bare = Licence.objects.get(slug="unstated")
    for slug, facts in HOSTILE.items():
        made = Dataset.objects.create(slug=slug, organisation=nameless, licence=bare, state="published", **facts)
        link = 'https://example.org/a b?q="<x>|{y}`\\^%zz&k=가'
        part = Resource.objects.create(dataset=made, name="링크", kind="link", link=link)
        Resource.objects.create(dataset=made, name="odd", kind="link", link="javascript:alert(1)", position=1)
        name, media_type = 'a"b\n.c<s>v', "text/<x> y"
        publish(part, {'a "b"\nc': ["x"]}, (Column('a "b"\nc', Type.TEXT),), original_name=name, media_type=media_type)
