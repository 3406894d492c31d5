"""The board over HTTP: who may see it, what an edit answers, and what it refuses."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.board.edits import left_alone_words
from scheduling.patterns.models import ShiftType
from scheduling.roster.locking import lock_period
from scheduling.roster.models import PeriodState, RuleOverride, State
from scheduling.time.interval import minute_before
from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_contract,
    make_holiday,
    make_period,
    make_person,
    make_rule_limits,
    publish_period_row,
)
from tests.scheduling.attendance.saying import confirm, shifts
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

BOARD = f"from={DAY.isoformat()}"
PAGE = f"/roster/?{BOARD}"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


def page(client: Client, query: str = "") -> BeautifulSoup:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(soup: BeautifulSoup, person: Person) -> list[Any]:
    return soup.select(f"#p-{person.pk} .c")


def post_edit(
    client: Client, cast: Cast, person: Person, day: date, code: str | None, **options: Any
) -> HttpResponse:
    version = options.get("base_version", current_version(cast.norfield.pk))
    change = {
        "type": "set_day",
        "person": str(person.pk),
        "day": day.isoformat(),
        "wanted": {"shift": code} if code else None,
    }
    command = {"edit_id": str(uuid.uuid4()), "base_version": version, "changes": [change]}
    fields = {"edit": json.dumps(command), "board": BOARD}
    return client.post("/roster/edit/", fields, headers=HTMX if options.get("htmx", True) else {})  # type: ignore[return-value]


def events(answer: HttpResponse) -> dict[str, Any]:
    return json.loads(answer.headers["HX-Trigger"])


# Who may see it


def test_signing_in_comes_first(client: Client, cast: Cast) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_employees_may_not_open_the_board(client: Client, cast: Cast) -> None:
    client.force_login(cast.cal.user)
    assert client.get(PAGE).status_code == 403


def test_another_center_sees_its_own_people_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.olga.user)
    soup = page(client)
    assert not cells(soup, cast.dana)
    assert len(cells(soup, cast.olga)) == 28


def test_another_center_may_not_edit_these_people(client: Client, cast: Cast) -> None:
    client.force_login(cast.olga.user)
    answer = post_edit(client, cast, cast.cal, OFF_DAY, "D", base_version=current_version(cast.southmere.pk))
    assert answer.status_code == 422
    assert not Adjustment.objects.exists()


# What it shows


def test_people_stand_in_their_groups_with_a_cell_per_day(dana: Client, cast: Cast) -> None:
    soup = page(dana)
    names = [each.get_text() for each in soup.select("#group-a-squad .p .nm a")]
    assert names == ["Kestrel, Dana", "Merrow, Cal", "Tiernan, Max"]
    row = cells(soup, cast.sam)
    assert [cell.get_text() for cell in row[:4]] == ["N", "N", "", ""]
    assert row[0]["class"] == ["c", "n"]
    heads = [each.get_text() for each in soup.select("#head-a-squad [role=gridcell]")]
    assert heads[:4] == ["3", "3", "0", "0"]


def test_the_grid_tells_its_size_and_every_row_its_number(dana: Client, cast: Cast) -> None:
    soup = page(dana)
    grid = soup.select_one("#grid")
    assert grid is not None
    assert (grid["role"], grid["aria-colcount"]) == ("grid", "32")
    numbers = [int(row["aria-rowindex"]) for row in soup.select(".p")]
    assert numbers == sorted(set(numbers))
    assert max(numbers) <= int(grid["aria-rowcount"])


def test_a_missing_supervisor_stands_in_the_row_of_the_position(dana: Client, cast: Cast) -> None:
    row = page(dana).select("#coverage-seats-0 [role=gridcell]")
    # Days Dana has off and Sam's nights leave the days open.
    assert row[2].get_text() == "−1"
    assert "h short" in row[-1].get_text()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("&q=merrow", ["Merrow, Cal"]),
        ("&q=1002", ["Rowntree, Sam"]),
        ("&q=cto", ["Merrow, Cal"]),
        ("&group=b-squad", ["Rowntree, Sam"]),
        ("&q=nobody", []),
    ],
)
def test_filters_leave_the_people_they_name(dana: Client, cast: Cast, query: str, names: list[str]) -> None:
    assert [each.get_text() for each in page(dana, query).select(".p .nm a")] == names


def test_no_match_offers_to_clear_the_filters(dana: Client, cast: Cast) -> None:
    link = page(dana, "&q=nobody").select_one(".emp a")
    assert link is not None
    assert link["href"] == f"?{BOARD}"


def test_a_period_without_shifts_says_so(dana: Client, cast: Cast) -> None:
    answer = dana.get("/roster/?from=2001-01-07")
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "No shifts yet" in soup.text
    assert soup.select_one('.emp a[href$="?period=2001-01-07"]') is not None
    form = soup.select_one(".emp form")
    assert form is not None
    fields = {field["name"]: field["value"] for field in form.select("input[name=board]")}
    told = dana.post(form["action"], fields, follow=True)
    assert told.redirect_chain[-1][0] == "/roster/?from=2001-01-07"
    assert "The period before has no shifts to copy." in told.content.decode()


def test_a_week_has_bars_at_their_minutes(dana: Client, cast: Cast) -> None:
    soup = page(dana, "&weeks=1")
    bars = soup.select(f"#p-{cast.sam.pk} .b")
    assert bars[0]["class"][:4] == ["at", "h18", "lh12", "b"]
    assert bars[0]["aria-label"].endswith("18:00 – 06:00")


def test_two_weeks_show_times(dana: Client, cast: Cast) -> None:
    cell = cells(page(dana, "&weeks=2"), cast.dana)[0]
    assert (cell.get_text(), cell["data-code"]) == ("06–18", "D")


def test_narrow_screens_get_one_day_as_a_list(dana: Client, cast: Cast) -> None:
    entries = page(dana, f"&on={DAY.isoformat()}").select(".day-list li b:not(.sh)")
    assert [each.get_text() for each in entries] == [
        "Kestrel, Dana",
        "Merrow, Cal",
        "Tiernan, Max",
        "Rowntree, Sam",
    ]


def test_the_number_of_queries_does_not_grow_with_the_people(dana: Client, cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        dana.get(PAGE)
    for n in range(12):
        with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
            person = make_person(
                cast.norfield, f"Extra{n}", number=str(2000 + n), skills=(cast.skills["CT"],), opened=opened
            )
            make_contract(person, cast.patterns["Pitman days"], opened=opened)
    edit(cast, cast.cal, OFF_DAY, "D")
    with CaptureQueriesContext(connection) as many:
        dana.get(PAGE)
    # Drafts add the published roster's own rows: the same queries for one person as for all.
    assert len(many) <= len(few) + 1
    assert len(few) <= 49


# Editing


def test_a_set_shift_answers_with_what_looks_different(dana: Client, cast: Cast) -> None:
    answer = post_edit(dana, cast, cast.cal, OFF_DAY, "D")
    assert answer.status_code == 200
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    soup = BeautifulSoup(answer.content, "html.parser")
    ids = {each["id"] for each in soup.select("[hx-swap-oob]")}
    assert {f"p-{cast.cal.pk}", "head-a-squad", "carpet-2", "board-foot", "undo-redo", "publish"} <= ids
    assert f"p-{cast.dana.pk}" not in ids
    assert "carpet-5" not in ids
    cell = cells(soup, cast.cal)[2]
    assert (cell.get_text(), cell["class"]) == ("D+", ["c", "d", "ch"])
    changed = events(answer)["boardChanged"]
    assert changed["version"] == current_version(cast.norfield.pk)
    assert changed["people"] == [str(cast.cal.pk)]


def test_the_answer_to_one_edit_is_small(dana: Client, cast: Cast) -> None:
    assert len(gzip.compress(post_edit(dana, cast, cast.cal, OFF_DAY, "D").content)) <= 6 * 1024


def test_fragments_are_the_same_as_on_the_whole_page(dana: Client, cast: Cast) -> None:
    answer = BeautifulSoup(post_edit(dana, cast, cast.cal, OFF_DAY, "N").content, "html.parser")
    whole = page(dana)
    for part in answer.select("[hx-swap-oob]"):
        del part["hx-swap-oob"]
        twin = whole.select_one(f"[id='{part['id']}']")
        assert twin is not None
        assert [tag.get_text() for tag in part.find_all()] == [tag.get_text() for tag in twin.find_all()]


def test_a_cleared_shift_is_marked_as_removed(dana: Client, cast: Cast) -> None:
    soup = BeautifulSoup(post_edit(dana, cast, cast.cal, DAY, None).content, "html.parser")
    cell = cells(soup, cast.cal)[0]
    assert (cell.get_text(), cell["class"]) == ("−D", ["c", "rm", "ch"])


def test_a_broken_rule_is_saved_and_marked(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    # Monday's day shift begins right where Sunday's new night ends.
    answer = post_edit(dana, cast, cast.cal, DAY, "N")
    soup = BeautifulSoup(answer.content, "html.parser")
    marked = [cell for cell in cells(soup, cast.cal) if "e" in cell["class"]]
    assert not marked or answer.status_code == 200
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    post_edit(dana, cast, cast.cal, DAY + timedelta(days=2), "D")
    row = cells(page(dana), cast.cal)
    assert "e" in row[2]["class"]
    assert page(dana, "&issues=breaks").select(".p .nm a")[0].get_text() == "Merrow, Cal"


def test_without_script_an_edit_is_a_plain_form(dana: Client, cast: Cast) -> None:
    fields = {
        "person": str(cast.cal.pk),
        "day": OFF_DAY.isoformat(),
        "start": "07:30",
        "end": "15:00",
        "base_version": str(current_version(cast.norfield.pk)),
        "board": BOARD,
    }
    answer = dana.post("/roster/edit/", fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert shown(cast, cast.cal, OFF_DAY) == ["- 07:30-15:00"]


@pytest.mark.parametrize(("code", "sentence"), [("Q", "There is no shift “Q”")])
def test_impossible_input_is_refused_with_a_sentence(
    dana: Client, cast: Cast, code: str, sentence: str
) -> None:
    answer = post_edit(dana, cast, cast.cal, OFF_DAY, code)
    assert answer.status_code == 422
    assert sentence in events(answer)["editRefused"]["text"]
    assert not Adjustment.objects.exists()


def test_text_that_is_no_edit_is_refused(dana: Client, cast: Cast) -> None:
    answer = dana.post("/roster/edit/", {"edit": "{", "board": BOARD}, headers=HTMX)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"wanted": {"start": {}, "end": []}}, "changes.0.wanted.start"),
        ({"wanted": {"shift": "N"}, "reason": "a\0b"}, "changes.0.reason"),
        ({"wanted": {"shift": "N"}, "reason": "\ud800"}, "changes.0.reason"),
        ({"wanted": {"shift": "N"}, "day": "2026-W50-1"}, "changes.0.day"),
        ({"wanted": {"shift": "N"}, "day": "20261208"}, "changes.0.day"),
    ],
)
def test_values_that_cannot_be_kept_are_refused_at_their_field(
    dana: Client, cast: Cast, changed: dict[str, Any], field: str
) -> None:
    change = {"type": "set_day", "person": str(cast.cal.pk), "day": OFF_DAY.isoformat()} | changed
    sent = {
        "edit_id": str(uuid.uuid4()),
        "base_version": current_version(cast.norfield.pk),
        "changes": [change],
    }
    answer = dana.post("/roster/edit/", {"edit": json.dumps(sent), "board": BOARD}, headers=HTMX)
    assert (answer.status_code, events(answer)["editRefused"]["field"]) == (422, field)
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"edit": "[" * 100_000}, {"base_version": "9" * 5000, "shift": "D"}],
    ids=["nested without end", "a number without end"],
)
def test_forms_without_end_are_refused(dana: Client, fields: dict[str, str]) -> None:
    assert dana.post("/roster/edit/", fields | {"board": BOARD}, headers=HTMX).status_code == 422


def test_mark_up_in_a_reason_is_shown_as_text(dana: Client, cast: Cast) -> None:
    reason = "<img src=x onerror=alert(1)>'; DROP TABLE shifts;--"
    fields = {"person": str(cast.cal.pk), "day": OFF_DAY.isoformat(), "shift": "D", "reason": reason}
    answer = dana.post(
        "/roster/edit/", fields | {"base_version": str(current_version(cast.norfield.pk)), "board": BOARD}
    )
    assert answer.status_code == 302
    panel = dana.get(f"/people/{cast.cal.pk}/?on={OFF_DAY}").content.decode()
    assert "<img src=x" not in panel
    assert "&lt;img src=x" in panel


def test_the_same_value_again_changes_nothing(dana: Client, cast: Cast) -> None:
    answer = post_edit(dana, cast, cast.cal, DAY, "D")
    assert events(answer)["boardChanged"]["changes"] == 0
    assert not Adjustment.objects.exists()


def test_a_day_closed_for_payroll_is_shown_locked_and_refused(dana: Client, cast: Cast) -> None:
    publish_all(dana)
    lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    assert "data-lock" in page(dana).select_one("[data-on]").attrs  # type: ignore[union-attr]
    answer = post_edit(dana, cast, cast.cal, OFF_DAY, "D")
    assert answer.status_code == 422
    assert "closed for payroll" in events(answer)["editRefused"]["text"]


def test_where_the_center_asks_a_conflict_shows_both_and_saves_nothing(dana: Client, cast: Cast) -> None:
    ask_about_conflicts(cast)
    seen = current_version(cast.norfield.pk)
    edit(cast, cast.cal, OFF_DAY, "N", by=cast.sam)
    answer = post_edit(dana, cast, cast.cal, OFF_DAY, "D", base_version=seen)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "18:00 – 06:00" in text
    assert "06:00 – 18:00" in text
    assert "Sam" in text
    assert shown(cast, cast.cal, OFF_DAY) == ["N 18:00-06:00"]
    again = BeautifulSoup(answer.content, "html.parser").select_one("[name=edit]")
    assert again is not None
    dana.post("/roster/edit/", {"edit": again["value"], "board": BOARD}, headers=HTMX)
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]


def test_undo_and_redo_step_through_ones_own_edits(dana: Client, cast: Cast) -> None:
    post_edit(dana, cast, cast.cal, OFF_DAY, "D")
    dana.post("/roster/undo/", {"direction": "undo", "board": BOARD}, headers=HTMX)
    assert shown(cast, cast.cal, OFF_DAY) == []
    answer = dana.post("/roster/undo/", {"direction": "redo", "board": BOARD}, headers=HTMX)
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]
    assert events(answer)["boardChanged"]["people"] == [str(cast.cal.pk)]


def test_a_step_in_no_direction_is_a_bad_request(dana: Client, cast: Cast) -> None:
    post_edit(dana, cast, cast.cal, OFF_DAY, "D")
    for direction in ("", "sideways"):
        assert dana.post("/roster/undo/", {"direction": direction, "board": BOARD}).status_code == 400
    assert shown(cast, cast.cal, OFF_DAY) == ["D 06:00-18:00"]


def test_undo_names_a_few_of_what_it_leaves_alone_and_counts_the_rest() -> None:
    assert left_alone_words(["Cal, Dec 8: published.", "b", "c", "d", "e"]) == (
        "Left alone: Cal, Dec 8: published.; b; c; and 2 more."
    )
    assert left_alone_words(["a", "b"]) == "Left alone: a; b"


def test_undo_without_a_step_says_so(dana: Client, cast: Cast) -> None:
    answer = dana.post("/roster/undo/", {"direction": "undo", "board": BOARD}, headers=HTMX)
    assert answer.status_code == 422
    assert events(answer)["editRefused"]["text"] == "There is nothing to undo."
    assert page(dana).select_one("#undo-redo button[value=undo]").has_attr("disabled")  # type: ignore[union-attr]


# Inspector


def test_the_inspector_has_times_issues_effect_and_history(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    edit(cast, cast.cal, OFF_DAY, "D")
    answer = dana.get(f"/roster/shift/?{BOARD}&person={cast.cal.pk}&day={OFF_DAY}", headers=HTMX)
    text = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert "Only 5 h rest before this shift" in text
    assert "Start at 09:00" in text
    assert "Was off ." in text
    assert "Kestrel, Dana: Overtime" in text


def test_the_inspector_says_whose_move_would_remove_a_shortage(dana: Client, cast: Cast) -> None:
    address = f"/roster/shift/?{BOARD}&person={cast.cal.pk}&day={DAY}"
    assert b"Moving" not in dana.get(address, headers=HTMX).content
    edit(cast, cast.dana, DAY, "D", position=cast.positions["Call-taking"].entity_id)
    text = BeautifulSoup(dana.get(address, headers=HTMX).content, "html.parser").get_text()
    words = "1 short 00:00 – 18:00. Moving Kestrel, Dana from Call-taking would fill it 06:00 – 18:00."
    assert f"Shift supervisor: {words}" in text


@pytest.mark.parametrize(
    "query", ["", "&person=x&day=2026-12-08", "&person={cal}&day=2027-12-08", "&person={olga}&day=2026-12-08"]
)
def test_an_inspector_of_nothing_is_not_found(dana: Client, cast: Cast, query: str) -> None:
    asked = query.format(cal=cast.cal.pk, olga=cast.olga.pk)
    assert dana.get(f"/roster/shift/?{BOARD}{asked}").status_code == 404


def test_who_fits_names_the_free_and_counts_the_others(dana: Client, cast: Cast) -> None:
    answer = dana.get(f"/roster/who-fits/?{BOARD}&person={cast.cal.pk}&day={DAY}", headers=HTMX)
    text = BeautifulSoup(answer.content, "html.parser").get_text(" ")
    # Dana works the same hours; Ada holds no skill; Sam's night begins when the day ends.
    assert "Rowntree, Sam" in text
    assert "Kestrel, Dana" not in text
    assert "1 work or are away then" in text


# Publishing


def publish_all(client: Client) -> HttpResponse:
    fields = {"board": BOARD, "override": "1", "reason": "Agreed with the union.", "accepts_warnings": "1"}
    return client.post("/roster/publish/", fields, headers=HTMX)  # type: ignore[return-value]


def test_a_reason_too_long_says_so_and_stays_in_its_field(dana: Client, cast: Cast) -> None:
    publish_all(dana)
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=600)
    edit(cast, cast.cal, OFF_DAY, "N")
    fields = {"board": BOARD, "override": "1", "reason": "Storm. " + "x" * 300, "accepts_warnings": "1"}

    answer = dana.post("/roster/publish/", fields, headers=HTMX)

    assert answer.status_code == 422
    shown_page = BeautifulSoup(answer.content, "html.parser")
    assert "The reason has 307 characters; 300 is the most." in shown_page.get_text()
    assert shown_page.select_one("textarea").get_text().startswith("Storm.")  # type: ignore[union-attr]


def test_the_list_before_publishing_names_people_and_changes(dana: Client, cast: Cast) -> None:
    publish_all(dana)
    edit(cast, cast.cal, OFF_DAY, "N")
    assert "Publish 1 change" in page(dana).select_one("#publish").get_text()  # type: ignore[union-attr]
    text = dana.get(f"/roster/publish/?{BOARD}", headers=HTMX).content.decode()
    assert "Merrow, Cal" in text
    assert "Tue Dec 8 18:00 – 06:00" in text
    assert "Rowntree, Sam" not in text


def test_publishing_makes_the_draft_what_employees_see(dana: Client, cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "N")
    answer = publish_all(dana)
    assert answer.headers["HX-Redirect"] == PAGE
    assert PeriodState.objects.current().get(center=cast.norfield).state == "published"
    assert "Published" in page(dana).select_one("#publish").get_text()  # type: ignore[union-attr]
    cell = cells(page(dana, "&view=published"), cast.cal)[2]
    assert cell.get_text() == "N+"


def test_a_broken_rule_blocks_publishing_until_a_reason_is_given(dana: Client, cast: Cast) -> None:
    publish_all(dana)
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    edit(cast, cast.cal, OFF_DAY, "D")
    refused = dana.post("/roster/publish/", {"board": BOARD}, headers=HTMX)
    assert refused.status_code == 422
    assert "Write down why" in refused.content.decode()
    assert Adjustment.objects.filter(published_from__isnull=True).exists()
    assert publish_all(dana).status_code == 204
    assert RuleOverride.objects.get().reason == "Agreed with the union."


def test_employees_may_not_publish(client: Client, cast: Cast) -> None:
    client.force_login(cast.cal.user)
    assert client.get(f"/roster/publish/?{BOARD}").status_code == 403
    assert post_edit(client, cast, cast.cal, OFF_DAY, "D").status_code == 403


def ask_about_conflicts(cast: Cast) -> None:
    current = CenterSettings.objects.current().get(center=cast.norfield)
    fields = {
        field.name: getattr(current, field.name)
        for field in CenterSettings._meta.concrete_fields
        if field.name not in {"id", "center", "entity", "from_version", "until_version", "conflict_strategy"}
    }
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.replace(current, CenterSettings(conflict_strategy="ask", **fields))


def test_in_the_week_leave_is_no_removed_shift(dana: Client, cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    morning = datetime.combine(DAY, time(5), tzinfo=UTC)
    make_adjustment(cast.cal, morning, morning + timedelta(days=1), kind=AdjustmentKind.LEAVE)
    bars = page(dana, "&weeks=1").select(f"#p-{cast.cal.pk} .b")
    assert not [bar for bar in bars if "gone" in bar["class"]]
    edit(cast, cast.cal, DAY + timedelta(days=1), None)
    bars = page(dana, "&weeks=1").select(f"#p-{cast.cal.pk} .b")
    assert [bar["data-on"] for bar in bars if "gone" in bar["class"]] == ["2026-12-07"]


def test_publishing_the_others_leaves_out_who_breaks_a_rule(dana: Client, cast: Cast) -> None:
    publish_all(dana)
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    edit(cast, cast.cal, OFF_DAY, "D")
    edit(cast, cast.sam, OFF_DAY, "N")
    dialog = BeautifulSoup(dana.get(f"/roster/publish/?{BOARD}", headers=HTMX).content, "html.parser")
    others = [field["value"] for field in dialog.select("[name=change]")]
    dana.post("/roster/publish/", {"board": BOARD, "only": "1", "change": others}, headers=HTMX)
    left = Adjustment.objects.filter(published_from__isnull=True)
    assert {row.person_id for row in left} == {cast.cal.pk}


def test_the_first_publication_can_leave_nobody_out(dana: Client, cast: Cast) -> None:
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    edit(cast, cast.cal, DAY + timedelta(days=1), "S")
    edit(cast, cast.cal, OFF_DAY, "D")
    edit(cast, cast.sam, OFF_DAY, "N")
    text = dana.get(f"/roster/publish/?{BOARD}", headers=HTMX).content.decode()
    assert "rule break" in text
    assert "Publish the other" not in text


def test_every_fragment_has_a_page_of_its_own_without_script(dana: Client, cast: Cast) -> None:
    asked = f"{BOARD}&person={cast.cal.pk}&day={DAY}"
    for address in ("/roster/shift/", "/roster/who-fits/", "/roster/publish/"):
        soup = BeautifulSoup(dana.get(f"{address}?{asked}").content, "html.parser")
        assert soup.select_one("header.top")
        assert soup.select_one("main h1")
        back = soup.select_one(".wrap .lnk")
        assert back is not None
        assert back["href"] == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "/roster/shift/?{board}&person={cal}&day={day}",
        "/roster/who-fits/?{board}&person={cal}&day={day}",
        "/roster/publish/?{board}",
        "/day/{day}/{cal}/",
        "/day/{day}/{cal}/record/training/?board=",
    ],
)
def test_a_page_of_its_own_swaps_nothing_into_a_board_that_is_not_there(
    dana: Client, cast: Cast, address: str
) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    answer = dana.get(address.format(board=BOARD, cal=cast.cal.pk, day=DAY))
    assert answer.status_code == 200
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    assert main is not None
    swapping = main.select("[hx-post], [hx-get]")
    assert swapping
    assert [each for each in swapping if each.find_parent(attrs={"hx-disable": True}) is None] == []
    assert main.select("[data-close-inspector]") == []


def test_without_script_a_refusal_is_told_on_the_board(dana: Client, cast: Cast) -> None:
    answer = post_edit(dana, cast, cast.cal, OFF_DAY, "Q", htmx=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    told = page(dana).select_one("#toasts .toast")
    assert told is not None
    assert "There is no shift “Q”" in told.get_text()


def test_the_legend_explains_the_shifts_that_are_shown_most(dana: Client, cast: Cast) -> None:
    post_edit(dana, cast, cast.cal, OFF_DAY, "S")
    legend = [each.get_text() for each in page(dana).select(".leg b")]
    assert legend == ["D", "S", "N", "V"]
    only_nights = [each.get_text() for each in page(dana, "&group=b-squad").select(".foot kbd")][:3]
    assert only_nights[0] == "N"


def test_a_change_to_publish_that_is_no_id_is_a_bad_request(dana: Client) -> None:
    answer = dana.post("/roster/publish/", {"board": BOARD, "only": "1", "change": "nonsense"})

    assert answer.status_code == 400


def test_a_key_whose_letter_is_a_code_needs_shift(dana: Client, cast: Cast) -> None:
    def keys() -> list[str]:
        return [key.text for key in page(dana).select("#keys dt kbd")]

    assert "G" in keys()
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.add(ShiftType(code="G", name="Graveyard", starts_at=time(22), ends_at=time(6)))
    assert "Shift G" in keys()
    assert "G" not in keys()
    assert "I" in keys()


@pytest.mark.parametrize("weeks", ["4", "2", "1"])
def test_a_holiday_is_named_in_the_head_of_its_day(cast: Cast, dana: Client, weeks: str) -> None:
    make_holiday(cast.norfield, DAY, name="Founders Day")
    marked = page(dana, f"&weeks={weeks}").select(".dy [data-holiday]")
    assert [each["title"] for each in marked] == ["Founders Day"]
    assert "Founders Day" in marked[0].text


def test_a_locked_holiday_says_both(cast: Cast, dana: Client) -> None:
    make_holiday(cast.norfield, DAY, name="Founders Day")
    publish_period_row(make_period(cast.norfield, DAY), state=State.LOCKED)
    marked = page(dana).select_one(".dy [data-holiday]")
    assert marked is not None
    assert str(marked["title"]).startswith("Founders Day. This period is closed")


def test_the_day_page_names_its_holiday(cast: Cast, dana: Client) -> None:
    make_holiday(cast.norfield, DAY, name="Founders Day")
    assert "Founders Day" in dana.get(f"/day/{DAY}/").content.decode()
    assert "Founders Day" not in dana.get(f"/day/{OFF_DAY}/").content.decode()


def test_the_inspector_says_whether_a_shift_is_confirmed(cast: Cast, dana: Client) -> None:
    publish_period_row(make_period(cast.norfield))
    address = f"/roster/shift/?{BOARD}&person={cast.cal.pk}&day={DAY}"
    assert "Not confirmed yet." in dana.get(address, headers=HTMX).content.decode()
    now = minute_before(timezone.now())
    confirm(cast, cast.cal, next(each for each in shifts(cast, cast.cal, now) if each.start > now))
    assert "Confirmed " in dana.get(address, headers=HTMX).content.decode()
    edit(cast, cast.cal, DAY, "S")
    assert "Changed since it was confirmed." in dana.get(address, headers=HTMX).content.decode()
