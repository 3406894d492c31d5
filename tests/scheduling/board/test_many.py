"""Actions over many days on the board: what they offer, what stands against them, all or nothing, one undo step."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from scheduling.adjustments.models import Adjustment
from scheduling.board.many.forms import TITLES
from scheduling.roster.publishing import publish
from scheduling.roster.undo import undo
from staff.centers.clock import current_version
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_person
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy

HTMX = {"HX-Request": "true"}
BOARD = f"from={DAY}"
MONDAY = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


def url(action: str) -> str:
    return reverse("board_many", args=[action])


def post(
    client: Client,
    cast: Cast,
    action: str,
    people: tuple[Person, Person],
    from_day: date,
    to_day: date,
    **fields: Any,
) -> Any:
    headers = fields.pop("headers", HTMX)
    sent = {
        "first": str(people[0].pk), "last": str(people[1].pk),
        "since": from_day.isoformat(), "until": to_day.isoformat(),
        "board": BOARD, "base_version": current_version(cast.norfield.pk), "edit_id": str(uuid.uuid4()),
    } | fields  # fmt: skip
    return client.post(url(action), sent, headers=headers)


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("action", [action.value for action in TITLES])
@pytest.mark.parametrize("htmx", [True, False])
def test_every_action_has_its_form_over_what_is_shown(
    dana: Client, cast: Cast, action: str, htmx: bool
) -> None:
    asked = {"board": BOARD, "first": str(cast.cal.pk), "since": OFF_DAY.isoformat()}
    answer = dana.get(url(action), asked, headers=HTMX if htmx else {})

    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert bool(soup.find("html")) != htmx
    assert soup.select_one("#id_first option[selected]")["value"] == str(cast.cal.pk)  # type: ignore[index]
    until = (OFF_DAY if action == "copy-week" else DAY) + timedelta(days=6 if action == "copy-week" else 27)
    assert [soup.find(id=f"id_{name}")["value"] for name in ("since", "until")] == [  # type: ignore[index]
        OFF_DAY.isoformat(), until.isoformat(),
    ]  # fmt: skip
    labels = {label["for"] for label in soup.select(".field label")}
    assert {each["id"] for each in soup.select(".field :is(input, select)")} <= labels


def test_a_selection_is_filled_after_a_look_and_undone_in_one_step(dana: Client, cast: Cast) -> None:
    asked = (dana, cast, "fill", (cast.dana, cast.cal), OFF_DAY, OFF_DAY + timedelta(days=1))

    looked = post(*asked, shift="S", check="1")
    assert looked.status_code == 200
    assert "4 days of 2 people" in words(looked)
    assert "Nothing stands against it." in words(looked)
    assert not Adjustment.objects.exists()

    answer = post(*asked, shift="S")
    events = json.loads(answer.headers["HX-Trigger"])
    assert "closeDialog" in events
    assert "Ctrl Z takes all back" in events["toast"]["text"]
    assert shown(cast, cast.cal, OFF_DAY) == shown(cast, cast.dana, OFF_DAY) == ["S 15:00-01:00"]
    assert len({row.from_version for row in Adjustment.objects.all()}) == 1
    undo(actor=cast.dana.user, center=cast.norfield, day=DAY, edit_id=uuid.uuid4())
    assert not Adjustment.objects.current().exists()


def test_what_cannot_be_is_named_row_by_row_and_nothing_is_half_done(dana: Client, cast: Cast) -> None:
    first = edit(cast, cast.cal, DAY, "D")
    assert first.version is None
    ida = make_person(
        cast.norfield, "Ida", last_name="Aaron", ends_before=OFF_DAY, group=cast.groups["A Squad"]
    )
    asked = (dana, cast, "fill", (ida, ida), MONDAY, OFF_DAY + timedelta(days=1))

    refused = post(*asked, shift="S")

    assert refused.status_code == 422
    assert "2 days can’t be changed. Nothing is done yet." in words(refused)
    assert "Aaron, Ida, Dec 8: Aaron, Ida is not employed on Dec 8." in words(refused)
    assert not Adjustment.objects.exists()

    post(*asked, shift="S", leaves_out="on")
    assert shown(cast, ida, MONDAY) == ["S 15:00-01:00"]
    assert Adjustment.objects.count() == 1


def test_locked_days_are_named_before_anything_is_done(dana: Client, cast: Cast, time_machine: Any) -> None:
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )
    time_machine.move_to("2026-12-08T12:00:00Z", tick=False)
    dana.force_login(cast.dana.user)

    looked = post(dana, cast, "clear", (cast.cal, cast.cal), DAY, OFF_DAY + timedelta(days=2), check="1")

    assert "2 days can’t be changed" in words(looked)
    assert "Merrow, Cal, Dec 6:" in words(looked)


def test_times_move_give_copy_and_clear_do_what_they_say(dana: Client, cast: Cast) -> None:
    cal = (cast.cal, cast.cal)
    post(dana, cast, "times", (cast.dana, cast.cal), DAY, MONDAY, start="07:10", end="19:05")
    assert shown(cast, cast.cal, DAY) == shown(cast, cast.dana, MONDAY) == ["D 07:10-19:05"]

    post(dana, cast, "move", cal, DAY, MONDAY, days="2")
    assert [shown(cast, cast.cal, DAY + timedelta(days=n)) for n in range(4)] == [
        [], [], ["D 07:10-19:05"], ["D 07:10-19:05"],
    ]  # fmt: skip

    post(dana, cast, "give", cal, OFF_DAY, OFF_DAY, taker=str(cast.dana.pk))
    assert (shown(cast, cast.cal, OFF_DAY), shown(cast, cast.dana, OFF_DAY)) == ([], ["D 07:10-19:05"])

    week = DAY + timedelta(days=7)
    post(dana, cast, "copy-week", cal, week, week + timedelta(days=6))
    assert shown(cast, cast.cal, week + timedelta(days=3)) == ["D 07:10-19:05"]
    assert shown(cast, cast.cal, week) == []

    post(dana, cast, "clear", cal, week, week + timedelta(days=6))
    assert [shown(cast, cast.cal, week + timedelta(days=n)) for n in range(7)] == [[]] * 7


def test_a_shift_in_the_way_is_named_and_covered_by_nothing(dana: Client, cast: Cast) -> None:
    moved = post(dana, cast, "move", (cast.cal, cast.cal), DAY, DAY, days="1")
    given = post(dana, cast, "give", (cast.cal, cast.cal), DAY, DAY, taker=str(cast.dana.pk))

    assert (moved.status_code, given.status_code) == (422, 422)
    assert "There is a shift on Dec 7 already." in words(moved)
    assert "They have a shift on Dec 6 already." in words(given)
    several = post(dana, cast, "move", (cast.dana, cast.cal), DAY, DAY, days="1")
    assert "Kestrel, Dana: There is a shift" in words(several)
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    ("action", "fields", "field"),
    [
        ("fill", {"shift": "Q"}, "shift"),
        ("fill", {"since": "2026-13-40"}, "since"),
        ("clear", {"until": "2026-12-01"}, "until"),
        ("clear", {"until": "2027-12-01"}, "until"),
        ("copy-week", {"until": "2026-12-20"}, "until"),
        ("move", {"days": "0"}, "days"),
        ("move", {"days": "x"}, "days"),
        ("times", {"start": "25:00", "end": "06:00"}, "start"),
        ("give", {"taker": "x"}, "taker"),
        ("clear", {"first": "x"}, "first"),
        ("clear", {"first": "cal", "last": "dana"}, "last"),
        ("give", {"first": "dana", "last": "cal"}, "last"),
    ],
)
def test_bad_input_is_said_at_its_field(
    dana: Client, cast: Cast, action: str, fields: dict[str, str], field: str
) -> None:
    said = {
        name: str(getattr(cast, value).pk) if value in {"cal", "dana"} else value
        for name, value in fields.items()
    }

    answer = post(dana, cast, action, (cast.cal, cast.cal), DAY, MONDAY, **said)

    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").find(id=f"id_{field}_error")
    assert not Adjustment.objects.exists()


def test_another_planners_change_is_met_as_a_conflict(dana: Client, cast: Cast) -> None:
    strategy(cast, "first_writer_wins")
    base = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY, "E", by=cast.sam)

    answer = post(dana, cast, "fill", (cast.cal, cast.cal), OFF_DAY, OFF_DAY, shift="S", base_version=base)

    assert answer.status_code == 409
    assert "05:00" in words(answer)


def test_without_a_script_it_leads_back_to_the_board(dana: Client, cast: Cast) -> None:
    answer = post(dana, cast, "clear", (cast.cal, cast.cal), DAY, MONDAY, headers={})

    assert (answer.status_code, answer.url) == (302, f"{reverse('board')}?{BOARD}")
    page = dana.get(answer.url)
    assert "Cleared 2 shifts." in words(page)
    links = BeautifulSoup(page.content, "html.parser").select("details.many a")
    assert [link.get_text() for link in links] == list(TITLES.values())


def test_no_such_action_is_not_found(dana: Client) -> None:
    assert dana.get("/roster/many/all/").status_code == 404
