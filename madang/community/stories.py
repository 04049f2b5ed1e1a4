"""Stories: who sees them, how they are written, published and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from madang.accounts import audit, policy
from madang.accounts.policy import Actor
from madang.catalog.models import Dataset, Organisation, Revision
from madang.community import slugs, stories_text
from madang.community.models import Indicator, Story, Version
from madang.community.stories_sources import sources
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES

FIELDS = ("title", "summary", "text", "authors", "follows")
ANYBODY = Actor()


class TakenBack(Problem):
    en = "This story was taken back by its publisher on {date}. {why}"
    ko = "이 이야기는 {date}에 게시 기관이 회수했습니다. {why}"


class StaleEdition(Problem):
    en = "Somebody else saved this story after you opened it. Yours is not lost: compare below, then save again to keep yours."
    ko = "여신 뒤에 다른 사람이 저장했습니다. 쓰신 글은 그대로 있습니다. 아래에서 견주어 보고 다시 저장하면 쓰신 글이 남습니다."


class NothingToTell(Problem):
    en = "A story is published with a title and a text in the same language. Add what is missing."
    ko = "이야기를 게시하려면 한 언어로 된 제목과 본문이 모두 있어야 합니다. 빠진 것을 채우세요."


class AlreadySo(Problem):
    en = "Just this is published already, as version {number}. Change something first."
    ko = "바로 이 내용이 이미 판 {number}(으)로 게시되어 있습니다. 먼저 고치세요."


class NoSuchVersion(Problem):
    en = "This story has no version {number}. Its page lists the versions that there are."
    ko = "이 이야기에는 판 {number}이(가) 없습니다. 이야기 페이지에서 판 목록을 확인하세요."


def visible(actor: Actor) -> QuerySet[Story]:
    """The stories that `can(actor, "see", story)` allows."""
    stories = Story.objects.select_related("organisation", "current")
    return stories.filter(policy.legible(actor, Q(state=Story.State.PUBLISHED)))


def published(actor: Actor = ANYBODY) -> QuerySet[Story]:
    """Those that readers find, the newest first."""
    return visible(actor).filter(state=Story.State.PUBLISHED).order_by("-current__published_at", "-pk")


def changed() -> datetime | None:
    """When a story or an indicator was changed last."""
    moments = [model.objects.aggregate(at=Max("changed_at"))["at"] for model in (Story, Indicator)]
    return max(filter(None, moments), default=None)


def mine(actor: Actor) -> list[Story]:
    """Drafts and stories that the actor may write on, what was touched last first."""
    return [story for story in visible(actor).order_by("-changed_at")[:500] if policy.can(actor, "write", story)]


def using(dataset: Dataset) -> QuerySet[Story]:
    """Published stories whose current version shows something of a dataset."""
    return published().filter(current__revisions__resource__dataset=dataset).distinct()


def found(actor: Actor, slug: str) -> Story:
    """The story of a slug. Raises `Hidden`, and `TakenBack` for readers of one that they could see before."""
    story = Story.objects.select_related("organisation", "current").filter(slug=slug).first()
    if story is None:
        raise policy.Hidden()
    if story.state == Story.State.TAKEN_BACK and not policy.can(actor, "see", story):
        on = timezone.localtime(story.taken_back_at).date().isoformat() if story.taken_back_at else "?"
        raise TakenBack(date=on, why=story.taken_back_because)
    policy.require(actor, "see", story)
    return story


def version(actor: Actor, slug: str, number: int) -> Version:
    """A version, as it was published. Raises as `found`, and `NoSuchVersion`."""
    story = found(actor, slug)
    one = story.versions.filter(number=number).first() if number < 2**31 else None
    if one is None:
        raise NoSuchVersion(number=number)
    return one


def publishers(actor: Actor) -> list[Organisation]:
    """Organisations that the actor may write for."""
    return [one for one in Organisation.objects.all() if policy.can(actor, "write", one)]


@transaction.atomic
def begin(actor: Actor, organisation: Organisation, words: dict[str, Any]) -> Story:
    """A new draft. Raises `NotAllowed` and the problems of `stories_text`."""
    policy.require(actor, "write", organisation)
    checked(words["text"])
    story = Story(organisation=organisation, created_by=actor.person, slug=slugs.free(Story, words["title"]))
    for name in FIELDS:
        setattr(story, name, words[name])
    story.save()
    audit.record(actor, "write", f"story:{story.slug}")
    return story


@transaction.atomic
def save(story: Story, actor: Actor, words: dict[str, Any], edition: int) -> Story:
    """Change the draft that was filled in from `edition`. Raises `StaleEdition` when somebody saved meanwhile, and as `begin`."""
    policy.require(actor, "write", story)
    checked(words["text"])
    mine = Story.objects.filter(pk=story.pk, edition=edition)
    if not mine.update(**{name: words[name] for name in FIELDS}, edition=F("edition") + 1, changed_at=timezone.now()):
        raise StaleEdition()
    story.refresh_from_db()
    return story


def checked(text: dict[str, str]) -> list[stories_text.Text]:
    """The text in each language, read. Raises the problems of `stories_text`."""
    return [stories_text.read(words) for words in text.values()]


@transaction.atomic
def publish(story: Story, actor: Actor) -> Version:
    """Make a version of the draft and show it to everybody; it cites the revisions that its figures show now.

    Raises `NotAllowed`, `NothingToTell`, `AlreadySo`, and `stories_sources.CannotShow` for a figure that readers could not see.
    """
    story = Story.objects.select_for_update(of=("self",)).select_related("organisation", "current").get(pk=story.pk)
    policy.require(actor, "publish", story)
    if not any(story.title.get(language) and story.text.get(language) for language in LANGUAGES):
        raise NothingToTell()
    revisions = _shown(story)
    _different(story, revisions)
    number = (story.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    words = {name: getattr(story, name) for name in FIELDS}
    made = Version.objects.create(story=story, number=number, published_at=timezone.now(), **words)
    made.revisions.set(revisions)
    story.current, story.state, story.taken_back_at, story.taken_back_because = made, Story.State.PUBLISHED, None, ""
    story.save()
    audit.record(actor, "publish", f"story:{story.slug}", version=number)
    return made


def _shown(story: Story) -> list[Revision]:
    """What readers see of data now, in any language."""
    revisions = {one.pk: one for text in checked(story.text) for one in sources(text)}
    return list(revisions.values())


def _different(story: Story, revisions: Iterable[Revision]) -> None:
    """Raises `AlreadySo` when a version with the same words and data is shown."""
    current = story.current
    if current is None or story.state != Story.State.PUBLISHED or edited(story):
        return
    if set(current.revisions.values_list("pk", flat=True)) == {one.pk for one in revisions}:
        raise AlreadySo(number=current.number)


def edited(story: Story) -> bool:
    """Whether the draft says something else than the version that is shown."""
    return story.current is None or any(getattr(story, name) != getattr(story.current, name) for name in FIELDS)


@transaction.atomic
def take_back(story: Story, actor: Actor, why: str) -> None:
    """Show it no more; its address says since when, and why. Versions stay for the organisation. Raises `NotAllowed`."""
    story = Story.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=story.pk)
    policy.require(actor, "publish", story)
    if story.state != Story.State.PUBLISHED:
        return
    story.state, story.taken_back_at, story.taken_back_because = (
        Story.State.TAKEN_BACK,
        timezone.now(),
        why.strip()[:500],
    )
    story.save()
    audit.record(actor, "take back", f"story:{story.slug}", why=story.taken_back_because)
