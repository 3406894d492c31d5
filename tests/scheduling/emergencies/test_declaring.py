"""A supervisor declares an emergency and ends it early: what is stored, who is told, what is refused at its field."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from scheduling.emergencies.models import DeclaredEmergency
from scheduling.emergencies.services import CannotDeclare, declare_emergency, end_emergency
from staff.centers.clock import current_version
from staff.centers.models import Event
from staff.centers.years import OUT_OF_YEARS
from staff.notices.models import Notice
from staff.people.models import Role
from staff.permissions import PERMISSIONS, Permission
from tests.cast import Cast
from tests.factories import make_emergency, moment

NOW = "2026-12-07T15:00:00Z"
"""Ten o'clock at Norfield."""
GIVEN = {
    "starts_at": "2026-12-07T09:00",
    "ends_at": "2026-12-09T00:00",
    "rules": ["minimum_rest", "consecutive_days"],
    "reason": "Ice storm",
}


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def dana(cast: Cast, client: Client) -> Client:
    client.force_login(cast.dana.user)
    return client


def at(cast: Cast, words: str) -> datetime:
    return moment(cast.norfield, words)


def test_a_supervisor_declares_one_on_the_centers_clock_and_the_board_says_so(
    cast: Cast, dana: Client
) -> None:
    answer = dana.post(reverse("emergencies"), GIVEN, follow=True)
    row = DeclaredEmergency.objects.get()
    assert (row.starts_at, row.ends_at) == (at(cast, "2026-12-07 09:00"), at(cast, "2026-12-09 00:00"))
    assert (row.rules, row.reason) == (["minimum_rest", "consecutive_days"], "Ice storm")
    event = Event.objects.filter(center=cast.norfield).latest("version")
    assert (event.kind, event.actor) == ("declared_emergency.added", cast.dana.user)
    page = answer.content.decode()
    link = f'<a href="{reverse("emergencies")}">Declared emergencies</a>'
    assert link in dana.get("/roster/?from=2026-12-06").content.decode()
    assert "declared by Dana Kestrel" in page
    assert "Suspended: Rest between shifts, Days in a row" in page
    assert "Ice storm. Suspended:" in dana.get("/roster/").content.decode()


