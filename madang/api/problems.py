"""Which status a problem has on the web, in one table, and the document that tells it (RFC 9457).

A class stands for its subclasses too, the nearest one first. A problem that is not here is a fault of ours: 500.
"""

from __future__ import annotations

import errno
import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import get_language_from_request

from madang.accounts import citing, linking, policy, saved_searches
from madang.analysis import inputs as study_inputs
from madang.analysis import licensing, nights, parameters, registry, rights, saved_scenarios, scenarios, turns
from madang.analysis import run as study_runs
from madang.api.budgets.refusals import OverBudget
from madang.api.formats import _refusals as formats
from madang.catalog import keys
from madang.catalog.tables import NoTable
from madang.community import (
    indicators,
    indicators_periods,
    indicators_questions,
    indicators_sdg,
    indicators_values,
    moderation,
    reports,
    requests,
    responding,
    senders,
    stories,
    stories_numbers,
    stories_sources,
    stories_text,
    watching,
)
from madang.community import words as community_words
from madang.ingest import (
    addressing,
    checksum,
    choices,
    describe_columns,
    drafts,
    infer,
    kept,
    references,
    sources,
    upload_limits,
    uploaded,
    uploads,
)
from madang.ingest.encodings import UnknownEncoding
from madang.ingest.receipts import pair
from madang.ingest.run import NotNow
from madang.ingest.schedules import scheduling, timetable
from madang.lib import addresses, credentials, http_problems
from madang.lib.charts import drawing
from madang.lib.duck import NulInSql
from madang.lib.problems import Problem, Text
from madang.lib.texts import LANGUAGES
from madang.query import bind, casts, cursors, expressions, figures, grammar, limits, parse, tokens, types
from madang.query.profile import kept as profile
from madang.query.sql import problems as sql
from madang.store import manifest, originals


class UnknownParameter(Problem):
    en = "`{name}` is not a parameter of this address.{hint_en} Parameters: {known}."
    ko = "`{name}`은(는) 이 주소의 매개변수가 아닙니다.{hint_ko} 매개변수: {known}."


class OddParameter(Problem):
    en = "`{name}={value}` cannot be read. Write for example {name}={example}"
    ko = "`{name}={value}`을(를) 읽을 수 없습니다. 예: {name}={example}"


class UnknownFormat(Problem):
    en = "There is no format `{name}`.{hint_en} Formats: {known}."
    ko = "`{name}` 형식은 없습니다.{hint_ko} 형식: {known}."


class NoSuchTile(Problem):
    en = "There is no tile {z}/{x}/{y}: z is 0 to {deepest}, x and y are below 2 to the power of z."
    ko = "{z}/{x}/{y} 타일은 없습니다. z는 0부터 {deepest}까지이고 x와 y는 2의 z제곱보다 작아야 합니다."


class NotFound(Problem):
    en = "There is nothing at this address. Look up the names at /api/v1/datasets."
    ko = "이 주소에는 아무것도 없습니다. /api/v1/datasets에서 이름을 찾아보세요."


class OtherMethod(Problem):
    en = "{method} is not for this address. It takes {allowed}."
    ko = "이 주소에는 {method}을(를) 쓸 수 없습니다. 쓸 수 있는 것: {allowed}."


class OddRequest(Problem):
    en = "The request cannot be read: its host, its headers or its form. A form may have at most 1,000 fields."
    ko = "요청을 읽을 수 없습니다. 호스트, 머리글, 양식 가운데 잘못된 것이 있습니다. 양식의 항목은 1,000개까지입니다."


class TooManyFound(Problem):
    en = "`q={text}` finds {total} datasets, and lists of a search hold {most}. Ask with more words, or for the whole catalogue."
    ko = "`q={text}`(으)로 데이터셋 {total}개를 찾았지만 검색한 목록은 {most}개까지입니다. 낱말을 더하거나 전체 목록을 받으세요."


class NeedsToken(Problem):
    en = "Writing needs `Authorization: Bearer mdg_...` with a token that may write. Make one on your account page."
    ko = "쓰려면 쓰기가 허용된 토큰으로 `Authorization: Bearer mdg_...`를 보내세요. 토큰은 계정 페이지에서 만듭니다."


