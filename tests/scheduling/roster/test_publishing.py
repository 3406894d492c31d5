"""Publishing: what employees see, what stands against it, and that the preview says what the act does."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from scheduling.adjustments.models import Adjustment
from scheduling.contracts.models import BaseContract
from scheduling.roster.domain.commands import Edit, RecordAbsence
from scheduling.roster.door import apply_edit
from scheduling.roster.gate import PublishRefused
from scheduling.roster.locking import lock_period, unlock_period
from scheduling.roster.models import RuleOverride, State
from scheduling.roster.notices import tell_published
from scheduling.roster.periods import PeriodStateError, period_on
from scheduling.roster.publish_list import PersonChange, SelectionChanged, draft_changes, publish_list
from scheduling.roster.publishing import Publication, publish
from scheduling.roster.selectors import View, load_roster
from scheduling.rules.levels import Level
from scheduling.time.interval import minute_of
from scheduling.time.segment import Absence, Source
from staff.centers.clock import current_version, tick
from staff.centers.models import Event
from staff.notices.models import Delivery, Notice
from staff.people.models import Role
from staff.permissions import PERMISSIONS, Permission
from tests.cast import Cast
from tests.factories import make_emergency, make_rule_limits, moment
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown

PERIOD = (DAY, DAY + timedelta(days=28))


@pytest.fixture(autouse=True)
def _before_the_period(time_machine: Any) -> None:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)


def put_out(cast: Cast, **choices: Any) -> Publication:
    """Dana publishes the period; rules are overridden and warnings accepted unless said otherwise."""
    choices = {"override_reason": "Agreed.", "accepts_warnings": True, **choices}
    return publish(actor=cast.dana.user, center=cast.norfield, day=DAY, **choices)


def looks(cast: Cast, view: View) -> dict[Any, Any]:
    """Everybody's segments in the period as an employee could tell them apart."""
    roster = load_roster(cast.norfield, *PERIOD, view=view)
    inside = roster.input.focus
    return {
        person: [
            (each.start, each.end, getattr(each, "position", None), getattr(each, "kind", None))
            for each in person_roster.segments
            if inside.contains(each.start)
        ]
        for person, person_roster in roster.evaluation.rosters.items()
    }


def test_employees_see_nothing_of_a_period_never_published_but_their_leave(cast: Cast) -> None:
    absence = RecordAbsence(cast.cal.pk, minute_of_local(DAY, 6), minute_of_local(DAY, 12), "sick")
    apply_edit(
        actor=cast.dana.user,
        center=cast.norfield,
        edit=Edit(uuid.uuid4(), current_version(cast.norfield.pk), (absence,)),
    )

    seen = looks(cast, View.PUBLISHED)

    assert [segment[3] for segment in seen[cast.cal.pk]] == ["sick"]
    assert seen[cast.dana.pk] == []


def minute_of_local(day: date, hour: int) -> int:
    """A New York hour in winter."""
    return minute_of(datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("America/New_York")))


def test_after_publishing_all_published_equals_working(cast: Cast) -> None:
    edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, OFF_DAY, "D")
    edit(cast, cast.max, DAY, None)
    put_out(cast)

    assert looks(cast, View.PUBLISHED) == looks(cast, View.WORKING)
    assert draft_changes(cast.norfield, *PERIOD) == ()


def test_drafts_stay_hidden_until_published(cast: Cast) -> None:
    put_out(cast)
    edit(cast, cast.cal, DAY, "N")

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    put_out(cast)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["N 18:00-06:00"]


def test_a_selection_publishes_only_that(cast: Cast) -> None:
    put_out(cast)
    edit(cast, cast.cal, OFF_DAY, "D")
    edit(cast, cast.max, OFF_DAY, "D")
    chosen = {
        each.adjustment_id for each in draft_changes(cast.norfield, *PERIOD) if each.person_id == cast.cal.pk
    }

    put_out(cast, selection=chosen)

    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert shown(cast, cast.max, OFF_DAY, View.PUBLISHED) == []
    assert len(draft_changes(cast.norfield, *PERIOD)) == 1


