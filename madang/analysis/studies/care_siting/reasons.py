"""Why each site was chosen, in a sentence or two that can be checked against the tables."""

from __future__ import annotations

from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.sensitivity import KINDS
from madang.lib.particles import josa
from madang.lib.problems import Text


def reason(found: Findings, number: int) -> Text:
    """The sentence for the opening of this number (from 0)."""
    one = found.openings[number]
    name = found.case.name(one.site)
    standard = f"{found.case.standard:,.0f}"
    en, ko = [], []
    if one.within >= 0.5:
        en.append(f"{one.within:,.0f} people get a place within {standard} m who have none now.")
        ko.append(f"지금 {standard}m 안에 시설이 없는 {one.within:,.0f}명이 새로 이용할 수 있게 됩니다.")
    if one.nearer >= 0.5 and one.saved == one.saved:
        en.append(f"For {one.nearer:,.0f} people the way becomes {one.saved:,.0f} m shorter on average.")
        ko.append(f"{one.nearer:,.0f}명의 거리가 평균 {one.saved:,.0f}m 줄어듭니다.")
    if not en:
        en.append("It brings nobody a shorter way that the sites before it do not bring: it can be spared.")
        ko.append("앞선 자리들이 이미 제공하는 것보다 나아지는 사람이 없으므로 열지 않아도 됩니다.")
    if found.changes:
        stays, kind = round(100 * found.stays(one.site)), KINDS[found.worst_kind(one.site)]
        least_en = f"least often with: {kind['en'].lower()} ({stays} %)" if stays < 100 else "in all of them"
        least_ko = f"시험 가운데 ‘{kind['ko']}’에서 가장 적게({stays}%)" if stays < 100 else "모든 시험에서"
        en.append(f"In tests with other inputs it is chosen again {least_en}.")
        ko.append(f"입력을 바꾼 {least_ko} 다시 뽑혔습니다.")
    if one.site in found.replaced:
        gone = found.case.name(found.replaced[one.site])
        en.append(f"{gone} moves here.")
        ko.append(f"{gone}이(가) 이곳으로 옮깁니다.")
    if found.sparse(one.site):
        en.append(f"Few people live in {name} for its size: look for the built-up part of it on the map.")
        ko.append(f"{name}은(는) 넓이에 비해 사는 사람이 적으므로 지도에서 주거지를 찾아 자리를 정하십시오.")
    return {"en": " ".join(en), "ko": josa(" ".join(ko))}
