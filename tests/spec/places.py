"""Shapes on the map."""

from tests.spec.cases import STOPS, Case

TITLE = {"en": "Places: `bbox`, `near`", "ko": "위치: `bbox`, `near`"}
ABOUT = {
    "en": "`bbox` is west,south,east,north in degrees. `near` is longitude,latitude,metres; distances are measured on a plane "
    "touching the Earth at the point, which is within 0.6 % up to 200 km.",
    "ko": "`bbox`는 서,남,동,북의 경위도입니다. `near`는 경도,위도,미터이며, 그 점에서 지구에 닿는 평면에서 재므로 "
    "200 km까지 오차가 0.6 % 안팎입니다.",
}
CASES = (
    Case("Shapes that touch a box.", "상자에 닿는 도형.",
         {"select": "name", "bbox": "127.0,37.4,127.1,37.53"}, "name:text\n강남역\n한강", table=STOPS),
    Case("Shapes within a distance.", "거리 안의 도형.",
         {"select": "name", "near": "126.978,37.566,100"}, "name:text\n시청", table=STOPS),
    Case("The nearest part of a shape counts.", "도형의 가장 가까운 부분으로 잽니다.",
         {"select": "name", "near": "127.0,37.53,700"}, "name:text\n한강", table=STOPS),
    Case("Rows without a shape are nowhere.", "도형이 없는 행은 어디에도 없습니다.",
         {"select": "count(*) as n", "bbox": "-180,-90,180,90"}, "n:integer\n3", table=STOPS),
    Case("A table without shapes refuses.", "도형이 없는 표는 거절합니다.", {"near": "127,37,100"}, refused="no-geometry"),
    Case("Shapes cannot be compared.", "도형은 견줄 수 없습니다.", {"where": "geometry = 'x'"}, refused="wrong-type", table=STOPS),
    Case("They can be empty, though.", "비어 있는지는 물을 수 있습니다.",
         {"select": "name", "where": "geometry is null"}, "name:text\n미상", table=STOPS),
)  # fmt: skip
