"""The forms by kind: what they offer, what they say before saving, what the gate answers, and where they lead."""

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
from scheduling.board.recording.page import TITLES
from scheduling.roster.models import RuleOverride
from scheduling.roster.publishing import publish
from scheduling.roster.selectors import View, load_roster
from staff.centers.clock import current_version
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import make_person, make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown, strategy

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    publish(
        actor=cast.dana.user, center=cast.norfield, day=DAY, override_reason="Agreed.", accepts_warnings=True
    )
    return client


def url(person: Person, kind: str, day: date = DAY) -> str:
    return reverse("record", args=[day.isoformat(), person.pk, kind])


def post(client: Client, cast: Cast, person: Person, kind: str, day: date = DAY, **fields: Any) -> Any:
    sent = {
        "base_version": current_version(cast.norfield.pk), "edit_id": str(uuid.uuid4()), "reason": "Storm.",
    } | fields  # fmt: skip
    return client.post(url(person, kind, day), sent, headers=HTMX)


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("kind", [kind.value for kind in TITLES])
@pytest.mark.parametrize("htmx", [True, False])
def test_every_kind_has_its_form(dana: Client, cast: Cast, kind: str, htmx: bool) -> None:
    answer = dana.get(url(cast.cal, kind), headers=HTMX if htmx else {})

    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert bool(soup.find("html")) != htmx
    labels = {label["for"] for label in soup.select(".field label")}
    inputs = {each["id"] for each in soup.select(".field :is(input, select, textarea)")}
    assert inputs
    assert inputs <= labels


def test_the_menu_offers_kinds_of_a_shift_only_where_one_begins(dana: Client, cast: Cast) -> None:
    asked = f"/roster/shift/?from={DAY}&person={cast.cal.pk}"
    worked = dana.get(f"{asked}&day={DAY}", headers=HTMX)
    free = dana.get(f"{asked}&day={OFF_DAY}", headers=HTMX)
    by_day = dana.get(reverse("day_shift", args=[DAY.isoformat(), cast.cal.pk]), headers=HTMX)

    def items(answer: Any) -> list[str]:
        return [a.get_text() for a in BeautifulSoup(answer.content, "html.parser").select(".more a")]

    assert items(worked) == items(by_day) == list(TITLES.values())
    assert items(free) == ["Leave", "Overtime", "Training", "Court", "Require overtime"]
    assert dana.get(url(cast.cal, "holdover", OFF_DAY)).status_code == 404


def test_recording_leads_back_to_the_board_by_what_changed(dana: Client, cast: Cast) -> None:
    answer = post(dana, cast, cast.cal, "holdover", at="19:30", board=f"from={DAY}")

    events = json.loads(answer.headers["HX-Trigger"])
    assert answer.headers["HX-Reswap"] == "none"
    assert events["boardChanged"]["people"] == [str(cast.cal.pk)]
    assert "closeDialog" in events
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00", "D 18:00-19:30"]


def test_without_a_script_it_leads_to_the_day(dana: Client, cast: Cast) -> None:
    fields = {
        "base_version": current_version(cast.norfield.pk),
        "edit_id": uuid.uuid4(),
        "at": "0615",
        "reason": "x",
    }

    answer = dana.post(url(cast.cal, "late"), fields, follow=True)

    assert answer.redirect_chain == [(reverse("day", args=[DAY.isoformat()]), 302)]
    assert "Employees see it now." in words(answer)
    assert shown(cast, cast.cal, DAY) == ["D 06:15-18:00"]


@pytest.mark.parametrize(
    ("kind", "fields", "left"),
    [
        ("early_out", {"at": "03:00"}, ["N 18:00-03:00"]),
        ("late", {"at": "00:30"}, ["N 00:30-06:00"]),
        ("holdover", {"at": "07:00"}, ["N 18:00-06:00", "N 06:00-07:00"]),
    ],
)
def test_times_after_midnight_belong_to_the_night(
    dana: Client, cast: Cast, kind: str, fields: dict[str, str], left: list[str]
) -> None:
    post(dana, cast, cast.sam, kind, **fields)

    assert shown(cast, cast.sam, DAY) == left


def test_overtime_is_a_draft_unless_published_now(dana: Client, cast: Cast) -> None:
    position = str(cast.positions["Call-taking"].entity_id)
    fields = {"start": "8", "end": "12", "position": position, "console": "1"}

    post(dana, cast, cast.cal, "overtime", OFF_DAY, **fields)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []
    post(dana, cast, cast.cal, "overtime", OFF_DAY, publishes="on", **fields)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]
    assert str(Adjustment.objects.get().position_id) == position


