"""The day view, and the times of one shift edited by form, by keys or by drag: all through the one door."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from scheduling.board.conflicts import applied_words, present_conflicts
from scheduling.board.day.editing import (
    ShiftOnDay,
    edit_of,
    shift_on_day,
    wall_time,
)
from scheduling.board.day.forms import DraggedForm, ShiftForm, TimesForm
from scheduling.board.day.page import DayPage, day_page, workweek_of_person
from scheduling.board.day.preview import preview
from scheduling.board.day.rows import Grouping
from scheduling.board.edits import left_alone_words
from scheduling.board.page import RANGE_LABELS
from scheduling.board.recording.page import menu
from scheduling.board.sentences import rules_words
from scheduling.board.state import RANGES, BoardState
from scheduling.roster.answers import EditAnswer
from scheduling.roster.as_of.pages import answers_as_of, as_of, changes_now, shown_as_of
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import CommandError, Edit, Wanted
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import PublishRefused
from scheduling.roster.periods import dates_of_period
from scheduling.roster.undo import NothingToUndo, undo
from scheduling.time.interval import Interval
from scheduling.time.words import date_words, end_words, range_words, time_words
from staff.centers.current import CenterRequest, permission_required
from staff.centers.models import Center
from staff.centers.years import written_date
from staff.permissions import Permission

_FIELD_OF = {"start": "start", "end": "end", "shift": "start", "position": "position", "console": "console"}


@require_safe
@permission_required(Permission.VIEW_WORKING_ROSTER)
@answers_as_of
def day(request: CenterRequest, day: str = "") -> HttpResponse:
    """A date of the working roster, today without one."""
    return render(request, "scheduling/board/day/day.html", _context(request, _page(request, day)))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@permission_required(Permission.EDIT_ROSTER)
@changes_now
def shift(request: CenterRequest, day: str, person_id: UUID) -> HttpResponse:
    """One person's shift of a date: the form, and what is sent by it, by keys or by a drag."""
    page = _page(request, request.GET.get("on") or day, only=person_id)
    known = shift_on_day(page.roster, person_id, _date(day))
    if known is None:
        raise Http404("Not on the roster of this day.")
    if request.method != "POST":
        return _form(request, page, known, _new_form(page, known))
    if "start_minute" in request.POST:
        return _dragged(request, page, known)
    form = ShiftForm(request.POST, positions=_positions(page))
    if not form.is_valid():
        return _form(request, page, known, form, status=422)
    fields = form.cleaned_data
    wanted = None
    if "clear" not in request.POST:
        wanted = Wanted(
            shift_code=known.code,
            starts_at=fields["start"],
            ends_at=fields["end"],
            position=UUID(fields["position"]) if fields["position"] else None,
            console=fields["console"],
            pay=known.pay,
        )
    edit = edit_of(
        known,
        wanted,
        known.day,
        edit_id=fields["edit_id"],
        base_version=fields["base_version"],
        reason=fields["reason"],
    )
    return _apply(request, page, known, edit, form)


@require_safe
@permission_required(Permission.EDIT_ROSTER)
@changes_now
def shift_preview(request: CenterRequest, day: str, person_id: UUID) -> HttpResponse:
    """What the times being dragged would do; nothing is stored."""
    page = _page(request, request.GET.get("on") or day)
    known = shift_on_day(page.roster, person_id, _date(day))
    form = TimesForm(request.GET)
    if known is None or not form.is_valid():
        raise Http404("Nothing to try here.")
    wanted = Interval(form.cleaned_data["start_minute"], form.cleaned_data["end_minute"])
    weeks = workweek_of_person(page.roster, person_id)
    lines = preview(page.roster, known, wanted, page.frame, weeks)
    return render(request, "scheduling/board/day/_preview.html", {"lines": lines})


