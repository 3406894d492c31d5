"""What can't be is refused at its field, and nothing is stored: every way in, every field, every kind of nonsense.

Each way in is a sample that is accepted; then one field after another is replaced by what it can't be. A way in that is
missing here fails `test_every_way_in_is_tried`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from approvals.models import Request
from scheduling.adjustments.models import Adjustment
from scheduling.time.local_time import LocalClock
from solver.runs.options import DEFAULT_PRIORITIES
from staff.centers.clock import current_version
from staff.centers.models import CenterClock
from tests.architecture.permission_matrix import ROWS
from tests.architecture.walk import World, address, make_world
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit

NOTHING = object()
"""The field is left out."""

LONG = "x" * 100_000

# What each kind of field can't be. In a form everything is text, so what is not text is tried over the API only.
NONSENSE: dict[str, tuple[Any, ...]] = {
    "id": ("Cal", "", "\0", NOTHING, 5, []),
    "date": ("0001-01-01", "9999-12-31", "2026-02-30", "\0", NOTHING, 5, []),
    "moment": (
        "2026-12-06T06:00",
        "2026-12-06T06:00:30-05:00",
        "0001-01-01T00:00+00:00",
        "9999-12-31T23:59+00:00",
        "\0",
        NOTHING,
        10**18,
        [],
    ),
    "local moment": ("0001-01-01T00:00", "9999-12-31T23:59", "soon", "\0", NOTHING),
    "time": ("25:00", "06:00:30", "\0", 6, []),
    "number": ("one", "1.5", "9" * 400, "\0", 1.5, True, 10**30, []),
    "flag": ("perhaps", 2, [], {}),
    "text": ("a\0b", LONG, 5, []),
    "choice": ("vanish", "\0", LONG, 5, []),
    "list": ("all", 5, {}, [[]], ["\0"]),
    "object": ("all", 5, [], {"of": "another kind"}),
}


@dataclass(frozen=True)
class Way:
    """One way in: where, what is accepted there, and what kind of field each is; a path leads into a nested one."""

    route: str
    sample: dict[str, Any]
    fields: dict[str, str] = field(default_factory=dict)
    who: str = "supervisor"
    is_form: bool = False
    args: dict[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    """May be left out, or empty."""

    def __str__(self) -> str:
        return f"{self.route} {'/'.join(sorted(self.fields))}"


def change(type_: str, **fields: str) -> Way:
    """A change of an edit over the API."""
    sample = {**SAMPLES, "type": type_, **({"until": fields.pop("until_")} if "until_" in fields else {})}
    names = {"type": "choice", **fields}
    changes = [{name: sample[name] for name in names}]
    kinds = {f"changes.0.{name}": kind for name, kind in names.items()}
    return Way("api/v1/roster/edits", {"changes": changes}, kinds)


def bulk(name: str, sample: dict[str, Any], **fields: str) -> Way:
    return Way(
        "api/v1/roster/edits", {name: sample}, {f"{name}.{each}": kind for each, kind in fields.items()}
    )


SAMPLES: dict[str, Any] = {
    "person": "{cal}",
    "taker": "{sam}",
    "adjustment": "{draft}",
    "day": OFF_DAY.isoformat(),
    "wanted": {"shift": "D"},
    "start": "2026-12-08T06:00-05:00",
    "end": "2026-12-08T10:00-05:00",
    "shift_start": "2026-12-06T06:00-05:00",
    "until": "2026-12-06T19:00-05:00",
    "at": "2026-12-06T15:00-05:00",
    "kind": "vacation",
    "reason": "Storm.",
    "position": "{seat}",
    "breaks": [{"start": "2026-12-06T10:00-05:00", "end": "2026-12-06T10:30-05:00", "is_paid": True}],
}
TERMS = {
    "edit_id": "id",
    "base_version": "number",
    "publishes": "flag",
    "override_reason": "text",
    "accepts_warnings": "flag",
}
TYPED = {
    "shift": "D", "start": "06:00", "end": "18:00", "position": "{seat}", "console": 1, "pay": "overtime",
}  # fmt: skip
RECORDED = (
    "overtime", "mandation", "training", "court", "holdover", "early_out", "late", "trade",
)  # fmt: skip
ACTS_ON_ITS_ADDRESS = {
    "end", "withdraw", "acknowledge", "open", "revoke", "stop", "again", "take-back", "review/discard",
}  # fmt: skip
WISH = {"request_id": "{new}", "what": "off_on", "on": "2026-12-24", "weight": "3", "note": ""}
HIDDEN = {"base_version": "{version}", "edit_id": "{new}"}
SEAT = {"position": "", "console": "", "reason": "Storm."}

RUN = {
    "seconds": "60", "keeps_past": "on", **{f"priority_{name}": "3" for name in DEFAULT_PRIORITIES},
}  # fmt: skip

EDITS = (
    change("set_day", person="id", day="date", wanted="object"),
    change("absence", person="id", start="moment", end="moment", kind="text", reason="text"),
    change("revoke", adjustment="id"),
    change("overtime", person="id", start="moment", end="moment", reason="text"),
    *(change(kind, start="moment", end="moment", person="id", reason="text") for kind in ("court", "mandation")),
    change("holdover", person="id", shift_start="moment", until="moment", reason="text"),
    change("late", person="id", shift_start="moment", until="moment", reason="text", until_="2026-12-06T08:00-05:00"),
    change("early_out", person="id", shift_start="moment", at="moment", reason="text"),
    change("trade", person="id", taker="id", shift_start="moment", reason="text"),
    change("breaks", person="id", shift_start="moment", breaks="list", reason="text"),
    Way(
        "api/v1/roster/edits",
        {"changes": [{"type": "seat", "person": "{cal}", "start": "2026-12-06T08:00-05:00",
                      "end": "2026-12-06T09:00-05:00", "position": "{seat}"}]},
        {"changes.0.start": "moment", "changes.0.end": "moment", "changes.0.position": "id"},
    ),
    Way(
        "api/v1/roster/edits",
        {"changes": [{"type": "set_day", "person": "{cal}", "day": OFF_DAY.isoformat(), "wanted": TYPED}]},
        {
            "changes.0.wanted.shift": "choice",
            "changes.0.wanted.start": "time",
            "changes.0.wanted.end": "time",
            "changes.0.wanted.position": "id",
            "changes.0.wanted.console": "number",
            "changes.0.wanted.pay": "choice",
            "changes": "list",
            **TERMS,
        },
        optional=frozenset({"shift", "position"}),
    ),
    bulk(
        "fill",
        {"people": ["{cal}"], "days": [OFF_DAY.isoformat()], "wanted": {"shift": "D"}, "reason": ""},
        people="list", days="list", wanted="object", reason="text",
    ),
    bulk(
        "copy_week",
        {"from": DAY.isoformat(), "to": "2026-12-13", "people": ["{cal}"]},
        **{"from": "date", "to": "date", "people": "list"},
    ),
    bulk(
        "move_block",
        {"person": "{cal}", "from": DAY.isoformat(), "until": "2026-12-08", "days": 2, "minutes": 0},
        **{"person": "id", "from": "date", "until": "date", "days": "number", "minutes": "number"},
    ),
)  # fmt: skip

API = (
    Way(
        "api/v1/roster/edits/ask",
        {"changes": [{"type": "set_day", "person": "{cal}", "day": OFF_DAY.isoformat(), "wanted": {"shift": "D"}}]},
        {"changes": "list", **TERMS},
    ),
    Way(
        "api/v1/requests",
        {"id": "{new}", "kind": "preference", "note": "", "fields_of_kind": {**WISH}},
        {
            "id": "id", "kind": "choice", "note": "text", "fields_of_kind": "object",
            "fields_of_kind.what": "choice", "fields_of_kind.on": "date", "fields_of_kind.weight": "number",
        },
        who="employee", optional=frozenset({"weight"}),
    ),
    Way(
        "api/v1/requests/<uuid:request_id>/answer",
        {"answer": "no", "reason": "Too many."},
        {"answer": "choice", "reason": "text"},
    ),
    Way(
        "api/v1/delegations",
        {"delegate": "{sam_user}", "starts_at": "2026-12-08T06:00-05:00", "ends_at": "2026-12-12T06:00-05:00"},
        {"delegate": "id", "starts_at": "moment", "ends_at": "moment", "kinds": "list"},
        optional=frozenset({"kinds"}),
    ),
    Way("api/v1/confirmations", {"shifts": [{"shift_start": SAMPLES["shift_start"], "tag": "{tag}"}]},
        {"shifts": "list", "shifts.0.shift_start": "moment", "shifts.0.tag": "text"}, who="employee"),
    Way("api/v1/reports",
        {"edit_id": "{new}", "what": "cannot_come", "shift_start": SAMPLES["shift_start"], "kind": "sick",
         "until": "2026-12-08T06:00-05:00"},
        {"edit_id": "id", "what": "choice", "shift_start": "moment", "kind": "choice", "until": "moment"},
        who="employee", optional=frozenset({"until"})),
    Way("api/v1/reports",
        {"edit_id": "{new}", "what": "comes_late", "shift_start": SAMPLES["shift_start"],
         "arrives_at": "2026-12-06T08:00-05:00"},
        {"arrives_at": "moment"}, who="employee"),
    Way("api/v1/runs", {"starts_on": "2027-01-03", "ends_before": "2027-01-31", "seconds": 60},
        {"starts_on": "date", "ends_before": "date", "seconds": "number", "options": "object"}),
)  # fmt: skip

FORMS = (
    Way("roster/edit/",
        {"person": "{cal}", "day": OFF_DAY.isoformat(), "shift": "D", "start": "", "end": "", "position": "",
         "reason": "Storm.", **HIDDEN},
        {"person": "id", "day": "date", "shift": "choice", "start": "time", "end": "time", "position": "id",
         "reason": "text", "base_version": "number"},
        is_form=True, optional=frozenset({"position"})),
    Way("emergencies/",
        {"starts_at": "2026-12-07T09:00", "ends_at": "2026-12-09T00:00", "rules": "minimum_rest", "reason": "Storm."},
        {"starts_at": "date", "ends_at": "date", "rules": "choice", "reason": "text"}, is_form=True),
    Way("roster/undo/", {"direction": "undo", "board": "from=2026-12-06&weeks=4", **HIDDEN},
        {"direction": "choice"}, is_form=True),
    Way("roster/publish/", {"override": "1", "reason": "Agreed.", "accepts_warnings": "1", "only": "1",
        "board": "from=2026-12-06&weeks=4", "change": "{draft}"}, {"change": "id"}, is_form=True),
    Way("day/<str:day>/<uuid:person_id>/", {"start": "07:00", "end": "15:00", **SEAT, **HIDDEN},
        {"start": "time", "end": "time", "position": "id", "console": "number", "reason": "text",
         "base_version": "number", "edit_id": "id"},
        is_form=True, args={"day": "sunday"}, optional=frozenset({"position", "edit_id"})),
    Way("day/<str:day>/<uuid:person_id>/", {"start_minute": "{seven}", "end_minute": "{noon}", **HIDDEN},
        {"start_minute": "number", "end_minute": "number", "base_version": "number", "edit_id": "id"},
        is_form=True, args={"day": "sunday"}),
    *(
        Way("day/<str:day>/<uuid:person_id>/record/<str:kind>/",
            {"start": "19:00", "end": "21:00", "override_reason": "", **SEAT, **HIDDEN},
            {"start": "time", "end": "time", "position": "id", "console": "number", "reason": "text",
             "base_version": "number", "edit_id": "id"},
            is_form=True, args={"day": "sunday", "kind": kind}, optional=frozenset({"position"}))
        for kind in ("overtime", "court")
    ),
    *(
        Way("day/<str:day>/<uuid:person_id>/record/<str:kind>/",
            {"at": at, "override_reason": "", **SEAT, **HIDDEN},
            {"at": "time", "reason": "text", "override_reason": "text", "base_version": "number", "edit_id": "id"},
            is_form=True, args={"day": "sunday", "kind": kind})
        for kind, at in (("holdover", "19:00"), ("early_out", "15:00"), ("late", "08:00"))
    ),
    Way("day/<str:day>/<uuid:person_id>/record/<str:kind>/",
        {"taker": "{sam}", "override_reason": "", **SEAT, **HIDDEN},
        {"taker": "id", "reason": "text", "base_version": "number"},
        is_form=True, args={"day": "sunday", "kind": "trade"}),
    Way("requests/new/<str:kind>/", WISH,
        {"request_id": "id", "what": "choice", "on": "date", "weight": "number", "note": "text"},
        who="employee", is_form=True),
    Way("my/confirm/", {"shift": "{seen}"}, {"shift": "choice"}, who="employee", is_form=True),
    Way("my/shifts/<str:shift_start>/cannot-come/",
        {"edit_id": "{new}", "kind": "sick", "how_long": "until", "until_on": "2026-12-08", "until_at": "06:00"},
        {"edit_id": "id", "kind": "choice", "how_long": "choice", "until_on": "date", "until_at": "time"},
        who="employee", is_form=True),
    Way("my/shifts/<str:shift_start>/late/", {"edit_id": "{new}", "arrives_at": "08:00"},
        {"edit_id": "id", "arrives_at": "time"}, who="employee", is_form=True),
    *(
        Way("roster/many/<str:action>/",
            {"first": "{cal}", "last": "{cal}", "since": DAY.isoformat(), "until": DAY.isoformat(), **sample, **HIDDEN},
            {"first": "id", "last": "id", "since": "date", "until": "date", "base_version": "number", "edit_id": "id",
             **fields},
            is_form=True, args={"action": action})
        for action, sample, fields in (
            ("fill", {"shift": "N", "reason": ""}, {"shift": "choice", "reason": "text"}),
            ("times", {"start": "07:00", "end": "19:00", "reason": ""}, {"start": "time", "end": "time"}),
            ("move", {"days": str((OFF_DAY - DAY).days)}, {"days": "number"}),
        )
    ),
    Way("inbox/<uuid:request_id>/answer/", {"answer": "no", "reason": "Too many."},
        {"answer": "choice", "reason": "text"}, is_form=True),
    Way("inbox/several/", {"request": "{request}", "kind": "preference", "confirm": "1"},
        {"request": "id"}, is_form=True),
    Way("delegations/", {"delegate": "{sam_user}", "starts_at": "2026-12-08T06:00", "ends_at": "2026-12-12T06:00"},
        {"delegate": "id", "starts_at": "local moment", "ends_at": "local moment", "kinds": "choice"}, is_form=True,
        optional=frozenset({"kinds"})),
    Way("on-duty/displays/", {"name": "Floor 2"}, {"name": "text"}, who="admin", is_form=True),
    Way("generate/", {"period": "2027-01-03", **RUN},
        {"period": "date", "seconds": "number", "gap_percent": "number", "priority_wishes": "number",
         "days_in_a_row": "number", "off_per_day_minimum": "number"},
        is_form=True, optional=frozenset({"gap_percent", "days_in_a_row", "off_per_day_minimum"})),
    Way("admin/scheduling/declaredemergency/add/",
        {"starts_at_0": "2026-12-08", "starts_at_1": "06:00", "ends_at_0": "2026-12-09", "ends_at_1": "06:00",
         "rules": "minimum_rest", "reason": "Ice storm"},
        {"starts_at_0": "date", "starts_at_1": "time", "rules": "choice", "reason": "text"},
        who="admin", is_form=True),
)  # fmt: skip

NOTHING_TO_GET_WRONG = {
    "api/v1/notices/read", "notices/read/", "notices/channels/", "roster/copy-period/", "appearance/",
    "inbox/take-back/", "day/<str:day>/undo/", "api/v1/auth/login", "api/v1/auth/logout", "api/v1/auth/refresh",
    "generate/runs/<uuid:run_id>/review/insist/", "generate/runs/<uuid:run_id>/review/mark/",
    "generate/runs/<uuid:run_id>/review/add/", "generate/runs/<uuid:run_id>/review/take/",
    "generate/runs/<uuid:run_id>/way-out/",
}  # fmt: skip
"""Ways in without a field of their own, or whose fields only choose among what is shown; and signing in, which has
tests of its own (tests/api/test_tokens.py)."""


def filled(value: Any, world: World) -> Any:
    """A sample with the names of the world filled in."""
    if isinstance(value, dict):
        return {name: filled(each, world) for name, each in value.items()}
    if isinstance(value, list):
        return [filled(each, world) for each in value]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return world.named["new"]() if value == "{new}" else str(world.named[value[1:-1]])  # type: ignore[operator]
    return value


def with_value(sample: Any, path: list[str], value: Any) -> Any:
    """The sample with one field replaced, or left out."""
    name, *rest = path
    copy: Any = list(sample) if isinstance(sample, list) else dict(sample)
    key: Any = int(name) if isinstance(sample, list) else name
    if rest:
        copy[key] = with_value(copy[key], rest, value)
    elif value is NOTHING:
        copy.pop(key, None)
    else:
        copy[key] = value
    return copy


def stored() -> tuple[Any, ...]:
    """How much there is of everything, where the clocks stand, and how requests do; one query."""
    tables = [
        model._meta.db_table
        for label in ("staff", "approvals", "scheduling", "solver")
        for model in apps.get_app_config(label).get_models()
        if model._meta.managed
    ]
    counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)  # noqa: S608 - our own tables
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT sum(version) FROM {CenterClock._meta.db_table}),"  # noqa: S608 - our own tables
            f" (SELECT string_agg(status, ',' ORDER BY id) FROM {Request._meta.db_table}), {counts}"
        )
        return tuple(cursor.fetchone() or ())


class Sender:
    """Sends a way's input as the one who may, and says what came back."""

    def __init__(self) -> None:
        cache.clear()
        self.world = make_world()
        cast = self.world.cast
        edit(cast, cast.max, OFF_DAY, "D", by=cast.dana)
        draft = Adjustment.objects.current().get(person=cast.max)
        clock = LocalClock(cast.norfield.time_zone)
        self.world.named.update({
            "cal": cast.cal.pk, "sam": cast.sam.pk, "ada": cast.ada.pk, "olga": cast.olga.pk,
            "sam_user": cast.sam.user.pk, "draft": draft.pk, "sunday": DAY.isoformat(),
            "request": self.world.named["request_id"], "new": lambda: str(uuid.uuid4()),
            "seat": cast.positions["Call-taking"].entity_id, "version": current_version(cast.norfield.pk),
            "seven": clock.minute(DAY, time(7)), "noon": clock.minute(DAY, time(12)),
            **{kind: kind for kind in (*RECORDED, "preference")},
            **{action: action for action in ("fill", "times", "move")},
        })  # fmt: skip
        # Signed in before anything is rolled back.
        self.clients = {
            who: Client(raise_request_exception=False) for who in ("employee", "supervisor", "admin")
        }
        for who, client in self.clients.items():
            user = self.world.user(who)
            assert user is not None
            client.force_login(user)
        shifts = self.clients["employee"].get("/api/v1/confirmations?from=2026-12-06&until=2026-12-07").json()
        self.world.named["tag"] = tag = shifts["shifts"][0]["tag"]
        self.world.named["seen"] = f"{self.world.named['shift_start']}.{tag}"
        self.before = stored()

    def send(self, way: Way, body: Any) -> Any:
        cache.clear()
        url = "/" + way.route if way.route.startswith("admin/") else address(way.route, self.world, way.args)
        if way.is_form:
            texts = {name: value for name, value in body.items() if value is not None}
            return self.clients[way.who].post(url, texts, headers={"HX-Request": "true"})
        return self.clients[way.who].post(url, json.dumps(body), content_type="application/json")

    def body(self, way: Way) -> Any:
        body = filled(way.sample, self.world)
        if "roster/edits" in way.route:
            terms = {"edit_id": str(uuid.uuid4()), "base_version": self.world.named["version"]}
            body = {**terms, "override_reason": "Agreed.", "accepts_warnings": True, **body}
        return body

    def accepts(self, way: Way) -> str:
        """Why a sample is not accepted; its effect is rolled back."""
        with transaction.atomic():
            answer = self.send(way, self.body(way))
            changed = stored() != self.before
            transaction.set_rollback(True)
        is_fine = answer.status_code < 400 and changed
        return "" if is_fine else f"{way}: {answer.status_code} {answer.content[:300]!r}"

    def refuses(self, way: Way) -> Iterator[str]:
        """Every nonsense that is not refused as it should be."""
        before = self.before
        for path, kind in way.fields.items():
            for value in self.nonsense(way, path.split(".")[-1], kind):
                body = with_value(self.body(way), path.split("."), value)
                with transaction.atomic():
                    answer = self.send(way, body)
                    problem = self.problem(way, path, answer, stored() != before)
                    transaction.set_rollback(True)
                if problem:
                    yield f"{way.route} {way.args.get('kind', '')} {path} = {str(value)[:40]!r}: {problem}"

    def nonsense(self, way: Way, name: str, kind: str) -> Iterator[Any]:
        values = NONSENSE[kind]
        if kind == "id":
            values = (*values, str(self.world.named["olga"]), str(uuid.uuid4()))
        for value in values:
            is_empty = value in ("", [], NOTHING) if isinstance(value, str | list) else value is NOTHING
            if way.is_form and not isinstance(value, str):
                continue
            if value == 5 and kind in {"id", "text"} and not way.route.endswith("edits"):
                continue  # read as the text "5", or the id that is 5
            if is_empty and name in (
                way.optional | {"edit_id", "request_id", "id"} if value == "" else way.optional
            ):
                continue
            if name in {"edit_id", "request_id", "id"} and value == str(self.world.named["olga"]):
                continue
            if name in {"edit_id", "request_id", "id"} and isinstance(value, str) and _is_id(value):
                continue
            yield value

    def problem(self, way: Way, path: str, answer: Any, changed: bool) -> str:
        if changed:
            return f"something was stored ({answer.status_code})"
        if way.is_form and way.route.startswith("admin/"):
            is_told = answer.status_code == 400 or b"errorlist" in answer.content
            return "" if is_told else f"{answer.status_code}, no error at a field"
        if way.route == "inbox/several/" and answer.status_code == 302:
            return ""  # one of several that is not there is said on the page
        if not 400 <= answer.status_code < 500:
            return str(answer.status_code)
        if way.is_form:
            return ""
        if answer.headers["Content-Type"] != "application/problem+json":
            return answer.headers["Content-Type"]
        body = answer.json()
        pointers = [each["pointer"] for each in body.get("errors", ())]
        if answer.status_code == 400 and not any(_names(path, pointer) for pointer in pointers):
            return f"points at {pointers}"
        return ""


