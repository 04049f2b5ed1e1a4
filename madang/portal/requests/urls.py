"""Addresses of requests for data and of reports of errors."""

from django.urls import path

from madang.portal.requests import (
    asking,
    listing,
    mail_page,
    moderating,
    overview,
    report_page,
    reporting,
    request_page,
)

urlpatterns = [
    path("requests/", listing.requests, name="requests"),
    path("requests/new/", asking.new, name="request_new"),
    path("requests/near/", asking.near_page, name="request_near"),
    path("requests/mail/<str:link>/", mail_page.mail, name="request_mail"),
    path("requests/<uuid:uid>/", request_page.request_page, name="request"),
    path("requests/<uuid:uid>/support/", request_page.support, name="request_support"),
    path("requests/<uuid:uid>/reply/", request_page.reply, name="request_reply"),
    path("requests/<uuid:uid>/watch/", request_page.watch, name="request_watch"),
    path("requests/<uuid:uid>/answer/", request_page.answer, name="request_answer"),
    path("requests/<uuid:uid>/moderate/<str:action>/", moderating.moderate_request, name="request_moderate"),
    path("reports/", report_page.reports, name="reports"),
    path("reports/new/", reporting.new, name="report_new"),
    path("reports/<uuid:uid>/", report_page.report_page, name="report"),
    path("reports/<uuid:uid>/watch/", report_page.watch, name="report_watch"),
    path("reports/<uuid:uid>/answer/", report_page.answer, name="report_answer"),
    path("reports/<uuid:uid>/moderate/<str:action>/", moderating.moderate_report, name="report_moderate"),
    path("workspace/requests/", overview.waiting, name="workspace_requests"),
]
