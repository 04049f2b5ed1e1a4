"""What a format cannot hold, said with the formats that can."""

from __future__ import annotations

from madang.lib.problems import Problem


class Refused(Problem):
    """The root of all of them."""


class NoShapes(Refused):
    en = "`{format}` is for shapes, and no column of this answer holds any. Take csv, xlsx, json or parquet."
    ko = "`{format}`은(는) 도형을 위한 형식인데 이 답에는 도형 열이 없습니다. csv, xlsx, json, parquet로 받으세요."


class NoCollections(Refused):
    en = "A Shapefile cannot hold shapes of several kinds in one row; {count:,} rows have some. Take gpkg, fgb or geojson."
    ko = "Shapefile은 한 행에 여러 종류의 도형을 담을 수 없는데 그런 행이 {count:,}개 있습니다. gpkg, fgb, geojson으로 받으세요."


class TooManyColumns(Refused):
    en = "`{format}` holds at most {most:,} columns and the answer has {count:,}. Name fewer with `select`, or take csv or parquet."
    ko = "`{format}`에는 열을 {most:,}개까지 담을 수 있는데 답에는 {count:,}개가 있습니다. `select`로 줄이거나 csv, parquet로 받으세요."


class TooManyRows(Refused):
    en = "`{format}` holds at most {most:,} rows, and the answer has more. Narrow it with `where`, or take csv or parquet, which hold all."
    ko = "`{format}`에는 {most:,}행까지 담을 수 있는데 답이 더 깁니다. `where`로 줄이거나 모두 담는 csv, parquet로 받으세요."


class ExportTooLarge(Refused):
    en = "This would be a `{format}` file of more than {gigabytes} GB. Narrow it with `where`, or take csv or parquet, which have no limit."
    ko = "`{format}` 파일이 {gigabytes}GB를 넘습니다. `where`로 좁히거나 크기 제한이 없는 csv, ndjson, parquet로 받으세요."
