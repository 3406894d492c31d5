"""One person's page: who may open it, what it says, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from staff.people.models import Person
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_certification,
    make_period,
    make_rule_limits,
    moment,
    publish_period_row,
)
from tests.support.queries import reads

NOW = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(person: Person, viewer: Person, client: Client, **query: str) -> str:
    client.force_login(viewer.user)
    answer = client.get(reverse("person", args=[person.pk]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_supervisor_sees_everybody_of_the_center(cast: Cast, client: Client) -> None:
    html = page_of(cast.cal, cast.dana, client)
    assert "Merrow, Cal" in html
    assert "A Squad" in html
    assert "Pitman days" in html


def test_an_employee_sees_their_own_page_only(cast: Cast, client: Client) -> None:
    assert "Merrow, Cal" in page_of(cast.cal, cast.cal, client)
    assert client.get(reverse("person", args=[cast.dana.pk])).status_code == 404


def test_another_center_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.olga.user)
    assert client.get(reverse("person", args=[cast.dana.pk])).status_code == 404


def test_without_sign_in_the_page_asks_for_it(cast: Cast, client: Client) -> None:
    answer = client.get(reverse("person", args=[cast.dana.pk]))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_three_layers_show_pattern_change_and_result(cast: Cast, client: Client) -> None:
    starts, ends = moment(cast.norfield, "2026-12-08 06:00"), moment(cast.norfield, "2026-12-08 18:00")
    make_adjustment(
        cast.cal,
        starts,
        ends,
        kind=AdjustmentKind.OVERTIME,
        pay="overtime",
        shift_type=cast.shift_types["D"],
        is_published=False,
    )
    html = page_of(cast.cal, cast.dana, client)
    assert ">+D<" in html
    assert ">D+<" in html
    assert "Overtime" in html
    assert "Draft" in html
    assert "12 h in draft" not in html  # Nothing of this period is published yet, so all of it is.


def test_employees_do_not_see_drafts(cast: Cast, client: Client) -> None:
    publish_period_row(make_period(cast.norfield))
    starts, ends = moment(cast.norfield, "2026-12-08 06:00"), moment(cast.norfield, "2026-12-08 18:00")
    make_adjustment(
        cast.cal, starts, ends, kind=AdjustmentKind.OVERTIME, pay="overtime",
        shift_type=cast.shift_types["D"], is_published=False,
    )  # fmt: skip
    own = page_of(cast.cal, cast.cal, client)
    assert ">D+<" not in own
    assert ">D<" in own
    planner = page_of(cast.cal, cast.dana, client)
    assert ">D+<" in planner
    assert "12 h in draft" in planner


def test_an_unpublished_period_shows_employees_no_pattern(cast: Cast, client: Client) -> None:
    assert "Nothing on these dates." in page_of(cast.cal, cast.cal, client)


def test_hours_by_workweek_leave_leave_out(cast: Cast, client: Client) -> None:
    # Sunday Dec 6 to Saturday Dec 12: D on Sunday, Monday, Thursday, Friday, Saturday is 60 h; 12 h of leave.
    starts, ends = moment(cast.norfield, "2026-12-10 00:00"), moment(cast.norfield, "2026-12-11 00:00")
    make_adjustment(cast.cal, starts, ends, kind=AdjustmentKind.LEAVE)
    html = page_of(cast.cal, cast.dana, client)
    row = html[html.index("Dec 6 – 12") :]
    row = row[: row.index("</tr>")]
    assert ">48:00<" in row
    assert ">12:00<" in row
    assert ">8:00<" in row


def test_the_tightest_limit_is_said_with_its_room(cast: Cast, client: Client) -> None:
    make_rule_limits(cast.norfield, "longest_continuous_duty", block=960)
    html = page_of(cast.cal, cast.dana, client)
    assert "4 h under the limit of 16 h" in html


def test_a_certification_counts_its_last_days(cast: Cast, client: Client) -> None:
    make_certification(cast.max, cast.skills["CT"], expires_on=datetime(2026, 12, 31, tzinfo=UTC).date())
    assert "Thu Dec 31, 24 days" in page_of(cast.max, cast.dana, client)


def test_now_is_said_in_words(cast: Cast, client: Client) -> None:
    assert "On duty until 18:00" in page_of(cast.cal, cast.dana, client)
    assert "Off now. Next shift today 18:00 – 06:00" in page_of(cast.sam, cast.dana, client)


def test_another_period_is_one_link_away(cast: Cast, client: Client) -> None:
    html = page_of(cast.cal, cast.dana, client, on="2027-01-03")
    assert "Roster, Jan 3 – 30" in html
    assert "?on=2026-12-06" in html
    assert "On duty until 18:00" in html


def test_queries_do_not_grow_with_changes(cast: Cast, client: Client) -> None:
    page_of(cast.cal, cast.dana, client)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("person", args=[cast.cal.pk]))
    for day in range(10, 20):
        starts = moment(cast.norfield, f"2026-12-{day} 08:00")
        make_adjustment(cast.cal, starts, moment(cast.norfield, f"2026-12-{day} 10:00"))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("person", args=[cast.cal.pk]))
    # One more: who made the changes.
    assert reads(few) <= reads(many) <= reads(few) + 1