@require_POST
@permission_required(Permission.EDIT_ROSTER)
@changes_now
def undo_edit(request: CenterRequest, day: str) -> HttpResponse:
    """Take back one's latest gesture in the period of a date."""
    try:
        answer = undo(actor=request.user, center=request.center, day=_date(day), edit_id=uuid.uuid4())
    except NothingToUndo:
        messages.warning(request, "Nothing left to undo in this period.")
    except PublishRefused as error:
        messages.warning(request, f"Left as it is. {rules_words(error)}")
    else:
        if answer.left_alone:
            messages.warning(request, left_alone_words(answer.left_alone))
        else:
            messages.success(request, "Undone.")
    return _back(request, day)


def _dragged(request: CenterRequest, page: DayPage, known: ShiftOnDay) -> HttpResponse:
    form = DraggedForm(request.POST)
    if not form.is_valid():
        return _refused(request, "This drag could not be read. Type the times instead.")
    fields = form.cleaned_data
    clock = page.roster.clock
    try:
        starts_on, starts_at = wall_time(fields["start_minute"], clock)
        _, ends_at = wall_time(fields["end_minute"], clock)
    except CommandError as error:
        return _refused(request, error.message)
    wanted = Wanted(known.code, starts_at, ends_at, known.position, known.console, known.pay)
    edit = edit_of(known, wanted, starts_on, edit_id=fields["edit_id"], base_version=fields["base_version"])
    return _apply(request, page, known, edit, None)


def _apply(
    request: CenterRequest, page: DayPage, known: ShiftOnDay, edit: Edit, form: ShiftForm | None
) -> HttpResponse:
    try:
        answer = apply_edit(actor=request.user, center=request.center, edit=edit)
    except EditRefused as error:
        context = {
            "lines": present_conflicts(request.center, error).lines,
            "asks": error.asks,
            "name": known.name,
            "fields": _again(request, page),
            "url": request.get_full_path(),
            "back": f"{reverse('day', args=[page.frame.day.isoformat()])}?by={page.grouping.value}",
        }
        template = "_stale.html" if _is_htmx(request) else "stale.html"
        return render(request, f"scheduling/board/day/{template}", context, status=409)
    except CommandError as error:
        if form is None:
            return _refused(request, error.message)
        form.add_error(_FIELD_OF.get(error.field.rpartition(".")[2]), error.message)
        return _form(request, page, known, form, status=422)
    return _saved(request, page, known, answer)


def _saved(request: CenterRequest, page: DayPage, known: ShiftOnDay, answer: EditAnswer) -> HttpResponse:
    """The head and this person's rows anew; a row that another planner's change was replaced by is told."""
    words = applied_words(request.center, answer.conflicts)
    if not _is_htmx(request):
        messages.add_message(
            request, messages.WARNING if words else messages.SUCCESS, words or "Saved as a draft."
        )
        return _back(request, page.frame.day.isoformat())
    fresh = _page(request, page.frame.day.isoformat())
    rows = fresh.rows_of(known.person_id)
    shown = {row.id for row in rows}
    gone = [row.id for row in page.rows_of(known.person_id) if row.id not in shown]
    response = render(
        request,
        "scheduling/board/day/_answer.html",
        _context(request, fresh) | {"changed": rows, "gone": gone},
    )
    response["HX-Retarget"], response["HX-Reswap"] = "#day-head", "morph:outerHTML"
    toast = {"text": words or "Saved as a draft.", "tone": "warn" if words else ""}
    response["HX-Trigger"] = json.dumps({"closeDialog": "", "toast": toast})
    return response


def _refused(request: CenterRequest, message: str) -> HttpResponse:
    """A drag that can't be: nothing was changed, and why."""
    return render(request, "scheduling/board/day/_refused.html", {"message": message}, status=422)


