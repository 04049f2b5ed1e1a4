"""What can be wrong with the inputs: each problem names the shortfall and what to do."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from madang.analysis.travel.coordinates import SwappedCoordinates as SwappedCoordinates
from madang.lib.problems import Problem, Text


class UnfitInputs(Problem):
    """The root of what is wrong with the inputs of this study."""


class NoPlace(UnfitInputs):
    en = "{table}: no row has a place. Give a geometry, or longitude and latitude, or an address with published addresses."
    ko = "{table}: 위치가 있는 행이 없습니다. 도형이나 경도와 위도를 주거나, 주소와 공개된 주소 표를 함께 주세요."


class NoNeed(UnfitInputs):
    en = "No column says how many people are in need. Choose one in the areas or in the table of people."
    ko = "수요를 말하는 열이 없습니다. 구역 표나 인구 표에서 하나 이상 고르세요."


class NobodyInNeed(UnfitInputs):
    en = "The need of all {areas} areas is 0: {unmatched} rows with {people} people belong to none of them. Check the codes."
    ko = "{areas}개 구역의 수요가 모두 0입니다. {people}명의 {unmatched}행이 어느 구역에도 속하지 않습니다. 코드를 확인하세요."


class NegativeNeed(UnfitInputs):
    en = "The need of {area} is {need}: a number of people is 0 or more. Check columns and weights."
    ko = "{area}의 수요가 {need}입니다. 사람 수는 0 이상이어야 합니다. 열과 가중치를 확인하세요."


class RepeatedAreas(UnfitInputs):
    en = "{count} codes occur more than once among the areas, for example {example}. Give each area one row."
    ko = "구역 표에 같은 코드가 {count}개 거듭 나옵니다(예: {example}). 구역마다 한 행만 주세요."


class MoreSitesThanCandidates(UnfitInputs):
    en = "{sites} sites should open and {candidates} candidates may: {short} too few. Lower the number or add candidates."
    ko = "{sites}곳을 열어야 하는데 열 수 있는 후보는 {candidates}곳입니다. {short}곳이 모자랍니다. 수를 줄이거나 후보를 더하세요."


class RequiredTooMany(UnfitInputs):
    en = "{required} candidates are required and only {sites} may open: {short} too many."
    ko = "필수 후보가 {required}곳인데 {sites}곳만 열 수 있습니다. {short}곳이 많습니다."


class RequiredOutside(UnfitInputs):
    en = "The required site {site} lies outside all areas, {metres} m from the nearest. Check its coordinates."
    ko = "필수 후보 {site}의 위치가 모든 구역 밖이며 가장 가까운 구역에서 {metres}m 떨어져 있습니다. 좌표를 확인하세요."


class OutOfReach(UnfitInputs):
    en = (
        "{areas} areas with {people} people have no site within {limit} m, whatever opens: {names}. "
        "The distance would have to be {needed} m. Raise the limit or add candidates."
    )
    ko = (
        "무엇을 열어도 {limit}m 안에 시설이 없는 구역이 {areas}개({people}명)입니다: {names}. "
        "거리가 {needed}m는 되어야 합니다. 한도를 늘리거나 후보를 더하세요."
    )


SHORT: dict[str, Text] = {
    "sites": {"en": "{amount} more sites", "ko": "{amount}곳 더"},
    "budget": {"en": "{amount} more money", "ko": "예산 {amount} 더"},
    "capacity": {"en": "places for {amount} more people", "ko": "정원 {amount}명 더"},
    "unreachable": {"en": "a way for {amount} people", "ko": "갈 길이 없는 {amount}명"},
    "maximum distance": {"en": "a site within the limit for {amount} people", "ko": "한도 안에 시설이 없는 {amount}명"},
    "worst decile": {
        "en": "{amount} m less for the tenth that has it farthest",
        "ko": "가장 먼 10%의 평균 거리 {amount}m 단축",
    },
    "minimum cover": {
        "en": "{amount} more people within the standard in {where}",
        "ko": "{where}에서 기준 거리 안에 {amount}명 더",
    },
    "required sites": {
        "en": "people near {amount} required sites",
        "ko": "가까이 사는 사람이 없는 필수 후보 {amount}곳",
    },
}
"""What is missing, by how the methods call it."""
TINY = 1e-6
"""What a sum may be off by; more than that is a whole person, metre or unit of money more, for less would not do."""


class NotEnough(UnfitInputs):
    en = "No choice satisfies all conditions. Missing: {shortfall}. Relax one of them."
    ko = "모든 조건을 만족하는 선택이 없습니다. 모자란 것: {shortfall}. 조건을 하나 완화하세요."

    def __init__(self, shortfall: Mapping[str, float], districts: Sequence[str]) -> None:
        self.shortfall, self.districts = shortfall, districts
        super().__init__(shortfall=self._said("en"))

    def text(self, language: str) -> str:
        self.facts["shortfall"] = self._said(language)
        return super().text(language)

    def _said(self, language: str) -> str:
        said = []
        for name, amount in self.shortfall.items():
            words = next((words for start, words in SHORT.items() if name.startswith(start)), None)
            number = re.search(r"district (\d+)", name)
            where = self.districts[int(number[1])] if number else ""
            up = f"{math.ceil(amount - TINY):,}"
            said.append(words.get(language, words["en"]).format(amount=up, where=where) if words else f"{name} {up}")
        return ", ".join(said)


class NotEnoughRoom(UnfitInputs):
    en = "{people} people are in need and all sites together have {places} places: {short} too few. Add places, or let capacities not hold."
    ko = "수요는 {people}명인데 모든 시설의 정원은 {places}명입니다. {short}명이 모자랍니다. 정원을 늘리거나 정원 제한을 끄세요."


class NoCosts(UnfitInputs):
    en = "A budget needs costs: choose the column with the cost of the candidates, or give the cost of a new site."
    ko = "예산을 쓰려면 비용이 필요합니다. 후보의 비용 열을 고르거나 새 시설 하나의 비용을 주세요."


class OddStatus(UnfitInputs):
    en = "{table}: the status “{status}” is none of {known}."
    ko = "{table}: 상태 “{status}”은(는) {known} 가운데 하나가 아닙니다."


class NoSuchSite(UnfitInputs):
    en = "No site of this name is there to be decided on: {sites}. Write the names as the tables do, a line each."
    ko = "이런 이름의 자리가 없어 정할 수 없습니다: {sites}. 표에 적힌 이름을 한 줄에 하나씩 쓰세요."


class OpenAndNever(UnfitInputs):
    en = "Both open in any case and never open: {sites}. Take each out of one of the two lists."
    ko = "반드시 열 자리와 제외할 자리에 함께 적혀 있습니다: {sites}. 한쪽에서 빼세요."


class TooLarge(UnfitInputs):
    en = "{areas} areas and {candidates} candidates make {pairs} pairs; this study holds {most}. Use larger areas or fewer candidates."
    ko = "구역 {areas}개와 후보 {candidates}개면 {pairs}쌍인데 이 분석은 {most}쌍까지 다룹니다. 더 큰 구역이나 더 적은 후보를 쓰세요."
