"""The mails: one that asks whether an address wants to be told, one for each answer, one to stewards when personal data were seen.

The worker sends them, so no page waits for a mail server, and none can be timed to learn who is told.
"""

from __future__ import annotations

import logging
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from madang.accounts.models import Membership, User
from madang.accounts.policy import Actor, can
from madang.catalog.city import the_city
from madang.community import watching
from madang.community.models import DataRequest, Entry, Report, Shown, Watcher
from madang.lib.texts import choose

logger = logging.getLogger(__name__)
AT_ONCE = 200
TRIES = 5
FINAL = (
    DataRequest.State.PUBLISHED,
    DataRequest.State.PARTLY,
    DataRequest.State.DECLINED,
    Report.State.MENDED,
    Report.State.RIGHT,
)
TOLD = (Entry.What.ANSWERED, Entry.What.ASSIGNED)


def tell(now: datetime) -> int:
    """Send what waits to be sent, and forget the addresses that were told the answer; returns the mails."""
    watching.forget_old(now)
    if not watching.sends():
        return 0
    return _ask(now) + _answers() + _alarms(now)


def _ask(now: datetime) -> int:
    asked = Watcher.objects.filter(asked_at=None, failures__lt=TRIES).select_related("request", "report__dataset")
    sent = 0
    for watcher in asked[:AT_ONCE]:
        if _mail(watcher, "confirm", {}):
            Watcher.objects.filter(pk=watcher.pk).update(asked_at=now)
            sent += 1
    return sent


def _answers() -> int:
    """Tell each confirmed address of what is new in the history, in one mail; after the answer it is deleted."""
    watched = Watcher.objects.exclude(confirmed_at=None).filter(failures__lt=TRIES)
    requests = watched.filter(request__history__pk__gt=F("told"), request__history__what__in=TOLD)
    reports = watched.filter(report__history__pk__gt=F("told"), report__history__what__in=TOLD)
    sent = 0
    for key in {*requests.values_list("pk", flat=True)[:AT_ONCE], *reports.values_list("pk", flat=True)[:AT_ONCE]}:
        watcher = Watcher.objects.select_related("request", "report__dataset").get(pk=key)
        thing = watcher.request or watcher.report
        if thing.shown == Shown.HIDDEN or (watcher.report and not can(Actor(), "see", thing.dataset)):
            watcher.delete()  # its page is no longer for everybody, nor is a mail about it
            continue
        news = list(thing.history.filter(pk__gt=watcher.told, what__in=TOLD).select_related("dataset", "organisation"))
        for entry in news:
            entry.by_name = choose(entry.organisation.name, watcher.language)[0] if entry.organisation else ""
        if not _mail(watcher, "news", {"news": news}):
            continue
        sent += 1
        if thing.state in FINAL:
            watcher.delete()
        else:
            Watcher.objects.filter(pk=key).update(told=news[-1].pk, failures=0)
    return sent


def _alarms(now: datetime) -> int:
    """Reports of personal data go to the stewards of the organisation at once, without what was seen."""
    fresh = Report.objects.filter(kind=Report.Kind.PERSONAL, shown=Shown.KEPT, alarmed_at=None)
    sent = 0
    for report in fresh.select_related("dataset__organisation")[:AT_ONCE]:
        Report.objects.filter(pk=report.pk).update(
            alarmed_at=now
        )  # one try: a mail that fails must not be sent for ever
        for email in _stewards(report):
            sent += _send(email, settings.LANGUAGE_CODE, "alarm", report, {})
    return sent


def _stewards(report: Report) -> list[str]:
    path = report.dataset.organisation.path
    roles = Membership.objects.filter(role=Membership.Role.STEWARD, user__is_active=True)
    found = {email for root, email in roles.values_list("organisation__path", "user__email") if path.startswith(root)}
    return sorted(found or set(User.objects.filter(is_superuser=True, is_active=True).values_list("email", flat=True)))


def _mail(watcher: Watcher, kind: str, facts: dict[str, object]) -> bool:
    thing = watcher.request or watcher.report
    assert thing is not None
    end = f"{_base()}/{watcher.language}/requests/mail/{watching.link(watcher)}/"
    if _send(watcher.email, watcher.language, kind, thing, facts | {"link": end}):
        return True
    Watcher.objects.filter(pk=watcher.pk).update(failures=F("failures") + 1)
    return False


def _send(email: str, language: str, kind: str, thing: DataRequest | Report, facts: dict[str, object]) -> bool:
    """Send one mail in a language; the words of strangers never reach a header. What the server refuses is noted without the address."""
    with translation.override(language):
        told = {"thing": thing, "page": page(thing, language), "city": choose(the_city().name, language)[0], **facts}
        text = render_to_string(f"community/mail/{kind}.txt", told).strip()
    subject, _, body = text.partition("\n")
    try:
        EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[email]).send()
    except (SMTPException, OSError) as error:
        logger.warning("a mail about %s was not sent: %s", type(thing).__name__.lower(), type(error).__name__)
        return False
    return True


def page(thing: DataRequest | Report, language: str) -> str:
    """The absolute address of its page."""
    return _base() + path(thing, language)


def path(thing: DataRequest | Report, language: str) -> str:
    """The address of its page on this host."""
    return f"/{language}/{'requests' if isinstance(thing, DataRequest) else 'reports'}/{thing.uid}/"


def _base() -> str:
    return str(settings.MADANG["url"] or f"http://{settings.MADANG['host']}:{settings.MADANG['port']}").rstrip("/")
