"""`can` against a slow, plain twin over every role, action, kind and stage; then the ways to rows."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from madang.accounts import policy
from madang.accounts.models import Membership, Token
from madang.accounts.policy import ACTIONS, OPERATOR, Actor, can, readable, readable_file, require, scope, visible, who
from madang.catalog.models import Dataset, Organisation, Resource, Revision
from madang.catalog.tables import NoTable, table
from tests.city import AT, COLUMNS, ROWS, dataset, publish

ROLES = ("anonymous", "citizen", "stranger", "reader", "editor", "publisher", "steward", "administrator")
ORDER = ("everybody", "reader", "editor", "publisher", "steward", "administrator")
WRITING = {"load": "editor", "describe": "editor", "publish": "publisher", "settle": "publisher", "withdraw": "publisher",
           "answer": "publisher", "manage": "steward"}  # fmt: skip


def actors(city):
    return {name: Actor(AnonymousUser() if name == "anonymous" else getattr(city, name)) for name in ROLES}


def things(city):
    """(name, thing, access or None, draft?, revision state or None)"""
    yield "city", None, None, False, None
    for organisation in (city.region, city.council, city.department, city.elsewhere):
        yield f"organisation {organisation}", organisation, None, False, None
    for access, state in product(Dataset.Access, Dataset.State):
        one = dataset(f"{access}-{state}", city.department, access=access, state=state)
        draft = state == "draft"
        resource = Resource.objects.create(dataset=one, name="r")
        yield f"dataset {one}", one, access, draft, None
        yield f"resource {one}", resource, access, draft, None
        for revision_state in Revision.State:
            revision = Revision(id=f"{one.pk}{revision_state}", resource=resource, state=revision_state)
            yield f"revision {one} {revision_state}", revision, access, draft, revision_state


def plainly(role, action, what, access, draft, revision):
    """The rules again, as one would explain them, one sentence after the other."""
    if role in ("anonymous", "citizen"):
        rank = "everybody"
    elif role == "stranger":  # an editor, but of another organisation
        rank = "editor" if isinstance(what, Organisation) and what.slug == "transport" else "everybody"
    elif role == "steward":  # of the council and what is below
        inside = what is not None and not (isinstance(what, Organisation) and what.slug in ("seoul", "transport"))
        rank = "steward" if inside else "everybody"
    elif role == "administrator":
        rank = "administrator"
    else:  # of the department
        inside = what is not None and not (isinstance(what, Organisation) and what.slug != "statistics")
        rank = role if inside else "everybody"

    def at_least(wanted):
        return ORDER.index(rank) >= ORDER.index(wanted)

    if what is None:
        return action == "see" or (action in ("answer", "manage", "administer") and rank == "administrator")
    if action == "administer":
        return False
    if action == "write":
        return isinstance(what, Organisation) and at_least("editor")
    if action in WRITING:
        return revision != "withdrawn" and at_least(WRITING[action])
    if isinstance(what, Organisation):
        return action == "see"
    if action == "read" and (access == "restricted" or revision == "withdrawn"):
        return False
    if action == "study" and revision == "withdrawn":
        return False
    if draft or revision == "ready" or (action == "study" and access == "restricted"):
        return at_least("editor")
    return at_least("reader") if access == "internal" else True


def test_can_equals_the_plain_twin(city):
    everybody, checked = actors(city), 0
    for name, what, access, draft, revision in things(city):
        for role, action in product(ROLES, ACTIONS):
            wanted = plainly(role, action, what, access, draft, revision)
            assert can(everybody[role], action, what) is wanted, (role, action, name)
            checked += 1
    assert checked == 8 * 12 * (1 + 4 + 9 * 5)


def test_visible_is_what_can_see(city):
    list(things(city))
    for role, actor in actors(city).items():
        wanted = {one.slug for one in Dataset.objects.all() if can(actor, "see", one)}
        assert set(visible(actor).values_list("slug", flat=True)) == wanted, role


def test_every_action_has_words_and_every_stage_rules():
    assert all({"en", "ko"} <= set(words) for words in ACTIONS.values())
    assert all(set(rules) <= set(ACTIONS) for rules in policy.RULES.values())
    with pytest.raises(ValueError, match="fly"):
        can(OPERATOR, "fly", None)
    with pytest.raises(TypeError, match="no rule speaks of str"):
        can(OPERATOR, "see", "population")


def test_a_role_does_not_reach_a_neighbour_of_the_same_letters(city):
    """`/seoul/Jongno/` is not below `/seoul/jongno/`, though SQLite's LIKE takes them for the same."""
    other = Organisation.objects.create(slug="Jongno", name={"ko": "다른"}, parent=city.region)
    hidden = dataset("hidden", other, state="draft")
    for actor in (Actor(city.steward), Actor(city.editor)):
        assert not can(actor, "see", hidden)
        assert hidden not in visible(actor)


