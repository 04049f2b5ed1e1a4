"""Pages about oneself and, for stewards, about people. Signing in and second factors are allauth's."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.accounts import audit, first, people
from madang.accounts.forms import FirstForm, InvitationForm, PasswordForm, TokenForm
from madang.accounts.models import Membership, User
from madang.accounts.policy import Actor, who


@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password with a one-time link, then sign in, second factor included."""
    try:
        found = first.find(secret)
    except first.LinkSpent:
        return render(request, "accounts/spent.html", status=410)
    kind = PasswordForm if found.user else FirstForm
    form = kind(request.POST or None, user=found.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/link.html", {"form": form, "person": found.user})
    try:
        user = first.redeem(secret, form.cleaned_data["password"], form.cleaned_data.get("email", ""))
    except first.LinkSpent:
        return render(request, "accounts/spent.html", status=410)
    return perform_login(request, user)


@login_required
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Roles, tokens, and the ways to the password and the second factor. POST makes a token and shows it once."""
    actor, form, secret = _session(request), TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _, secret = people.make_token(actor.person, **form.cleaned_data)
        form = TokenForm()
    return render(
        request,
        "accounts/me.html",
        {
            "form": form,
            "secret": secret,
            "tokens": actor.person.tokens.order_by("-pk"),
            "memberships": actor.person.memberships.select_related("organisation"),
            "manages": people.managed(actor).exists(),
            "now": timezone.now(),
        },
    )


@login_required
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    people.revoke(_session(request).person, token)
    return redirect("account_me")


@login_required
@never_cache
def members(request: HttpRequest) -> HttpResponse:
    """People and roles of the organisations that one manages. POST invites somebody and shows the link to hand over."""
    actor = _session(request)
    organisations = people.managed(actor)
    if not organisations.exists() and not actor.administrator:
        raise PermissionDenied
    form, user = InvitationForm(request.POST or None, organisations=organisations), None
    if request.method == "POST" and form.is_valid():
        user = people.invite(actor, **form.cleaned_data)
        form = InvitationForm(organisations=organisations)
    new = user is not None and not user.has_usable_password()
    return _members(request, actor, form, user, with_link=new)


@login_required
@require_POST
@never_cache
def new_link(request: HttpRequest, user: int) -> HttpResponse:
    """Show a link with which somebody sets a new password."""
    actor, person = _session(request), get_object_or_404(User, pk=user, is_active=True)
    if not people.may_link(actor, person):
        raise PermissionDenied
    return _members(request, actor, InvitationForm(organisations=people.managed(actor)), person, with_link=True)


@login_required
@require_POST
def dismiss(request: HttpRequest, membership: int) -> HttpResponse:
    actor = _session(request)
    one = Membership.objects.filter(organisation__in=people.managed(actor), pk=membership).first()
    if one is None:
        raise Http404
    people.dismiss(actor, one)
    return redirect("account_members")


def _session(request: HttpRequest) -> Actor:
    """Accounts are managed by people who signed in, never with a token."""
    actor = who(request)
    if actor.person is None or actor.token is not None:
        raise PermissionDenied
    return actor


def _members(
    request: HttpRequest, actor: Actor, form: InvitationForm, user: User | None, *, with_link: bool
) -> HttpResponse:
    address = ""
    if with_link and user is not None and people.may_link(actor, user):
        address = first.login_link(user, settings.MADANG["url"] or request.build_absolute_uri("/"))
        audit.record(actor, "make-link", user)
    memberships = Membership.objects.filter(organisation__in=people.managed(actor)).select_related(
        "user", "organisation"
    )
    return render(
        request,
        "accounts/members.html",
        {
            "form": form,
            "invited": user,
            "address": address,
            "memberships": memberships.order_by("organisation__path", "user__email"),
            "waiting": people.waiting() if actor.administrator else (),
            "administrator": actor.administrator,
        },
    )