class NotAcceptable(Problem):
    en = "This is there as {known}. Send one of them in `Accept`, or `*/*`."
    ko = "다음 형식으로 있습니다: {known}. `Accept`에 그 가운데 하나나 `*/*`를 보내세요."


class NotInXml(Problem):
    en = "A value holds a character that XML cannot hold. Ask for text/turtle or application/ld+json."
    ko = "XML로 쓸 수 없는 문자가 값에 있습니다. text/turtle이나 application/ld+json으로 요청하세요."


class NoFile(Problem):
    en = "There is no file in the request. Send it as the body with `file_name=...`, or as one `file` of a form."
    ko = "요청에 파일이 없습니다. 본문으로 보내며 `file_name=...`을 붙이거나, 양식의 `file` 하나로 보내세요."


class OddBody(Problem):
    en = 'The body must be JSON of the form {{"columns": [{{"name": "…", "label": {{"en": "…"}}}}]}}.'
    ko = '본문은 {{"columns": [{{"name": "…", "label": {{"ko": "…"}}}}]}} 형태의 JSON이어야 합니다.'


class OddCitation(Problem):
    en = 'The body must be JSON of the form {{"dataset": "…", "resource": "…", "where": "…"}}, values are texts or numbers. Known: {known}.'
    ko = '본문은 {{"dataset": "…", "resource": "…", "where": "…"}} 형태의 JSON이어야 하며 값은 글이나 수입니다. 쓸 수 있는 것: {known}.'


class OddSchedule(Problem):
    en = "The body must be JSON with some of: {known}. {odd} cannot be read."
    ko = "본문은 다음 가운데 일부를 담은 JSON이어야 합니다: {known}. {odd}을(를) 읽을 수 없습니다."


class OddStudy(Problem):
    en = 'The body must be JSON of the form {{"inputs": {{"…": {{"dataset": "…"}}}}, "parameters": {{}}}}. Known: {known}. {odd}'
    ko = '본문은 {{"inputs": {{"…": {{"dataset": "…"}}}}, "parameters": {{}}}} 형태의 JSON이어야 합니다. 쓸 수 있는 것: {known}. {odd}'


class NoSuchFile(Problem):
    en = "The run has no file {name}. Its result lists the files that there are."
    ko = "이 실행에는 {name} 파일이 없습니다. 실행 결과에서 파일 목록을 확인하세요."


class ForeignForm(Problem):
    en = "This browser is signed in, but the request does not come from a page of this site. Reload the page, or send a token."
    ko = "로그인된 브라우저이지만 이 사이트의 페이지에서 온 요청이 아닙니다. 페이지를 새로 고치거나 토큰을 보내세요."


class OtherVersion(Problem):
    en = "`Tus-Resumable: {given}`: this server speaks 1.0.0 of tus. Send `Tus-Resumable: 1.0.0`, or use POST /api/v1/loads."
    ko = "`Tus-Resumable: {given}`: 이 서버는 tus 1.0.0을 씁니다. `Tus-Resumable: 1.0.0`을 보내거나 POST /api/v1/loads를 쓰세요."


class OtherMediaType(Problem):
    en = "The bytes of an upload are sent as `Content-Type: application/offset+octet-stream`, not as `{given}`."
    ko = "업로드하는 바이트는 `{given}`이(가) 아니라 `Content-Type: application/offset+octet-stream`으로 보내세요."


class OddHeader(Problem):
    en = "`{name}: {given}` cannot be used. Write for example `{name}: {example}`."
    ko = "`{name}: {given}`을(를) 쓸 수 없습니다. 예: `{name}: {example}`"


class Interrupted(Problem):
    en = "The connection broke off. What came before is kept: ask where to go on (HEAD), and send the rest."
    ko = "연결이 끊겼습니다. 그때까지 온 것은 보관되어 있습니다. 이어 보낼 위치를 물어(HEAD) 나머지를 보내세요."


