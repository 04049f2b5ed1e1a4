"""Every address of the URL conf asked for by one person, and what of a secret the answers say."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client
from django.utils import timezone

from tests.routes.hidden import Secret
from tests.routes.walk import filled, templates, text_of

OUTSIDE = ("anonymous", "stranger")
"""Nobody, and who may most without a share in it: an editor of another organisation."""
EVERYBODY = (*OUTSIDE, "citizen", "reader", "editor", "publisher", "administrator")
TONGUES = {
    "anonymous": "ko/",
    "stranger": "en/",
    "reader": "en/",
    "editor": "ko/",
    "administrator": "en/",
}
"""Pages of both languages are the same views: each is met in both by outsiders and by insiders, by each person in one."""
LEAVE_OUT = ("logout", "jsi18n", "2fa", "oidc", "social", "3rdparty", "password", "account/email", "admin/auth", "admin/mfa",
             "admin/account", "admin/social", "admin/sites")  # fmt: skip


def client_of(city, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(getattr(city, name))
    return client


def questions(secret: Secret, template: str) -> list[str]:
    """Ways to ask an address; none of them says the secret words themselves, so no answer can be an echo."""
    moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    if template.startswith("api/"):
        return [
            "",
            f"?revision={secret.revision.id}",
            f"?as_of={moment}",
            "?q=Title",
            "?format=parquet",
            "?limit=5&lang=en",
        ]
    if template[3:].startswith("datasets/"):
        return ["", f"?revision={secret.revision.id}"]
    return ["", "?q=Title"] if "search" in template else [""]


def addresses(secret: Secret, *, staff: bool = False, tongue: str = "", plain: bool = False) -> Iterator[str]:
    """Every address that can lead to the secret; the pages of the administration only for staff, all others are sent away.

    `tongue` leaves out pages of other languages, `plain` the questions behind addresses.
    """
    known = secret.known
    for template in templates():
        if any(part in template for part in LEAVE_OUT) or (
            template.startswith("admin/") and not staff and "catalog" not in template
        ):
            continue
        if tongue and template.startswith(("ko/", "en/")) and not template.startswith(tongue):
            continue
        if "organisations/" in template:
            known = secret.known | {"slug": [secret.dataset.organisation.slug]}
        for address in filled(template, known):
            yield from (address + question for question in ([""] if plain else questions(secret, template)))
        known = secret.known


def leaks(
    client: Client,
    secret: Secret,
    words: list[str],
    *,
    staff: bool = False,
    tongue: str = "",
    plain: bool = False,
    **headers: str,
) -> list[tuple[str, str]]:
    """Where which of the words were met. No address may break on the way."""
    found, broken = [], []
    for address in addresses(secret, staff=staff, tongue=tongue, plain=plain):
        response = client.get(address, headers=headers)
        if response.status_code >= 500:
            broken.append((address, response.status_code))
        text = text_of(response)
        found += [(address, word) for word in words if word in text]
    assert broken == []
    return found


def forbidden(secret: Secret, name: str) -> list[str]:
    return ([] if name in secret.sees else [secret.title]) + ([] if name in secret.reads else [secret.row])
