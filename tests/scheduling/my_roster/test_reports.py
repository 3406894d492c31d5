"""Confirming, "I can't come" and late over HTTP: without a script, twice as well, and only for oneself."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.attendance.models import ShiftConfirmation
from scheduling.roster.models import Edit
from scheduling.roster.selectors import View
from staff.centers.clock import tick
from staff.centers.models import CenterSettings
from staff.notices.models import Notice
from staff.people.models import Person, Role
from tests.cast import Cast
from tests.factories import make_adjustment, make_user, moment
from tests.scheduling.attendance.saying import DAY, MONDAY, at, published
from tests.scheduling.roster.board_of import shown

SHIFT = at(DAY, 6)


@pytest.fixture(autouse=True)
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=False)


@pytest.fixture
def center(cast: Cast) -> Cast:
    published(cast)
    return cast


@pytest.fixture
def cal(center: Cast, client: Client) -> Client:
    client.force_login(center.cal.user)
    return client


def body(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    text: str = answer.content.decode()
    return text


def home(client: Client) -> str:
    return body(client.get(reverse("home")))


def tags(html: str) -> list[str]:
    return re.findall(r'name="shift" value="([^"]+)"', html)


def send(client: Client, name: str, **fields: Any) -> Any:
    data = {"edit_id": str(uuid.uuid4())} | fields
    return client.post(reverse(name, args=[SHIFT]), data, follow=True)


def phone(cast: Cast, number: str) -> None:
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        old = CenterSettings.objects.current().get(center=cast.norfield)
        opened.replace(old, CenterSettings(floor_phone=number))


def test_the_next_shift_is_confirmed_with_one_tap_and_says_so(center: Cast, cal: Client) -> None:
    first = tags(home(cal))[0]
    html = body(cal.post(reverse("confirm_shifts"), {"shift": first}, follow=True))
    assert "1 shift confirmed." in html
    assert re.search(r'<p class="said ok">.*Confirmed</p>', html, re.DOTALL)
    assert ShiftConfirmation.objects.count() == 1
    body(cal.post(reverse("confirm_shifts"), {"shift": first}, follow=True))
    assert ShiftConfirmation.objects.count() == 1


def test_a_later_change_says_so_and_is_confirmed_anew(center: Cast, cal: Client) -> None:
    cal.post(reverse("confirm_shifts"), {"shift": tags(home(cal))[0]})
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 18:00"),
        moment(center.norfield, "2026-12-06 19:00"),
        kind=AdjustmentKind.HOLDOVER,
        shift_starts_at=moment(center.norfield, "2026-12-06 06:00"),
    )
    html = home(cal)
    assert "Changed since you confirmed" in html
    cal.post(reverse("confirm_shifts"), {"shift": tags(html)[0]})
    assert "Changed since you confirmed" not in home(cal)


def test_what_was_seen_before_a_change_is_not_confirmed_and_the_new_times_are_told(
    center: Cast, cal: Client
) -> None:
    seen = tags(home(cal))[0]
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 18:00"),
        moment(center.norfield, "2026-12-06 19:00"),
        kind=AdjustmentKind.HOLDOVER,
        shift_starts_at=moment(center.norfield, "2026-12-06 06:00"),
    )
    html = body(cal.post(reverse("confirm_shifts"), {"shift": seen}, follow=True))
    assert "Sun Dec 6 changed since you looked: 06:00 – 19:00." in html
    assert not ShiftConfirmation.objects.exists()


def test_all_shifts_are_confirmed_at_once(center: Cast, cal: Client) -> None:
    html = home(cal)
    every = tags(html)[1:]
    assert f"Confirm all {len(every)} shifts" in html
    html = body(cal.post(reverse("confirm_shifts"), {"shift": every}, follow=True))
    assert f"{len(every)} shifts confirmed." in html
    assert "Confirm all" not in html


@pytest.mark.parametrize("given", [[], ["17"], ["x.y"], ["-1.a"], [f"{SHIFT}.a"] * 101])
def test_what_names_no_shift_is_refused(center: Cast, cal: Client, given: list[str]) -> None:
    assert cal.post(reverse("confirm_shifts"), {"shift": given}).status_code in {400, 404}
    assert not ShiftConfirmation.objects.exists()


def test_cant_come_is_reported_and_taken_back(center: Cast, cal: Client) -> None:
    page = body(cal.get(reverse("cannot_come", args=[SHIFT])))
    assert "never the reason" in page

    html = body(send(cal, "cannot_come", kind="sick", how_long="shift"))

    assert "You can’t come: Sick" in html
    assert "Your supervisors were told at 03:12." in html
    assert shown(center, center.cal, DAY, View.PUBLISHED) == []
    report_id = Edit.objects.get(kind="cannot_come").pk
    url = reverse("withdraw_report", args=[report_id])
    html = body(cal.post(url, {"edit_id": str(uuid.uuid4())}, follow=True))
    assert "Your supervisors know that you come." in html
    assert "You can’t come" not in html
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_a_second_tap_sends_nothing_twice(center: Cast, cal: Client) -> None:
    edit_id = str(uuid.uuid4())
    for _ in range(2):
        body(send(cal, "cannot_come", kind="sick", how_long="shift", edit_id=edit_id))
    assert Adjustment.objects.count() == 1
    assert Notice.objects.filter(user=center.sam.user).count() == 1


def test_until_a_time_covers_every_shift_before_it(center: Cast, cal: Client) -> None:
    html = body(
        send(cal, "cannot_come", kind="family", how_long="until", until_on="2026-12-08", until_at="00:00")
    )
    assert "You can’t come: Family" in html
    assert shown(center, center.cal, MONDAY, View.PUBLISHED) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"how_long": "until"}, "Pick the day."),
        ({"how_long": "until", "until_on": "2026-12-06", "until_at": "05:00"}, "Pick a time after 06:00"),
        ({"how_long": "until", "until_on": "2027-12-06", "until_at": "05:00"}, "At most 31 days"),
        ({"how_long": "until", "until_on": "9999-12-31", "until_at": "05:00"}, "2199"),
        ({"how_long": "until", "until_on": "2026-12-07", "until_at": "05:00:30"}, "Write a time as 06:00."),
        ({"kind": "flu", "how_long": "shift"}, "flu"),
        ({"edit_id": "x", "how_long": "shift"}, "UUID"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_stored(
    center: Cast, cal: Client, fields: dict[str, str], problem: str
) -> None:
    html = body(send(cal, "cannot_come", **({"kind": "sick"} | fields)), 422)
    assert problem in html or "edit_id" in fields
    assert not Adjustment.objects.exists()


def test_late_shows_what_is_covered_and_then_is_reported(center: Cast, cal: Client) -> None:
    make_adjustment(
        center.dana,
        moment(center.norfield, "2026-12-06 06:00"),
        moment(center.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.LEAVE,
    )
    html = body(send(cal, "comes_late", arrives_at="07:40", check="1"))
    assert "Call-taking: 1 below minimum Sun Dec 6, 06:00 – 07:40" in html
    assert not Adjustment.objects.filter(kind="late").exists()

    html = body(send(cal, "comes_late", arrives_at="07:40"))
    assert "You arrive at 07:40" in html
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 07:40-18:00"]
    html = body(send(cal, "comes_late", arrives_at="07:00"))
    assert "You arrive at 07:00" in html
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 07:00-18:00"]


def test_a_fragment_answers_what_is_covered(center: Cast, cal: Client) -> None:
    fields = {"edit_id": str(uuid.uuid4()), "arrives_at": "07:40", "check": "1"}
    answer = cal.post(reverse("comes_late", args=[SHIFT]), fields, headers={"HX-Request": "true"})
    html = body(answer)
    assert "Short until you arrive." in html
    assert "<html" not in html


def test_what_somebody_else_covers_is_said_to_be_covered(center: Cast, cal: Client) -> None:
    make_adjustment(
        center.sam,
        moment(center.norfield, "2026-12-06 06:00"),
        moment(center.norfield, "2026-12-06 08:00"),
        kind=AdjustmentKind.OVERTIME,
    )
    assert "Covered until you arrive." in body(send(cal, "comes_late", arrives_at="07:40", check="1"))
    assert "Short until you arrive." in body(send(cal, "comes_late", arrives_at="08:30", check="1"))


@pytest.mark.parametrize(
    ("wall", "problem"),
    [("02:00", "pick a time inside it"), ("18:00", "pick a time inside it"), ("late", "Write a time")],
)
def test_an_impossible_arrival_is_said_at_the_field(
    center: Cast, cal: Client, wall: str, problem: str
) -> None:
    for more in ({}, {"check": "1"}):
        assert problem in body(send(cal, "comes_late", arrives_at=wall, **more), 422)
    assert not Adjustment.objects.exists()


def test_a_shift_that_is_gone_leads_home_with_the_reason(center: Cast, cal: Client) -> None:
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 06:00"),
        moment(center.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.REMOVE,
    )
    assert "not yours any more. You need not come." in body(
        send(cal, "cannot_come", kind="sick", how_long="shift")
    )
    assert "not yours any more" in body(send(cal, "comes_late", arrives_at="08:00"))


@pytest.mark.parametrize("name", ["my_shift", "cannot_come", "comes_late"])
@pytest.mark.parametrize("start", [str(at(DAY, 18)), "17", "x", "9" * 30, "٣"])
def test_only_ones_own_shifts_have_pages(center: Cast, cal: Client, name: str, start: str) -> None:
    assert cal.get(reverse(name, args=[start])).status_code == 404
    if name != "my_shift":
        fields = {"edit_id": str(uuid.uuid4()), "kind": "sick", "how_long": "shift", "arrives_at": "20:00"}
        cal.post(reverse(name, args=[start]), fields)
    assert Adjustment.objects.filter(person=center.sam).count() == 0


def test_nobody_takes_anothers_report_back(center: Cast, cal: Client, client: Client) -> None:
    send(cal, "cannot_come", kind="sick", how_long="shift")
    url = reverse("withdraw_report", args=[Edit.objects.get(kind="cannot_come").pk])
    for person in (center.dana, center.max, center.olga):
        client.force_login(person.user)
        assert client.post(url, {"edit_id": str(uuid.uuid4())}).status_code == 404
    assert Adjustment.objects.current().exists()


def test_who_has_no_roster_of_their_own_has_no_such_pages(center: Cast, client: Client) -> None:
    client.force_login(make_user("desk@norfield.example", center=center.norfield, role=Role.EMPLOYEE))
    assert client.get(reverse("cannot_come", args=[SHIFT])).status_code == 404
    assert client.post(reverse("confirm_shifts"), {"shift": f"{SHIFT}.a"}).status_code == 404


def test_on_duty_one_cant_stay_and_needs_no_confirming(center: Cast, cal: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T15:30:00Z", tick=False)
    cal.force_login(center.cal.user)
    html = home(cal)
    assert "I can’t stay" in html
    body(send(cal, "cannot_come", kind="sick", how_long="shift"))
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-10:30"]
    assert "call the floor" in home(cal)


def test_the_floors_number_is_dialed_without_a_connection(center: Cast, cal: Client) -> None:
    assert "call your center" in home(cal)
    phone(center, "+1 (555) 0100")
    assert 'href="tel:+15550100"' in home(cal)
    assert 'data-dial="+15550100"' in body(cal.get(reverse("cannot_come", args=[SHIFT])))


def test_other_employees_learn_nothing(center: Cast, cal: Client, client: Client) -> None:
    send(cal, "cannot_come", kind="sick", how_long="shift")
    client.force_login(center.max.user)
    html = home(client) + body(client.get(reverse("notices")))
    assert "Merrow" not in html
    assert not Notice.objects.filter(user=center.max.user).exists()


def test_supervisors_read_the_kind_beside_the_report(center: Cast, cal: Client, client: Client) -> None:
    send(cal, "cannot_come", kind="sick", how_long="shift")
    client.force_login(center.sam.user)
    html = body(client.get(reverse("notices")))
    assert "Cal Merrow can’t come: Sun Dec 6, 06:00 – 18:00" in html
    assert "Sick" in html


def test_the_same_person_at_two_centers_reports_where_they_work(center: Cast, client: Client) -> None:
    assert Person.objects.get(user=center.olga.user).center == center.southmere
    client.force_login(center.olga.user)
    assert client.get(reverse("cannot_come", args=[SHIFT])).status_code == 404
