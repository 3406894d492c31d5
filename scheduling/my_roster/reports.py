"""Confirming and reporting from the phone: a page for a shift, one for "I can't come", one for coming late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, overload
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from scheduling.attendance.confirming import MOST_SHIFTS, Seen, confirm_shifts
from scheduling.attendance.domain.own import OwnShift, day_of, shift_meant
from scheduling.attendance.domain.reports import (
    AbsenceKind,
    CannotCome,
    ComesLate,
    arrival_at,
    until_on,
)
from scheduling.attendance.reporting import covered_until, own_report, report, withdraw_report
from scheduling.attendance.selectors import NoOwnRoster
from scheduling.my_roster.report_forms import KIND_HINTS, UNTIL, CannotComeForm, LateForm
from scheduling.my_roster.selectors import MyShifts, my_shifts
from scheduling.roster.as_of.pages import answers_as_of, as_of, changes_now, shown_as_of
from scheduling.roster.as_of.reading import AsOf, present
from scheduling.roster.domain.commands import CommandError
from scheduling.roster.models import Edit
from scheduling.time.local_time import LocalClock
from scheduling.time.words import count_words, date_words, range_words
from staff.centers.current import CenterRequest, permission_required
from staff.permissions import Permission

_FIELD_OF = {"until": "until_at"}
_LONGEST_NUMBER = 9
"""Digits of a minute: enough for the next eighteen centuries."""
OVER_OR_GONE = "This shift is over or not yours any more. Look at your shifts."


@dataclass(frozen=True, slots=True)
class Asked:
    """One of one's own shifts that an address names."""

    mine: MyShifts
    shift: OwnShift

    def context(self) -> dict[str, Any]:
        """What every page of a shift shows."""
        return {"card": self.mine.card(self.shift), "phone": self.mine.phone, "person": self.mine.person}


@require_POST
@permission_required(Permission.REPORT_OWN_SHIFTS)
@changes_now
def confirm(request: CenterRequest) -> HttpResponse:
    """Say yes to one or more shifts as they were shown."""
    seen = [_seen(text) for text in request.POST.getlist("shift")]
    if not seen or len(seen) > MOST_SHIFTS:
        raise BadRequest(f"Name 1 to {MOST_SHIFTS} shifts.")
    try:
        outcome = confirm_shifts(actor=request.user, center=request.center, seen=seen)
    except NoOwnRoster:
        raise Http404("No roster of your own.") from None
    clock = LocalClock(request.center.time_zone)
    for each in outcome.changed:
        day = day_of(each, clock)
        times = range_words(each.start, each.end, clock)
        words = f"{date_words(day, day)} changed since you looked: {times}. Look again, then confirm it."
        messages.warning(request, words)
    if outcome.gone:
        messages.warning(request, "A shift has begun or is not yours any more. Look at your shifts.")
    right = (*outcome.confirmed, *outcome.known)
    if right:
        messages.success(request, f"{count_words(len(right), 'shift')} confirmed.")
    return HttpResponseRedirect(reverse("home"))


