"""The wall screen: who is on duty in a minute, what is short, and who may see it by which link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.board.on_duty.displays import token_of
from scheduling.board.on_duty.models import WallDisplay
from scheduling.board.on_duty.wall import Section, Tile, bands_of, short_names
from scheduling.roster.people import PersonFacts
from staff.people.models import Role
from tests.cast import Cast
from tests.factories import (
    make_adjustment,
    make_contract,
    make_period,
    make_person,
    moment,
    publish_period_row,
)
from tests.support.queries import reads

NOW = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)  # Monday 10:00 in New York
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish_period_row(make_period(cast.norfield))
    return cast


@pytest.fixture
def supervisor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.dana.user)
    return client


def wall(client: Client, **headers: str) -> str:
    answer = client.get(reverse("on_duty"), headers=headers or None)
    assert answer.status_code == 200
    return answer.content.decode()


def tile_of(html: str, person: object) -> str:
    html = html[html.index(f'id="t-{person.pk}"') :]  # type: ignore[attr-defined]
    return html[: html.index("</li>")]


def test_everybody_on_duty_has_a_tile_and_nobody_else(published: Cast, supervisor: Client) -> None:
    html = wall(supervisor)
    assert "Merrow" in tile_of(html, published.cal)
    assert "Kestrel" in tile_of(html, published.dana)
    assert f"t-{published.sam.pk}" not in html
    assert "to relief at 18:00" in html
    assert "8 h" in html


def test_a_draft_is_not_on_the_wall(published: Cast, supervisor: Client) -> None:
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-07 06:00"),
        moment(published.norfield, "2026-12-07 18:00"),
        kind=AdjustmentKind.REMOVE,
        is_published=False,
    )
    assert f"t-{published.cal.pk}" in wall(supervisor)


def test_somebody_sick_leaves_an_open_seat(published: Cast, supervisor: Client) -> None:
    before = wall(supervisor)
    assert ">Open<" not in before
    for person in (published.cal, published.dana):
        make_adjustment(
            person,
            moment(published.norfield, "2026-12-07 09:30"),
            moment(published.norfield, "2026-12-07 12:00"),
            kind=AdjustmentKind.LEAVE,
        )
    html = wall(supervisor)
    assert ">Open<" in html
    assert "below minimum" in html
    assert "Call-taking: 1 short until 12:00." in html
    assert 'role="alert"' in html


def test_only_other_end_times_are_shown(published: Cast, supervisor: Client) -> None:
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-07 16:00"),
        moment(published.norfield, "2026-12-07 18:00"),
        kind=AdjustmentKind.EARLY_OUT,
    )
    html = wall(supervisor)
    assert "16:00" in tile_of(html, published.cal)
    assert "18:00" not in tile_of(html, published.dana)


def test_a_trainee_fills_no_seat_and_is_shown_apart(published: Cast, supervisor: Client) -> None:
    html = wall(supervisor)
    assert 'aria-label="In training"' in html
    assert "Tiernan" in tile_of(html, published.max)


def test_a_break_takes_the_person_out_of_the_count_not_off_the_wall(
    published: Cast, supervisor: Client
) -> None:
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-07 06:00"),
        moment(published.norfield, "2026-12-07 18:00"),
        shift_type=published.shift_types["D"],
        breaks=[{"start": 225, "end": 255, "is_paid": False, "is_relieved": False}],
    )
    html = wall(supervisor)
    assert ">break<" in tile_of(html, published.cal)
    assert "On break" in html
    assert "until 10:15" in html


def test_now_and_next_names_who_comes(published: Cast, supervisor: Client) -> None:
    html = wall(supervisor)
    assert "arrives" in html[html.index("Now and next") :]
    assert "Rowntree" in html


def test_without_a_published_roster_it_says_so(cast: Cast, supervisor: Client) -> None:
    assert "No roster is published for now" in wall(supervisor)


def test_an_unchanged_picture_is_answered_with_nothing(published: Cast, supervisor: Client) -> None:
    html = wall(supervisor)
    seen = html[html.index("?seen=") + 6 :]
    seen = seen[: seen.index('"')]
    url = f"{reverse('on_duty')}?seen={seen}"
    assert supervisor.get(url, headers=HTMX).status_code == 204
    make_adjustment(
        published.cal,
        moment(published.norfield, "2026-12-07 16:00"),
        moment(published.norfield, "2026-12-07 18:00"),
        kind=AdjustmentKind.EARLY_OUT,
    )
    answer = supervisor.get(url, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()


def test_employees_may_not_see_the_wall(published: Cast, client: Client) -> None:
    client.force_login(published.cal.user)
    assert client.get(reverse("on_duty")).status_code == 403


def test_a_display_shows_the_wall_by_its_link_until_it_is_revoked(published: Cast, client: Client) -> None:
    client.force_login(published.ada.user)
    answer = client.post(reverse("on_duty_displays"), {"name": "North wall"}, follow=True)
    display = WallDisplay.objects.get()
    link = reverse("on_duty_display", args=[token_of(display)])
    assert link in answer.content.decode()
    screen = Client()
    shown = screen.get(link)
    assert shown.status_code == 200
    assert "Merrow" in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    client.post(reverse("on_duty_display_revoke", args=[display.pk]))
    assert screen.get(link).status_code == 404
    assert WallDisplay.objects.get().revoked_at == NOW


def test_a_forged_link_is_not_found(published: Cast, client: Client) -> None:
    display = WallDisplay.objects.create(
        center=published.norfield, name="North wall", created_by=published.ada.user
    )
    assert client.get(reverse("on_duty_display", args=[f"{display.pk.hex}:forged"])).status_code == 404
    assert client.get(reverse("on_duty_display", args=["nothing"])).status_code == 404


def test_only_admins_manage_displays_of_their_own_center(published: Cast, client: Client) -> None:
    display = WallDisplay.objects.create(
        center=published.southmere, name="South wall", created_by=published.olga.user
    )
    client.force_login(published.dana.user)
    assert client.get(reverse("on_duty_displays")).status_code == 403
    client.force_login(published.ada.user)
    assert client.post(reverse("on_duty_display_revoke", args=[display.pk])).status_code == 404
    assert "South wall" not in client.get(reverse("on_duty_displays")).content.decode()


def test_a_display_needs_a_name(published: Cast, client: Client) -> None:
    client.force_login(published.ada.user)
    assert client.post(reverse("on_duty_displays"), {"name": " "}).status_code == 422
    assert not WallDisplay.objects.exists()


def test_surnames_get_an_initial_only_when_shared(published: Cast, supervisor: Client) -> None:
    assert "<b><span>Merrow</span></b>" in tile_of(wall(supervisor), published.cal)
    other = make_person(published.norfield, "Ivo", last_name="Merrow", skills=(published.skills["CT"],))
    make_adjustment(
        other, moment(published.norfield, "2026-12-07 06:00"), moment(published.norfield, "2026-12-07 18:00")
    )
    assert "<b><span>Merrow</span> C</b>" in tile_of(wall(supervisor), published.cal)


def test_as_many_letters_of_the_first_name_as_tell_people_apart() -> None:
    names = ["Ilves Ida", "Ilves Ines", "Ilves Kai", "Quill Ida", "Voss Jo", "Voss Jon"]
    people = [
        PersonFacts(uuid4(), "1", *name.split(), None, "", 0, None, date(2020, 1, 1), (), ())
        for name in names
    ]
    assert list(short_names(people).values()) == [
        "Ilves Id", "Ilves In", "Ilves K", "Quill", "Voss Jo", "Voss Jon",
    ]  # fmt: skip


def test_a_tile_without_a_console_names_what_else_somebody_could_do(
    published: Cast, supervisor: Client
) -> None:
    soup = BeautifulSoup(wall(supervisor), "html.parser")
    tile = soup.select_one(f"#t-{published.cal.pk}")
    assert tile is not None
    section = tile.find_parent("section")
    assert section is not None
    assert section["aria-label"] == "Call-taking"
    place = tile.select_one(".at span")
    assert place is not None
    assert place.text == "CTO FD PD"


def test_a_long_name_is_set_smaller_to_stay_whole(published: Cast, supervisor: Client) -> None:
    assert "long" not in str(
        BeautifulSoup(wall(supervisor), "html.parser").select_one(f"#t-{published.cal.pk}")
    )
    longer = make_person(published.norfield, "Ivo", last_name="Bellweather", skills=(published.skills["CT"],))
    make_adjustment(
        longer, moment(published.norfield, "2026-12-07 06:00"), moment(published.norfield, "2026-12-07 18:00")
    )
    tile = BeautifulSoup(wall(supervisor), "html.parser").select_one(f"#t-{longer.pk}")
    assert tile is not None
    assert "long" in tile["class"]


def test_many_people_make_the_wall_dense(published: Cast, supervisor: Client) -> None:
    assert "data-dense" not in wall(supervisor)
    for n in range(80):
        person = make_person(
            published.norfield, f"Pat{n}", last_name=f"Quill{n}", skills=(published.skills["CT"],)
        )
        make_adjustment(
            person,
            moment(published.norfield, "2026-12-07 06:00"),
            moment(published.norfield, "2026-12-07 18:00"),
        )
    assert "data-dense" in wall(supervisor)


@pytest.mark.parametrize(
    ("sizes", "bands"),
    [
        ([29, 14, 8, 3, 4, 1], [[9], [9], [8], [3, 4, 2]]),
        ([3, 3, 3], [[3, 3, 3]]),
        ([1], [[2]]),
        ([], []),
    ],
)
def test_sections_stand_side_by_side_where_they_fit(sizes: list[int], bands: list[list[int]]) -> None:
    tile = Tile("t", "Name", "", "", "", "d")
    sections = [Section(str(n), "", (tile,) * size) for n, size in enumerate(sizes)]
    assert [[section.columns for section in band] for band in bands_of(sections, 9)] == bands


def test_queries_do_not_grow_with_people(published: Cast, supervisor: Client) -> None:
    wall(supervisor)
    with CaptureQueriesContext(connection) as few:
        wall(supervisor)
    for n in range(6):
        person = make_person(published.norfield, f"Pat{n}", role=Role.EMPLOYEE)
        make_contract(person, published.patterns["Pitman days"])
    with CaptureQueriesContext(connection) as many:
        wall(supervisor)
    assert reads(many) == reads(few)


def test_who_relieves_is_named_and_handover_is_no_break(published: Cast, supervisor: Client) -> None:
    norfield = published.norfield
    begins, ends = moment(norfield, "2026-12-07 06:00"), moment(norfield, "2026-12-07 18:00")
    pause = {
        "start": 225,
        "end": 255,
        "is_paid": False,
        "is_relieved": False,
        "relief": str(published.dana.pk),
    }
    handover = {"start": 180, "end": 300, "is_paid": True, "is_relieved": False, "is_handover": True}
    day = published.shift_types["D"]
    make_adjustment(published.cal, begins, ends, shift_type=day, breaks=[pause])
    make_adjustment(published.dana, begins, ends, shift_type=day, breaks=[handover])

    html = wall(supervisor)

    assert "until 10:15, Kestrel relieves" in html
    assert 'aria-label="Handover"' in html
    assert "break<" not in tile_of(html, published.dana)
