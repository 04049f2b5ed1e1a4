"""People and their roles, from the command line of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from madang.cli.terminal import said

if TYPE_CHECKING:
    from madang.accounts.models import User


@click.group(short_help="Make people, give roles, show links.")
def command() -> None:
    """Make people, give roles, show links and tokens; for whoever holds the machine."""


@command.command("list")
def list_() -> None:
    """List people and their roles."""
    from madang.accounts.models import User

    for user in User.objects.order_by("email").prefetch_related("memberships__organisation"):
        roles = [f"{one.organisation}: {one.role}" for one in user.memberships.all()]
        if user.is_superuser:
            roles.insert(0, "administrator")
        click.echo(
            f"{user.email}  {', '.join(roles) or '-'}{'' if user.is_active else said('  (inactive)', '  (정지됨)')}"
        )


@command.command(short_help="Make a person, or give one a role.")
@click.argument("email")
@click.option("--administrator", is_flag=True, help="Make them an administrator of the city.")
@click.option("--organisation", help="The slug of the organisation in which they get a role.")
@click.option("--role", default="editor", show_default=True, help="reader, editor, publisher or steward.")
def add(email: str, administrator: bool, organisation: str | None, role: str) -> None:
    """Make the person EMAIL, or give one who is there a role, and print the link to set a password."""
    from madang.accounts import people
    from madang.accounts.policy import OPERATOR
    from madang.catalog.models import Organisation

    if not administrator and not organisation:
        raise click.UsageError(
            said(
                "Say --administrator, or --organisation and --role.",
                "--administrator나 --organisation과 --role을 쓰세요.",
            )
        )
    if organisation:
        place = Organisation.objects.filter(slug=organisation).first()
        if place is None:
            raise click.UsageError(
                said(f"There is no organisation {organisation!r}.", f"기관 {organisation!r}이(가) 없습니다.")
            )
        user = people.invite(OPERATOR, email, place, role)
    if administrator:
        user = people.make_administrator(OPERATOR, email)
    if not user.has_usable_password():
        click.echo(_link(user))


@command.command(short_help="Print a link to set a new password.")
@click.argument("email")
def link(email: str) -> None:
    """Print a link with which EMAIL sets a new password; it works once, within 7 days."""
    click.echo(_link(_person(email)))


@command.command(short_help="Make an API token and print it.")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--days", default=90, show_default=True)
@click.option("--write", is_flag=True, help="It may also change data, as far as the person may.")
def token(email: str, name: str, days: int, write: bool) -> None:
    """Make an API token for EMAIL and print it; it is shown only this once."""
    from madang.accounts import people

    click.echo(people.make_token(_person(email), name, days, write)[1])


def _person(email: str) -> User:
    from madang.accounts.models import User

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise click.UsageError(
            said(
                f"There is no active account of {email}. `madang user list` shows all.",
                f"{email}의 쓸 수 있는 계정이 없습니다. `madang user list`로 모두 볼 수 있습니다.",
            )
        )
    return user


def _link(user: User) -> str:
    from django.conf import settings

    from madang.accounts import audit
    from madang.accounts.first import login_link
    from madang.accounts.policy import OPERATOR

    audit.record(OPERATOR, "make-link", user)
    base = settings.MADANG["url"] or f"http://{settings.MADANG['host']}:{settings.MADANG['port']}"
    return login_link(user, base)
