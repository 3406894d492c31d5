"""Reports through the door: recorded whatever the rules say, told to supervisors, taken back until the shift begins."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.attendance.domain.reports import AbsenceKind, CannotCome
from scheduling.attendance.models import ShiftConfirmation
from scheduling.attendance.notices import REPORTED, WITHDRAWN
from scheduling.attendance.reporting import report
from scheduling.attendance.selectors import NoOwnRoster, own_roster, standing_reports
from scheduling.roster.as_of.reading import present
from scheduling.roster.domain.commands import CommandError, Edit, RecordAbsence, RevokeAdjustment
from scheduling.roster.door import apply_edit
from scheduling.roster.models import Edit as EditRow
from scheduling.roster.models import State
from scheduling.roster.selectors import View
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from staff.notices.models import Delivery, Notice
from staff.notices.selectors import notices_of, to_acknowledge
from staff.people.models import Role, User
from tests.cast import Cast
from tests.factories import make_adjustment, make_rule_limits, make_user, moment, publish_period_row
from tests.scheduling.attendance.saying import (
    DAY,
    MONDAY,
    after_all,
    at,
    cannot_come,
    confirm,
    late,
    published,
    shifts,
)
from tests.scheduling.roster.board_of import edit, shown, strategy


@pytest.fixture(autouse=True)
def _at_three_on_sunday(time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T08:12:00Z", tick=False)


@pytest.fixture
def center(cast: Cast) -> Cast:
    """Published from Sunday, December 6; it is 03:12, and Cal, Dana and Max work 06:00 to 18:00."""
    published(cast)
    return cast


def told(user: User, cast: Cast) -> list[str]:
    return [notice.words.title for notice in notices_of(user, cast.norfield.pk)]


def standing(cast: Cast, person: Any) -> list[Any]:
    own, _ = own_roster(person, cast.norfield, at(DAY, 3, 12), current_version(cast.norfield.pk))
    return standing_reports(person, own, present(person.center, timezone.now()))


def test_who_cant_come_is_away_at_once_and_supervisors_are_told_what_is_short(center: Cast) -> None:
    answer = cannot_come(center, center.cal, at(DAY, 6))

    assert shown(center, center.cal, DAY, View.PUBLISHED) == []
    row = Adjustment.objects.get()
    assert (row.kind, row.absence_kind, row.published_from) == ("leave", "sick", answer.version)
    assert Event.objects.get(version=answer.version, center=center.norfield).kind == "roster.reported"
    notice = Notice.objects.get(user=center.sam.user)
    assert notice.words.title == "Cal Merrow can’t come: Sun Dec 6, 06:00 – 18:00"
    assert notice.words.path == "/day/2026-12-06/"
    assert {each.user.email for each in Notice.objects.all()} == {
        person.user.email for person in (center.dana, center.sam, center.ada)
    }
    assert notice in to_acknowledge(center.sam.user, center.norfield.pk)


def test_what_falls_below_its_minimum_is_named_with_its_minutes(center: Cast) -> None:
    make_adjustment(
        center.dana,
        moment(center.norfield, "2026-12-06 08:00"),
        moment(center.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.LEAVE,
    )
    cannot_come(center, center.cal, at(DAY, 6))

    (notice,) = Notice.objects.filter(user=center.sam.user, kind=REPORTED)
    assert "Call-taking: 1 below minimum Sun Dec 6, 06:00 – 18:00" in notice.words.text


def test_the_kind_is_read_in_the_app_and_never_leaves_it(center: Cast) -> None:
    cannot_come(center, center.cal, at(DAY, 6))

    notice = Notice.objects.get(user=center.sam.user)
    assert notice.words.text_in_app.startswith("Sick\n")
    assert "ick" not in notice.words.title + notice.words.text


def test_sent_twice_it_is_recorded_and_told_once(center: Cast) -> None:
    edit_id = uuid.uuid4()
    first = cannot_come(center, center.cal, at(DAY, 6), edit_id=edit_id)
    again = cannot_come(center, center.cal, at(DAY, 6), edit_id=edit_id)

    assert first == again
    assert (Adjustment.objects.count(), Notice.objects.filter(user=center.sam.user).count()) == (1, 1)


def test_a_second_report_of_the_same_shift_says_that_it_stands(center: Cast) -> None:
    cannot_come(center, center.cal, at(DAY, 6))
    with pytest.raises(CommandError, match="recorded as away from this shift already"):
        cannot_come(center, center.cal, at(DAY, 6))
    assert Adjustment.objects.count() == 1


def test_one_report_covers_every_shift_until_it_ends(center: Cast) -> None:
    cannot_come(center, center.cal, at(DAY, 6), until=at(MONDAY, 12))

    assert shown(center, center.cal, DAY, View.PUBLISHED) == []
    assert shown(center, center.cal, MONDAY, View.PUBLISHED) == ["D 12:00-18:00"]
    notice = Notice.objects.get(user=center.sam.user)
    assert notice.words.title == "Cal Merrow can’t come: Sun Dec 6, 06:00 – 18:00, and 1 more shift"
    assert notice.words.text.startswith("Away until Mon Dec 7 12:00.")


def test_who_goes_home_sick_is_away_from_now_on(center: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-12-06T15:30:00Z", tick=False)
    cannot_come(center, center.cal, at(DAY, 6))
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-10:30"]


def test_no_rule_and_no_strategy_stands_against_a_fact(center: Cast) -> None:
    strategy(center, "first_writer_wins")
    make_rule_limits(center.norfield, "trainee_with_trainer", block=0)
    edit(center, center.cal, DAY, "S", by=center.dana)

    cannot_come(center, center.cal, at(DAY, 6), AbsenceKind.FAMILY)

    assert shown(center, center.cal, DAY, View.PUBLISHED) == []
    # What the planner drafted shows where nobody is away.
    assert shown(center, center.cal, DAY) == ["S 18:00-01:00"]


def test_a_shift_that_moved_meanwhile_is_the_one_meant(center: Cast) -> None:
    seen = shifts(center, center.cal, at(DAY, 3, 12))[0]
    day = Edit(
        uuid.uuid4(),
        current_version(center.norfield.pk),
        (RecordAbsence(center.cal.pk, at(DAY, 6), at(DAY, 8), "vacation"),),
    )
    apply_edit(actor=center.dana.user, center=center.norfield, edit=day)
    cannot_come(center, center.cal, seen.shift_start)
    assert shown(center, center.cal, DAY, View.PUBLISHED) == []


def test_a_shift_taken_away_meanwhile_needs_no_report(center: Cast) -> None:
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 06:00"),
        moment(center.norfield, "2026-12-06 18:00"),
        kind=AdjustmentKind.REMOVE,
    )
    with pytest.raises(CommandError, match="not yours any more"):
        cannot_come(center, center.cal, at(DAY, 6))


@pytest.mark.parametrize(
    ("until", "message"),
    [(at(DAY, 6), "after 06:00"), (at(DAY + timedelta(days=40), 6), "At most 31 days")],
)
def test_an_impossible_end_is_refused_at_its_field(center: Cast, until: int, message: str) -> None:
    with pytest.raises(CommandError, match=message) as raised:
        cannot_come(center, center.cal, at(DAY, 6), until=until)
    assert raised.value.field == "until"
    assert not Adjustment.objects.exists()
    assert not Notice.objects.exists()


def test_a_shift_that_is_over_is_told_to_a_supervisor(center: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T02:00:00Z", tick=False)
    with pytest.raises(CommandError, match="over"):
        cannot_come(center, center.cal, at(DAY, 6))


def test_a_period_closed_for_payroll_takes_no_report(cast: Cast) -> None:
    published(cast)
    period = cast.norfield.periods.get()
    state = period.states.get()
    with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
        opened.close(state)
    publish_period_row(period, state=State.LOCKED)
    with pytest.raises(CommandError, match="closed for payroll"):
        cannot_come(cast, cast.cal, at(DAY, 6))


def test_a_shift_of_an_unpublished_period_is_not_reported(cast: Cast) -> None:
    with pytest.raises(CommandError):
        cannot_come(cast, cast.cal, at(DAY, 6))
    assert not Adjustment.objects.exists()


def test_only_who_works_at_the_center_reports_and_only_for_themselves(center: Cast) -> None:
    what = CannotCome(at(DAY, 6), AbsenceKind.SICK)
    with pytest.raises(PermissionDenied):
        report(actor=center.robot, center=center.norfield, edit_id=uuid.uuid4(), what=what)
    desk = make_user("desk@norfield.example", center=center.norfield, role=Role.EMPLOYEE)
    with pytest.raises(NoOwnRoster):
        report(actor=desk, center=center.norfield, edit_id=uuid.uuid4(), what=what)
    cannot_come(center, center.dana, at(DAY, 6))
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_anothers_report_is_not_known(center: Cast) -> None:
    mine = cannot_come(center, center.cal, at(DAY, 6))
    with pytest.raises(EditRow.DoesNotExist):
        after_all(center, center.dana, mine.edit_id)
    planned = edit(center, center.cal, MONDAY, "N", by=center.dana)
    with pytest.raises(EditRow.DoesNotExist):
        after_all(center, center.dana, planned.edit_id)


def test_after_all_brings_the_shift_back_and_keeps_what_was_said(center: Cast) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6))
    taken_back = after_all(center, center.cal, said.edit_id)

    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    row = Adjustment.objects.get()
    assert (row.until_version, row.published_until) == (taken_back.version, taken_back.version)
    assert [each.kind for each in EditRow.objects.order_by("version")] == ["cannot_come", "report_withdrawn"]
    assert told(center.sam.user, center) == ["Cal Merrow can come after all: Sun Dec 6, 06:00 – 18:00"]
    assert not to_acknowledge(center.sam.user, center.norfield.pk).exists()
    # Who says that they come knows the shift.
    assert ShiftConfirmation.objects.get().seen == ((at(DAY, 6), at(DAY, 18), ""),)


def test_a_mail_that_has_not_left_is_not_sent_any_more(center: Cast) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6))
    after_all(center, center.cal, said.edit_id)
    states = Delivery.objects.filter(notice__kind=REPORTED).values_list("state", flat=True)
    assert set(states) == {"cancelled"}
    assert set(Delivery.objects.filter(notice__kind=WITHDRAWN).values_list("state", flat=True)) == {"waiting"}
    assert mail.outbox == []


def test_after_all_leaves_what_is_over_as_it_was(center: Cast, time_machine: Any) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6), until=at(DAY + timedelta(days=6), 0))
    time_machine.move_to("2026-12-07T02:00:00Z", tick=False)  # Sunday 21:00

    after_all(center, center.cal, said.edit_id)

    assert shown(center, center.cal, DAY, View.PUBLISHED) == []
    assert shown(center, center.cal, MONDAY, View.PUBLISHED) == ["D 06:00-18:00"]
    (left,) = Adjustment.objects.current()
    assert (left.absence_kind, left.ends_at) == ("sick", moment(center.norfield, "2026-12-07 06:00"))


def test_once_the_shift_has_begun_the_floor_is_called(center: Cast, time_machine: Any) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6))
    time_machine.move_to("2026-12-06T11:00:00Z", tick=False)
    with pytest.raises(CommandError, match="has begun"):
        after_all(center, center.cal, said.edit_id)
    assert shown(center, center.cal, DAY, View.PUBLISHED) == []


def test_after_all_twice_is_once_and_says_so(center: Cast) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6))
    edit_id = uuid.uuid4()
    assert after_all(center, center.cal, said.edit_id, edit_id=edit_id) == after_all(
        center, center.cal, said.edit_id, edit_id=edit_id
    )
    with pytest.raises(CommandError, match="does not stand any more"):
        after_all(center, center.cal, said.edit_id)


def test_a_rule_broken_meanwhile_stands_against_coming_after_all(center: Cast) -> None:
    said = cannot_come(center, center.cal, at(DAY, 6))
    make_rule_limits(center.norfield, "minimum_rest", block=720)
    make_adjustment(
        center.cal,
        moment(center.norfield, "2026-12-06 20:00"),
        moment(center.norfield, "2026-12-06 23:00"),
        kind=AdjustmentKind.OVERTIME,
    )
    with pytest.raises(CommandError, match="labor rule stands against"):
        after_all(center, center.cal, said.edit_id)
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["- 20:00-23:00"]


def test_what_a_supervisor_took_back_does_not_stand(center: Cast) -> None:
    cannot_come(center, center.cal, at(DAY, 6))
    assert [each.kind for each in standing(center, center.cal)] == ["sick"]
    back = Edit(
        uuid.uuid4(), current_version(center.norfield.pk), (RevokeAdjustment(Adjustment.objects.get().pk),)
    )
    apply_edit(actor=center.dana.user, center=center.norfield, edit=back)
    assert standing(center, center.cal) == []


def test_who_comes_late_is_off_until_then_and_knows_the_rest(center: Cast) -> None:
    late(center, center.cal, at(DAY, 6), at(DAY, 7, 40))

    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 07:40-18:00"]
    (row,) = Adjustment.objects.all()
    assert row.kind == "late"
    assert told(center.sam.user, center) == ["Cal Merrow comes late: Sun Dec 6, 06:00 – 18:00, arrives 07:40"]
    assert ShiftConfirmation.objects.get().seen == ((at(DAY, 7, 40), at(DAY, 18), ""),)


@pytest.mark.parametrize("corrected", [(7, 0), (9, 0)])
def test_a_late_arrival_is_corrected_both_ways_in_one_version(
    center: Cast, corrected: tuple[int, int]
) -> None:
    late(center, center.cal, at(DAY, 6), at(DAY, 8))
    late(center, center.cal, at(DAY, 6), at(DAY, *corrected))

    assert shown(center, center.cal, DAY, View.PUBLISHED) == [f"D {corrected[0]:02d}:00-18:00"]
    assert Adjustment.objects.current().count() == 1
    # What was told first does not hold any more.
    assert len(told(center.sam.user, center)) == 1


@pytest.mark.parametrize(
    ("now", "arrives", "message"),
    [
        ("2026-12-06T12:00:00Z", (6, 30), "06:30 is past"),
        ("2026-12-06T08:12:00Z", (18, 0), "pick a time inside it"),
        ("2026-12-06T08:12:00Z", (6, 0), "pick a time inside it"),
    ],
)
def test_an_arrival_that_is_past_or_outside_the_shift_is_refused(
    center: Cast, time_machine: Any, now: str, arrives: tuple[int, int], message: str
) -> None:
    time_machine.move_to(now, tick=False)
    with pytest.raises(CommandError, match=message) as raised:
        late(center, center.cal, at(DAY, 6), at(DAY, *arrives))
    assert raised.value.field == "arrives_at"
    assert not Adjustment.objects.exists()


def test_a_night_is_late_after_midnight(center: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-12-07T02:00:00Z", tick=False)
    late(center, center.sam, at(DAY, 18), at(MONDAY, 0, 30))
    assert shown(center, center.sam, DAY, View.PUBLISHED) == ["N 00:30-06:00"]


def test_on_time_after_all(center: Cast) -> None:
    said = late(center, center.cal, at(DAY, 6), at(DAY, 8))
    after_all(center, center.cal, said.edit_id)
    assert shown(center, center.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert standing(center, center.cal) == []


def test_a_confirmed_shift_is_open_again_for_who_falls_ill_only_while_they_are_away(center: Cast) -> None:
    seen = shifts(center, center.cal, at(DAY, 3, 12))[0]
    confirm(center, center.cal, seen)
    said = cannot_come(center, center.cal, at(DAY, 6), until=at(DAY, 10))
    assert shifts(center, center.cal, at(DAY, 3, 12))[0].start == at(DAY, 10)
    after_all(center, center.cal, said.edit_id)
    assert shifts(center, center.cal, at(DAY, 3, 12))[0].tag == seen.tag