class Dripping(Interrupted):
    en = (
        "The body came too slowly: less than 1,000 bytes a second for half a minute, so the connection was ended. What came before is kept:"
        " ask where to go on (HEAD), and send the rest over a better line."
    )
    ko = (
        "본문이 너무 느리게 옵니다. 30초 동안 초당 1,000바이트가 되지 않아 연결을 끊었습니다. 그때까지 온 것은 보관되어 있습니다."
        " 이어 보낼 위치를 물어(HEAD) 더 나은 회선으로 나머지를 보내세요."
    )


class NoSpace(Problem):
    en = "The disk of the server is full. Nothing was changed; the operator must free some space, then go on."
    ko = "서버의 디스크가 가득 찼습니다. 바뀐 것은 없습니다. 운영자가 공간을 확보한 뒤 이어서 올리세요."


class NoSuchPart(Problem):
    en = "{name} has {bytes} bytes; `Range: {range}` lies beyond its end."
    ko = "{name}은(는) {bytes}바이트입니다. `Range: {range}`은(는) 끝을 넘습니다."


class OurFault(Problem):
    en = "Something went wrong on our side; it is in the server's log. Try again later."
    ko = "서버에 문제가 생겼고 기록해 두었습니다. 나중에 다시 시도하세요."


STATUS: dict[type[Problem], int] = {
    UnknownParameter: 400,
    OddParameter: 400,
    UnknownFormat: 400,
    formats.Refused: 400,
    NoSuchTile: 404,
    NotFound: 404,
    TooManyFound: 400,
    OtherMethod: 405,
    OddRequest: 400,
    NoSuchPart: 416,
    NotAcceptable: 406,
    NotInXml: 406,
    linking.NoKey: 404,
    linking.NoSuchRow: 404,
    saved_searches.NoName: 400,
    saved_searches.TooLong: 400,
    saved_searches.TooManySaved: 409,
    linking.KeyGone: 409,
    linking.KeyOfSeveral: 409,
    keys.NoSuchKey: 400,
    keys.UntrueKey: 409,
    NeedsToken: 401,
    OverBudget: 429,
    NoFile: 400,
    tokens.NotUnderstood: 400,
    parse.TooLong: 400,
    grammar.NotAllowed: 400,
    grammar.UnknownFunction: 400,
    grammar.OddLiteral: 400,
    grammar.NoClock: 400,
    casts.DoesNotFit: 400,
    limits.TooManyToJoin: 400,
    figures.TooManyGroups: 400,
    limits.BeyondCalendar: 400,
    expressions.OddQuestion: 400,
    expressions.TooDeep: 400,
    bind.UnknownColumn: 400,
    bind.SameName: 400,
    bind.NoGeometry: 400,
    NulInSql: 400,
    types.WrongType: 400,
    limits.CannotCompute: 400,
    limits.Busy: 503,
    limits.TooSlow: 503,
    limits.TooMuchMemory: 503,
    profile.NotYet: 503,
    profile.NotCounted: 503,
    sql.Placed: 400,
    sql.TooLong: 400,
    sql.TooDeep: 400,
    sql.DoesNotFit: 400,
    sql.NoStatement: 400,
    sql.EngineDied: 503,
    drawing.CannotDraw: 503,
    sql.Left: 408,
    cursors.OddCursor: 400,
    cursors.OtherQuestion: 400,
    cursors.OtherRevision: 409,
    policy.BadToken: 401,
    policy.NotAllowed: 403,
    policy.Hidden: 404,
    policy.NothingPublished: 404,
    policy.UnknownRevision: 404,
    policy.Withdrawn: 410,
    NoTable: 409,
    manifest.Missing: 503,
    originals.Missing: 503,
    kept.NoOriginal: 404,
    drafts.Incomplete: 400,
    drafts.Unknown: 400,
    drafts.OddField: 400,
    OddBody: 400,
    OddCitation: 400,
    citing.AlwaysAnother: 400,
    citing.TooManyToCite: 400,
    community_words.OddWords: 400,
    community_words.NamesSomebody: 400,
    requests.TooManyWaiting: 503,
    requests.WasHidden: 409,
    requests.NoQuestion: 409,
    responding.OddAnswer: 400,
    moderation.NoReason: 400,
    moderation.CannotJoin: 409,
    moderation.Erased: 410,
    reports.UnknownKind: 400,
    reports.UnknownPlace: 404,
    reports.TooManyOpen: 503,
    reports.SaidBefore: 409,
    senders.TooManySent: 429,
    watching.OddAddress: 400,
    watching.NoMail: 409,
    watching.OldLink: 410,
    OddSchedule: 400,
    choices.UnknownChoiceKey: 400,
    choices.OddChoice: 400,
    infer.UnknownType: 400,
    UnknownEncoding: 400,
    sources.Unfit: 400,
    sources.OthersSource: 403,
    sources.UnknownSource: 400,
    scheduling.NotScheduled: 400,
    scheduling.AtWork: 409,
    timetable.OddCron: 400,
    credentials.UnknownSecret: 400,
    credentials.SecretElsewhere: 400,
    credentials.SecretInClear: 400,
    http_problems.OddAddress: 400,
    addresses.PrivateAddress: 400,
    describe_columns.NoSuchColumn: 400,
    describe_columns.OddWords: 400,
    references.NoTarget: 400,
    references.UnfitTarget: 409,
    addressing.OddAddressing: 400,
    addressing.NameTaken: 409,
    stories.TakenBack: 410,
    stories.StaleEdition: 409,
    stories.NothingToTell: 400,
    stories.AlreadySo: 409,
    stories.NoSuchVersion: 404,
    stories_numbers.OddNumber: 400,
    stories_numbers.NoSuchTable: 404,
    stories_numbers.NotOneValue: 400,
    stories_sources.CannotShow: 409,
    stories_text.TooLong: 413,
    stories_text.TooManyFigures: 413,
    stories_text.TooManyNumbers: 413,
    indicators.StaleIndicator: 409,
    indicators.OddGoal: 400,
    indicators.NoWay: 400,
    indicators.NotComputable: 409,
    indicators_periods.OddPeriod: 400,
    indicators_questions.OddMeasure: 400,
    indicators_questions.NoNumber: 400,
    indicators_questions.SeveralRows: 400,
    indicators_questions.TooManyPeriods: 400,
    indicators_sdg.NoSuchTarget: 400,
    indicators_values.TableGone: 409,
    scenarios.OddScenario: 400,
    saved_scenarios.Nameless: 400,
    saved_scenarios.TooManySaved: 409,
    NotNow: 409,
    OddStudy: 400,
    NoSuchFile: 404,
    registry.UnknownStudy: 404,
    rights.SignIn: 403,
    parameters.UnknownParameter: 400,
    parameters.OddParameter: 400,
    parameters.OutOfBounds: 400,
    parameters.UnknownChoice: 400,
    study_inputs.UnknownRole: 400,
    study_inputs.RoleMissing: 400,
    study_inputs.OddInput: 400,
    study_inputs.NoSuchTable: 404,
    study_inputs.NoSuchColumn: 400,
    study_inputs.NoColumn: 400,
    study_inputs.OneColumn: 400,
    study_inputs.OddWeights: 400,
    licensing.UnknownLicence: 400,
    study_runs.NotNow: 409,
    study_runs.UnknownOrganisation: 400,
    study_runs.UnknownTable: 404,
    turns.TooManyRuns: 429,
    nights.NoNightResult: 404,
    nights.NothingNewest: 404,
    nights.UnknownDay: 400,
    nights.UnknownHour: 400,
    pair.NothingBefore: 404,
    ForeignForm: 403,
    Interrupted: 408,
    NoSpace: 507,
    checksum.OddChecksum: 400,
    OddHeader: 400,
    uploads.OtherOffset: 409,
    uploads.OtherLength: 409,
    uploaded.Gone: 410,
    OtherVersion: 412,
    uploads.TooLong: 413,
    upload_limits.TooLarge: 413,
    upload_limits.TooMuchOpen: 413,
    upload_limits.TooMuchWaiting: 413,
    upload_limits.TooManyToday: 429,
    upload_limits.TooManyParts: 413,
    OtherMediaType: 415,
    uploads.WrongChecksum: 460,
}
MEDIA_TYPE = "application/problem+json"


