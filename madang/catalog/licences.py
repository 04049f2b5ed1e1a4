"""The terms of use that a city meets: Korea's public works licences, the British one, Creative Commons, Open Data Commons.

The sentences of attribution are templates over `organisation`, `title`, `year` and `url`.
"""

from __future__ import annotations

from typing import NamedTuple

from madang.catalog.models import Dataset, Licence
from madang.lib.particles import josa
from madang.lib.problems import Text
from madang.lib.texts import choose

_KOGL = "https://www.kogl.or.kr/info/licenseType{}.do"
_CC = "https://creativecommons.org/{}/"
_ODC = "https://opendatacommons.org/licenses/{}/"


class Terms(NamedTuple):
    slug: str
    ko: str
    en: str
    url: str
    allows_commercial: bool = True
    allows_change: bool = True


TERMS = (
    Terms("kogl-1", "공공누리 제1유형: 출처표시", "KOGL Type 1: Attribution", _KOGL.format(1)),
    Terms("kogl-2", "공공누리 제2유형: 출처표시, 상업적 이용금지", "KOGL Type 2: Attribution, No Commercial Use",
          _KOGL.format(2), allows_commercial=False),
    Terms("kogl-3", "공공누리 제3유형: 출처표시, 변경금지", "KOGL Type 3: Attribution, No Change",
          _KOGL.format(3), allows_change=False),
    Terms("kogl-4", "공공누리 제4유형: 출처표시, 상업적 이용금지, 변경금지",
          "KOGL Type 4: Attribution, No Commercial Use, No Change", _KOGL.format(4), False, False),
    Terms("ogl-3", "영국 열린정부라이선스 3.0", "Open Government Licence v3.0",
          "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    Terms("cc0-1.0", "CC0 1.0 (권리 포기)", "CC0 1.0 Universal", _CC.format("publicdomain/zero/1.0")),
    Terms("cc-by-4.0", "CC BY 4.0 (저작자표시)", "CC BY 4.0 Attribution", _CC.format("licenses/by/4.0")),
    Terms("cc-by-sa-4.0", "CC BY-SA 4.0 (저작자표시, 동일조건변경허락)", "CC BY-SA 4.0 Attribution, ShareAlike",
          _CC.format("licenses/by-sa/4.0")),
    Terms("cc-by-nc-4.0", "CC BY-NC 4.0 (저작자표시, 비영리)", "CC BY-NC 4.0 Attribution, NonCommercial",
          _CC.format("licenses/by-nc/4.0"), allows_commercial=False),
    Terms("cc-by-nd-4.0", "CC BY-ND 4.0 (저작자표시, 변경금지)", "CC BY-ND 4.0 Attribution, NoDerivatives",
          _CC.format("licenses/by-nd/4.0"), allows_change=False),
    Terms("cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0 (저작자표시, 비영리, 동일조건변경허락)",
          "CC BY-NC-SA 4.0 Attribution, NonCommercial, ShareAlike", _CC.format("licenses/by-nc-sa/4.0"), False),
    Terms("cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0 (저작자표시, 비영리, 변경금지)",
          "CC BY-NC-ND 4.0 Attribution, NonCommercial, NoDerivatives", _CC.format("licenses/by-nc-nd/4.0"), False, False),
    Terms("odbl-1.0", "오픈 데이터베이스 라이선스 1.0 (ODbL)", "Open Database Licence 1.0 (ODbL)", _ODC.format("odbl/1-0")),
    Terms("odc-by-1.0", "오픈 데이터 커먼즈 저작자표시 1.0 (ODC-By)", "Open Data Commons Attribution 1.0 (ODC-By)",
          _ODC.format("by/1-0")),
    Terms("pddl-1.0", "퍼블릭 도메인 헌정 1.0 (PDDL)", "Public Domain Dedication and Licence 1.0 (PDDL)",
          _ODC.format("pddl/1-0")),
    Terms("unstated", "이용 조건이 표시되지 않음 (모든 권리 유보)", "No terms stated (all rights reserved)", "", False, False),
)  # fmt: skip

PLAIN = {
    "ko": "출처: {organisation}, “{title}” ({year}), {licence}. {url}",
    "en": "Source: {organisation}, “{title}” ({year}), {licence}. {url}",
}
_KOGL_WORDS = {  # The sentence that the licence's own guide asks for.
    "ko": "본 저작물은 {organisation}에서 {year}년 작성하여 {licence}로 개방한 “{title}”을(를) 이용하였습니다. {url}",
    "en": "This work uses “{title}” ({year}), made by {organisation} and opened under {licence}. {url}",
}
_OGL_WORDS = {
    "ko": "영국 열린정부라이선스 3.0에 따라 이용 허락된 {organisation}의 공공 정보를 포함합니다: “{title}” ({year}). {url}",
    "en": "Contains public sector information of {organisation} licensed under the Open Government Licence v3.0: "
    "“{title}” ({year}). {url}",
}


def words(slug: str) -> Text:
    """The sentence template to print beside data under these terms."""
    if slug.startswith("kogl-"):
        return _KOGL_WORDS
    return _OGL_WORDS if slug == "ogl-3" else PLAIN


def load() -> int:
    """Add the licences that are missing and return how many; what a city has edited stays as it is."""
    made = 0
    for terms in TERMS:
        facts = {
            "name": {"ko": terms.ko, "en": terms.en},
            "url": terms.url,
            "attribution": words(terms.slug),
            "allows_commercial": terms.allows_commercial,
            "allows_change": terms.allows_change,
        }
        made += Licence.objects.get_or_create(slug=terms.slug, defaults=facts)[1]
    return made


def attribution(dataset: Dataset, language: str, url: str) -> str:
    """The sentence to print beside the data of `dataset`, which stands at `url`."""
    when = dataset.issued or dataset.modified
    facts = {
        "organisation": choose(dataset.organisation.name, language)[0],
        "title": choose(dataset.title, language)[0],
        "licence": choose(dataset.licence.name, language)[0],
        "year": str(when.year),
        "url": url,
    }
    sentence = choose(dataset.licence.attribution or PLAIN, language)[0]
    for name, value in facts.items():  # Not `format`: the template is edited by people and may hold any brace.
        sentence = sentence.replace("{" + name + "}", value)
    return josa(sentence.strip())