def test_a_trade_offers_who_fits_and_nobody_else(dana: Client, cast: Cast) -> None:
    ida = make_person(cast.norfield, "Ida", skills=(cast.skills["CT"],))
    make_person(cast.norfield, "Una")

    soup = BeautifulSoup(dana.get(url(cast.dana, "trade"), headers=HTMX).content, "html.parser")

    offered = {option["value"] for option in soup.select("select[name=taker] option")} - {""}
    assert offered == {str(ida.pk), str(cast.sam.pk)}
    assert post(dana, cast, cast.dana, "trade", taker=str(cast.cal.pk)).status_code == 422
    post(dana, cast, cast.dana, "trade", taker=str(ida.pk))
    assert shown(cast, ida, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_what_it_means_is_told_and_nothing_stored(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=780)
    before = current_version(cast.norfield.pk)

    held = post(dana, cast, cast.cal, "holdover", at="19:30", check="1")
    early = post(dana, cast, cast.dana, "early_out", at="12:00", check="1")

    assert "Merrow, Cal , 13 h 30 m on duty without a rest" in words(held)
    assert "Shift supervisor" in words(early)
    assert "No rule is newly broken." in words(early)
    assert current_version(cast.norfield.pk) == before


def test_the_gate_answers_in_place_and_an_override_goes_through(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=780, warn=760)

    refused = post(dana, cast, cast.cal, "holdover", at="19:30")
    assert refused.status_code == 422
    assert "Rules stand against this." in words(refused)
    assert "Override and record" in words(refused)
    assert not Adjustment.objects.exists()
    soup = BeautifulSoup(refused.content, "html.parser")
    assert soup.select_one("input[name=at]")["value"] == "19:30"  # type: ignore[index]

    done = post(
        dana, cast, cast.cal, "holdover", at="19:30", override_reason="Nobody else.", accepts_warnings="on"
    )
    assert done.status_code == 204
    assert RuleOverride.objects.get().reason == "Nobody else."


def test_approval_and_warnings_say_what_they_ask_for(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", approval=780, warn=760)

    assert "This needs approval." in words(post(dana, cast, cast.cal, "holdover", at="19:30"))
    warned = post(dana, cast, cast.cal, "holdover", at="18:45")
    assert "Please confirm." in words(warned)
    assert "Reason for the override" not in words(warned)
    assert post(dana, cast, cast.cal, "holdover", at="18:45", accepts_warnings="on").status_code == 204


def test_an_error_of_the_door_stands_at_its_field(dana: Client, cast: Cast) -> None:
    answer = post(dana, cast, cast.cal, "early_out", at="18:00")
    field = BeautifulSoup(answer.content, "html.parser").select_one(".field.err")
    assert answer.status_code == 422
    assert "Let go at" in field.get_text()  # type: ignore[union-attr]
    assert "pick a time inside it" in field.get_text()  # type: ignore[union-attr]

    assert "This field is required" in words(post(dana, cast, cast.cal, "late", at="7", reason=""))


def test_a_conflict_offers_to_send_it_again(dana: Client, cast: Cast) -> None:
    strategy(cast, "ask")
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY + timedelta(days=1), "D", by=cast.sam)
    day = OFF_DAY + timedelta(days=1)

    fields = {"start": "8", "end": "12", "base_version": seen}
    answer = post(dana, cast, cast.cal, "training", day, **fields)

    assert answer.status_code == 409
    again = BeautifulSoup(answer.content, "html.parser").select("form input[type=hidden]")
    sent = {each["name"]: each["value"] for each in again if each["name"] != "csrfmiddlewaretoken"}
    assert dana.post(url(cast.cal, "training", day), sent, headers=HTMX).status_code == 204


def test_up_to_three_tried_fixes_stand_at_an_issue(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "minimum_rest", block=600)
    make_person(cast.norfield, "Ida", skills=(cast.skills["CT"],))
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    edit(cast, cast.cal, OFF_DAY, "D")

    asked = f"/roster/shift/?from={DAY}&person={cast.cal.pk}&day={OFF_DAY}"
    soup = BeautifulSoup(dana.get(asked, headers=HTMX).content, "html.parser")

    fixes = soup.select(".fixes :is(button, a)")
    assert [each.get_text() for each in fixes] == [
        "Start at 11:00, 10 h more short",
        "End at 20:00",
        "3 others fit",
    ]
    form = {each["name"]: each["value"] for each in fixes[0].find_parent("form").select("input[type=hidden]")}
    assert dana.post("/roster/edit/", form, headers=HTMX).status_code == 200
    assert shown(cast, cast.cal, OFF_DAY) == ["D 11:00-18:00"]
    assert b"fixes" not in dana.get(asked, headers=HTMX).content


def test_the_board_says_what_stands_against_an_edit_that_publishes(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)
    change = {
        "type": "set_day",
        "person": str(cast.cal.pk),
        "day": OFF_DAY.isoformat(),
        "wanted": {"shift": "D"},
    }
    version = current_version(cast.norfield.pk)
    sent = {"edit_id": str(uuid.uuid4()), "base_version": version, "changes": [change], "publishes": True}

    answer = dana.post("/roster/edit/", {"edit": json.dumps(sent), "board": f"from={DAY}"}, headers=HTMX)

    assert answer.status_code == 422
    said = json.loads(answer.headers["HX-Trigger"])["editRefused"]["text"]
    assert said == "12 h on duty without a rest. Write down why these rules are overridden."
    assert current_version(cast.norfield.pk) == version


@pytest.mark.parametrize("address", ["/roster/undo/", f"/day/{DAY}/undo/"])
def test_an_undo_that_rules_stand_against_is_said_on_the_page(dana: Client, cast: Cast, address: str) -> None:
    post(dana, cast, cast.cal, "early_out", at="12:00")
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)

    answer = dana.post(address, {"direction": "undo", "board": f"from={DAY}"}, follow=True)

    assert "Left as it is. 12 h on duty without a rest." in words(answer)
    assert shown(cast, cast.cal, DAY) == ["D 06:00-12:00"]


