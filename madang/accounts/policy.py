"""Who may do what: one table of rules, deny by default, asked by pages, APIs, search, feeds and the command line.

A role in an organisation holds in everything below it and contains the roles before it. What may be done also depends
on the *stage* of the thing: an open dataset is read by everybody, an internal one by the organisation's readers, a draft
by its editors; the rows of a restricted one by nobody (studies ask `catalog.tables.table`, which no view may call).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils import timezone

from madang.accounts.models import Membership, Token, User
from madang.catalog.models import Dataset, Organisation, Resource, Revision
from madang.catalog.scope import Scope
from madang.catalog.tables import table
from madang.lib.problems import Problem

if TYPE_CHECKING:
    from madang.query.model import Table

ACTIONS = {
    "see": {"en": "see", "ko": "조회"},  # that it exists and what is said about it
    "read": {"en": "read", "ko": "열람"},  # rows, files
    "study": {"en": "run a study on", "ko": "분석"},  # let a study compute with the rows, which need not be shown
    "load": {"en": "load data into", "ko": "적재"},
    "describe": {"en": "describe", "ko": "설명 편집"},
    "write": {"en": "write or change", "ko": "글 작성"},  # stories and indicators
    "publish": {"en": "publish", "ko": "게시"},
    "settle": {"en": "settle findings of", "ko": "점검 결과 처리"},
    "withdraw": {"en": "withdraw", "ko": "철회"},
    "answer": {"en": "answer for", "ko": "답변"},  # requests and reports, in public
    "manage": {"en": "manage roles in", "ko": "권한 관리"},
    "administer": {"en": "administer", "ko": "관리"},
}
READING = ("see", "read")  # what a token without `may_write` is good for
EVERYBODY, READER, EDITOR, PUBLISHER, STEWARD, ADMINISTRATOR = range(6)
RANK = {"reader": READER, "editor": EDITOR, "publisher": PUBLISHER, "steward": STEWARD}

CITY, ORGANISATION = "city", "organisation"
OPEN, INTERNAL, RESTRICTED = "open", "internal", "restricted"  # of published (and retired) datasets
DRAFT, SEALED = "draft", "sealed"  # sealed: the draft of a restricted dataset
WRITTEN, UNPUBLISHED = "written", "unpublished"  # of stories and indicators, told by their `stage_of_text`
WITHDRAWN = "withdrawn-"  # before the stage of its dataset: of a withdrawn revision the tombstone is left

_WORK = {"load": EDITOR, "describe": EDITOR, "publish": PUBLISHER, "settle": PUBLISHER, "withdraw": PUBLISHER,
         "answer": PUBLISHER, "manage": STEWARD}  # fmt: skip
RULES: dict[str, dict[str, int]] = {  # stage -> action -> lowest role; what is absent is denied to all
    CITY: {"see": EVERYBODY, "answer": ADMINISTRATOR, "manage": ADMINISTRATOR, "administer": ADMINISTRATOR},
    ORGANISATION: {"see": EVERYBODY, "write": EDITOR, **_WORK},
    OPEN: {"see": EVERYBODY, "read": EVERYBODY, "study": EVERYBODY, **_WORK},
    INTERNAL: {"see": READER, "read": READER, "study": READER, **_WORK},
    RESTRICTED: {"see": EVERYBODY, "study": EDITOR, **_WORK},
    DRAFT: {"see": EDITOR, "read": EDITOR, "study": EDITOR, **_WORK},
    SEALED: {"see": EDITOR, "study": EDITOR, **_WORK},
    WRITTEN: {"see": EVERYBODY, "read": EVERYBODY, "write": EDITOR, "publish": PUBLISHER},
    UNPUBLISHED: {"see": EDITOR, "read": EDITOR, "write": EDITOR, "publish": PUBLISHER},
}
RULES |= {WITHDRAWN + name: {"see": RULES[name]["see"]} for name in (OPEN, INTERNAL, RESTRICTED, DRAFT, SEALED)}


class NotAllowed(Problem):
    en = "You may not {action[en]} {what}. Sign in as somebody who may, or ask the steward of its organisation."
    ko = "{what}: {action[ko]} 권한이 없습니다. 권한이 있는 계정으로 로그인하거나 소속 기관의 관리자에게 요청하세요."


class Hidden(NotAllowed):
    """The answer must not even tell that the thing exists; its status is that of an unknown address."""

    en = "There is nothing here that you may see. Check the address, or sign in."
    ko = "볼 수 있는 내용이 없습니다. 주소를 확인하거나 로그인하세요."


class Restricted(NotAllowed):
    en = "The rows of {what} are restricted: studies read them and publish results; nobody reads them one by one."
    ko = "{what}의 행은 제한 자료입니다. 연구 분석만 읽어 결과를 공개하며, 누구도 행 단위로 볼 수 없습니다."


class BadToken(Problem):
    en = "The API token is unknown, expired or revoked. Make a new one on your account page, or send none to read open data."
    ko = "알 수 없거나 만료되었거나 취소된 API 토큰입니다. 계정 페이지에서 새로 만들거나, 공개 데이터는 토큰 없이 읽으세요."


class NothingPublished(Problem):
    en = "{what} has no published revision {when}. Look at its history for what there is."
    ko = "{what}에는 게시된 개정판이 없습니다 {when}. 이력에서 있는 것을 확인하세요."


class UnknownRevision(Problem):
    en = "{what} has no revision {revision}. Its history lists the revisions that there are."
    ko = "{what}에는 개정판 {revision}이(가) 없습니다. 이력에서 개정판 목록을 확인하세요."


class Withdrawn(Problem):
    en = "Revision {revision} of {what} was withdrawn on {date}: “{reason}” Its content is gone for good."
    ko = "{what}의 개정판 {revision}은(는) {date}에 철회되었습니다: “{reason}” 내용은 완전히 삭제되었습니다."


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a signed-in user, the bearer of a user's token, the operator at the machine, or anybody."""

    user: User | AnonymousUser | None = None
    token: Token | None = None
    operator: bool = False  # the command line: whoever holds the machine holds the city

    @property
    def person(self) -> User | None:
        """The account behind, if it is one that may still act."""
        return self.user if isinstance(self.user, User) and self.user.is_active else None

    @property
    def administrator(self) -> bool:
        return self.operator or bool(self.person and self.person.is_superuser)

    @cached_property
    def roles(self) -> tuple[tuple[str, int], ...]:
        """(path of the organisation, rank) of every membership; one query, then remembered."""
        if self.person is None:
            return ()
        rows = Membership.objects.filter(user=self.person).values_list("organisation__path", "role")
        return tuple((path, RANK[role]) for path, role in rows)

    def rank(self, path: str | None) -> int:
        """The highest role that holds in the organisation at `path`; of the city when `path` is None."""
        if self.administrator:
            return ADMINISTRATOR
        if path is None:
            return EVERYBODY
        return max((rank for root, rank in self.roles if path.startswith(root)), default=EVERYBODY)