def broken(error: OSError) -> Problem:
    """What an error means that ended the reading or keeping of a body; one that means nothing to a client is raised."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace()
    if isinstance(error, UnreadablePostError):
        return Dripping() if error.errno == errno.ETIMEDOUT else Interrupted()
    raise error


def status(problem: Problem) -> int:
    """The status of a problem by its class, or the nearest class above it."""
    return next((STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS), 500)


def language(request: HttpRequest) -> str:
    """`?lang=`, else what the reader's browser prefers, else the city's language."""
    try:
        asked = request.GET.get("lang", "")
    except SuspiciousOperation:  # too many parameters: it is this that is refused
        asked = ""
    return asked if asked in LANGUAGES else get_language_from_request(request)


def response(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The problem document, in the reader's language. What we did not foresee tells nothing about our insides."""
    code = status(problem)
    words = language(request)
    shown = OurFault() if code == 500 else problem
    more: dict[str, Any] = {"texts": shown.texts()}
    if isinstance(shown, OverBudget):
        more |= {"retry_after": shown.seconds, "whole_file": shown.whole or None}
    if isinstance(shown, sql.Placed):
        more |= {name: shown.facts[name] for name in ("line", "column")}
    answer = _document(shown.code, code, TITLES[code], shown.text(words), words, more)
    if code == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="madang"'
    if isinstance(shown, OtherMethod):
        answer["Allow"] = shown.facts["allowed"]
    if code == 503:
        answer["Retry-After"] = "5"
    if isinstance(shown, senders.TooManySent):
        answer["Retry-After"] = str(shown.seconds)
    if isinstance(shown, turns.TooManyRuns):
        answer["Retry-After"] = "60"
    if isinstance(shown, OverBudget):
        answer["Retry-After"] = str(shown.seconds)
        answer["Cache-Control"] = "no-store"
        if shown.whole:
            answer["Link"] = ", ".join(f'<{address}>; rel="alternate"' for address in shown.whole.values())
    return answer


