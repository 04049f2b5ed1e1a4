"""What people fill in about themselves and others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts.models import Membership, User
from madang.catalog.models import Organisation
from madang.lib.texts import choose


class PasswordForm(forms.Form):
    """A new password, typed once: the field may be shown, and pasting from a password manager works."""

    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = format_html_join(
            " ", "{}", ((t,) for t in password_validators_help_texts())
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user or User(email=self.cleaned_data.get("email", "")))
        return password


class FirstForm(PasswordForm):
    """The first administrator."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    field_order = ("email", "password")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=100)
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("1 year"))],
    )
    may_write = forms.BooleanField(label=_("It may also change data, as far as I may"), required=False)


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations
        field.label_from_instance = _indented


def _indented(organisation: Organisation) -> str:
    """The tree as a flat list: one dash for each level above."""
    return "– " * (organisation.path.count("/") - 2) + choose(organisation.name, get_language() or "ko")[0]
