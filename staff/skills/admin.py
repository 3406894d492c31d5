"""Skills, certifications and trainer pairs in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from staff.administration.tables import CenterAdmin, CenterInline
from staff.skills.models import Certification, Skill, TrainerPair


@admin.register(Skill)
class SkillTable(CenterAdmin):
    list_display = ("code", "name", "kind", "valid_months")
    list_filter = ("kind",)
    search_fields = ("code", "name")
    fields = ("code", "name", "kind", "valid_months")


class CertificationInline(CenterInline):
    model = Certification
    fields = ("skill", "granted_on", "expires_on")


class TraineePairInline(CenterInline):
    model = TrainerPair
    fk_name = "trainee"
    fields = ("trainer", "starts_on", "ends_before")
    autocomplete_fields = ("trainer",)
    verbose_name_plural = "trainers by preference"


class ExpiryFilter(admin.SimpleListFilter):
    title = "expiry"
    parameter_name = "expiry"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("expired", "Expired"), ("60", "In the next 60 days"), ("valid", "Valid"), ("never", "Never")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        match self.value():
            case "expired":
                return queryset.filter(expires_on__lt=today)
            case "60":
                return queryset.filter(expires_on__range=(today, today + timedelta(days=60)))
            case "valid":
                return queryset.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
            case "never":
                return queryset.filter(expires_on__isnull=True)
        return queryset


@admin.register(Certification)
class CertificationTable(CenterAdmin):
    list_display = ("person", "skill", "granted_on", "expires_on")
    list_filter = (ExpiryFilter, "skill")
    list_select_related = ("person", "skill")
    search_fields = ("person__number", "person__last_name", "person__first_name", "skill__code")
    ordering = ("person__last_name", "skill__code")
    autocomplete_fields = ("person",)
    fields = ("person", "skill", ("granted_on", "expires_on"))
    date_hierarchy = "expires_on"


@admin.register(TrainerPair)
class TrainerPairTable(CenterAdmin):
    list_display = ("trainee", "trainer", "starts_on", "ends_before")
    list_select_related = ("trainee", "trainer")
    search_fields = ("trainee__last_name", "trainee__number", "trainer__last_name", "trainer__number")
    ordering = ("trainee__last_name", "starts_on")
    autocomplete_fields = ("trainee", "trainer")
    fields = (("trainee", "trainer"), ("starts_on", "ends_before"))
