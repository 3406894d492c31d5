"""One form per kind over HTTP: what it would mean, what stands against it, and the act through the door."""

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
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.kinds import TERMS
from scheduling.board.cells import ABSENCE_CODES
from scheduling.board.conflicts import applied_words, present_conflicts
from scheduling.board.recording.breaks import BreaksForm, break_terms
from scheduling.board.recording.forms import LeaveForm, RecordForm, change_from, form_class
from scheduling.board.recording.page import (
    OF_SHIFT,
    TITLES,
    ShownImpact,
    impact_of,
    roster_around,
    shift_on,
    shown_impact,
    takers,
)
from scheduling.board.sentences import issue_of
from scheduling.board.views import changed
from scheduling.roster.answers import EditAnswer
from scheduling.roster.as_of.pages import changes_now
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import CommandError, Edit, KindChange, RecordAbsence
from scheduling.roster.domain.shifts import Shift
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import NeedsApproval, PublishRefused
from scheduling.roster.selectors import Roster
from scheduling.roster_requests.rule_override import NoReason, ask_to_override
from scheduling.time.words import date_words, end_words, range_words, time_words
from staff.centers.clock import current_version
from staff.centers.current import CenterRequest, permission_required
from staff.centers.years import written_date
from staff.people.models import Person
from staff.permissions import Permission, may

LONGEST_LEAVE = timedelta(days=92)
"""How far ahead the form computes what leave would mean; it may last longer."""

_SHOWN = (
    "absence", "since", "start", "until", "end", "at", "taker", "position", "console", "reason",
)  # fmt: skip

_FIELD_OF = {"until": "at", "shift_start": None, "person": None}


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@permission_required(Permission.EDIT_ROSTER)
@changes_now
def record(request: CenterRequest, day: str, person_id: UUID, kind: str) -> HttpResponse:
    """The form of a kind for a person's day; `check` tells what it would mean, else it is done."""
    return _Recording(request, _kind(kind), person_id, _date(day)).answer()