def test_roles_move_with_the_organisation(city):
    city.department.parent = city.region
    city.department.save()
    draft = dataset("draft", Organisation.objects.get(slug="statistics"), state="draft")
    assert can(Actor(city.editor), "see", draft)
    assert not can(Actor(city.steward), "see", draft)


def test_scope(city):
    assert scope(Actor()) == policy.Scope()
    assert scope(Actor(city.steward)).organisations == {"jongno"}
    assert scope(Actor(city.administrator)).everything


# Tokens


def request(secret="", user=None, scheme="Bearer"):
    made = RequestFactory().get("/", headers={"Authorization": f"{scheme} {secret}"} if secret else {})
    made.user = user or AnonymousUser()
    return made


@pytest.mark.parametrize("may_write", [False, True])
def test_a_token_has_never_more_than_its_user(city, may_write):
    for user in (city.reader, city.publisher, city.administrator):
        token, secret = Token.make(user, "t", may_write=may_write)
        actor = who(request(secret))
        assert actor == Actor(user, token)
        for _, what, *_rest in [("", None), ("", city.department), ("", city.dataset), ("", city.revision)]:
            for action in ACTIONS:
                allowed = can(actor, action, what)
                assert allowed <= can(Actor(user), action, what)
                assert may_write or action in ("see", "read") or not allowed


def test_a_token_counts_even_when_somebody_else_is_signed_in(city):
    _, secret = Token.make(city.reader, "t")
    assert who(request(secret, user=city.administrator)).person == city.reader
    assert who(request(user=city.administrator)).person == city.administrator


@pytest.mark.parametrize(
    "facts", [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}]
)
def test_dead_tokens_are_refused(city, facts):
    _, secret = Token.make(city.reader, "t", **facts)
    with pytest.raises(policy.BadToken):
        who(request(secret))


def test_unknown_tokens_and_those_of_inactive_people_are_refused(city):
    _, secret = Token.make(city.reader, "t")
    assert who(request(secret, scheme="bearer")).person == city.reader
    city.reader.is_active = False
    city.reader.save()
    for odd in (secret, "mdg_made-up", "x"):
        with pytest.raises(policy.BadToken):
            who(request(odd))


def test_an_inactive_user_holds_no_role(city):
    city.administrator.is_active = city.editor.is_active = False
    draft = dataset("draft", city.department, state="draft")
    for user in (city.administrator, city.editor):
        assert not can(Actor(user), "see", draft)


# The ways to rows


def test_rows_of_an_open_dataset(city):
    found = readable(Actor(), city.resource)
    assert (found.dataset, found.name, found.rows, found.revision) == ("population", "districts", 3, city.revision.id)
    assert [column.name for column in found.columns] == ["자치구", "인구"]
    assert found.published_at == AT


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_restricted_rows_not_even_an_administrator(city, role):
    city.dataset.access = "restricted"
    city.dataset.save()
    actor = actors(city)[role]
    assert can(actor, "see", city.dataset)
    for way in (readable, readable_file):
        with pytest.raises(policy.Restricted):
            way(actor, city.resource)
        with pytest.raises(policy.Restricted):
            way(actor, city.resource, revision=city.revision.id)
        with pytest.raises(policy.Restricted):
            way(actor, city.resource, as_of=timezone.now())
    assert table(city.revision).rows == 3  # as studies read it


def test_what_may_not_be_seen_is_not_even_named(city):
    city.dataset.access = "internal"
    city.dataset.save()
    with pytest.raises(policy.Hidden) as refusal:
        readable(Actor(city.stranger), city.resource)
    assert "population" not in str(refusal.value)
    assert readable(Actor(city.reader), city.resource).rows == 3
    with pytest.raises(policy.NotAllowed, match="You may not publish population"):
        require(Actor(city.reader), "publish", city.dataset)


