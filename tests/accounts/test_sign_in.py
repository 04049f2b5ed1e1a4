"""How people get in: one-time links, invitations, password, a real second factor; and how they do not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter as get_adapter_of_accounts
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from madang.accounts import first, people
from madang.accounts.models import AuditEvent, Link, Membership, Token, User
from madang.accounts.policy import OPERATOR, Actor, NotAllowed
from tests.city import PASSWORD

BASE = "http://testserver"
NEW = "a-long-new-password-7"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


def path(link):
    assert link.startswith(BASE + "/ko/account/link/")
    return link.removeprefix(BASE)


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_first_administrator(client, db):
    link = path(first.first_admin_link(BASE))
    assert "password" in client.get(link).content.decode()
    assert client.get(link).status_code == 200  # looking uses nothing up
    assert client.post(link, {"email": "Mayor@Example.org", "password": "short"}).status_code == 200
    assert not User.objects.exists()
    answer = client.post(link, {"email": "Mayor@Example.org", "password": NEW})
    assert answer.status_code == 302
    mayor = User.objects.get()
    assert (mayor.email, mayor.is_superuser, mayor.is_staff) == ("mayor@example.org", True, True)
    assert signed_in(client) == str(mayor.pk)
    assert mayor.check_password(NEW)
    assert client.get(link).status_code == 410
    assert first.first_admin_link(BASE) is None
    assert AuditEvent.objects.filter(action="first-administrator", what="user:mayor@example.org").exists()


def test_only_the_newest_first_link_works_and_no_secret_is_kept(client, db):
    old, new = path(first.first_admin_link(BASE)), path(first.first_admin_link(BASE))
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200
    assert new.rstrip("/").rsplit("/", 1)[-1] not in str(Link.objects.values())


def test_a_first_link_dies_when_there_is_an_administrator_or_it_is_old(client, db):
    link = path(first.first_admin_link(BASE))
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(link, {"email": "x@example.org", "password": NEW}).status_code == 410
    link = path(first.first_admin_link(BASE))
    User.objects.create_superuser("root", "root@example.org", PASSWORD)
    assert client.post(link, {"email": "x@example.org", "password": NEW}).status_code == 410
    assert User.objects.count() == 1


def test_two_requests_at_once_use_a_link_once(city):
    secret = first.login_link(city.citizen).rstrip("/").rsplit("/", 1)[-1]
    first.redeem(secret, NEW)
    with pytest.raises(first.LinkSpent):
        first.redeem(secret, "another-password-8")
    assert User.objects.get(pk=city.citizen.pk).check_password(NEW)


def test_a_steward_invites_an_editor_who_then_signs_in(client, city):
    client.force_login(city.steward)
    answer = client.post(
        "/ko/account/members/", {"email": "New@example.org", "organisation": city.department.pk, "role": "editor"}
    )
    link = re.search(r"<code>(http[^<]+)</code>", answer.content.decode())[1]
    client.logout()
    client.post(path(link), {"password": NEW})
    newcomer = User.objects.get(email="new@example.org")
    assert signed_in(client) == str(newcomer.pk)
    assert list(newcomer.memberships.values_list("organisation__slug", "role")) == [("statistics", "editor")]
    client.logout()
    client.post("/ko/account/login/", {"login": "new@example.org", "password": NEW})
    assert signed_in(client) == str(newcomer.pk)


def test_a_steward_gives_no_role_elsewhere_and_takes_no_account_over(client, city):
    with pytest.raises(NotAllowed):
        people.invite(Actor(city.steward), "x@example.org", city.elsewhere, "reader")
    with pytest.raises(NotAllowed):
        people.invite(Actor(city.publisher), "x@example.org", city.department, "reader")
    assert set(people.managed(Actor(city.steward))) == {city.council, city.department}
    assert not people.managed(Actor(city.publisher)).exists()
    client.force_login(city.steward)
    form = {"email": "administrator@example.org", "organisation": city.department.pk, "role": "reader"}
    assert "/account/link/" not in client.post("/ko/account/members/", form).content.decode()
    for user in (city.administrator, city.editor, city.citizen):
        assert client.post(f"/ko/account/people/{user.pk}/link/").status_code == 403
    assert not Link.objects.exists()
    assert client.post("/ko/account/members/", form | {"organisation": city.elsewhere.pk}).status_code == 200
    assert not Membership.objects.filter(user=city.administrator, organisation=city.elsewhere).exists()


def test_roles_are_taken_away_only_where_one_manages(client, city):
    mine = city.editor.memberships.get()
    other = city.stranger.memberships.get()
    client.force_login(city.steward)
    assert client.post(f"/ko/account/members/{other.pk}/dismiss/").status_code == 404
    assert client.post(f"/ko/account/members/{mine.pk}/dismiss/").status_code == 302
    assert set(Membership.objects.filter(pk__in=(mine.pk, other.pk))) == {other}
    assert AuditEvent.objects.get(action="take-role").what == "user:editor@example.org"


@pytest.mark.parametrize("who", ["citizen", "editor", "publisher"])
def test_others_do_not_see_the_page_of_people(client, city, who):
    client.force_login(getattr(city, who))
    assert client.get("/ko/account/members/").status_code == 403


def test_without_a_mail_server_the_administrator_sees_who_forgot_a_password(client, city):
    assert client.post("/ko/account/password/reset/", {"email": "editor@example.org"}).status_code == 302
    client.post("/ko/account/password/reset/", {"email": "nobody@example.org"})
    assert list(people.waiting()) == [city.editor]
    client.force_login(city.administrator)
    assert "editor@example.org" in client.get("/ko/account/members/").content.decode()
    answer = client.post(f"/ko/account/people/{city.editor.pk}/link/").content.decode()
    link = re.search(r"<code>(http[^<]+)</code>", answer)[1]
    client.logout()
    client.post(path(link), {"password": NEW})
    assert signed_in(client) == str(city.editor.pk)


def test_nobody_signs_up(client, db):
    form = {"email": "x@example.org", "password1": NEW, "password2": NEW}
    client.post("/ko/account/signup/", form)
    assert not User.objects.exists()


def test_a_wrong_password_again_and_again_is_slowed_down(client, city):
    form = {"login": "editor@example.org", "password": "wrong"}
    for _ in range(12):
        client.post("/ko/account/login/", form)
    client.post("/ko/account/login/", form | {"password": PASSWORD})
    assert not signed_in(client)


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_and_a_real_code_opens(client, city):
    secret = generate_totp_secret()
    TOTP.activate(city.editor, secret)
    client.post("/ko/account/login/", {"login": "editor@example.org", "password": PASSWORD})
    assert not signed_in(client)
    client.post("/ko/account/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(client)
    client.post("/ko/account/2fa/authenticate/", {"code": code(secret)})
    assert signed_in(client) == str(city.editor.pk)


def test_a_second_factor_is_set_up_on_the_page(client, city):
    client.force_login(city.editor)
    client.post("/ko/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/ko/account/2fa/totp/activate/")
    assert page.status_code == 200
    client.post("/ko/account/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})
    assert get_adapter().is_mfa_enabled(city.editor)


def test_a_link_does_not_go_round_the_second_factor(client, city):
    TOTP.activate(city.editor, generate_totp_secret())
    client.post(path(first.login_link(city.editor, BASE)), {"password": NEW})
    assert not signed_in(client)


def test_the_admin_signs_in_through_the_same_door(client, city):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert client.post("/admin/login/", {"username": "administrator", "password": PASSWORD}).status_code == 302
    assert not signed_in(client)
    client.force_login(city.editor)
    assert client.get("/admin/").status_code in (302, 403)


def test_tokens_are_made_shown_once_and_revoked(client, city):
    client.force_login(city.editor)
    page = client.post("/ko/account/me/", {"name": "my script", "days": 30}).content.decode()
    secret = re.search(r"<code>(mdg_[^<…]{20,})</code>", page)[1]
    assert secret not in client.get("/ko/account/me/").content.decode()
    token = Token.objects.get()
    assert token.digest == Token.hash(secret)
    assert not token.may_write
    other = Token.make(city.stranger, "theirs")[0]
    client.post(f"/ko/account/me/tokens/{other.pk}/revoke/")
    client.post(f"/ko/account/me/tokens/{token.pk}/revoke/")
    assert set(Token.objects.filter(revoked_at=None)) == {other}


def test_a_token_is_no_session(client, city):
    _, secret = Token.make(city.administrator, "t", may_write=True)
    answer = client.get("/ko/account/members/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 302


@pytest.mark.parametrize("address", ["/ko/account/me/", "/en/account/me/", "/en/account/login/", "/en/account/2fa/"])
def test_pages_stand_in_both_languages(client, city, address):
    if "login" not in address:
        client.force_login(city.administrator)
    page = client.get(address, follow=True).content.decode()
    assert f'<html lang="{address[1:3]}"' in page


def test_made_people_have_one_address_in_lower_case(db):
    user = people.make_administrator(OPERATOR, " Ann@Example.ORG ")
    assert people.make_administrator(OPERATOR, "ann@example.org") == user
    assert EmailAddress.objects.get().email == "ann@example.org"
    assert not user.has_usable_password()
    assert people.may_link(Actor(user), user)
    assert not people.may_link(Actor(AnonymousUser()), user)


def test_a_steward_cannot_take_over_somebody_invited_by_another(city):
    """A link opens the whole account: giving a role of one's own must not be a way to the roles that others gave."""
    steward = Actor(city.steward)
    elsewhere = people.invite(OPERATOR, "new@example.org", city.elsewhere, "steward")
    people.invite(steward, "new@example.org", city.department, "reader")
    assert not people.may_link(steward, elsewhere)
    assert people.may_link(Actor(city.administrator), elsewhere)


