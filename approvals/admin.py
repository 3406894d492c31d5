"""Routes with their steps, delegations, and what happened to requests, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import ChoiceField
from django.http import HttpRequest

from approvals.audiences import one_user, whoever_may
from approvals.domain.stored import conditions_of
from approvals.models import ApprovalRoute, ApprovalStep, Delegation, Request, RequestEvent
from approvals.registry import handler_of, kind_choices, label_of
from approvals.routes import problems_of
from staff.administration.forms import CenterForm, InlineForm
from staff.administration.scope import required_center
from staff.administration.tables import CenterAdmin, CenterInline, ReadOnlyAdmin, ReadOnlyInline
from staff.people.models import RoleAssignment
from staff.permissions import PERMISSIONS, Permission


class AudienceField(forms.MultipleChoiceField):
    """Who is asked, chosen by name, stored as audiences."""

    widget = forms.CheckboxSelectMultiple


def audience_choices(center: Any) -> list[tuple[str, str]]:
    """Who may be asked at a center: everybody with a permission, or one user who may decide."""
    names = {
        Permission.DECIDE_REQUESTS: "Everybody who may decide requests",
        Permission.PUBLISH_ROSTER: "Everybody who may publish",
        Permission.MANAGE_CENTER: "Admins of the center",
    }
    deciding = [role for role, held in PERMISSIONS.items() if Permission.DECIDE_REQUESTS in held]
    roles = RoleAssignment.objects.filter(center=center, role__in=deciding, user__is_active=True)
    users = roles.select_related("user").order_by("user__email")
    return [
        *((whoever_may(permission), label) for permission, label in names.items()),
        *((one_user(each.user_id), each.user.email) for each in users),
    ]


class StepForm(InlineForm):
    """A step: its audiences are chosen, not typed."""

    audiences = AudienceField(label="Who is asked")
    escalates_to = AudienceField(label="Asked as well later", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("audiences", "escalates_to"):
            field = self.fields[name]
            known = audience_choices(self.center)
            stored = [(each, each) for each in getattr(self.instance, name) or [] if each not in dict(known)]
            field.choices = [*known, *stored]  # type: ignore[attr-defined]


class StepInline(CenterInline):
    model = ApprovalStep
    form = StepForm
    center_path = "route__center"
    fields = ("number", "label", "audiences", "quorum", "escalates_after_minutes", "escalates_to")
    extra = 1
    min_num = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A route has at least one step."""
        return super().get_formset(request, obj, **{"validate_min": True, **kwargs})


class RouteForm(CenterForm):
    """A route: an overlap with another is named here; a gap is named once it is saved."""

    kind = ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]

    def clean_automatic(self) -> Any:
        """Conditions that can be read, about facts that the kind has."""
        value = self.cleaned_data["automatic"] or []
        try:
            conditions = conditions_of(value)
        except (KeyError, TypeError, ValueError):
            raise ValidationError(
                'Write a list such as [{"fact": "is_short", "comparison": "is", "value": false}].'
            ) from None
        kind = self.cleaned_data.get("kind")
        facts = handler_of(kind).facts if kind else ()
        for condition in conditions:
            if condition.fact not in facts:
                raise ValidationError(f"This kind knows: {', '.join(facts) or 'no facts'}.")
            if not isinstance(condition.value, int):
                raise ValidationError("A value is a number, true or false.")
        return value


@admin.register(ApprovalRoute)
class ApprovalRouteTable(CenterAdmin):
    form = RouteForm
    list_display = ("kind_label", "least_size", "below_size", "expires_after_minutes", "four_eyes")
    list_filter = ("kind",)
    fields = ("kind", ("least_size", "below_size"), "expires_after_minutes", "four_eyes", "automatic")
    inlines = (StepInline,)

    @admin.display(description="kind", ordering="kind")
    def kind_label(self, row: ApprovalRoute) -> str:
        return label_of(row.kind)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Written as every table; what the routes leave open is said."""
        super().save_related(request, form, formsets, change)
        self._warn(request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._warn(request)

    def _warn(self, request: HttpRequest) -> None:
        for problem in problems_of(required_center(request).pk):
            messages.warning(request, f"{problem} Requests of that size take the built-in route.")


@admin.register(Delegation)
class DelegationTable(ReadOnlyAdmin):
    list_display = ("principal", "delegate", "starts_at", "ends_at", "ended_at")
    list_select_related = ("principal", "delegate")


class RequestEventInline(ReadOnlyInline):
    model = RequestEvent
    center_path = "request__center"
    fields = ("number", "kind", "at", "user", "principal", "step", "answer", "reason")


@admin.register(Request)
class RequestTable(ReadOnlyAdmin):
    list_display = ("asked_at", "kind", "person", "status", "closed_at", "closed_by")
    list_filter = ("kind", "status")
    list_select_related = ("person", "closed_by")
    fields = (
        "kind",
        "person",
        "asked_by",
        "asked_at",
        "starts_at",
        "ends_at",
        "size",
        "note",
        "status",
        "closed_at",
    )
    inlines = (RequestEventInline,)
