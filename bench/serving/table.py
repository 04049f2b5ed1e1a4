"""The one table that every system serves: id, place, code, day, two numbers, a name and a note in Korean. Values follow from the id."""

from __future__ import annotations

from pathlib import Path

from madang.lib import duck

COLUMNS = ("id", "gu", "code", "day", "n", "x", "name", "note")
WORDS = "접수 민원 처리 도로 보수 요청 가로등 고장 신고 현장 확인 결과 양호 재방문 필요 담당자 배정 완료 불법 주차 단속 소음"
GU = "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구"
RARE = "누수"
"""A word that stands in one note of a thousand."""


def parquet(file: Path, rows: int) -> None:
    """Write the table, in the order of the id, which counts from 1."""

    def pick(words: str, salt: int) -> str:
        return f"{duck.literal(words.split())}[1 + (hash(i, {salt}) % {len(words.split())})::INT]"

    note = " || ' ' || ".join(pick(WORDS, salt) for salt in range(10, 16))
    query = f"""SELECT i AS id, {pick(GU, 1)} AS gu, (1100000000 + 1000 * (hash(i, 2) % 424))::VARCHAR AS code,
        DATE '2020-01-01' + (hash(i, 3) % 2000)::INT AS day, (hash(i, 4) % 1000000)::BIGINT AS n,
        round((hash(i, 5) % 1000000) / 7, 3) AS x, '이름 ' || (hash(i, 6) % 99991) AS name,
        {note} || CASE WHEN hash(i, 7) % 1000 = 0 THEN ' {RARE}' ELSE '' END AS note
        FROM range(1, {rows + 1}) t(i)"""
    with duck.connect(memory_mb=1024) as connection:
        connection.execute(
            f"COPY ({query}) TO {duck.literal(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )
