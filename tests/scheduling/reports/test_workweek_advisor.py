"""The workweek advisor: own patterns and the catalogue, what a better start saves, and that it only shows."""

from __future__ import annotations

import csv
from datetime import date, time
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.patterns.domain.catalogue import CATALOGUE, CATALOGUE_BY_KEY
from scheduling.reports.workweek.facts import Worker, catalogue_cases, own_cases
from scheduling.reports.workweek.presenter import hours_words_of, present, start_words
from scheduling.time.workweek import Workweek
from staff.centers.models import CenterClock
from tests.cast import Cast
from tests.factories import make_contract, make_pattern, make_person

MONDAY = 0
PITMAN = CATALOGUE_BY_KEY["pitman"]
WEDNESDAY = Workweek(2, time(0))
TODAY = date(2027, 8, 11)


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T15:00:00Z", tick=False)


def workers(
    count: int, group: str = "A Squad", offset: int = 0, workweek: Workweek = WEDNESDAY
) -> list[Worker]:
    return [Worker(uuid4(), f"No. {n}", group, PITMAN.pattern(), offset, workweek) for n in range(count)]


def cases(found: list[Worker]) -> Any:
    return own_cases(found, dict(PITMAN.shift_types()), MONDAY)


def test_groups_for_whom_all_starts_come_out_the_same_share_a_row() -> None:
    found = cases([*workers(2), *workers(3, "B Squad", offset=7), *workers(1, "C Squad", offset=1)])
    assert [dict(case.groups) for case in found] == [{"A Squad": 2, "B Squad": 3}, {"C Squad": 1}]
    apart = cases([*workers(2), *workers(3, "B Squad", workweek=Workweek(0, time(6)))])
    assert len(apart) == 2, "another workweek now is another row"


def test_a_saving_is_now_less_best_times_people_times_weeks() -> None:
    (case,) = cases(workers(10))
    now, best = case.now.overtime_minutes, case.best.overtime_minutes
    assert best == case.advice.least == 120
    assert now > best
    assert case.saved_per_year(10) == (now - best) * 10 * 52


def test_the_best_start_is_kept_when_todays_has_as_little() -> None:
    (first,) = cases(workers(1))
    best = first.best.minute_of_week
    (case,) = cases(workers(1, workweek=Workweek(best // 1440, time(best % 1440 // 60))))
    assert (case.best.minute_of_week, case.saved_per_year(1), case.change()) == (best, 0, None)


def test_a_start_between_the_28_is_counted_as_it_is() -> None:
    (case,) = cases(workers(1, workweek=Workweek(2, time(3, 30))))
    assert case.now.minute_of_week == 2 * 1440 + 210
    assert sum(case.now.weeks) == sum(case.advice.starts[0].weeks)


def test_the_week_of_a_change_is_the_dearest_of_the_cycle() -> None:
    (case,) = cases(workers(1))
    change = case.change()
    assert change is not None
    assert change.overtime_minutes == max(change.overtime_in_old, change.overtime_in_new) > 0


def test_the_page_of_the_catalogue_says_least_and_most_of_the_table() -> None:
    found = catalogue_cases(MONDAY)
    page = present(found, found[0], date(2027, 1, 3), TODAY)
    assert [row.name for row in page.rows] == [known.name for known in CATALOGUE]
    pitman = next(row for row in page.rows if row.key == "pitman")
    assert (pitman.now, pitman.best, pitman.who) == ("–", "2 h", "not used")
    assert pitman.words.endswith("most 10 h")
    best = next(case for case in found if case.key == "pitman").advice.best
    assert sum(bar.is_least for bar in pitman.bars) == len(best)
    assert len(page.table) == 28
    assert page.saved == "0 h a year"
    assert page.starts[0] == "Sun 00:00"


def test_the_cut_counts_the_hours_of_each_week_through_real_shifts() -> None:
    (case,) = cases(workers(4))
    page = present([case], case, date(2027, 1, 4), TODAY)
    now, best = page.cuts
    assert now.title == "Now, Wed 00:00"
    assert best.title == f"Best, {start_words(case.best.minute_of_week)}"
    assert {week.words for week in best.weeks} == {"42 h, 2 h over"}
    assert any(week.is_over for week in now.weeks)
    assert all(0 <= x <= 100 for cut in page.cuts for x in cut.lines)


def test_words_of_averages() -> None:
    assert [hours_words_of(Fraction(minutes)) for minutes in (0, 120, 135)] == ["0 h", "2 h", "2.25 h"]
    assert hours_words_of(Fraction(1800, 7)) == "4.29 h"


def test_a_supervisor_sees_the_own_patterns_first_and_may_not_change_a_workweek(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    before = CenterClock.objects.get(center=cast.norfield).version
    html = client.get(reverse("workweek_advisor")).content.decode()
    assert html.index("Pitman days") < html.index("not used")
    assert "29 CFR 778.105" in html
    assert "Open bargaining units" not in html
    assert "Limits of" in html
    assert CenterClock.objects.get(center=cast.norfield).version == before
    client.force_login(cast.ada.user)  # type: ignore[arg-type]
    assert "Open bargaining units" in client.get(reverse("workweek_advisor")).content.decode()


def test_employees_may_not_see_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.cal.user)  # type: ignore[arg-type]
    for name in ("workweek_advisor", "workweek_export"):
        assert client.get(reverse(name)).status_code == 403


def test_another_centers_person_is_not_found_and_odd_input_is_ignored(cast: Cast, client: Client) -> None:
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    url = reverse("workweek_advisor")
    assert client.get(url, {"person": str(cast.olga.pk)}).status_code == 404
    assert client.get(url, {"person": "x", "pattern": "<b>", "at": "-1", "on": "soon"}).status_code == 200


def test_the_export_has_a_line_for_each_pattern_and_start_and_no_formula(cast: Cast, client: Client) -> None:
    pattern = make_pattern(cast.norfield, shift_types=cast.shift_types, name="=1+1")
    make_contract(make_person(cast.norfield, "Ida"), pattern)
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    answer = client.get(reverse("workweek_export"))
    assert answer["Content-Disposition"] == 'attachment; filename="workweek.csv"'
    lines = list(csv.DictReader(answer.content.decode().splitlines()))
    assert len(lines) % 28 == 0
    assert len(lines) >= 28 * (len(CATALOGUE) + 1)
    assert {line["pattern"] for line in lines} >= {"'=1+1", "Pitman days"}


def test_the_page_takes_a_fixed_number_of_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.dana.user)  # type: ignore[arg-type]
    url = reverse("workweek_advisor")
    with django_assert_max_num_queries(80) as found:
        client.get(url)
    for name in ("Ida", "Ivo", "Ines"):
        pattern = make_pattern(cast.norfield, "D . . .", shift_types=cast.shift_types, name=name)
        make_contract(make_person(cast.norfield, name), pattern)
    with django_assert_max_num_queries(len(found)):
        client.get(url)