def test_a_selection_that_changed_meanwhile_is_refused_whole(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    chosen = {each.adjustment_id for each in draft_changes(cast.norfield, *PERIOD)}
    edit(cast, cast.cal, OFF_DAY, None)

    with pytest.raises(SelectionChanged):
        put_out(cast, selection=chosen)
    assert not period_on(cast.norfield, DAY, current_version(cast.norfield.pk)).is_published


def test_a_revocation_shows_to_employees_only_when_published(cast: Cast) -> None:
    edit(cast, cast.cal, OFF_DAY, "D")
    put_out(cast)
    edit(cast, cast.cal, OFF_DAY, None)

    assert shown(cast, cast.cal, OFF_DAY) == []
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    put_out(cast)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == []
    row = Adjustment.objects.get(paint="duty")
    assert row.from_version < row.published_from < row.until_version < row.published_until


def test_later_contracts_reach_employees_only_when_published_again(cast: Cast) -> None:
    put_out(cast)
    old = BaseContract.objects.current().get(person=cast.cal)
    with tick(actor=cast.ada.user, center_id=cast.norfield.pk, kind="contract.changed") as opened:
        shifted = BaseContract(
            person=cast.cal,
            pattern=old.pattern,
            offset_days=(old.offset_days + 2) % 14,
            starts_on=old.starts_on,
            weekly_minutes=old.weekly_minutes,
        )
        opened.replace(old, shifted)

    assert shown(cast, cast.cal, DAY) == []
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert publish_list(cast.norfield, DAY).base_changed == (cast.cal.pk,)
    put_out(cast)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == []


def test_the_list_says_exactly_whose_roster_differs_and_how(cast: Cast) -> None:
    put_out(cast)
    edit(cast, cast.cal, DAY, "N")
    before = looks(cast, View.PUBLISHED)

    listed = publish_list(cast.norfield, DAY)
    done = put_out(cast)

    assert [change.person_id for change in listed.people] == [cast.cal.pk]
    assert listed.people == done.people
    after = looks(cast, View.PUBLISHED)
    assert {person for person in after if after[person] != before[person]} == {cast.cal.pk}


def break_rest(cast: Cast) -> None:
    """Cal has 5 h rest between S until 01:00 and D from 06:00, against a blocking limit of 8 h."""
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    put_out(cast)
    edit(cast, cast.cal, DAY, "S")


def test_a_blocking_rule_refuses_and_leaves_everything_as_it_was(cast: Cast) -> None:
    break_rest(cast)
    before = current_version(cast.norfield.pk)

    with pytest.raises(PublishRefused) as refused:
        put_out(cast, override_reason="")

    assert refused.value.needs_reason
    assert {violation.level for violation in refused.value.violations} == {Level.BLOCK}
    assert current_version(cast.norfield.pk) == before
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_an_override_is_kept_with_its_reason_and_not_asked_for_twice(cast: Cast) -> None:
    break_rest(cast)

    put_out(cast, override_reason="Storm, nobody else could come.")

    kept = RuleOverride.objects.get()
    assert (kept.rule, kept.person, kept.actor) == ("minimum_rest", cast.cal, cast.dana.user)
    assert kept.reason == "Storm, nobody else could come."
    edit(cast, cast.cal, DAY + timedelta(days=20), "E")
    put_out(cast, override_reason="")


def test_a_reason_overrides_only_with_the_permission(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    break_rest(cast)
    before = current_version(cast.norfield.pk)
    without = PERMISSIONS[Role.SUPERVISOR] - {Permission.OVERRIDE_RULES}

    with monkeypatch.context() as changed:
        changed.setitem(PERMISSIONS, Role.SUPERVISOR, without)
        with pytest.raises(PermissionDenied):
            put_out(cast, override_reason="Storm, nobody else could come.")
    assert current_version(cast.norfield.pk) == before
    assert not RuleOverride.objects.exists()

    put_out(cast, override_reason="Storm, nobody else could come.")
    assert RuleOverride.objects.count() == 1


def test_a_reason_fits_as_typed_and_a_longer_one_is_refused(cast: Cast) -> None:
    """Browsers count a line's end as one character of the 300 and send two."""
    break_rest(cast)

    with pytest.raises(PublishRefused) as refused:
        put_out(cast, override_reason="x" * 301)
    assert refused.value.sentence == "The reason has 301 characters; 300 is the most. Say it shorter."
    with pytest.raises(PublishRefused, match="rule breaks") as missing:
        put_out(cast, override_reason="")
    assert missing.value.sentence == "Write down why these rules are overridden."
    put_out(cast, override_reason="\r\n".join(["x" * 49] * 6))

    assert len(RuleOverride.objects.get().reason) == 299


def test_in_a_declared_emergency_a_suspended_rule_asks_for_nothing(cast: Cast) -> None:
    break_rest(cast)
    start = moment(cast.norfield, f"{DAY} 00:00")
    declared = make_emergency(cast.norfield, start, start + timedelta(days=3), "consecutive_days")
    with pytest.raises(PublishRefused):
        put_out(cast, override_reason="", accepts_warnings=False)
    with tick(actor=None, center_id=cast.norfield.pk, kind="test") as opened:
        opened.close(declared)
    make_emergency(cast.norfield, start, start + timedelta(days=3), "minimum_rest")
    put_out(cast, override_reason="", accepts_warnings=False)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["S 15:00-01:00"]
    assert not RuleOverride.objects.exists()


def test_a_warning_needs_a_click(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "minimum_rest", warn=480)
    put_out(cast)
    edit(cast, cast.cal, DAY, "S")

    with pytest.raises(PublishRefused) as refused:
        put_out(cast, override_reason="", accepts_warnings=False)
    assert (refused.value.needs_reason, refused.value.needs_click) == (False, True)
    put_out(cast, override_reason="")
    assert not RuleOverride.objects.exists()


@pytest.mark.parametrize(("until", "hours"), [("02:00", [4]), ("01:00", []), ("00:30", [])])
def test_a_break_that_employees_know_is_asked_about_again_only_if_it_gets_worse(
    cast: Cast, until: str, hours: list[int]
) -> None:
    edit(cast, cast.cal, DAY, "S")
    put_out(cast)
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    edit(cast, cast.cal, DAY, "S", starts_at=time(15), ends_at=time.fromisoformat(until))

    found = publish_list(cast.norfield, DAY).violations

    assert [each.measured // 60 for each in found if each.rule == "minimum_rest"] == hours


def test_a_trainee_left_alone_by_the_trainers_change_is_told(cast: Cast) -> None:
    make_rule_limits(cast.norfield, "trainee_with_trainer", block=0)
    put_out(cast)
    edit(cast, cast.cal, DAY, None)

    with pytest.raises(PublishRefused) as refused:
        put_out(cast, override_reason="")

    assert [(each.person, each.measured) for each in refused.value.violations] == [(cast.max.pk, 720)]


def test_publishing_nothing_takes_no_version(cast: Cast) -> None:
    put_out(cast)
    before = current_version(cast.norfield.pk)

    assert put_out(cast).changes == 0
    assert current_version(cast.norfield.pk) == before


def test_employees_may_not_publish(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        publish(actor=cast.cal.user, center=cast.norfield, day=DAY)


def test_a_locked_period_takes_no_edits_and_no_publishing_until_unlocked(cast: Cast) -> None:
    put_out(cast)
    lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)

    with pytest.raises(PeriodStateError):
        put_out(cast)
    with pytest.raises(ValueError, match="payroll"):
        edit(cast, cast.cal, DAY, "N", by=cast.ada)
    unlock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    edit(cast, cast.cal, DAY, "N")


def test_a_period_with_drafts_waiting_is_not_locked(cast: Cast) -> None:
    """Nobody could publish them, nor take them back: payroll would be closed without them."""
    put_out(cast)
    edit(cast, cast.cal, DAY, "N")

    with pytest.raises(PeriodStateError, match=r"2 changes of the period from 2026-12-06 are not published"):
        lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)
    assert period_on(cast.norfield, DAY, current_version(cast.norfield.pk)).state == State.PUBLISHED

    put_out(cast)
    lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY)


def test_drafts_of_another_period_do_not_hold_up_the_payroll_of_this_one(cast: Cast) -> None:
    put_out(cast)
    edit(cast, cast.cal, DAY + timedelta(days=28), "N")

    assert lock_period(actor=cast.ada.user, center=cast.norfield, starts_on=DAY).state == State.LOCKED


def test_only_those_who_may_lock_do(cast: Cast) -> None:
    put_out(cast)
    with pytest.raises(PermissionDenied):
        lock_period(actor=cast.dana.user, center=cast.norfield, starts_on=DAY)


def test_published_past_days_are_locked_for_supervisors(cast: Cast, time_machine: Any) -> None:
    put_out(cast)
    time_machine.move_to("2026-12-08T12:00:00Z", tick=False)

    with pytest.raises(ValueError, match="in the past"):
        edit(cast, cast.cal, DAY, "N")
    edit(cast, cast.cal, DAY, "N", by=cast.ada)


def test_as_of_answers_what_the_roster_said_then(cast: Cast) -> None:
    put_out(cast)
    then = current_version(cast.norfield.pk)
    recorded_at = Event.objects.get(center=cast.norfield, version=then).recorded_at
    with_later_moment = recorded_at + timedelta(hours=1)
    with time_machine.travel(with_later_moment + timedelta(hours=1), tick=False):
        edit(cast, cast.cal, DAY, "N")
        put_out(cast)

    assert shown(cast, cast.cal, DAY, View.PUBLISHED, as_of=then) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, DAY, View.PUBLISHED, as_of=with_later_moment) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, DAY, View.WORKING, as_of=then) == ["D 06:00-18:00"]
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["N 18:00-06:00"]