OPERATOR = Actor(operator=True)


def who(request: HttpRequest) -> Actor:
    """The actor of a request: the bearer of `Authorization: Bearer mdg_...`, else the signed-in user, else anybody.

    Raises `BadToken` rather than answering somebody with a dead token as if they were nobody.
    """
    known: Actor | None = getattr(request, "_madang_actor", None)
    if known is None:
        secret = _secret(request)
        known = Actor(_resolved(request)) if secret is None else _bearer(secret)
        request._madang_actor = known  # type: ignore[attr-defined]
    return known


def _secret(request: HttpRequest) -> str | None:
    """The token that was sent: as a bearer's, or alone, as CKAN's clients send it. Another word alone is none of ours."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    alone = (request.headers.get(name, "").strip() for name in ("Authorization", "X-CKAN-API-Key"))
    return next((word for word in alone if word.startswith(Token.PREFIX)), None)


def _resolved(request: HttpRequest) -> User | AnonymousUser:
    """The user itself: `request.user` is a lazy wrapper that would look it up again and again."""
    user = request.user
    return user if isinstance(user, AnonymousUser) else User.objects.get(pk=user.pk)


def _bearer(secret: str) -> Actor:
    token = Token.objects.select_related("user").filter(digest=Token.hash(secret)).first()
    if token is None or not token.alive(timezone.now()) or not token.user.is_active:
        raise BadToken()
    return Actor(token.user, token)


def can(actor: Actor, action: str, what: Any) -> bool:
    """Whether `actor` may do `action` (one of `ACTIONS`) to an Organisation, Dataset, Resource, Revision, Run, text or the city (None)."""
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is not one of {list(ACTIONS)}")
    if actor.token is not None and not actor.token.may_write and action not in READING:
        return False
    lowest = RULES[stage(what)].get(action)
    return lowest is not None and actor.rank(place(what)) >= lowest


def require(actor: Actor, action: str, what: Any) -> None:
    """Raise `Hidden` when the actor may not even see the thing, `Restricted` or `NotAllowed` when they may not do this."""
    if can(actor, action, what):
        return
    if not can(actor, "see", what):
        raise Hidden()
    if action == "read" and stage(what) == RESTRICTED:
        raise Restricted(what=_called(what))
    raise NotAllowed(action=ACTIONS[action], what=_called(what))


def stage(what: Any) -> str:
    """The row of `RULES` that a thing falls under. Runs are told by their target: accounts stand below ingest."""
    match what:
        case None:
            return CITY
        case Organisation():
            return ORGANISATION
        case Dataset():
            if what.state == Dataset.State.DRAFT:
                return SEALED if what.access == Dataset.Access.RESTRICTED else DRAFT
            return str(what.access)
        case Resource():
            return stage(what.dataset)
        case Revision():
            return _stage_of_revision(what)
        case _ if hasattr(what, "stage_of_text"):  # its models stand above
            return str(what.stage_of_text)
        case _ if hasattr(what, "target"):
            return _stage_of_run(what)
    raise TypeError(f"no rule speaks of {type(what).__name__}")


def _stage_of_revision(revision: Revision) -> str:
    of_dataset = stage(revision.resource.dataset)
    if revision.state == Revision.State.WITHDRAWN:
        return WITHDRAWN + of_dataset
    if revision.state == Revision.State.READY:
        return SEALED if of_dataset in (RESTRICTED, SEALED) else DRAFT
    return of_dataset


def _stage_of_run(run: Any) -> str:
    """Until it is published, the editors see what they load, also when it will be restricted: they must check the reading."""
    dataset = _target(run)
    restricted = (dataset.access if dataset else run.target.get("access")) == Dataset.Access.RESTRICTED
    return SEALED if restricted and run.state in ("published", "unchanged") else DRAFT


def _target(run: Any) -> Dataset | None:
    return Dataset.objects.select_related("organisation").filter(slug=run.target.get("dataset", "")).first()


def place(what: Any) -> str | None:
    """The path of the organisation that a thing belongs to; None for the city, so that only administrators hold."""
    match what:
        case None:
            return None
        case Organisation():
            return what.path
        case Dataset():
            return what.organisation.path
        case Resource():
            return what.dataset.organisation.path
        case Revision():
            return what.resource.dataset.organisation.path
        case _ if hasattr(what, "stage_of_text"):
            return what.organisation.path
    dataset = _target(what)
    if dataset:
        return dataset.organisation.path
    return Organisation.objects.filter(slug=what.target.get("organisation", "")).values_list("path", flat=True).first()


def _called(what: Any) -> str:
    return "madang" if what is None else str(what)


def below(path: str, column: str = "organisation__path") -> Q:
    """Rows of the organisation at `path` and below. Not `startswith`: SQLite's LIKE takes `/Health/` for `/health/`."""
    return Q(Exact(Left(F(column), len(path)), Value(path)))