class _Recording:
    """One request for one form."""

    def __init__(self, request: CenterRequest, kind: AdjustmentKind, person_id: UUID, day: date) -> None:
        self.request, self.kind, self.person_id, self.day = request, kind, person_id, day
        until = written_date(request.POST.get("until", "")) if kind is AdjustmentKind.LEAVE else None
        longest = day + LONGEST_LEAVE
        self.roster: Roster = roster_around(request.center, day, min(until, longest) if until else None)
        facts = self.roster.person.get(person_id)
        if facts is None or not facts.is_employed(day):
            raise Http404("Not on the roster of this day.")
        self.name = facts.name
        self.shift: Shift | None = shift_on(self.roster, person_id, day)
        if kind in OF_SHIFT and self.shift is None:
            raise Http404("No shift begins on this day.")
        self.impact: ShownImpact | None = None
        self.refusal: PublishRefused | None = None
        self.is_asking = False

    def answer(self) -> HttpResponse:
        """The form, what it would mean, or where it leads."""
        if self.request.method != "POST":
            return self._page(self._form(None), 200)
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        change = self._change(form)
        try:
            self.impact = shown_impact(
                self.request.center, self.roster, impact_of(self.roster, change), self.kind
            )
            if "check" in self.request.POST:
                return self._page(form, 200)
            if "ask" in self.request.POST:
                return self._asked(form, change)
            return self._done(self._apply(form, change))
        except CommandError as error:
            name = self._field(form, error.field)
            form.add_error(name if name in form.fields else None, error.message)
        except PublishRefused as error:
            self.refusal = error
        except NoReason as error:
            form.add_error("override_reason", str(error))
            self.is_asking = True
        except EditRefused as error:
            return self._conflict(error)
        return self._page(form, 422)

    def _change(self, form: RecordForm) -> KindChange | RecordAbsence:
        if isinstance(form, LeaveForm):
            return form.change(self.person_id, self.roster.clock)
        if isinstance(form, BreaksForm) and self.shift is not None:
            return form.change(self.person_id, self.shift)
        return change_from(
            self.kind, form.cleaned_data, self.person_id, self.day, self.shift, self.roster.clock
        )

    def _field(self, form: RecordForm, path: str) -> str | None:
        """The field of the form that an error of the door is about."""
        parts = path.split(".")
        if isinstance(form, BreaksForm) and len(parts) > 2 and parts[-3] == "breaks":
            return f"{parts[-1]}_{form.line_of(int(parts[-2]))}"
        return _FIELD_OF.get(parts[-1], parts[-1])

    def _asked(self, form: RecordForm, change: KindChange | RecordAbsence) -> HttpResponse:
        """The change waits for an answer; where nothing stands against it any more it is done."""
        found = ask_to_override(
            actor=self.request.user,
            center=self.request.center,
            edit=self._edit(form, change),
            reason=form.cleaned_data["override_reason"],
        )
        if isinstance(found, EditAnswer):
            return self._done(found)
        messages.success(self.request, "Asked. You are told when it is answered.")
        target = reverse("my_request", args=[found.pk])
        if self._is_htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

    def _apply(self, form: RecordForm, change: KindChange | RecordAbsence) -> EditAnswer:
        edit = self._edit(form, change)
        return apply_edit(actor=self.request.user, center=self.request.center, edit=edit)

    def _edit(self, form: RecordForm, change: KindChange | RecordAbsence) -> Edit:
        fields = form.cleaned_data
        return Edit(
            fields["edit_id"],
            fields["base_version"],
            (change,),
            publishes=fields.get("publishes", False),
            override_reason=fields["override_reason"],
            accepts_warnings=fields["accepts_warnings"],
        )

    def _form(self, data: Any) -> RecordForm:
        more: dict[str, Any] = {"initial": {"base_version": self.roster.version, "console": None}}
        if self.kind is AdjustmentKind.BREAKS and self.shift is not None:
            return BreaksForm(
                self.kind, data, terms=break_terms(self.roster, self.person_id, self.shift), **more
            )
        if self.kind is AdjustmentKind.TRADE and self.shift is not None:
            more["takers"] = takers(self.roster, self.person_id, self.shift, self.day)
        elif self.kind is AdjustmentKind.LEAVE:
            more["leaves"] = [(each, each.replace("_", " ").capitalize()) for each in ABSENCE_CODES]
            more["initial"] |= self._leave_initial()
        elif self.kind is AdjustmentKind.SEAT or self.kind not in OF_SHIFT:
            more["positions"] = [(str(each.key), each.name) for each in self.roster.input.positions]
        if self.kind is AdjustmentKind.SEAT and self.shift is not None:
            clock = self.roster.clock
            more["initial"] |= {
                "start": time_words(self.shift.start, clock)[:5],
                "end": end_words(self.shift.end, clock)[:5],
            }
        return form_class(self.kind)(self.kind, data, **more)

    def _leave_initial(self) -> dict[str, Any]:
        """The day's shift, or the whole day where there is none."""
        clock, shift = self.roster.clock, self.shift
        whole = clock.day(self.day)
        start, end = (shift.start, shift.end) if shift else (whole.start, whole.end)
        return {
            "since": clock.date_of(start).isoformat(),
            "start": time_words(start, clock)[:5],
            "until": clock.date_of(end - 1).isoformat(),
            "end": end_words(end, clock)[:5],
        }

    def _page(self, form: RecordForm, status: int) -> HttpResponse:
        may_override = may(self.request.user, Permission.OVERRIDE_RULES, self.request.center.pk)
        refusal = self.refusal
        shift = self.shift
        context = {
            "form": form,
            "title": f"{TITLES[self.kind]}: {self.name}, {date_words(self.day, self.day)}",
            "shift": range_words(shift.start, shift.end, self.roster.clock) if shift else "",
            "impact": self.impact,
            "refusal": refusal,
            "needs_approval": isinstance(refusal, NeedsApproval) or self.is_asking,
            "stands": [
                (self._name_of(each.person), issue_of(each, self.roster.clock))
                for each in (refusal.violations if refusal else ())
            ],
            "may_override": may_override,
            "is_operational": TERMS[self.kind].is_operational,
            "url": self.request.get_full_path(),
            "board_query": self.request.POST.get("board", self.request.GET.get("board", "")),
            "day": self.day,
            "shown": [form[name] for name in _SHOWN if name in form.fields],
        }
        template = "_form.html" if self._is_htmx else "page.html"
        return render(self.request, f"scheduling/board/recording/{template}", context, status=status)

    def _name_of(self, person: Any) -> str:
        known = self.roster.person.get(person)
        return known.name if known else str(Person.objects.get(pk=person, center=self.request.center))

    def _conflict(self, error: EditRefused) -> HttpResponse:
        left_out = {"csrfmiddlewaretoken", "base_version", "edit_id"}
        again = [(name, str(value)) for name, value in self.request.POST.items() if name not in left_out]
        version = current_version(self.request.center.pk)
        context = {
            "lines": present_conflicts(self.request.center, error).lines,
            "asks": error.asks,
            "name": self.name,
            "fields": [*again, ("base_version", str(version)), ("edit_id", str(uuid.uuid4()))],
            "url": self.request.get_full_path(),
            "back": reverse("day", args=[self.day.isoformat()]),
        }
        template = "_stale.html" if self._is_htmx else "stale.html"
        return render(self.request, f"scheduling/board/day/{template}", context, status=409)

    def _done(self, answer: EditAnswer) -> HttpResponse:
        """Back to where it was asked: the board by what changed, the day anew."""
        board = self.request.POST.get("board", "")
        words = applied_words(self.request.center, answer.conflicts)
        if self._is_htmx and board:
            fields = {name: str(value) for name, value in self.request.POST.items()}
            response = changed(self.request, self.request.user, self.request.center, fields, answer)
            events = json.loads(response.headers["HX-Trigger"])
            response.headers["HX-Trigger"] = json.dumps(events | {"closeDialog": ""})
            # The fragments find their own places; swapped into the dialog it would open again.
            response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "none"
            return response
        seen = TERMS[self.kind].is_operational or "publishes" in self.request.POST
        said = words or ("Recorded. Employees see it now." if seen else "Saved as a draft.")
        messages.add_message(self.request, messages.WARNING if words else messages.SUCCESS, said)
        if self._is_htmx:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        if board:
            return HttpResponseRedirect(f"{reverse('board')}?{board}")
        return HttpResponseRedirect(reverse("day", args=[self.day.isoformat()]))

    @property
    def _is_htmx(self) -> bool:
        return bool(self.request.headers.get("HX-Request"))


def _kind(text: str) -> AdjustmentKind:
    if text not in {kind.value for kind in TITLES}:
        raise Http404("No such kind.")
    return AdjustmentKind(text)


def _date(text: str) -> date:
    found = written_date(text)
    if found is None:
        raise Http404("No such date.")
    return found