def test_publishing_tells_the_people_whose_published_roster_changed_with_the_difference(cast: Cast) -> None:
    put_out(cast)
    first = {each.user_id: each.words for each in Notice.objects.filter(kind="roster_published")}
    assert set(first) == {each.user.pk for each in (cast.dana, cast.sam, cast.cal, cast.max)}
    assert first[cast.cal.user.pk].title == "Your roster is published, Dec 6 – Jan 2"
    assert "+ Sun Dec 6 06:00 – 18:00" in first[cast.cal.user.pk].text
    Delivery.objects.all().delete()
    Notice.objects.all().delete()

    edit(cast, cast.dana, DAY, None)
    put_out(cast)

    told = Notice.objects.get()
    assert told.user == cast.dana.user
    assert told.words.title == "Your roster changed, Dec 6 – Jan 2"
    assert told.words.text == "− Sun Dec 6 06:00 – 18:00"


def test_a_notice_says_that_somebody_is_away_and_not_why(cast: Cast) -> None:
    period = period_on(cast.norfield, DAY, current_version(cast.norfield.pk))
    sick = Absence(minute_of_local(DAY, 6), minute_of_local(DAY, 12), Source(2, "row"), "sick")
    tell_published(cast.norfield, period, [PersonChange(cast.cal.pk, (), (sick,))], 99)
    assert Notice.objects.get().words.text == "+ Sun Dec 6 06:00 – 12:00, away"
    assert "sick" not in str(Notice.objects.get().context)


def test_telling_takes_as_many_queries_for_one_as_for_all(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    period = period_on(cast.norfield, DAY, current_version(cast.norfield.pk))
    people = [PersonChange(each.pk, (), ()) for each in (cast.dana, cast.sam, cast.cal, cast.max)]
    with django_assert_max_num_queries(8):
        tell_published(cast.norfield, period, people, 99)
    assert Notice.objects.count() == 4
