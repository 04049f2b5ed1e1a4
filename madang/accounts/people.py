"""Making people and giving them roles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.models import AuditEvent, Link, Membership, Token, User
from madang.accounts.policy import RANK, Actor, below, can, require
from madang.catalog.models import Organisation
from madang.lib import ids
from madang.lib.problems import Problem

ASKED = "asked-for-link"
REMEMBERED = timedelta(days=7)


class UnknownRole(Problem):
    en = "{role} is not a role. Roles: {roles}."
    ko = "{role}은(는) 역할이 아닙니다. 역할: {roles}."


class OddAddress(Problem):
    en = "“{email}” is not an e-mail address. People sign in with one, for example officer@city.example."
    ko = "“{email}”은(는) 이메일 주소가 아닙니다. 이메일로 로그인합니다. 예: officer@city.example"


def make_user(email: str, **more: Any) -> User:
    """A person who cannot sign in yet: a link (`accounts.first.login_link`) lets them set a password.

    Raises `OddAddress`.
    """
    email = User.objects.normalize_email(email.strip()).lower()
    user = User(username=ids.new(), email=email, **more)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise OddAddress(email=email) from error
    user.save()
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    return user


@transaction.atomic
def invite(actor: Actor, email: str, organisation: Organisation, role: str) -> User:
    """Give a person, made when unknown, a role in an organisation that `actor` manages. A role held there is replaced."""
    require(actor, "manage", organisation)
    if role not in RANK:
        raise UnknownRole(role=role, roles=", ".join(RANK))
    user = User.objects.filter(email__iexact=email.strip()).first() or make_user(email)
    void_links(user)
    Membership.objects.update_or_create(user=user, organisation=organisation, defaults={"role": role})
    audit.record(actor, "give-role", user, organisation=organisation.slug, role=role)
    return user


@transaction.atomic
def make_administrator(actor: Actor, email: str) -> User:
    """Make a person, new or known, an administrator of the city."""
    require(actor, "administer", None)
    user = User.objects.filter(email__iexact=email.strip()).first() or make_user(email)
    void_links(user)
    user.is_superuser = user.is_staff = True
    user.save()
    audit.record(actor, "make-administrator", user)
    return user


def dismiss(actor: Actor, membership: Membership) -> None:
    """Take a role away."""
    require(actor, "manage", membership.organisation)
    audit.record(actor, "take-role", membership.user, organisation=membership.organisation.slug, role=membership.role)
    membership.delete()


def void_links(user: User) -> None:
    """Whoever holds a link from before could use it to take over the rights that come with it now."""
    Link.objects.filter(user=user, used_at=None).delete()


def may_link(actor: Actor, user: User) -> bool:
    """A link takes an account over, with every role it has: stewards may make one for those they invited, until they
    come in for the first time, and only when they manage all of these roles."""
    if can(actor, "administer", None):
        return True
    if user.has_usable_password() or user.last_login or user.is_superuser:
        return False
    held = [one.organisation for one in user.memberships.select_related("organisation")]
    return bool(held) and all(can(actor, "manage", organisation) for organisation in held)


def managed(actor: Actor) -> QuerySet[Organisation]:
    """The organisations in which the actor may give roles."""
    if actor.token is not None and not actor.token.may_write:
        return Organisation.objects.none()
    if actor.administrator:
        return Organisation.objects.all()
    found = Organisation.objects.none()
    for path, rank in actor.roles:
        if rank >= RANK["steward"]:
            found |= Organisation.objects.filter(below(path, "path"))
    return found


def waiting() -> QuerySet[User]:
    """People who asked for a new password in the last days while there is no mail server to send them one."""
    asked = AuditEvent.objects.filter(actor=OuterRef("pk"), action=ASKED, at__gte=timezone.now() - REMEMBERED)
    return User.objects.filter(Exists(asked), is_active=True)


def make_token(user: User, name: str, days: int, may_write: bool) -> tuple[Token, str]:
    """A token that lasts `days` and the secret to show once."""
    token, secret = Token.make(user, name, expires_at=timezone.now() + timedelta(days=days), may_write=may_write)
    audit.record(Actor(user), "make-token", token, may_write=may_write, days=days)
    return token, secret


def revoke(user: User, token_id: int) -> None:
    """Stop one of the user's own tokens for good; nothing happens when it is not theirs."""
    for token in Token.objects.filter(pk=token_id, user=user, revoked_at=None):
        token.revoked_at = timezone.now()
        token.save()
        audit.record(Actor(user), "revoke-token", token)


def give_budget(actor: Actor, token: Token, budget: str) -> None:
    """Let a token's bearer use more of the API, or less again; administrators say so."""
    require(actor, "administer", None)
    token.budget = Token.Budget(budget)
    token.save(update_fields=["budget"])
    audit.record(actor, "give-budget", token, budget=budget)
