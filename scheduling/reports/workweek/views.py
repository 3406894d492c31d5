"""The workweek advisor and its table as CSV. Read only: a workweek is changed in the admin."""

from __future__ import annotations

import csv
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scheduling.person_roster.access import person_for_view
from scheduling.person_roster.selectors import person_timeline
from scheduling.person_roster.views import moment_asked
from scheduling.reports.workweek.facts import Case
from scheduling.reports.workweek.presenter import hours_words_of, present, start_words
from scheduling.reports.workweek.selectors import advisor_facts
from scheduling.roster.as_of.pages import answers_as_of, as_of, shown_as_of
from scheduling.roster.selectors import View
from scheduling.time.interval import minute_before
from scheduling.time.local_time import LocalClock
from staff.centers.current import CenterRequest, permission_required
from staff.centers.years import written_date
from staff.permissions import Permission, may


@require_safe
@permission_required(Permission.VIEW_WORKWEEK_ADVICE)
@answers_as_of
def advisor(request: CenterRequest) -> HttpResponse:
    """28 starts for each pattern, the chosen one cut through its shifts, and one person's limits below."""
    center = request.center
    at = as_of(request, center)
    today = LocalClock(center.time_zone).date_of(minute_before(at.now))
    facts = advisor_facts(center, today, at.version)
    shown = shown_as_of(request, center, at)
    selected = facts.selected(request.GET.get("pattern", ""))
    context = {
        "page": present(facts.cases, selected, center.pattern_anchor, today),
        "selected": selected.key,
        "people": [(str(worker.person), worker.name) for worker in selected.people],
        "as_of": shown,
        "may_change": not at.is_past and may(request.user, Permission.MANAGE_CENTER, center.pk),
    }
    asked = _person_asked(request.GET.get("person", ""), selected)
    if asked is not None:
        person = person_for_view(request.user, center, asked)
        on = written_date(request.GET.get("on", ""))
        context |= {
            "person": person,
            "timeline": person_timeline(
                person, center, View.WORKING, at=at, on=on, moment=moment_asked(request)
            ),
            "on": (on or today).isoformat(),
            "keep": [
                ("pattern", selected.key),
                ("person", str(person.pk)),
                *([("as_of", at.text)] if at.is_past else []),
            ],
        }
    return render(request, "scheduling/reports/workweek.html", context)


@require_safe
@permission_required(Permission.VIEW_WORKWEEK_ADVICE)
@answers_as_of
def export(request: CenterRequest) -> HttpResponse:
    """Overtime hours per person and week, a line for each pattern and start."""
    clock, at = LocalClock(request.center.time_zone), as_of(request, request.center)
    facts = advisor_facts(request.center, clock.date_of(minute_before(at.now)), at.version)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="workweek.csv"'
    lines = csv.writer(answer)
    lines.writerow(("pattern", "groups", "people", "start", "overtime_hours_per_week", "is_now", "is_least"))
    for case in facts.cases:
        for start in case.advice.starts:
            now = case.now
            lines.writerow(
                (
                    _plain(case.name),
                    _plain(", ".join(case.groups)),
                    len(case.people),
                    start_words(start.minute_of_week),
                    hours_words_of(start.overtime_minutes).removesuffix(" h"),
                    int(now is not None and now.minute_of_week == start.minute_of_week),
                    int(start.overtime_minutes == case.advice.least),
                )
            )
    return answer


def _plain(words: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t", "\r"} else words


def _person_asked(text: str, selected: Case) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return selected.people[0].person if selected.people else None
