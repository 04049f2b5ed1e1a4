"""Which addresses are pages for people and their files. Whatever else there is, facades among it, is asked by programs."""

import re

_PAGES = re.compile(r"/((ko|en)/(?!api/).*|(admin|static)/.*)?")  # CKAN's API stands below a language as well


def is_page(path: str) -> bool:
    return _PAGES.fullmatch(path) is not None


def is_portal(path: str) -> bool:
    """Whether it is one of the portal's own pages, neither of the administration nor a file."""
    return path.startswith(("/ko/", "/en/")) and is_page(path)