def test_everybody_else_who_plans_is_told_and_nobody_of_another_center(cast: Cast, dana: Client) -> None:
    dana.post(reverse("emergencies"), GIVEN)
    told = {notice.user for notice in Notice.objects.filter(kind="emergency_declared")}
    assert told == {cast.sam.user, cast.ada.user}
    dana.force_login(cast.sam.user)
    page = dana.get("/notices/").content.decode()
    assert "Emergency declared: Ice storm" in page
    assert "Suspended: Rest between shifts, Days in a row." in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": "2026-12-07T09:00"}, "An emergency must end after it starts."),
        ({"starts_at": "2026-12-06T09:00", "ends_at": "2026-12-07T10:00"}, "This time is over."),
        ({"ends_at": "9026-12-07T10:00"}, OUT_OF_YEARS),
        ({"starts_at": "soon"}, "Enter a valid date/time."),
        ({"starts_at": "2026-12-07T09:00:30"}, "Times are whole minutes"),
        ({"rules": []}, "This field is required."),
        ({"rules": ["naps"]}, "naps is not one of the available choices"),
        ({"reason": "   "}, "This field is required."),
        ({"reason": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_is_stored(
    cast: Cast, dana: Client, changes: dict[str, Any], words: str
) -> None:
    before = current_version(cast.norfield.pk)
    answer = dana.post(reverse("emergencies"), {**GIVEN, **changes})
    assert answer.status_code == 422
    page = answer.content.decode()
    field = next(iter(sorted(changes, key=lambda name: name != "ends_at")))
    assert words in page[page.index("<form class") :]
    assert f'name="{field}"' in page
    assert not DeclaredEmergency.objects.exists()
    assert not Notice.objects.exists()
    assert current_version(cast.norfield.pk) == before


def test_ending_early_keeps_what_was_and_is_the_same_twice(cast: Cast, dana: Client) -> None:
    row = make_emergency(
        cast.norfield, at(cast, "2026-12-07 06:00"), at(cast, "2026-12-09 00:00"), "minimum_rest"
    )
    page = dana.post(reverse("end_emergency", args=[row.pk]), follow=True).content.decode()
    standing = DeclaredEmergency.objects.current().get()
    assert (standing.entity_id, standing.starts_at) == (row.pk, row.starts_at)
    assert standing.ends_at == at(cast, "2026-12-07 10:00")
    assert "Ended." in page
    assert "Over" in page
    version = current_version(cast.norfield.pk)
    assert Event.objects.get(center=cast.norfield, version=version).kind == "declared_emergency.changed"
    dana.post(reverse("end_emergency", args=[row.pk]))
    assert current_version(cast.norfield.pk) == version


def test_one_that_has_not_begun_is_taken_back(cast: Cast, dana: Client) -> None:
    row = make_emergency(
        cast.norfield, at(cast, "2026-12-07 10:00"), at(cast, "2026-12-09 00:00"), "minimum_rest"
    )
    page = dana.post(reverse("end_emergency", args=[row.pk]), follow=True).content.decode()
    assert "Taken back." in page
    assert not DeclaredEmergency.objects.current().exists()
    version = current_version(cast.norfield.pk)
    assert Event.objects.get(center=cast.norfield, version=version).kind == "declared_emergency.removed"
    assert dana.post(reverse("end_emergency", args=[row.pk])).status_code == 404


def test_it_ends_with_a_whole_minute(cast: Cast, time_machine: Any) -> None:
    row = make_emergency(
        cast.norfield, at(cast, "2026-12-07 06:00"), at(cast, "2026-12-09 00:00"), "minimum_rest"
    )
    time_machine.move_to("2026-12-07T15:00:30Z", tick=False)
    ended = end_emergency(actor=cast.dana.user, center=cast.norfield, emergency_id=row.pk)
    assert ended.ends_at == at(cast, "2026-12-07 10:01")


def test_another_centers_emergency_is_not_found(cast: Cast, dana: Client) -> None:
    other = make_emergency(
        cast.southmere, at(cast, "2026-12-07 06:00"), at(cast, "2026-12-09 00:00"), "minimum_rest"
    )
    assert dana.post(reverse("end_emergency", args=[other.pk])).status_code == 404
    assert dana.post(reverse("end_emergency", args=[uuid.uuid4()])).status_code == 404
    assert "Ice storm" not in dana.get(reverse("emergencies")).content.decode()
    assert DeclaredEmergency.objects.current().get().ends_at == other.ends_at


def test_the_services_ask_for_the_permission(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_emergency(
        cast.norfield, at(cast, "2026-12-07 06:00"), at(cast, "2026-12-09 00:00"), "minimum_rest"
    )
    without = PERMISSIONS[Role.SUPERVISOR] - {Permission.DECLARE_EMERGENCIES}
    monkeypatch.setitem(PERMISSIONS, Role.SUPERVISOR, without)
    with pytest.raises(PermissionDenied):
        end_emergency(actor=cast.dana.user, center=cast.norfield, emergency_id=row.pk)
    with pytest.raises(PermissionDenied):
        declare_emergency(
            actor=cast.dana.user,
            center=cast.norfield,
            starts_at=at(cast, "2026-12-07 06:00"),
            ends_at=at(cast, "2026-12-09 00:00"),
            rules=["minimum_rest"],
            reason="Ice storm",
        )
    assert DeclaredEmergency.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"rules": ["naps"]}, "rules"), ({"rules": []}, "rules"), ({"reason": " "}, "reason")],
)
def test_the_service_refuses_what_no_form_sends(cast: Cast, changes: dict[str, Any], field: str) -> None:
    start = at(cast, "2026-12-07 06:00")
    given: dict[str, Any] = {"rules": ["minimum_rest"], "reason": "Ice storm", **changes}
    with pytest.raises(CannotDeclare) as refused:
        declare_emergency(
            actor=cast.dana.user,
            center=cast.norfield,
            starts_at=start,
            ends_at=start + timedelta(days=1),
            **given,
        )
    assert refused.value.field == field
    assert not DeclaredEmergency.objects.exists()
