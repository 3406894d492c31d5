"""The setup of a run: what it shows, what the pre-check says, and how a run starts."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.time.interval import minute_of
from solver.adapter.options import weights_of
from solver.adapter.snapshot import read_snapshot
from solver.runs.forms import SetupForm, initial_values
from solver.runs.models import Run, RunState
from solver.runs.options import DEFAULT_PRIORITIES, InvalidOptions, RunOptions
from solver.runs.precheck import check_before
from staff.centers.clock import tick
from staff.skills.models import Certification
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_certification,
    make_contract,
    make_person,
    make_requirement,
    make_requirement_override,
    make_rule_limits,
    moment,
)
from tests.solver.small_center import ENDS_BEFORE, STARTS_ON, ask, make_flo


@pytest.fixture
def dana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.dana.user)
    return client


def posted(**changes: Any) -> dict[str, Any]:
    """The form as the page sends it."""
    values = initial_values(STARTS_ON, RunOptions()) | changes
    return {
        name: "on" if value is True else value for name, value in values.items() if value not in (None, False)
    }


def test_the_page_says_what_would_be_rostered(dana: Client, cast: Cast) -> None:
    make_flo(cast)
    page = dana.get(reverse("generate"), {"period": "2026-12-10"}).content.decode()
    assert "Dec 6, 2026 – Jan 2, 2027" in page
    assert "1 without a pattern" in page
    assert "Start run" in page


def test_the_page_writes_nothing(dana: Client, cast: Cast) -> None:
    dana.get(reverse("generate"))
    dana.get(reverse("generate_check"), posted())
    assert not Run.objects.exists()


def test_starting_a_run_stores_the_choices_and_goes_to_its_page(dana: Client, cast: Cast) -> None:
    response = dana.post(
        reverse("generate"), posted(seconds=60, allows_overtime=True, priority_wishes=5, gap_percent=2)
    )
    run = Run.objects.get()
    assert response.headers["Location"] == reverse("generate_run", args=[run.pk])
    assert (run.state, run.owner, run.seconds) == (RunState.QUEUED, cast.dana.user, 60)
    assert (run.starts_on, run.ends_before) == (STARTS_ON, ENDS_BEFORE)
    assert run.options["allows_overtime"] is True
    assert run.options["priorities"]["wishes"] == 5
    assert run.options["gap_percent"] == 2


def test_with_an_active_run_the_other_is_shown_instead(dana: Client, cast: Cast) -> None:
    first = ask(cast, actor=cast.sam.user)
    response = dana.post(reverse("generate"), posted())
    assert response.headers["Location"] == reverse("generate_run", args=[first.pk])
    assert Run.objects.count() == 1
    assert "Open run 1" in dana.get(reverse("generate"), {"period": "2026-12-06"}).content.decode()


def test_what_can_t_be_asked_for_is_said_at_the_form(dana: Client, cast: Cast) -> None:
    response = dana.post(reverse("generate"), posted(off_per_person_minimum=10, off_per_person_maximum=8))
    assert response.status_code == 422
    assert "must not be below the minimum" in response.content.decode()
    assert not Run.objects.exists()


def test_a_form_without_a_known_period_starts_nothing(dana: Client, cast: Cast) -> None:
    assert dana.post(reverse("generate"), posted(period="soon")).status_code == 422
    assert not Run.objects.exists()


@pytest.mark.parametrize("name", ["generate", "generate_check"])
def test_employees_may_not_open_it_and_strangers_sign_in_first(client: Client, cast: Cast, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(cast.cal.user)
    assert client.get(reverse(name)).status_code == 403


# --- the pre-check --------------------------------------------------------------------------------------------------


def checked(cast: Cast, options: RunOptions | None = None) -> Any:
    return check_before(read_snapshot(cast.norfield, STARTS_ON, ENDS_BEFORE), options or RunOptions())


def test_hours_that_no_roster_can_cover_are_counted(cast: Cast) -> None:
    short = checked(cast)
    make_flo(cast)
    with_flo = checked(cast)
    assert short.hours.free == 0
    assert short.hours.stays_short == short.hours.short
    # Four weeks of 40 hours.
    assert with_flo.hours.free == 4 * 2400
    assert with_flo.hours.stays_short == short.hours.stays_short - 4 * 2400


def test_absence_of_people_without_a_pattern_takes_their_share_of_the_hours(cast: Cast) -> None:
    flo = make_flo(cast)
    make_adjustment(
        flo,
        moment(cast.norfield, "2026-12-06 00:00"),
        moment(cast.norfield, "2026-12-13 00:00"),
        kind=AdjustmentKind.LEAVE,
    )
    assert checked(cast).hours.free == 3 * 2400


def test_a_window_with_more_people_needed_than_can_work_is_red(cast: Cast) -> None:
    make_requirement_override(
        cast.positions["Police radio"], date(2026, 12, 7), "08:00", "10:00", minimum=3, target=3
    )
    row = next(row for row in checked(cast).subjects if row.label == "Police radio")
    window = row.short[0]
    # Dana and Cal hold the skill and work by day; nobody else does.
    assert (window.needed, window.able) == (3, 2)
    assert window.interval.start == minute_of(moment(cast.norfield, "2026-12-07 08:00"))


def test_people_who_may_be_moved_count_as_able(cast: Cast) -> None:
    make_requirement_override(
        cast.positions["Police radio"], date(2026, 12, 8), "08:00", "10:00", minimum=2, target=2
    )
    kept = next(row for row in checked(cast).subjects if row.label == "Police radio")
    moved = next(
        row for row in checked(cast, RunOptions(keeps_pattern=False)).subjects if row.label == "Police radio"
    )
    assert kept.short
    assert not moved.short


def test_one_more_than_needed_is_tight(cast: Cast) -> None:
    make_requirement_override(
        cast.positions["Police radio"], date(2026, 12, 7), "08:00", "10:00", minimum=1, target=1
    )
    row = next(row for row in checked(cast).subjects if row.label == "Police radio")
    assert not row.short
    assert [(window.needed, window.able) for window in row.tight] == [(1, 2)]


def test_kept_duty_that_breaks_a_blocking_rule_is_named(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "valid_certification", block=0)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        for row in Certification.objects.current().filter(person=cast.sam):
            opened.close(row)
    for code in ("SUP", "CT"):
        make_certification(cast.sam, cast.skills[code], expires_on=date(2026, 12, 19))
    found = checked(cast)
    assert {violation.person for violation in found.broken} == {cast.sam.pk}
    assert {row.person for row in found.expiring} == {"Rowntree, Sam"}
    assert found.is_red


def test_the_pre_check_answers_within_a_second_for_the_demo_s_size(cast: Cast) -> None:
    """Not timed: the number of queries is what grows with a center, and it does not."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            checked(cast)
        return len(captured)

    make_flo(cast)
    few = queries()
    for number in range(20):
        person = make_person(cast.norfield, f"Pat{number}", skills=(cast.skills["CT"],))
        make_contract(person, None)
    assert queries() == few


