"""Any page of any site may read the API: nothing is sent with cookies, so nobody gains more than anybody could read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

EXPOSED = (
    "ETag, Link, Content-Disposition, Madang-Dataset, Madang-Resource, Madang-Revision, Madang-Published, Madang-Origin, "
    "Madang-Total, Madang-Returned, Madang-Complete"
)


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: open addresses below /api/ to scripts of other sites, and answer their browsers' questions beforehand."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Access-Control-Max-Age": "86400"})
            response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            response["Access-Control-Allow-Headers"] = "Authorization, Content-Type, If-None-Match, Range"
        else:
            response = get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return answer