def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return response(NotFound(), request)


TITLES: dict[int, Text] = {
    400: {"en": "The request cannot be understood", "ko": "요청을 이해할 수 없습니다"},
    401: {"en": "The token is not valid", "ko": "토큰이 유효하지 않습니다"},
    403: {"en": "Not allowed", "ko": "권한이 없습니다"},
    404: {"en": "Nothing here", "ko": "찾을 수 없습니다"},
    405: {"en": "Another method", "ko": "다른 메서드"},
    406: {"en": "Not in this form", "ko": "그 형식으로는 없습니다"},
    409: {"en": "It does not fit what is there", "ko": "현재 상태와 맞지 않습니다"},
    408: {"en": "The connection broke off", "ko": "연결이 끊겼습니다"},
    410: {"en": "It was here, and is gone", "ko": "있었지만 없어졌습니다"},
    412: {"en": "Another version of the protocol", "ko": "다른 버전의 프로토콜"},
    413: {"en": "Too much", "ko": "너무 큽니다"},
    415: {"en": "Another media type", "ko": "다른 미디어 유형"},
    416: {"en": "No such part of the file", "ko": "파일에 그런 부분이 없습니다"},
    429: {"en": "Too many", "ko": "너무 많습니다"},
    460: {"en": "The bytes changed on the way", "ko": "오는 길에 바이트가 바뀌었습니다"},
    500: {"en": "A fault of ours", "ko": "서버의 문제"},
    503: {"en": "Not now", "ko": "지금은 할 수 없습니다"},
    507: {"en": "The disk is full", "ko": "디스크가 가득 찼습니다"},
}


def _document(code: str, number: int, title: Text, detail: str, language: str, more: dict[str, Any]) -> HttpResponse:
    document = {
        "type": f"urn:madang:problem:{code}", "title": title[language], "status": number, "detail": detail, **more
    }  # fmt: skip
    # JSON that was sent may hold halves of characters, which a message then quotes: they stand escaped again
    text = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(text, status=number, content_type=MEDIA_TYPE, headers={"Content-Language": language})
