"""One dataset, and one page of the catalogue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.accounts.policy import can, who
from madang.api import listing
from madang.api.dcat.asked import asked
from madang.api.dcat.paging import Page
from madang.api.dcat.serialising import KNOWN
from madang.api.problems import NotFound
from madang.api.site import site
from madang.api.told import told
from madang.api.validators import answered, changed
from madang.catalog import dcat
from madang.catalog.city import the_city


@told
def dataset(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """One dataset with its distributions, what it was made from, and the API in front of it."""
    asked(request, ("profiles",))
    actor, here, form = who(request), site(request), KNOWN[extension]
    found = listing.one(actor, slug)

    def make() -> HttpResponse:
        sources = listing.sources(actor, found)
        node = dcat.dataset(found, here, readable=can(actor, "read", found), sources=sources, alone=True)
        return HttpResponse(form.write([node, dcat.service(the_city(), here, [node])]), content_type=form.media_type)

    return answered(request, make)


@told
def catalogue(request: HttpRequest, extension: str) -> HttpResponseBase:
    """A page of the catalogue, a hundred datasets with all that is said of them."""
    wanted, actor, here, form = asked(request), who(request), site(request), KNOWN[extension]

    def make() -> HttpResponse:
        found = listing.listed(actor, wanted.q, wanted.modified_since)
        page = Page(wanted.page, found.count(), request, here.base)
        if page.number > page.last:
            raise NotFound()
        nodes = [
            dcat.dataset(each, here, readable=can(actor, "read", each)) for each in listing.told(found)[page.slice]
        ]
        document = form.write([dcat.catalogue(the_city(), here, nodes, changed()), page.node()])
        return HttpResponse(document, content_type=form.media_type, headers={"Link": page.header()})

    return answered(request, make)
