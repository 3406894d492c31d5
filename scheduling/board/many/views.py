"""Actions over many days over HTTP: a look at what stands against them, then one edit through the door, or nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from scheduling.board.conflicts import applied_words, present_conflicts
from scheduling.board.facts import BoardFacts
from scheduling.board.many.forms import DONE, TITLES, Action, ManyForm
from scheduling.board.page import present
from scheduling.board.queries import load_board
from scheduling.board.state import BoardState
from scheduling.board.views import changed, posted_state
from scheduling.roster.answers import EditAnswer
from scheduling.roster.as_of.pages import changes_now
from scheduling.roster.bulk import Preview, Problem, apply_bulks, preview_bulks
from scheduling.roster.conflicts import EditRefused
from scheduling.roster.domain.commands import CommandError, EditTerms
from scheduling.time.words import count_words, month_day
from staff.centers.clock import current_version
from staff.centers.current import CenterRequest, permission_required
from staff.permissions import Permission

MOST_PROBLEMS = 40
"""Rows of a preview that are named one by one."""

_FIELDS = ("first", "last", "since", "until", "shift", "start", "end", "days", "taker", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@permission_required(Permission.EDIT_ROSTER)
@changes_now
def many(request: CenterRequest, action: str) -> HttpResponse:
    """The form of an action; `check` tells what it would do and what stands against it, else it is done."""
    if action not in set(Action):
        raise Http404("No such action.")
    return _Many(request, Action(action)).answer()


class _Many:
    """One request for one action."""

    def __init__(self, request: CenterRequest, action: Action) -> None:
        self.request, self.action = request, action
        self.fields: Any = request.POST if request.method == "POST" else request.GET
        self.state: BoardState = posted_state(request.center, {"board": self.fields.get("board", "")})
        self.facts: BoardFacts = load_board(request.user, request.center, self.state)
        self.preview: Preview | None = None

    def answer(self) -> HttpResponse:
        """The form, what it would do, or where it leads."""
        if self.request.method != "POST":
            return self._page(self._form(None), 200)
        form = self._form(self.fields)
        if not form.is_valid():
            return self._page(form, 422)
        bulks, terms = (
            form.bulks(),
            EditTerms(form.cleaned_data["edit_id"], form.cleaned_data["base_version"]),
        )
        actor, center = self.request.user, self.request.center
        try:
            self.preview = preview_bulks(actor=actor, center=center, bulks=bulks, version=terms.base_version)
            stands = self.preview.problems
            if "check" in self.fields or (stands and not form.cleaned_data["leaves_out"]):
                return self._page(form, 200 if "check" in self.fields else 422)
            left = {(each.person, each.day) for each in stands if each.day is not None}
            return self._done(apply_bulks(actor=actor, center=center, bulks=bulks, terms=terms, but_not=left))
        except CommandError as error:
            name = error.field.rpartition(".")[2]
            form.add_error(name if name in form.fields else None, error.message)
        except EditRefused as error:
            return self._conflict(error)
        return self._page(form, 422)

    def _form(self, data: Any) -> ManyForm:
        rows = [row for group in present(self.facts).groups for row in group.people]
        people = [(str(row.id), row.name) for row in rows]
        if not people:
            raise Http404("Nobody is shown.")
        codes = sorted(
            {each.code: each for each in self.facts.evaluation.input.shift_types.values()}.values(),
            key=lambda each: (each.starts_at, each.code),
        )
        known = {key for key, _ in people}
        asked = {name: self.request.GET.get(name, "") for name in ("first", "last", "since", "until")}
        days = list(self.facts.days)
        initial = {
            "first": asked["first"] if asked["first"] in known else people[0][0],
            "last": asked["last"] if asked["last"] in known else people[-1][0],
            "since": asked["since"] or days[0].isoformat(),
            "until": asked["until"] or self._last_day(asked["since"]),
            "base_version": self.facts.version,
            "days": 7,
        }
        return ManyForm(
            self.action,
            data,
            people=people,
            codes=[(each.code, f"{each.code} {each.name}") for each in codes],
            initial=initial,
        )

    def _last_day(self, since: str) -> str:
        days = [day.isoformat() for day in self.facts.days]
        first = days.index(since) if since in days else 0
        return days[min(len(days) - 1, first + 6)] if self.action is Action.COPY_WEEK else days[-1]

    def _page(self, form: ManyForm, status: int) -> HttpResponse:
        preview = self.preview
        problems = preview.problems if preview else ()
        context = {
            "form": form,
            "title": TITLES[self.action],
            "shown": [form[name] for name in _FIELDS if name in form.fields],
            "preview": preview,
            "would": self._would(preview),
            "problems": [(each.name, _day_words(each), each.reason) for each in problems[:MOST_PROBLEMS]],
            "more": max(0, len(problems) - MOST_PROBLEMS),
            "problem_words": count_words(len(problems), "day"),
            "may_leave_out": bool(problems) and all(each.day is not None for each in problems),
            "url": reverse("board_many", args=[self.action.value]),
            "board_query": self.state.query(),
        }
        template = "_form.html" if self._is_htmx else "page.html"
        return render(self.request, f"scheduling/board/many/{template}", context, status=status)

    def _would(self, preview: Preview | None) -> str:
        if preview is None:
            return ""
        people = len({each.person for each in preview.days})
        days = count_words(len(preview.days), "day")
        return f"{days} of {count_words(people, 'person', 'people')}, one version, one step to undo."

    def _conflict(self, error: EditRefused) -> HttpResponse:
        left_out = {"csrfmiddlewaretoken", "base_version", "edit_id"}
        again = [(name, str(value)) for name, value in self.fields.items() if name not in left_out]
        version = current_version(self.request.center.pk)
        context = {
            "lines": present_conflicts(self.request.center, error).lines,
            "asks": error.asks,
            "name": TITLES[self.action],
            "fields": [*again, ("base_version", str(version)), ("edit_id", str(uuid.uuid4()))],
            "url": reverse("board_many", args=[self.action.value]),
            "back": f"{reverse('board')}?{self.state.query()}",
        }
        template = "_stale.html" if self._is_htmx else "stale.html"
        return render(self.request, f"scheduling/board/day/{template}", context, status=409)

    def _done(self, answer: EditAnswer) -> HttpResponse:
        """Back to the board by what changed."""
        count = len({(person, when) for person, when in answer.touched})
        said = f"{DONE[self.action]} {count_words(count, 'shift')}. Ctrl Z takes all back."
        if answer.version is None:
            said = "Nothing to change."
        words = applied_words(self.request.center, answer.conflicts)
        if not self._is_htmx:
            messages.add_message(self.request, messages.WARNING if words else messages.SUCCESS, words or said)
            return HttpResponseRedirect(f"{reverse('board')}?{self.state.query()}")
        fields = {name: str(value) for name, value in self.fields.items()}
        response = changed(self.request, self.request.user, self.request.center, fields, answer)
        events = {"toast": {"text": said, "tone": ""}} | json.loads(response.headers["HX-Trigger"])
        response.headers["HX-Trigger"] = json.dumps(events | {"closeDialog": ""})
        # The fragments find their own places; swapped into the dialog it would open again.
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "none"
        return response

    @property
    def _is_htmx(self) -> bool:
        return bool(self.request.headers.get("HX-Request"))


def _day_words(problem: Problem) -> str:
    return month_day(problem.day) if problem.day is not None else ""
