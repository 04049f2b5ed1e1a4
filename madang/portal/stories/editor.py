"""Writing a story: one form, a preview beside it, and nothing lost when something stands in the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.accounts import policy
from madang.catalog.site import base
from madang.community import stories as community
from madang.community import stories_text
from madang.community.models import Story
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES
from madang.portal.stories.reading import Reading
from madang.portal.stories.rendering import Shown, shown
from madang.portal.stories.story_form import StoryForm

PREVIEWS = 90
"""In a minute, of one person: each computes its figures."""


class TooManyPreviews(Problem):
    en = "Too many previews in a minute. Write on; the next one comes soon."
    ko = "1분 동안 미리보기를 너무 많이 했습니다. 계속 쓰시면 곧 다시 보입니다."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An empty story for one of the organisations that the writer may write for; `figure` is an address that it begins with."""
    actor = policy.who(request)
    organisations = community.publishers(actor)
    if not organisations:
        raise policy.NotAllowed(action=policy.ACTIONS["write"], what=gettext("a story of any organisation"))
    begun = {f"text_{get_language() or 'ko'}": stories_text.begun(request.GET.get("figure", ""), base(request))}
    form = StoryForm(
        organisations, request.POST or None, initial={"organisation": request.GET.get("organisation"), **begun}
    )
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            return _form(request, form, preview=_preview(request, form))
        chosen = next(one for one in organisations if one.slug == form.cleaned_data["organisation"])
        story = community.begin(actor, chosen, form.words(base(request)))
        return _done(request, story, actor) or HttpResponseRedirect(reverse("story_edit", args=[story.slug]))
    return _form(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, story: str) -> HttpResponse:
    """Change a draft. Who saves over somebody else's words sees both first."""
    actor = policy.who(request)
    found = community.found(actor, story)
    policy.require(actor, "write", found)
    form = StoryForm([], request.POST) if request.method == "POST" else StoryForm.of(found)
    if request.method != "POST":
        return _form(request, form, found, preview=shown(found, _readers(request)))
    if not form.is_valid():
        return _form(request, form, found)
    if request.POST.get("do") == "preview":
        return _form(request, form, found, preview=_preview(request, form))
    try:
        saved = community.save(found, actor, form.words(base(request)), form.cleaned_data["edition"])
    except community.StaleEdition as problem:
        newest = community.found(actor, story)
        form.renew(newest.edition)
        form.add_error(None, problem.text(get_language() or "ko"))
        return _form(request, form, newest, theirs=newest, status=409)
    return _done(request, saved, actor) or HttpResponseRedirect(reverse("story_edit", args=[saved.slug]))


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text alone, as readers would see it, while somebody writes."""
    actor = policy.who(request)
    organisations = community.publishers(actor)
    if not organisations:
        raise policy.NotAllowed(action=policy.ACTIONS["write"], what=gettext("a story of any organisation"))
    form = StoryForm(organisations if "organisation" in request.POST else [], request.POST)
    form.is_valid()
    told: dict[str, Any] = {"errors": [line for lines in form.errors.values() for line in lines]}
    told["read"] = _preview(request, form) if not form.errors else None
    return render(request, "portal/stories/preview.html", told)


@login_required
@require_POST
def act(request: HttpRequest, story: str, action: str) -> HttpResponse:
    """Take a story back, with a reason for its readers."""
    actor = policy.who(request)
    found = community.found(actor, story)
    if action != "take-back":
        raise Http404
    community.take_back(found, actor, request.POST.get("why", ""))
    messages.info(request, gettext("Taken back: readers see no more of it than your reason."))
    return HttpResponseRedirect(reverse("story_edit", args=[found.slug]))


def _done(request: HttpRequest, story: Story, actor: policy.Actor) -> HttpResponse | None:
    """Publish what was saved, if that was asked. What stands in the way is told on the form; the draft is saved."""
    if request.POST.get("do") != "publish":
        messages.success(request, gettext("Saved as a draft. Readers do not see it yet."))
        return None
    try:
        community.publish(story, actor)
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
        return None
    return HttpResponseRedirect(reverse("story", args=[story.slug]))


def _preview(request: HttpRequest, form: StoryForm) -> Shown:
    """As readers would see it: with their rights, not with the writer's. Raises `TooManyPreviews`."""
    key = f"story-previews:{request.user.pk}"
    cache.add(key, 0, 60)
    if cache.incr(key) > PREVIEWS:
        raise TooManyPreviews()
    return shown(Story(**form.words(base(request))), _readers(request))


def _readers(request: HttpRequest) -> Reading:
    """What readers would see, in the language that is being written."""
    language = request.POST.get("in", "")
    language = language if language in LANGUAGES else get_language() or "ko"
    return Reading(community.ANYBODY, language, preview=True)


def _form(
    request: HttpRequest, form: StoryForm, story: Story | None = None, *, preview: Shown | None = None,
    theirs: Story | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor = policy.who(request)
    context = {
        "form": form,
        "story": story,
        "read": preview,
        "theirs": theirs,
        "edited": story is not None and community.edited(story),
        "may_publish": policy.can(actor, "publish", story) if story else True,
        "area": "stories",
    }
    return render(request, "portal/stories/edit.html", context, status=status)
