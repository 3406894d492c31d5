"""Application configuration of `scheduling`."""

from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = "Scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Opened here: they import models.
        from approvals.registry import register
        from scheduling.attendance import notices as attendance
        from scheduling.emergencies import notices as emergencies
        from scheduling.preferences.handler import PreferenceHandler
        from scheduling.roster import notices as roster
        from scheduling.roster_requests.overtime import OvertimeHandler
        from scheduling.roster_requests.overtime_worked import OvertimeWorkedHandler
        from scheduling.roster_requests.own_shift import OwnShiftHandler
        from scheduling.roster_requests.rule_override import RuleOverrideHandler

        register(PreferenceHandler())
        register(OvertimeHandler())
        register(OvertimeWorkedHandler())
        register(OwnShiftHandler())
        register(RuleOverrideHandler())
        roster.register_kinds()
        emergencies.register_kinds()
        attendance.register_kinds()