def lines(answer: Any) -> list[dict[str, str]]:
    """The fields of each line of the form of breaks."""
    soup = BeautifulSoup(answer.content, "html.parser")
    found = []
    for group in soup.select(".break-line"):
        values = {}
        for each in group.select("input, select"):
            if each.name == "select":
                chosen = each.select_one("option[selected]")
                value = chosen.get_text() if chosen else ""
            elif each.get("type") == "checkbox":
                value = "on" if each.has_attr("checked") else ""
            else:
                value = each.get("value", "")
            values[str(each["name"]).partition("_")[0]] = value
        found.append(values)
    return found


def test_breaks_are_set_moved_and_removed_line_by_line(dana: Client, cast: Cast) -> None:
    police = str(cast.positions["Police radio"].entity_id)
    first = {
        "start_0": "12:00", "minutes_0": "30", "relief_0": str(cast.dana.pk), "position_0": police,
        "start_1": "8:05", "minutes_1": "12", "paid_1": "on", "relief_1": "other",
    }  # fmt: skip

    checked = post(dana, cast, cast.cal, "breaks", check="1", **first)
    assert not Adjustment.objects.exists()
    assert "Record" in words(checked)
    assert post(dana, cast, cast.cal, "breaks", **first).status_code == 204

    again = dana.get(url(cast.cal, "breaks"), headers=HTMX)
    shown_lines = lines(again)
    assert [(each["start"], each["minutes"], each["paid"], each["relief"]) for each in shown_lines] == [
        ("08:05", "12", "on", "Somebody not on the roster"), ("12:00", "30", "", str(cast.dana)),
        ("", "", "", "Nobody"), ("", "", "", "Nobody"),
    ]  # fmt: skip
    assert shown_lines[1]["position"] == "Police radio"

    post(dana, cast, cast.cal, "breaks", start_0="", minutes_0="12", start_1="12:07", minutes_1="30")
    assert [(each["start"], each["relief"]) for each in lines(dana.get(url(cast.cal, "breaks")))] == [
        ("12:07", "Nobody"), ("", "Nobody"), ("", "Nobody"),
    ]  # fmt: skip
    assert Adjustment.objects.current().count() == 1


def test_a_line_of_breaks_says_at_its_field_what_is_wrong(dana: Client, cast: Cast) -> None:
    def problem(field: str, **fields: Any) -> str:
        answer = post(dana, cast, cast.cal, "breaks", **fields)
        assert answer.status_code == 422
        found = BeautifulSoup(answer.content, "html.parser").find(id=f"id_{field}_error")
        return found.get_text(strip=True) if found else ""

    blank = {"start_0": "", "minutes_0": ""}
    assert problem("minutes_1", **blank, start_1="12:00") == "How many minutes?"
    assert "inside it" in problem("start_1", **blank, start_1="17:50", minutes_1="30")
    assert "fill" not in problem("start_0", start_0="25:00", minutes_0="30")
    night = {"start_1": "12:00", "minutes_1": "30", "relief_1": str(cast.sam.pk)}
    assert "valid choice" in problem("relief_1", **blank, **night)
    assert not Adjustment.objects.exists()


