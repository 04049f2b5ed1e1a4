"""Any page of any site may read the API: nothing is sent with cookies, so nobody gains more than anybody could read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from madang.api.pages import is_page

EXPOSED = (
    "ETag, Link, Retry-After, RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Content-Disposition, Madang-Dataset, Madang-Resource, Madang-Revision, Madang-Published, Madang-Origin, "
    "Madang-Total, Madang-Returned, Madang-Complete, Madang-Run, Location, Tus-Version, Tus-Resumable, Tus-Max-Size, "
    "Tus-Extension, Tus-Checksum-Algorithm, Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Metadata, Upload-Expires"
)
TAKEN = (
    "Authorization, Content-Type, If-None-Match, Range, Tus-Resumable, Upload-Length, Upload-Defer-Length, Upload-Metadata, "
    "Upload-Offset, Upload-Checksum, X-CKAN-API-Key, X-HTTP-Method-Override, X-Requested-With, X-Request-ID, "
    "MCP-Protocol-Version, Mcp-Method, Mcp-Name"
)
UPLOADS = "/api/v1/uploads"  # they answer OPTIONS themselves: it tells what the server can


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: open what programs ask to scripts of other sites, and answer their browsers' questions beforehand."""

    def answer(request: HttpRequest) -> HttpResponse:
        if is_page(request.path):
            return get_response(request)
        if request.method == "OPTIONS":
            response = get_response(request) if request.path.startswith(UPLOADS) else HttpResponse(status=204)
            response["Access-Control-Max-Age"] = "86400"
            response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
            response["Access-Control-Allow-Headers"] = TAKEN
        else:
            response = get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return answer
