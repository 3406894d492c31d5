"""Wishes, standing preferences and off-limit groups in the admin."""

from __future__ import annotations

from django.contrib import admin

from staff.administration.tables import CenterAdmin, CenterInline
from staff.preferences.models import OffLimitGroup, OffLimitMembership, StandingPreference, Wish


@admin.register(Wish)
class WishTable(CenterAdmin):
    list_display = ("person", "on", "kind", "shift_code", "weight")
    list_filter = ("kind", "weight")
    list_select_related = ("person",)
    search_fields = ("person__number", "person__last_name", "person__first_name")
    date_hierarchy = "on"
    autocomplete_fields = ("person",)
    fields = ("person", ("kind", "on"), ("shift_code", "weight"))


@admin.register(StandingPreference)
class StandingPreferenceTable(CenterAdmin):
    list_display = ("person", "kind", "weekdays", "shift_code", "part", "weight", "starts_on", "ends_before")
    list_filter = ("kind", "weight")
    list_select_related = ("person",)
    search_fields = ("person__number", "person__last_name", "person__first_name")
    autocomplete_fields = ("person",)
    fields = ("person", ("kind", "weight"), "weekdays", ("shift_code", "part"), ("starts_on", "ends_before"))


class OffLimitMembershipInline(CenterInline):
    model = OffLimitMembership
    center_path = "group__center"
    fields = ("person",)
    autocomplete_fields = ("person",)
    verbose_name_plural = "people"


@admin.register(OffLimitGroup)
class OffLimitGroupTable(CenterAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name",)
    inlines = (OffLimitMembershipInline,)
