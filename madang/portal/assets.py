"""The portal's own files, served without blocking under ASGI."""

import re

from servestatic.middleware import ServeStaticMiddleware

VERSIONED = re.compile(r"/static/(style|fonts|portal|upload|map|favicon|logo|maplibre-|pretendard-)")
"""Files that pages ask for by an address with a hash or version in it, so browsers may keep them for ever."""


class Assets(ServeStaticMiddleware):
    """ServeStatic knows only hashes that Django's manifest storage wrote; ours stand in the query."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        return VERSIONED.match(url) is not None