def visible(actor: Actor) -> QuerySet[Dataset]:
    """The datasets that `can(actor, "see", dataset)` allows, as one query."""
    datasets = Dataset.objects.select_related("organisation", "theme", "licence")
    if actor.administrator:
        return datasets
    public = ~Q(state=Dataset.State.DRAFT)
    seen = public & ~Q(access=Dataset.Access.INTERNAL)
    for path, rank in actor.roles:
        seen |= below(path) if rank >= EDITOR else below(path) & public
    return datasets.filter(seen)


def workable(actor: Actor) -> QuerySet[Dataset]:
    """The datasets that `can(actor, "describe", dataset)` allows, as one query."""
    datasets = Dataset.objects.select_related("organisation", "theme", "licence")
    if actor.administrator:
        return datasets
    theirs = Q(pk__in=[])
    for path, rank in actor.roles:
        if rank >= EDITOR:
            theirs |= below(path)
    return datasets.filter(theirs)


def legible(actor: Actor, published: Q) -> Q:
    """Which stories or indicators `can(actor, "see", ...)` allows: those that are `published`, and drafts for editors."""
    if actor.administrator:
        return Q()
    for path, rank in actor.roles:
        if rank >= EDITOR:
            published |= below(path)
    return published


def scope(actor: Actor) -> Scope:
    """What of the search index the actor may see: published data, internal ones below these organisations too."""
    slugs = frozenset(path.strip("/").rsplit("/", 1)[-1] for path, _ in actor.roles)
    return Scope(organisations=slugs, everything=actor.administrator)


def readable(actor: Actor, resource: Resource, as_of: datetime | None = None, revision: str | None = None) -> Table:
    """The one way for a view to rows: the current revision, that of a moment (`as_of`), or one by its id.

    Raises `Hidden`, `Restricted` or `NotAllowed`, `NothingPublished`, `UnknownRevision`, `Withdrawn`, `NoTable`.
    """
    return table(readable_file(actor, resource, revision, as_of))


def readable_file(
    actor: Actor, resource: Resource, revision: str | None = None, as_of: datetime | None = None
) -> Revision:
    """The revision whose original and rows the actor may have. Raises as `readable`, but for `NoTable`."""
    require(actor, "read", resource)
    found = _revision(actor, resource, as_of, revision)
    if found.state == Revision.State.WITHDRAWN:
        on = timezone.localtime(found.withdrawn_at).date().isoformat() if found.withdrawn_at else "?"
        raise Withdrawn(what=str(resource), revision=found.id, date=on, reason=found.withdrawn_reason)
    require(actor, "read", found)
    return found


def _revision(actor: Actor, resource: Resource, as_of: datetime | None, revision: str | None) -> Revision:
    revisions = resource.revisions.select_related("resource__dataset__organisation")
    if revision is not None:
        found = revisions.filter(pk=revision).first()
        if found is None or not can(actor, "see", found):
            raise UnknownRevision(what=str(resource), revision=revision)
        return found
    if as_of is None and resource.current is not None:
        return resource.current
    moment = timezone.now() if as_of is None else as_of if timezone.is_aware(as_of) else timezone.make_aware(as_of)
    newest = revisions.filter(published_at__lte=moment).order_by("-published_at", "-number").first()
    if newest is None or (as_of is None and newest.state != Revision.State.WITHDRAWN):
        raise NothingPublished(what=str(resource), when=f"({as_of or moment:%Y-%m-%d %H:%M})")
    return newest
