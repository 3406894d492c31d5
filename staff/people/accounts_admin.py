"""Users with their roles, and invitations, in the admin. Accounts are made by invitation only, never here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from staff.administration.forms import RowsFormSet
from staff.administration.scope import acting_user, admin_center, administered_centers, is_operator
from staff.administration.tables import CenterInline, CenterScope, ReadOnlyAdmin
from staff.centers.models import Center
from staff.people.models import Invitation, Role, RoleAssignment, User


class RoleFormSet(RowsFormSet):
    """The one role of a user at this center. Nobody takes the admin role from themselves: somebody must keep it."""

    acting: User

    def clean(self) -> None:
        super().clean()
        if self.instance.pk != self.acting.pk:
            return
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            was_admin = form.initial.get("role") == Role.ADMIN
            if was_admin and (data.get("DELETE") or data.get("role") != Role.ADMIN):
                raise ValidationError("You can't take the admin role from yourself. Ask another admin.")


class RoleInline(CenterInline):
    model = RoleAssignment
    formset: Any = RoleFormSet
    fields = ("role",)
    max_num = 1
    verbose_name_plural = "role at this center"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.acting = acting_user(request)
        return formset


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether an account may sign in; operators also say who else is one."""

    acting: User
    administered: Sequence[Center]

    class Meta:
        model = User
        fields = ("is_active",)

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and self.instance.pk == self.acting.pk:
            raise ValidationError("You can't close your own account. Ask another admin.")
        if is_active != self.instance.is_active and self.works_elsewhere():
            raise ValidationError(
                "This account has a role at another center too. Remove its role here instead."
            )
        return is_active

    def works_elsewhere(self) -> bool:
        """Whether the account has a role at a center that the acting user doesn't administer."""
        elsewhere = self.instance.roles.exclude(center__in=self.administered).exists()
        return bool(elsewhere)


@admin.register(User)
class UserTable(CenterScope, admin.ModelAdmin):  # type: ignore[type-arg]
    """The accounts with a role at this center (operators see all)."""

    form = UserForm
    actions = None
    list_display = ("email", "role_here", "person", "is_active", "last_login")
    list_filter = ("is_active",)
    list_select_related = ("person",)
    search_fields = ("email", "person__last_name", "person__first_name", "person__number")
    ordering = ("email",)
    inlines = (RoleInline,)
    readonly_fields = ("email", "person", "last_login", "joined_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        users = super().get_queryset(request).prefetch_related("roles")
        if is_operator(request):
            return users
        return users.filter(roles__center=admin_center(request), is_superuser=False)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        rights = ("is_superuser",) if is_operator(request) else ()
        return ("email", "person", "is_active", *rights, "last_login", "joined_at")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.acting = acting_user(request)
        form.administered = administered_centers(request)
        return form

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        center = admin_center(request)
        for user in changelist.result_list:
            held = [one for one in user.roles.all() if center and one.center_id == center.pk]
            user.role_here = held[0].get_role_display() if held else "–"
        return changelist

    @admin.display(description="Role here")
    def role_here(self, user: Any) -> str:
        return str(user.role_here)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationTable(ReadOnlyAdmin):
    """Who was invited; inviting and withdrawing is on the page of invitations."""

    list_display = (
        "email",
        "role",
        "person",
        "invited_by",
        "sent_at",
        "mailed_at",
        "mail_failed_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    )
    list_filter = ("role",)
    search_fields = ("email", "person__last_name")
    fields = list_display
    list_select_related = ("person", "invited_by")
