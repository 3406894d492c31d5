"""The inspector over HTTP: one shift, and who could work it instead. Edits go through views.py."""

from __future__ import annotations

import json
import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from scheduling.attendance.selectors import confirmations
from scheduling.board.candidates import candidates
from scheduling.board.cells import shifts_of
from scheduling.board.context import address
from scheduling.board.facts import BoardFacts
from scheduling.board.inspector import history_of, inspect
from scheduling.board.queries import load_board
from scheduling.board.state import BoardState
from scheduling.board.views import state_of, viewer
from scheduling.roster.as_of.pages import answers_as_of, as_of, changes_now, shown_as_of
from scheduling.roster.as_of.reading import AsOf
from scheduling.roster.people import PersonFacts
from scheduling.roster.workweeks import workweeks_of
from scheduling.time.words import range_words
from staff.centers.models import Center
from staff.centers.years import written_date
from staff.people.models import User
from staff.permissions import Permission, may


@login_required
@require_GET
@answers_as_of
def inspector(request: HttpRequest) -> HttpResponse:
    """The panel of `person` on `day`; a fragment for htmx, a page of its own otherwise."""
    user, center = viewer(request)
    at = as_of(request, center)
    state = state_of(center, request.GET.dict(), at.now)
    facts, person, on = _asked(request, user, center, state, at)
    sees_reasons = may(user, Permission.VIEW_ABSENCE_REASONS, center.pk)
    history = history_of(center, person, facts.days[on], facts, sees_reasons=sees_reasons)
    said = confirmations(center, facts.evaluation.input.span, [person.id], at=at).get(person.id, {})
    is_panel = bool(getattr(request, "htmx", False))
    context = {
        "is_panel": is_panel,
        "inspector": inspect(facts, person, on, history, workweeks_of(center, facts.version), said),
        "board_query": state.query(),
        "codes": [
            (each.code, each.name)
            for each in sorted(
                {each.code: each for each in facts.evaluation.input.shift_types.values()}.values(),
                key=lambda each: (each.starts_at, each.code),
            )
        ],
        "people_url": address("people"),
        "as_of": shown_as_of(request, center, at),
    }
    return render(request, f"scheduling/board/{'_inspector' if is_panel else 'inspector'}.html", context)


@login_required
@require_GET
@changes_now
def who_fits(request: HttpRequest) -> HttpResponse:
    """Who could work the shift of `person` on `day`, with a form each that moves it over; a fragment for htmx, a
    page of its own otherwise."""
    user, center = viewer(request)
    state = state_of(center, request.GET.dict())
    facts, person, on = _asked(request, user, center, state)
    shifts = [
        shift
        for shift in shifts_of(facts.evaluation.roster(person.id).worked(), facts.clock)
        if shift.on == on
    ]
    if not shifts:
        raise Http404("No shift starts on this day.")
    shift = max(shifts, key=lambda each: each.minutes)
    first = shift.segments[0]
    found = candidates(facts, person, on, shift.interval, first.position, workweeks_of(center, facts.version))
    named = facts.evaluation.input.shift_types.get(first.shift_type) if first.shift_type is not None else None
    wanted = {
        "shift": named.code if named else None,
        "start": f"{facts.clock.local(shift.interval.start):%H:%M}",
        "end": f"{facts.clock.local(shift.interval.end):%H:%M}",
        "position": str(first.position) if first.position is not None else None,
    }
    edits = [
        (
            each,
            json.dumps(
                {
                    "edit_id": str(uuid.uuid4()),
                    "base_version": facts.version,
                    "changes": [
                        {"type": "set_day", "person": str(person.id), "day": on.isoformat(), "wanted": None},
                        {"type": "set_day", "person": each.id, "day": on.isoformat(), "wanted": wanted},
                    ],
                }
            ),
        )
        for each in found.shown
    ]
    context = {
        "found": found,
        "edits": edits,
        "person": person,
        "times": range_words(shift.interval.start, shift.interval.end, facts.clock),
        "board_query": state.query(),
        "may_edit": facts.may_edit and on not in facts.locked,
    }
    name = "_candidates" if getattr(request, "htmx", False) else "candidates"
    return render(request, f"scheduling/board/{name}.html", context)


def _asked(
    request: HttpRequest, user: User, center: Center, state: BoardState, at: AsOf | None = None
) -> tuple[BoardFacts, PersonFacts, date]:
    """The board's facts with the person and the date that are asked about. Raises Http404 for anything else."""
    on = written_date(request.GET.get("day", ""))
    try:
        person_id = uuid.UUID(request.GET.get("person", ""))
    except ValueError:
        raise Http404("Nobody is named.") from None
    facts = load_board(user, center, state, at)
    person = next((each for each in facts.people if each.id == person_id), None)
    if person is None or on is None or on not in facts.days:
        raise Http404("Nobody of that name on that day.")
    return facts, person, on
