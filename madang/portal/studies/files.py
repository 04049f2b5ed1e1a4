"""What a run made to take along: its report as a page, as a file and as PDF, certificates, tables of a draft."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from madang.accounts import policy
from madang.analysis import rights
from madang.analysis.models import StudyFile, StudyRun
from madang.analysis.report.web import POLICY
from madang.lib.texts import LANGUAGES
from madang.portal.studies.shown_run import found, title

FRAGMENT = "report.{language}.part.html"
NAMES = {"ko": "한국어", "en": "English"}
SHOWN = ("application/pdf",)  # by the browser itself; everything else is saved


def report(request: HttpRequest, id: str) -> HttpResponse:
    """The report as a page of the portal. Raises as `found` and `readable`."""
    run, actor = found(request, id)
    names = set(run.files.values_list("name", flat=True))
    offered = [
        (f"report.{code}.{kind}", f"{kind.upper()} ({NAMES[code]})") for kind in ("pdf", "html") for code in LANGUAGES
    ]
    context = {
        "run": run, "title": title(run), "report": fragment(run, actor), "area": "studies",
        "downloads": [(name, words) for name, words in offered if name in names],
    }  # fmt: skip
    return render(request, "portal/studies/report.html", context)


def pdf(request: HttpRequest, id: str) -> HttpResponse:
    """The report as PDF in the reader's language."""
    return file(request, id, f"report.{get_language() or 'ko'}.pdf")


def file(request: HttpRequest, id: str, name: str) -> HttpResponse:
    """One file of a run under its name: `report.ko.pdf`, `certificates/p_median.json`."""
    run, actor = found(request, id)
    readable(run, actor)
    one = StudyFile.objects.filter(run=run, name=name[:120]).first()
    if one is None:
        raise Http404
    answer = HttpResponse(bytes(one.content), content_type=one.media_type)
    label = f"{run.study}-{run.pk[:8]}-{name.rpartition('/')[2]}"
    disposition = content_disposition_header(one.media_type not in SHOWN, label)
    if disposition:
        answer["Content-Disposition"] = disposition
    answer["Content-Security-Policy"] = POLICY  # a file at hand fetches nothing, and runs nothing
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def readable(run: StudyRun, actor: policy.Actor) -> None:
    """Raise `Hidden` unless the actor may have what shows single places."""
    if not rights.reads_files(actor, run):
        raise policy.Hidden()


def fragment(run: StudyRun, actor: policy.Actor) -> str:
    """The report in the reader's language as HTML for a page. Raises `Hidden`, and Http404 when the run made none."""
    readable(run, actor)
    language = get_language() or "ko"
    one = StudyFile.objects.filter(run=run, name=FRAGMENT.format(language=language)).first()
    if one is None:
        raise Http404
    return mark_safe(bytes(one.content).decode())  # noqa: S308  written by `analysis.report.web`, which escapes all texts