def test_the_check_follows_the_form(dana: Client, cast: Cast) -> None:
    make_requirement(cast.positions["Police radio"], 1, "08:00", "10:00", minimum=2)
    kept = dana.get(reverse("generate_check"), posted()).content.decode()
    free = dana.get(reverse("generate_check"), posted(keeps_pattern=False)).content.decode()
    assert "Police radio: 2 needed, 0 can work" in kept
    assert "Police radio: 2 needed" not in free


def test_red_is_repeated_where_the_run_is_started(dana: Client, cast: Cast) -> None:
    """On the page and with each answer to a change; without a red the button starts the run at once."""
    make_requirement(cast.positions["Police radio"], 1, "08:00", "10:00", minimum=2)
    page = dana.get(reverse("generate")).content.decode()
    assert 'form="setup" data-opens="start-dialog"' in page
    assert "Police radio: 2 needed, 0 can work" in page.split('id="start-reds"')[1]

    answer = dana.get(reverse("generate_check"), posted()).content.decode()
    assert '<span id="start" class="row" hx-swap-oob="morph">' in answer
    assert "Police radio: 2 needed, 0 can work" in answer.split('id="start-reds"')[1]

    with patch("solver.runs.precheck_words.PreCheckPage.reds", 0):
        assert "data-opens" not in dana.get(reverse("generate_check"), posted()).content.decode()


def test_a_wrong_number_in_the_form_is_said_in_place_of_the_check(dana: Client, cast: Cast) -> None:
    response = dana.get(reverse("generate_check"), posted(gap_percent=99))
    assert response.status_code == 422
    assert "50" in response.content.decode()


# --- options --------------------------------------------------------------------------------------------------------


def test_options_survive_their_json_form() -> None:
    options = RunOptions(
        allows_overtime=True, days_in_a_row=None, priorities=DEFAULT_PRIORITIES | {"wishes": 1}
    )
    assert RunOptions.from_json(options.as_json()) == options


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "blue"},
        {"priorities": {"wishes": 6}},
        {"priorities": {"luck": 3}},
        {"days_in_a_row": 0},
        {"off_per_day_minimum": -1},
        {"off_per_day_minimum": 5, "off_per_day_maximum": 4},
        {"tolerance": -1},
        {"gap_percent": 51},
    ],
)
def test_options_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidOptions):
        RunOptions.from_json(RunOptions().as_json() | wrong)


def test_each_step_of_priority_doubles_the_price() -> None:
    usual, more = RunOptions(), RunOptions(priorities=DEFAULT_PRIORITIES | {"target": 5})
    assert weights_of(more).target_minute == 4 * weights_of(usual).target_minute
    assert weights_of(more).surplus_minute == weights_of(usual).surplus_minute


def test_the_form_reads_back_what_it_shows() -> None:
    form = SetupForm(posted())
    assert form.is_valid(), form.errors
    assert form.options() == RunOptions()


def test_the_task_is_told_of_a_run_started_on_the_page(
    dana: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with (
        patch("solver.runs.services.current_app.send_task") as send,
        django_capture_on_commit_callbacks(execute=True),
    ):
        dana.post(reverse("generate"), posted())
    send.assert_called_once()