def _form(
    request: CenterRequest, page: DayPage, known: ShiftOnDay, form: ShiftForm, *, status: int = 200
) -> HttpResponse:
    clock, today = page.roster.clock, page.frame.today
    own = page.roster.evaluation.rosters[known.person_id]
    base = [duty for duty in own.base if clock.date_of(duty.shift_start) == known.day]
    context = {
        "form": form,
        "known": known,
        "when": date_words(known.day, today),
        "base": range_words(base[0].start, base[-1].end, clock) if base else "",
        "lock_reason": page.locked.get(known.day, ""),
        "url": request.get_full_path(),
        "day": page.frame.day,
        "menu": menu(has_shift=known.shift is not None),
        "shift_day": known.day,
    }
    template = "_shift_form.html" if _is_htmx(request) else "shift.html"
    return render(request, f"scheduling/board/day/{template}", context, status=status)


def _new_form(page: DayPage, known: ShiftOnDay) -> ShiftForm:
    clock, shift = page.roster.clock, known.shift
    return ShiftForm(
        positions=_positions(page),
        initial={
            "start": time_words(shift.start, clock)[:5] if shift else "",
            "end": end_words(shift.end, clock)[:5] if shift else "",
            "position": str(known.position) if known.position else "",
            "console": known.console,
            "base_version": page.roster.version,
        },
    )


def _again(request: CenterRequest, page: DayPage) -> list[tuple[str, str]]:
    """The same edit on the version of now, to send once more: "Use mine"."""
    left_out = {"csrfmiddlewaretoken", "base_version", "edit_id"}
    fields = [(name, str(value)) for name, value in request.POST.items() if name not in left_out]
    return [*fields, ("base_version", str(page.roster.version)), ("edit_id", str(uuid.uuid4()))]


def _positions(page: DayPage) -> list[tuple[UUID, str]]:
    return [(position.key, position.name) for position in page.roster.input.positions]  # type: ignore[misc]


def _page(request: CenterRequest, day: str, only: UUID | None = None) -> DayPage:
    by = request.GET.get("by", "")
    grouping = Grouping(by) if by in set(Grouping) else Grouping.START
    shown = _date(day) if day else None
    at = as_of(request, request.center)
    return day_page(request.center, request.user, shown, grouping, at=at, only=only)


def _context(request: CenterRequest, page: DayPage) -> dict[str, Any]:
    day = page.frame.day.isoformat()
    url = reverse("day", args=[day])
    shown = shown_as_of(request, request.center, page.at)
    titles = {Grouping.START: "By start", Grouping.POSITION: "By position", Grouping.GROUP: "By group"}
    return {
        "page": page,
        "as_of": shown,
        "ranges": board_ranges(request.center, page.frame.day, page.at.text),
        "groupings": [
            (title, f"{url}?by={by}{shown.more}", by is page.grouping) for by, title in titles.items()
        ],
        "page_keys": [
            ("↑ ↓", "Another shift"),
            ("[ ]", "Choose start or end"),
            ("← →", "Move 15 min, with Alt 1 min, with Shift 1 h"),
            ("Enter", "Save what was moved, or open the shift"),
            ("T", "Type times"),
            ("B", "Breaks and relief"),
            ("P", "Position"),
            ("N", "Back to now"),
            ("4 2 1", "Four weeks, two weeks, one week"),
        ],
    }


def board_ranges(center: Center, day: date, as_of: str = "") -> list[tuple[str, str, int]]:
    """The board's ranges that hold a date, each counted from the start of its period: words, query, key."""
    starts_on, _ = dates_of_period(center, day)
    ranges = []
    for weeks in RANGES:
        into = (day - starts_on).days // (7 * weeks) * 7 * weeks
        state = BoardState(starts_on + timedelta(days=into), weeks, as_of=as_of)
        ranges.append((RANGE_LABELS[weeks], f"{state.query()}&on={day.isoformat()}", weeks))
    return ranges


def _back(request: CenterRequest, day: str) -> HttpResponse:
    by = request.GET.get("by", "")
    url = reverse("day", args=[_date(day).isoformat()]) + (f"?by={by}" if by in set(Grouping) else "")
    if _is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _date(text: str) -> date:
    found = written_date(text)
    if found is None:
        raise Http404("No such date.")
    return found


def _is_htmx(request: CenterRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
