"""Addresses of one's own account, under /<language>/account/, before allauth's."""

from django.urls import path
from django.views.generic import RedirectView

from madang.accounts import views

urlpatterns = [
    path("me/", views.me, name="account_me"),
    path("me/tokens/<int:token>/revoke/", views.revoke, name="account_token_revoke"),
    path("members/", views.members, name="account_members"),
    path("members/<int:membership>/dismiss/", views.dismiss, name="account_dismiss"),
    path("people/<int:user>/link/", views.new_link, name="account_new_link"),
    # Roles are given to an address, so nobody takes another one by themselves: an administrator changes it.
    path("email/", RedirectView.as_view(pattern_name="account_me"), name="account_own_email"),
    path("link/<str:secret>/", views.link, name="account_link"),
]
