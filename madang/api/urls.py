"""One line a facade. Other portals' clients know only a host, so facades stand at its root."""

from django.urls import include, path

urlpatterns = [
    # CSVW stands beside the CSV, before the native API takes it for a format.
    path("", include("madang.api.linked.urls")),
    path("api/v1/", include("madang.api.native.urls")),
    path("", include("madang.api.dcat.urls")),
    path("", include("madang.api.dcat_us.urls")),
    path("", include("madang.api.datapackage.urls")),
    path("", include("madang.api.feeds.urls")),
    path("", include("madang.api.sitemap.urls")),
    path("", include("madang.api.ckan.urls")),
    path("", include("madang.api.mcp.urls")),
    path("", include("madang.api.seoul.urls")),  # the last: its addresses begin with any word
]