def _names(path: str, pointer: str) -> bool:
    """Whether a pointer names a field, what holds it, or a part of it."""
    wanted, told = "/" + path.replace(".", "/"), pointer
    return bool(told) and (
        told.startswith(wanted) or wanted.startswith(told) or told.endswith(path.rsplit(".", maxsplit=1)[-1])
    )


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


@pytest.mark.parametrize("ways", [EDITS, API, FORMS], ids=["edits", "api", "forms"])
@pytest.mark.django_db
def test_nonsense_is_refused_at_its_field_and_stores_nothing(ways: tuple[Way, ...]) -> None:
    sender = Sender()
    bad = [problem for way in ways if (problem := sender.accepts(way))]
    bad += [problem for way in ways for problem in sender.refuses(way)]
    assert not bad, "\n".join(bad)


def test_every_way_in_is_tried() -> None:
    asked = {row.route for row in ROWS if row.method != "GET"}
    with_fields = {
        route for route in asked if not route.startswith("accounts/") and not _only_an_address(route)
    }
    tried = {way.route for way in (*EDITS, *API, *FORMS)}
    missing = with_fields - tried - NOTHING_TO_GET_WRONG
    assert not missing, "\n".join(sorted(missing))


def _only_an_address(route: str) -> bool:
    """Acts on what its address names, and asks nothing else."""
    return route.rsplit("/<uuid:", maxsplit=1)[-1].partition(">/")[2].strip("/") in ACTS_ON_ITS_ADDRESS
