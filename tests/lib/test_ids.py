from uuid import UUID

from madang.lib import ids


def test_ids_sort_by_time_and_are_version_7():
    made = [ids.new(moment) for moment in (1, 2, 1_700_000_000_000)]
    assert made == sorted(made)
    assert {UUID(value).version for value in made} == {7}
    assert len({ids.new() for _ in range(1000)}) == 1000
