"""What can be wrong with the inputs: each problem names what is odd and what to do."""

from __future__ import annotations

from madang.lib.problems import Problem


class UnfitInputs(Problem):
    """The root of what is wrong with the inputs of this study."""


class NoPlace(UnfitInputs):
    en = "{table}: no row has a place. Give a geometry, or longitude and latitude."
    ko = "{table}: 위치가 있는 행이 없습니다. 도형이나 경도와 위도를 주세요."


class RepeatedCells(UnfitInputs):
    en = "{count} codes occur more than once among the cells, for example {example}. Give each cell one row."
    ko = "셀 표에 두 번 이상 나오는 코드가 {count}개 있습니다(예: {example}). 셀마다 한 행만 주세요."


class NoWhere(UnfitInputs):
    en = "{table}: nothing tells where it was. Choose the column of the cell, or longitude and latitude."
    ko = "{table}: 위치를 알 수 있는 열이 없습니다. 셀 열이나 경도와 위도 열을 고르세요."


class NoHours(UnfitInputs):
    en = "{table}: no column tells the hour, and the times of its days are all midnight. Choose the column of the hour."
    ko = "{table}: 시각을 알 수 있는 열이 없고 일시도 모두 자정입니다. 시각 열을 고르세요."


class NoTimes(UnfitInputs):
    en = "{table}: day and hour can be read in none of {rows} rows (the first: {example}). Choose other columns."
    ko = "{table}: {rows}개 행 어디에서도 날짜와 시각을 읽을 수 없습니다(첫 행: {example}). 다른 열을 고르세요."


class NoKnownCell(UnfitInputs):
    en = "{table}: none of its {rows} rows lies in a cell (the first: {example}). Check the codes or coordinates."
    ko = "{table}: {rows}개 행 가운데 셀에 속하는 것이 없습니다(첫 행: {example}). 코드나 좌표를 확인하세요."


class NegativeCount(UnfitInputs):
    en = "{table}: the count of row {row} is {count}: a number of people or events is 0 or more."
    ko = "{table}: {row}행의 수가 {count}입니다. 사람이나 이벤트의 수는 0 이상이어야 합니다."


class NoNight(UnfitInputs):
    en = "{table}: no row lies between {first} and {last} h. The night may begin or end at other hours; set them."
    ko = "{table}: {first}시와 {last}시 사이의 행이 없습니다. 밤의 첫 시각과 마지막 시각을 바꾸세요."


class NothingAtNight(UnfitInputs):
    en = "All counts of the night are 0 in all {cells} cells: there is nobody to wait for."
    ko = "셀 {cells}개 모두에서 밤의 수가 0입니다. 기다릴 승객이 없습니다."


class UnknownZone(UnfitInputs):
    en = "There is no time zone {zone}. Write it as in Europe/London or Asia/Seoul."
    ko = "{zone}이라는 시간대는 없습니다. Europe/London, Asia/Seoul처럼 적으세요."


class ZoneWanted(UnfitInputs):
    en = "Times with a zone of their own need the time zone of the city: set `zone`, as in Asia/Seoul."
    ko = "시간대가 적힌 시각을 바꾸려면 도시의 시간대가 필요합니다. `zone`을 Asia/Seoul처럼 정하세요."


class OddRule(UnfitInputs):
    en = "{table}: the rule “{rule}” is none of {known}."
    ko = "{table}: 조건 “{rule}”은(는) {known} 가운데 하나가 아닙니다."


class RequiredTooMany(UnfitInputs):
    en = "{required} spots are required and only {sites} may be chosen: {short} too many. Raise the number of spots."
    ko = "필수 자리가 {required}곳인데 {sites}곳만 고를 수 있어 {short}곳이 넘칩니다. 대기 자리 수를 늘리세요."


class RequiredTooNear(UnfitInputs):
    en = "Required spots are nearer to one another than {spacing} m, by up to {short} m: {spots}. Lower the distance between spots."
    ko = "필수 자리가 서로 {spacing}m보다 가깝습니다(최대 {short}m 모자람): {spots}. 대기 자리 간격을 줄이세요."


class NoCandidates(UnfitInputs):
    en = "None of the {candidates} candidates may be chosen: all are forbidden. Allow some."
    ko = "후보 {candidates}곳이 모두 금지되어 고를 수 있는 곳이 없습니다. 일부를 허용하세요."