def test_a_break_after_midnight_is_of_the_night_and_unchanged_lines_keep_their_minute(
    dana: Client, cast: Cast
) -> None:
    post(dana, cast, cast.sam, "breaks", start_0="00:30", minutes_0="45")

    row = Adjustment.objects.get()
    assert row.breaks[0]["start"] == 390
    form = lines(dana.get(url(cast.sam, "breaks")))
    assert form[0]["start"] == "00:30"
    again = post(dana, cast, cast.sam, "breaks", start_0="00:30", minutes_0="45", was_0=form[0]["was"])
    assert Adjustment.objects.count() == 1
    assert again.status_code == 204


def test_a_seat_is_taken_for_a_part_of_the_shift(dana: Client, cast: Cast) -> None:
    form = BeautifulSoup(dana.get(url(cast.cal, "seat")).content, "html.parser")
    assert [form.find(id=f"id_{name}")["value"] for name in ("start", "end")] == ["06:00", "18:00"]  # type: ignore[index]

    police = str(cast.positions["Police radio"].entity_id)
    post(dana, cast, cast.cal, "seat", start="09:07", end="10:00", position=police, console="2")

    row = Adjustment.objects.get()
    assert (row.paint, row.console, str(row.position_id)) == ("seat", 2, police)
    assert row.published_from is None


def test_leave_over_a_night_and_over_several_days(dana: Client, cast: Cast) -> None:
    form = BeautifulSoup(dana.get(url(cast.sam, "leave")).content, "html.parser")
    values = {name: form.find(id=f"id_{name}")["value"] for name in ("since", "start", "until", "end")}  # type: ignore[index]
    assert values == {"since": "2026-12-06", "start": "18:00", "until": "2026-12-07", "end": "06:00"}

    part = values | {"start": "22:15", "absence": "vacation"}
    looked = post(dana, cast, cast.sam, "leave", check="1", **part)
    assert "1 short" in words(looked)
    assert post(dana, cast, cast.sam, "leave", **part).status_code == 204
    assert shown(cast, cast.sam, DAY, View.PUBLISHED) == ["N 18:00-22:15"]

    whole = {
        "since": "2026-12-10",
        "start": "00:00",
        "until": "2026-12-12",
        "end": "24:00",
        "absence": "sick",
    }
    post(dana, cast, cast.cal, "leave", **whole)
    days = [DAY + timedelta(days=n) for n in range(4, 7)]
    assert [shown(cast, cast.cal, day, View.PUBLISHED) for day in days] == [[], [], []]
    row = Adjustment.objects.get(absence_kind="sick")
    assert (row.ends_at - row.starts_at) == timedelta(days=3)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"end": "05:00", "until": "2026-12-06"}, "end"),
        ({"since": "6 Dec"}, "since"),
        ({"absence": "holiday on the moon"}, "absence"),
        ({"start": ""}, "start"),
    ],
)
def test_impossible_leave_is_said_at_its_field(
    dana: Client, cast: Cast, fields: dict[str, str], field: str
) -> None:
    sent = {
        "since": "2026-12-06", "start": "06:00", "until": "2026-12-06", "end": "18:00", "absence": "sick",
    } | fields  # fmt: skip

    answer = post(dana, cast, cast.cal, "leave", **sent)

    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").find(id=f"id_{field}_error")
    assert not Adjustment.objects.exists()


NIGHT = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("kind", "fields", "minutes"),
    [
        ("early_out", {"at": "03:00"}, 600),
        ("late", {"at": "03:00"}, 180),
        ("holdover", {"at": "07:00"}, 780 + 60),
        ("breaks", {"start_0": "03:00", "minutes_0": "30"}, 780),
        ("training", {"start": "00:00", "end": "03:00"}, 780),
    ],
)
def test_each_kind_counts_true_minutes_over_the_clock_change(
    client: Client, cast: Cast, kind: str, fields: dict[str, str], minutes: int
) -> None:
    client.force_login(cast.dana.user)
    edit(cast, cast.sam, NIGHT, "N")

    # Training is asked for on a date: after midnight on the next.
    on = NIGHT + timedelta(days=kind == "training")
    answer = post(client, cast, cast.sam, kind, on, **fields)

    assert answer.status_code == 204, words(answer)
    roster = load_roster(cast.norfield, NIGHT, NIGHT + timedelta(days=1))
    own = roster.evaluation.roster(cast.sam.pk).worked()
    duty = [each for each in own if roster.clock.date_of(each.shift_start) == NIGHT]
    assert sum(each.end - each.start for each in duty) == minutes
    if kind == "breaks":
        assert [(each.start - duty[0].start, each.end - each.start) for each in duty[0].breaks] == [(600, 30)]
    if kind == "training":
        assert [each.end - each.start for each in duty if each.pay == "training"] == [240]