@require_safe
@permission_required(Permission.REPORT_OWN_SHIFTS)
@answers_as_of
def shift(request: CenterRequest, shift_start: str) -> HttpResponse:
    """One of one's own shifts, with what can be said of it."""
    at = as_of(request, request.center)
    context = _asked(request, shift_start, at=at).context()
    context["as_of"] = shown_as_of(request, request.center, at)
    return render(request, "scheduling/my_roster/shift.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.REPORT_OWN_SHIFTS)
@changes_now
def cannot_come(request: CenterRequest, shift_start: str) -> HttpResponse:
    """The form of "I can't come", and the report itself; the same form sent twice reports once."""
    form = CannotComeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        clock = LocalClock(request.center.time_zone)
        until = (
            until_on(fields["until_on"], fields["until_at"], clock) if fields["how_long"] == UNTIL else None
        )
        what = CannotCome(_number(shift_start), AbsenceKind(fields["kind"]), until)
        if _is_reported(request, form, what):
            messages.success(request, "Reported. Your supervisors know, and you are off this shift.")
            return HttpResponseRedirect(reverse("home"))
    asked = _asked(request, shift_start, form)
    if asked is None:
        return _home_with(request, " ".join(str(each) for each in form.non_field_errors()))
    kinds = [(radio, KIND_HINTS[radio.data["value"]]) for radio in form["kind"]]
    return _form_page(request, "cannot_come", asked, form, kinds=kinds)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@permission_required(Permission.REPORT_OWN_SHIFTS)
@changes_now
def comes_late(request: CenterRequest, shift_start: str) -> HttpResponse:
    """The form of coming late, what is covered until then (`check`), and the report itself."""
    form = LateForm(request.POST if request.method == "POST" else None)
    is_check = "check" in request.POST
    asked = _asked(request, shift_start, form if request.method == "POST" else None)
    if asked is None:
        return _home_with(request, OVER_OR_GONE if form.is_valid() else "")
    covered: list[str] | None = None
    if request.method == "POST" and form.is_valid():
        mine, own = asked.mine, asked.shift
        arrives_at = arrival_at(form.cleaned_data["arrives_at"], own, mine.clock, mine.minute)
        what = ComesLate(own.shift_start, arrives_at)
        if is_check:
            try:
                covered = covered_until(actor=request.user, center=request.center, what=what)
            except CommandError as error:
                _add_error(form, error)
        elif _is_reported(request, form, what):
            messages.success(request, "Reported. Your supervisors know when you arrive.")
            return HttpResponseRedirect(reverse("home"))
    name = "_covered" if is_check and request.headers.get("HX-Request") else "late"
    return _form_page(request, name, asked, form, covered=covered)


@require_POST
@permission_required(Permission.REPORT_OWN_SHIFTS)
@changes_now
def withdraw(request: CenterRequest, report_id: UUID) -> HttpResponse:
    """ "I can come after all"; what can't be taken back any more is said in words."""
    try:
        own_report(actor=request.user, center=request.center, report_id=report_id)
    except (Edit.DoesNotExist, NoOwnRoster):
        raise Http404("No such report.") from None
    try:
        edit_id = UUID(request.POST.get("edit_id", ""))
    except ValueError:
        raise BadRequest("The form has no id.") from None
    try:
        withdraw_report(actor=request.user, center=request.center, edit_id=edit_id, report_id=report_id)
    except CommandError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, "Your supervisors know that you come.")
    return HttpResponseRedirect(reverse("home"))


def _is_reported(request: CenterRequest, form: Form, what: CannotCome | ComesLate) -> bool:
    """Whether it is recorded; else the form says why not."""
    try:
        report(actor=request.user, center=request.center, edit_id=form.cleaned_data["edit_id"], what=what)
    except NoOwnRoster:
        raise Http404("No roster of your own.") from None
    except CommandError as error:
        _add_error(form, error)
        return False
    return True


def _add_error(form: Form, error: CommandError) -> None:
    field = error.field.rpartition(".")[2]
    name = _FIELD_OF.get(field, field)
    form.add_error(name if name in form.fields else None, error.message)


def _form_page(request: CenterRequest, name: str, asked: Asked, form: Form, **more: Any) -> HttpResponse:
    for field in form.errors:
        if field in form.fields:
            form.fields[field].widget.attrs["aria-invalid"] = "true"
    context = asked.context() | {"form": form} | more
    return render(request, f"scheduling/my_roster/{name}.html", context, status=422 if form.errors else 200)


def _home_with(request: CenterRequest, words: str) -> HttpResponse:
    """The shift of a good form is gone: why is said where one's shifts are. Raises Http404 without a reason."""
    if not words:
        raise Http404("No such shift of yours.")
    messages.warning(request, words)
    return HttpResponseRedirect(reverse("home"))


@overload
def _asked(request: CenterRequest, shift_start: str, *, at: AsOf) -> Asked: ...
@overload
def _asked(request: CenterRequest, shift_start: str, form: Form | None) -> Asked | None: ...
def _asked(
    request: CenterRequest, shift_start: str, form: Form | None = None, *, at: AsOf | None = None
) -> Asked | None:
    """The shift an address names, if it is one's own, published and not over. Raises Http404 without one.

    Once something was sent (`form` is bound), the shift may have moved meanwhile, or be gone: None.
    """
    try:
        mine = my_shifts(request.user, request.center, at or present(request.center, timezone.now()))
    except NoOwnRoster:
        raise Http404("No roster of your own.") from None
    start = _number(shift_start)
    left = [each for each in mine.shifts if each.end > mine.minute]
    found = next((each for each in left if each.shift_start == start), None)
    if found is None and form is not None and form.is_bound:
        found = shift_meant(left, start, mine.clock, now=mine.minute)
        return Asked(mine, found) if found is not None else None
    if found is None:
        raise Http404("No such shift of yours.")
    return Asked(mine, found)


def _number(text: str) -> int:
    """Minutes since 1970. Raises Http404 for anything else."""
    if not text.isascii() or not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise Http404("No such shift.")
    return int(text)


def _seen(text: str) -> Seen:
    start, _, tag = text.partition(".")
    if not tag:
        raise BadRequest("A shift is named by its start and what was seen of it.")
    return Seen(_number(start), tag)
