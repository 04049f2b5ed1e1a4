"""The administration of people, tokens and the log. Signing in goes through allauth, second factor included."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.accounts.models import AuditEvent, Link, Membership, Token, User
from madang.accounts.people import void_links

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = _("Administration")


class ReadOnly(admin.ModelAdmin):
    """Looked at, never written here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Memberships(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields: ClassVar = ["organisation"]


@admin.register(User)
class People(UserAdmin):
    list_display = ("email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "memberships__role")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    inlines: ClassVar = [Memberships]
    fieldsets = (
        (None, {"fields": ("username", "email", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name")}),
        (_("Rights"), {"fields": ("is_active", "is_superuser", "is_staff")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "usable_password", "password1", "password2")}),)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Rights may have changed: links that are out there were made for the old ones."""
        super().save_related(request, form, formsets, change)
        void_links(form.instance)


@admin.register(Token)
class Tokens(ReadOnly):
    """Tokens of everybody; a lost one can be revoked, none can be read or made."""

    list_display = ("prefix", "user", "name", "budget", "may_write", "created_at", "expires_at", "revoked_at")
    list_filter = ("budget", "may_write", "revoked_at")
    search_fields = ("prefix", "name", "user__email")
    exclude = ("digest",)
    actions = ("revoke", "give_partner", "take_partner")

    @admin.action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request: HttpRequest, tokens: Any) -> None:
        from madang.accounts import people

        for token in tokens.select_related("user"):
            people.revoke(token.user, token.pk)

    @admin.action(description=_("Give the budget of a partner"), permissions=["view"])
    def give_partner(self, request: HttpRequest, tokens: Any) -> None:
        self._give(request, tokens, Token.Budget.PARTNER)

    @admin.action(description=_("Give the budget of a key"), permissions=["view"])
    def take_partner(self, request: HttpRequest, tokens: Any) -> None:
        self._give(request, tokens, Token.Budget.KEY)

    def _give(self, request: HttpRequest, tokens: Any, budget: str) -> None:
        from madang.accounts import people, policy

        for token in tokens.select_related("user"):
            people.give_budget(policy.who(request), token, budget)


@admin.register(Link)
class Links(ReadOnly):
    list_display = ("user", "created_at", "expires_at", "used_at")
    exclude = ("digest",)


@admin.register(AuditEvent)
class Audit(ReadOnly):
    """Who did what; rows are only ever added."""

    list_display = ("at", "actor_name", "action", "what", "detail")
    list_filter = ("action",)
    search_fields = ("actor_name", "what")
    date_hierarchy = "at"
