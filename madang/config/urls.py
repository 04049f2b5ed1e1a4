"""Every address of the portal: pages under a language, machine addresses without one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from madang.portal import theme
from madang.portal.find.home import choose_language

urlpatterns = [
    path("", choose_language, name="root"),
    path("admin/", admin.site.urls),
    path("theme.css", theme.sheet, name="theme_sheet"),
    path("theme/<slug:name>", theme.picture, name="theme_picture"),
    *i18n_patterns(
        path("account/", include("madang.accounts.urls")),
        path("account/", include("allauth.urls")),
        path("", include("madang.portal.urls")),
    ),
    path("", include("madang.api.urls")),
]

handler400 = "madang.portal.problems.odd_request"
handler403 = "madang.portal.problems.forbidden"
handler404 = "madang.portal.problems.not_found"
handler500 = "madang.portal.problems.failed"