def test_revisions_by_moment_and_by_id(city):
    newer = publish(city.resource, {"자치구": ["중구"], "인구": [1]}, COLUMNS, published_at=AT + timedelta(days=30))
    draft = publish(city.resource, {"자치구": ["중구"], "인구": [2]}, COLUMNS, state="ready", published_at=None)
    actor = Actor()
    assert readable(actor, city.resource).revision == newer.id
    assert readable(actor, city.resource, as_of=AT + timedelta(days=1)).revision == city.revision.id
    assert readable(actor, city.resource, as_of=AT.replace(tzinfo=None) + timedelta(days=31)).revision == newer.id
    assert readable(actor, city.resource, revision=city.revision.id).rows == 3
    with pytest.raises(policy.NothingPublished):
        readable(actor, city.resource, as_of=AT - timedelta(days=1))
    with pytest.raises(policy.UnknownRevision):
        readable(actor, city.resource, revision=draft.id)
    assert readable(Actor(city.editor), city.resource, revision=draft.id).rows == 1


def test_a_revision_of_another_resource_is_unknown(city):
    other = Resource.objects.create(dataset=dataset("other", city.department), name="o")
    with pytest.raises(policy.UnknownRevision):
        readable(Actor(), other, revision=city.revision.id)
    with pytest.raises(policy.NothingPublished):
        readable(Actor(), other)


def test_a_withdrawn_revision_tells_when_and_why(city):
    newer = publish(city.resource, ROWS, COLUMNS, published_at=AT + timedelta(days=30))
    Revision.objects.filter(pk=city.revision.pk).update(
        state="withdrawn", withdrawn_at=AT, withdrawn_reason="주소가 있음."
    )
    for actor in (Actor(), Actor(city.administrator), OPERATOR):
        with pytest.raises(policy.Withdrawn, match=r"2026-06-30: “주소가 있음\.” "):
            readable(actor, city.resource, revision=city.revision.id)
        with pytest.raises(policy.Withdrawn):
            readable(actor, city.resource, as_of=AT)
        assert readable(actor, city.resource).revision == newer.id


def test_when_the_only_revision_is_withdrawn_the_address_says_so(city):
    Revision.objects.filter(pk=city.revision.pk).update(
        state="withdrawn", withdrawn_at=AT, withdrawn_reason="법원 명령."
    )
    city.resource.current = None
    city.resource.save()
    with pytest.raises(policy.Withdrawn):
        readable(Actor(), city.resource)


def test_a_kept_file_has_no_table_but_its_bytes(city):
    reason = {"no_table": {"reason": {"ko": "그림입니다.", "en": "It is a picture."}}}
    Revision.objects.filter(pk=city.revision.pk).update(rows=None, receipt=reason)
    resource = Resource.objects.get(pk=city.resource.pk)
    with pytest.raises(NoTable, match="It is a picture") as refusal:
        readable(Actor(), resource)
    assert "그림입니다." in refusal.value.texts()["ko"]
    assert readable_file(Actor(), resource).id == city.revision.id


def run(state="ready", **target):
    return SimpleNamespace(target=target, state=state)


def test_runs_belong_to_the_editors_of_their_target(city):
    mine = (
        run(dataset="population"),
        run(organisation="statistics"),
        run(organisation="statistics", access="restricted"),
    )
    for one in mine:
        assert can(Actor(city.editor), "read", one)
        assert can(Actor(city.publisher), "publish", one)
        assert not can(Actor(city.editor), "publish", one)
        for user in (city.citizen, city.reader, city.stranger):
            assert not can(Actor(user), "see", one)
    for lost in (run(), run(organisation="nowhere"), run(dataset="nowhere")):
        assert not can(Actor(city.steward), "see", lost)
        assert can(Actor(city.administrator), "see", lost)
    assert not can(
        Actor(city.administrator), "read", run(organisation="statistics", access="restricted", state="published")
    )


def test_one_role_in_several_places_counts_the_highest(city):
    Membership.objects.create(user=city.reader, organisation=city.council, role="publisher")
    assert can(Actor(city.reader), "publish", city.dataset)
