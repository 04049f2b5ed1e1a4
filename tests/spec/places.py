"""Shapes on the map."""

from tests.spec.cases import STOPS, Case

TITLE = {"en": "Places: `bbox`, `near`, and shapes in conditions", "ko": "위치: `bbox`, `near`, 조건 속의 도형"}
ABOUT = {
    "en": "`bbox` is west,south,east,north in degrees; west greater than east means over the antimeridian. `near` is "
    "longitude,latitude,metres on a "
    "sphere of the Earth's mean radius, within 0.6 % of the true distance. In conditions stand `bbox(geometry, west, "
    "south, east, north)`, "
    "`near(geometry, longitude, latitude, metres)`, `intersects` and `within` with a shape as WKT or GeoJSON, and "
    "`distance(geometry, longitude, "
    "latitude)` in metres. Edges are straight in degrees, as GeoJSON has them. An empty shape touches nothing; a row "
    "without one is neither in nor out.",
    "ko": "`bbox`는 서,남,동,북의 경위도이고, 서쪽이 동쪽보다 크면 날짜 변경선을 지납니다. `near`는 경도,위도,미터이며 "
    "지구 평균 반지름의 구면에서 "
    "재므로 참값과 0.6 % 안쪽입니다. 조건에는 `bbox(geometry, 서, 남, 동, 북)`, `near(geometry, 경도, 위도, 미터)`, "
    "WKT나 GeoJSON 도형과의 "
    "`intersects`와 `within`, 미터를 내는 `distance(geometry, 경도, 위도)`를 씁니다. 변은 GeoJSON처럼 경위도에서 곧습니다. "
    "빈 도형은 어디에도 닿지 않고, 도형이 없는 행은 안도 밖도 아닙니다.",
}
AREA = "POLYGON ((126.9 37.5, 127 37.5, 127 37.6, 126.9 37.6, 126.9 37.5))"
PACIFIC = "name:text | geometry:geometry\n타베우니 | POINT (179.99 -16.8)\n랑기 | POINT (-179.98 -16.8)\n서울 | POINT (127 37.5)"
CASES = (
    Case("Shapes that touch a box.", "상자에 닿는 도형.",
         {"select": "name", "bbox": "127.0,37.4,127.1,37.53"}, "name:text\n강남역\n한강", table=STOPS),
    Case("Shapes within a distance.", "거리 안의 도형.",
         {"select": "name", "near": "126.978,37.566,100"}, "name:text\n시청", table=STOPS),
    Case("The nearest part of a shape counts.", "도형의 가장 가까운 부분으로 잽니다.",
         {"select": "name", "near": "127.0,37.53,700"}, "name:text\n한강", table=STOPS),
    Case("Rows without a shape are nowhere.", "도형이 없는 행은 어디에도 없습니다.",
         {"select": "count(*) as n", "bbox": "-180,-90,180,90"}, "n:integer\n3", table=STOPS),
    Case("Inside a shape: `within`.", "도형 안: `within`.",
         {"select": "name", "where": f"within(geometry, '{AREA}')"}, "name:text\n시청", table=STOPS),
    Case("Touching a shape: `intersects`, also with GeoJSON.", "도형에 닿는 것: `intersects`, GeoJSON도 됩니다.",
         {"select": "name", "where": 'intersects(geometry, \'{"type": "LineString", "coordinates": [[127, 37.4], [127, 37.6]]}\')'},
         "name:text\n한강", table=STOPS),
    Case("Two places.", "두 곳.",
         {"select": "name", "where": "near(geometry, 126.978, 37.566, 500) or near(geometry, 127.028, 37.498, 500)"},
         "name:text\n시청\n강남역", table=STOPS),
    Case("The nearest first, with the distance in metres.", "가까운 것부터, 미터로 잰 거리와 함께.",
         {"select": "name, round(distance(geometry, 127.0, 37.5), 0) as metres", "order_by": "distance(geometry, 127.0, 37.5)",
         "limit": "2"},
         "name:text | metres:number\n강남역 | 2480.0\n한강 | 2774.0", table=STOPS),
    Case("Where the middle of a shape lies.", "도형의 가운데.",
         {"select": "longitude(geometry) as lon, latitude(geometry) as lat", "where": "name = '강남역'"},
         "lon:number | lat:number\n127.028 | 37.498",
         table=STOPS),
    Case("A box over the antimeridian.", "날짜 변경선을 지나는 상자.", {"select": "name", "bbox": "179,-20,-179,-10"},
         "name:text\n타베우니\n랑기", table=PACIFIC),
    Case("A circle over it.", "날짜 변경선을 지나는 원.", {"select": "name", "near": "-179.99,-16.8,5000"},
         "name:text\n타베우니\n랑기", table=PACIFIC),
    Case("West and east in the wrong order.", "서쪽과 동쪽이 뒤바뀐 상자.", {"bbox": "127.1,37.4,127.0,37.6"},
         refused="odd-question", table=STOPS),
    Case("Not near, and not without a shape either.", "가깝지 않은 것. 도형이 없는 행은 빠집니다.",
         {"select": "name", "where": "not near(geometry, 126.978, 37.566, 500)"}, "name:text\n강남역\n한강", table=STOPS),
    Case("A shape that crosses itself.", "스스로 엇갈리는 도형.",
         {"where": "within(geometry, 'POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))')"}, refused="odd-question", table=STOPS),
    Case("Latitude first.", "위도가 먼저인 도형.", {"where": "intersects(geometry, 'POINT (37.5 127)')"},
         refused="odd-question", table=STOPS),
    Case("No shape at all.", "도형이 아닌 글.", {"where": "within(geometry, 'Seoul')"}, refused="odd-question", table=STOPS),
    Case("A shape that is computed.", "계산한 도형.", {"where": "within(geometry, name)"},
         refused="odd-question", table=STOPS, hidden=True),
    Case("A text is no geometry.", "글은 도형이 아닙니다.", {"where": "near(name, 127.0, 37.5, 5)"},
         refused="wrong-type", table=STOPS, hidden=True),
    Case("A table without shapes refuses.", "도형이 없는 표는 거절합니다.", {"near": "127,37,100"}, refused="no-geometry"),
    Case("Shapes cannot be compared.", "도형은 견줄 수 없습니다.", {"where": "geometry = 'x'"}, refused="wrong-type", table=STOPS),
    Case("They can be empty, though.", "비어 있는지는 물을 수 있습니다.",
         {"select": "name", "where": "geometry is null"}, "name:text\n미상", table=STOPS),
)  # fmt: skip
