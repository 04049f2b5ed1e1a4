"""Resumable uploads (tus 1.0.0): a file announced, sent in as many pieces as the network needs, and loaded when it is whole.

Token or session: scripts of this site send the session with Django's CSRF token, so no other site's page can. Scripts of other
sites, and programs, send an API token. An upload belongs to its maker; to all others there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.utils import check_csrf

from madang.accounts.policy import Actor, who
from madang.api import problems
from madang.api.native import routes, shapes, tus
from madang.api.native.asking import OUTPUT, values
from madang.api.native.schemas import loading
from madang.api.native.schemas.shape import Shape
from madang.api.native.wanted import wanted
from madang.api.problems import ForeignForm, Interrupted, NeedsToken, OddHeader, OtherMediaType, OtherMethod
from madang.ingest import uploads
from madang.ingest.models import Upload
from madang.lib.problems import Problem

router = Router(tags=["uploads"])
CHUNK = 1 << 20
View = Callable[..., HttpResponse]


def speaks(
    method: str, path: str, summary: str = "", code: int = 200, answer: type[Shape] | None = None, *,
    protocol: bool = True, told: tuple[str, ...] = (),
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view of the protocol: errors too carry `Tus-Resumable`, and nothing is cached.

    `told` are the headers besides that a client may send; those of `tus.HEADERS` that begin with `!` it must.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: str) -> HttpResponse:
            try:
                values(request, OUTPUT[-1:])
                if protocol:
                    tus.require_version(request)
                response = view(request, **parts)
            except Problem as problem:
                if problems.status(problem) == 500:
                    raise
                response = problems.response(problem, request)
                response.headers["Tus-Version"] = tus.VERSION
            response.headers["Tus-Resumable"] = tus.VERSION
            response.headers["Cache-Control"] = "no-store"
            return response

        described = routes.speaks(code, answer, tus.described(("!Tus-Resumable", *told) if protocol else told))
        if method == "OPTIONS":
            described["security"] = []
        for place in (path, path + "/") if path == "/uploads" else (path,):
            router.api_operation(
                [method], place, summary=summary, operation_id=view.__name__, openapi_extra=described,
                include_in_schema=bool(summary) and place == path,
            )(guarded)  # fmt: skip
        return view

    return declare


@speaks("OPTIONS", "/uploads", "What the server can", 204, protocol=False)
def upload_options(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204, headers=tus.capabilities())


@speaks("OPTIONS", "/uploads/{upload}", protocol=False)
def upload_options_of_one(request: HttpRequest, upload: str) -> HttpResponse:
    return upload_options(request)


@speaks("GET", "/uploads", "Your unfinished uploads", 200, loading.Uploads, protocol=False)
def list_uploads(request: HttpRequest) -> HttpResponse:
    return shapes.json({"uploads": [shown(request, one) for one in uploads.open_of(writer(request))]})


@speaks(
    "POST",
    "/uploads",
    "Announce a file",
    201,
    told=("Upload-Length", "Upload-Defer-Length", "Upload-Metadata", "Upload-Checksum"),
)
def create_upload(request: HttpRequest) -> HttpResponse:
    """`Upload-Length` (or `Upload-Defer-Length: 1`) and `Upload-Metadata` with the parameters of `POST /loads`, each in Base64;
    the first bytes may come along. The answer's `Location` is where the others go.
    """
    actor = writer(request)
    length, said, has_body, checksum = tus.length(request), tus.metadata(request), tus.has_body(request), tus.checksum(request)  # fmt: skip
    made = uploads.create(wanted(actor, said), length, actor, request.headers.get("Upload-Metadata", ""))
    if has_body:
        try:
            made = received(request, made, 0, actor, checksum)
        except Interrupted:
            raise  # what came is kept; the list of unfinished uploads names it
        except Problem:
            uploads.discard(made)  # its maker never learns the address
            raise
    return told(request, made, 201, {"Location": address(made)})


@speaks("HEAD", "/uploads/{upload}", "How far an upload is")
def upload_offset(request: HttpRequest, upload: str) -> HttpResponse:
    found = uploads.mine(upload, writer(request))
    return told(request, found, 200, {"Upload-Metadata": found.metadata} if found.metadata else {})


@speaks(
    "GET", "/uploads/{upload}", "An upload, with the hash of each part", 200, loading.UploadWithParts, protocol=False
)
def one_upload(request: HttpRequest, upload: str) -> HttpResponse:
    found = uploads.mine(upload, writer(request))
    parts = [{"start": part.start, "bytes": part.bytes, "sha256": part.sha256} for part in found.parts.all()]
    return shapes.json({**shown(request, found), "parts": parts})


@speaks("PATCH", "/uploads/{upload}", "Send bytes", 204, told=("!Upload-Offset", "Upload-Length", "Upload-Checksum"))
def append_to_upload(request: HttpRequest, upload: str) -> HttpResponse:
    """The bytes from `Upload-Offset` on. After the last one `Madang-Run` is the address of the run that loads the file."""
    actor = writer(request)
    found = uploads.mine(upload, actor)
    if request.content_type != tus.MEDIA_TYPE:
        raise OtherMediaType(given=request.content_type)
    start = tus.number(request, "Upload-Offset")
    if start is None:
        raise OddHeader(name="Upload-Offset", given="", example=found.offset)
    checksum, length = tus.checksum(request), tus.number(request, "Upload-Length")
    if length is not None:
        found = uploads.declare(found, length)
    return told(request, received(request, found, start, actor, checksum), 204)


@speaks("DELETE", "/uploads/{upload}", "Discard an upload", 204)
def discard_upload(request: HttpRequest, upload: str) -> HttpResponse:
    uploads.discard(uploads.mine(upload, writer(request)))
    return HttpResponse(status=204)


OVERRIDDEN: dict[str, View] = {"PATCH": append_to_upload, "DELETE": discard_upload, "HEAD": upload_offset}


@speaks("POST", "/uploads/{upload}", protocol=False)
def override_method(request: HttpRequest, upload: str) -> HttpResponse:
    """For networks that let only GET and POST through: `X-HTTP-Method-Override` names the method that is meant."""
    view = OVERRIDDEN.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if view is None:
        raise OtherMethod(method="POST", allowed=", ".join(("GET", "OPTIONS", *OVERRIDDEN)))
    tus.require_version(request)
    return view(request, upload=upload)


def writer(request: HttpRequest) -> Actor:
    """Who asks: the bearer of a token, or somebody signed in whose page proves that it is ours. Raises `NeedsToken`, `ForeignForm`."""
    actor = who(request)
    if actor.person is None:
        raise NeedsToken()
    if actor.token is None and check_csrf(request) is not None:
        raise ForeignForm()
    return actor


def received(request: HttpRequest, upload: Upload, start: int, actor: Actor, checksum: Any) -> Upload:
    """Take the body as it comes. Raises `Interrupted` when it breaks off; what came is kept, unless a checksum was to prove it."""
    coming = request.headers.get("Content-Length", "")
    end = start + int(coming) if coming.isdigit() else start
    if start == upload.offset and upload.length is not None and end > upload.length:
        raise uploads.TooLong(name=upload.file_name, length=upload.length)
    try:
        return uploads.append(upload, start, iter(lambda: request.read(CHUNK), b""), actor, checksum)
    except OSError as error:
        raise problems.broken(error) from error


def told(request: HttpRequest, upload: Upload, status: int, more: dict[str, str] | None = None) -> HttpResponse:
    """An empty answer whose headers say how far the upload is, and which run it became."""
    headers = {**tus.standing(upload), **(more or {})}
    if upload.state == Upload.State.COMPLETE:
        headers["Madang-Run"] = shapes.address(request, "runs", upload.pk)
    return HttpResponse(status=status, headers=headers)


def address(upload: Upload) -> str:
    """A path: whatever name and scheme a proxy shows to the client, it stays right."""
    return f"/api/v1/uploads/{upload.pk}"


def shown(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    complete = upload.state == Upload.State.COMPLETE
    return {
        "upload": upload.pk, "state": upload.state, "file_name": upload.file_name, "length": upload.length,
        "offset": upload.offset, "target": upload.target, "created_at": upload.created_at,
        "expires_at": None if complete else upload.expires_at, "url": shapes.address(request, "uploads", upload.pk),
        "run": shapes.address(request, "runs", upload.pk) if complete else None,
    }  # fmt: skip
