"""Making people."""

from __future__ import annotations

import pytest

from madang.accounts import people
from madang.accounts.models import User
from madang.accounts.policy import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("email", ["kim", "", "a@b@c", "김@", "a b@city.example", "x" * 300 + "@city.example"])
def test_what_is_no_address_makes_nobody(email):
    with pytest.raises(people.OddAddress):
        people.make_administrator(OPERATOR, email)
    assert not User.objects.exists()


def test_one_address_is_one_person(db):
    first = people.make_administrator(OPERATOR, "Kim@City.example ")
    assert people.make_administrator(OPERATOR, "kim@city.example") == first
