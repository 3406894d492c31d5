"""The home of an employee: what is published, the next shift first, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from staff.centers.clock import tick
from staff.centers.models import CenterSettings
from staff.people.models import Role
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_certification,
    make_period,
    make_user,
    moment,
    publish_period_row,
)
from tests.support.queries import reads

NOW = datetime(2026, 12, 9, 15, 0, tzinfo=UTC)  # Wednesday 10:00 in New York; Cal is off until Thursday.


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish_period_row(make_period(cast.norfield))
    return cast


@pytest.fixture
def cal(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cal.user)
    return client


def home(client: Client) -> str:
    answer = client.get(reverse("home"))
    assert answer.status_code == 200
    return answer.content.decode()


def card(html: str) -> str:
    html = html[html.index('class="nx') :]
    return html[: html.index("</section>")]


def test_the_next_shift_stands_first(published: Cast, cal: Client) -> None:
    top = card(home(cal))
    assert "Next shift, in 20 h" in top
    assert "Tomorrow" in top
    assert "06:00 – 18:00" in top
    assert "Day" in top


def test_on_duty_says_how_long(published: Cast, cal: Client) -> None:
    with time_machine.travel(datetime(2026, 12, 10, 15, 0, tzinfo=UTC), tick=False):
        cal.force_login(published.cal.user)
        assert "On duty now, 8 h to go" in card(home(cal))


def test_drafts_are_not_shown(published: Cast, cal: Client) -> None:
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-10 06:00"),
        moment(published.norfield, "2026-12-10 18:00"),
        kind=AdjustmentKind.REMOVE,
        is_published=False,
    )
    assert "Tomorrow" in card(home(cal))


def test_of_an_unpublished_period_only_ones_own_leave_is_seen(cast: Cast, cal: Client) -> None:
    html = home(cal)
    assert "No shift ahead" in html
    assert "The roster from today on is not published yet." in html


def test_the_provisional_pattern_is_marked_where_the_center_shows_it(cast: Cast, cal: Client) -> None:
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        old = CenterSettings.objects.current().get(center=cast.norfield)
        opened.replace(old, CenterSettings(shows_provisional_pattern=True))
    html = home(cal)
    assert "06:00 – 18:00" in card(html)
    assert "Provisional" in html


def test_leave_stands_in_the_list_with_its_word(published: Cast, cal: Client) -> None:
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-10 00:00"),
        moment(published.norfield, "2026-12-11 00:00"),
        kind=AdjustmentKind.LEAVE,
    )
    html = home(cal)
    assert "Vacation" in html
    assert "Friday, Dec 11" in card(html)
    assert "48 h" in html  # Sunday, Monday, Friday, Saturday


def test_the_week_names_every_day_for_readers(published: Cast, cal: Client) -> None:
    html = home(cal)
    assert "Sun Dec 6: 06:00 – 18:00" in html
    assert "Wed Dec 9: off" in html
    assert 'aria-current="date"' in html
    assert "Published until Sat Jan 2, 2027." in html


def test_certifications_that_end_soon_are_named(published: Cast, cal: Client) -> None:
    make_certification(published.cal, published.skills["SUP"], expires_on=date(2026, 12, 29))
    html = home(cal)
    assert "Until Tue Dec 29, 20 days left" in html
    make_certification(published.cal, published.skills["SUP"], granted_on=date(2026, 12, 1))
    assert "20 days left" not in home(cal)


def test_nothing_that_does_not_exist_yet_is_shown(published: Cast, cal: Client) -> None:
    html = home(cal)
    for word in ("Open shifts", "Balances"):
        assert word not in html


def test_a_user_without_a_person_is_told_so(cast: Cast, client: Client) -> None:
    client.force_login(make_user("desk@norfield.example", center=cast.norfield, role=Role.EMPLOYEE))
    assert "No roster of your own" in home(client)


def test_an_api_client_has_no_home(cast: Cast, client: Client) -> None:
    client.force_login(cast.robot)
    assert client.get(reverse("home")).status_code == 403


def test_queries_do_not_grow_with_changes(published: Cast, cal: Client) -> None:
    home(cal)
    with CaptureQueriesContext(connection) as few:
        home(cal)
    for day in range(10, 20):
        starts = moment(published.norfield, f"2026-12-{day} 08:00")
        make_adjustment(published.cal, starts, moment(published.norfield, f"2026-12-{day} 10:00"))
    with CaptureQueriesContext(connection) as many:
        home(cal)
    assert reads(many) == reads(few)