def test_a_link_from_before_does_not_carry_later_rights(city):
    for give in (
        lambda email: people.make_administrator(OPERATOR, email),
        lambda email: people.invite(OPERATOR, email, city.elsewhere, "steward"),
    ):
        person = people.invite(
            Actor(city.steward), f"{give.__code__.co_firstlineno}@example.org", city.department, "reader"
        )
        secret = first.login_link(person, BASE).rstrip("/").rsplit("/", 1)[-1]
        assert first.find(secret).user == person
        give(person.email)
        with pytest.raises(first.LinkSpent):
            first.find(secret)


def test_nobody_takes_another_address_by_themselves(client, city):
    """A role given to that address later would be theirs."""
    client.force_login(city.editor)
    for action in ("action_add", "action_primary"):
        client.post("/en/account/email/", {action: "", "email": "mayor@example.org"})
    assert not EmailAddress.objects.filter(email="mayor@example.org").exists()
    assert not User.objects.filter(email="mayor@example.org").exists()


def test_a_mail_links_to_the_city_whatever_host_was_asked(rf, city, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.MADANG = settings.MADANG | {"url": "https://data.example.org/"}
    with context.request_context(rf.get("/", headers={"host": "evil.example.com"})):
        link = get_adapter_of_accounts().get_reset_password_from_key_url("1-abc")
    assert link.startswith("https://data.example.org/ko/account/password/reset/key/")
