"""The workflow's machine: every event in every state, by name and by trying all short stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from approvals.domain.routing import Route, Step
from approvals.domain.speaking import Delegation, Speaker, speaker
from approvals.domain.workflow import (
    TAKE_BACK,
    Answer,
    Decided,
    Escalated,
    Event,
    Expired,
    Progress,
    Refusal,
    Refused,
    Request,
    Status,
    TakenBack,
    Withdrawn,
    advance,
    asked_at,
    begin,
    escalates_at,
    replay,
)

NOON = datetime(2026, 12, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CAL, MAX, DANA, SAM, ADA, OLGA = (UUID(int=n) for n in range(1, 7))
SUPERVISORS, ADMINS = frozenset({"role:supervisor"}), frozenset({"role:admin"})
AUDIENCES = {CAL: frozenset({"role:employee"}), DANA: SUPERVISORS, SAM: SUPERVISORS, ADA: ADMINS}

ONE_STEP = Route("overtime", (Step("Supervisor", SUPERVISORS),))
TWO_OF_TWO = Route("overtime", (Step("Supervisors", SUPERVISORS, quorum=2),))
TWO_STEPS = Route("overtime", (Step("Supervisor", SUPERVISORS), Step("Admin", ADMINS)))
ESCALATING = Route(
    "overtime", (Step("Supervisor", SUPERVISORS, escalates_after=4 * HOUR, escalates_to=ADMINS),)
)
ASKED = Request("overtime", asked_by=CAL, asked_at=NOON)


def by(user: UUID, *away: UUID, at: datetime = NOON) -> Speaker:
    """A user with their own voice and those of people who are away and delegated to them."""
    delegations = [Delegation(each, user, NOON - HOUR, NOON + 240 * HOUR) for each in away]
    return speaker(user, AUDIENCES, delegations, kind="overtime", at=at)


def yes(user: UUID, *away: UUID, at: datetime = NOON + HOUR) -> Decided:
    return Decided(by(user, *away, at=at), Answer.YES, at)


def no(user: UUID, reason: str = "Too many are off.", at: datetime = NOON + HOUR) -> Decided:
    return Decided(by(user, at=at), Answer.NO, at, reason)


def refusal(route: Route, progress: Progress, event: Event, request: Request = ASKED) -> Refusal:
    with pytest.raises(Refused) as raised:
        advance(route, request, progress, event)
    assert raised.value.progress == progress
    return raised.value.refusal


def test_one_yes_approves_and_says_who_and_when() -> None:
    done = replay(ONE_STEP, ASKED, [yes(DANA)])
    assert (done.status, done.closed_by, done.closed_at) == (Status.APPROVED, DANA, NOON + HOUR)
    assert [(each.user, each.answer) for each in done.decisions] == [(DANA, Answer.YES)]


def test_one_no_denies_whatever_the_quorum() -> None:
    done = replay(TWO_OF_TWO, ASKED, [yes(DANA), no(SAM)])
    assert (done.status, done.closed_by) == (Status.DENIED, SAM)
    assert done.decisions[-1].reason == "Too many are off."


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_no_needs_a_reason_and_a_yes_does_not(reason: str) -> None:
    assert refusal(ONE_STEP, begin(ONE_STEP, ASKED), no(DANA, reason)) is Refusal.NO_REASON


def test_first_decision_wins_and_the_second_is_told_who_decided() -> None:
    done = replay(ONE_STEP, ASKED, [yes(DANA)])
    with pytest.raises(Refused) as raised:
        advance(ONE_STEP, ASKED, done, no(SAM))
    assert raised.value.refusal is Refusal.CLOSED
    assert raised.value.progress.closed_by == DANA


def test_a_quorum_of_two_needs_two_people() -> None:
    half = replay(TWO_OF_TWO, ASKED, [yes(DANA)])
    assert half.is_open
    assert refusal(TWO_OF_TWO, half, yes(DANA)) is Refusal.ANSWERED
    assert replay(TWO_OF_TWO, ASKED, [yes(DANA), yes(SAM)]).status is Status.APPROVED


def test_a_delegate_does_not_count_twice_in_a_quorum() -> None:
    half = replay(TWO_OF_TWO, ASKED, [yes(DANA)])
    assert refusal(TWO_OF_TWO, half, yes(DANA, SAM)) is Refusal.ANSWERED
    # Nor is the one who is away counted beside their delegate.
    through_ada = replay(TWO_OF_TWO, ASKED, [yes(ADA, SAM)])
    assert through_ada.decisions[0].principal == SAM
    assert refusal(TWO_OF_TWO, through_ada, yes(SAM)) is Refusal.ANSWERED


def test_one_answers_in_ones_own_name_before_a_delegated_one() -> None:
    assert replay(ONE_STEP, ASKED, [yes(DANA, SAM)]).decisions[0].principal == DANA


def test_steps_follow_each_other_and_each_asks_its_own_audience() -> None:
    second = replay(TWO_STEPS, ASKED, [yes(DANA)])
    assert (second.step, second.entered_at, asked_at(TWO_STEPS, second)) == (1, NOON + HOUR, ADMINS)
    assert refusal(TWO_STEPS, second, yes(SAM)) is Refusal.NOT_ASKED
    assert replay(TWO_STEPS, ASKED, [yes(DANA), yes(ADA)]).status is Status.APPROVED


def test_nobody_speaks_at_two_steps_where_four_eyes_are_asked_for() -> None:
    second = replay(TWO_STEPS, ASKED, [yes(DANA)])
    assert refusal(TWO_STEPS, second, yes(DANA, ADA)) is Refusal.FOUR_EYES
    # Not through somebody else either: Sam delegates to Ada, who then is not Ada at the second step.
    by_delegate = replay(TWO_STEPS, ASKED, [yes(ADA, SAM)])
    assert refusal(TWO_STEPS, by_delegate, yes(ADA)) is Refusal.FOUR_EYES
    lax = replace(TWO_STEPS, four_eyes=False)
    assert replay(lax, ASKED, [yes(DANA), yes(DANA, ADA)]).status is Status.APPROVED


def test_nobody_decides_their_own_request_nor_their_delegate_in_their_name() -> None:
    own = replace(ASKED, asked_by=DANA)
    start = begin(ONE_STEP, own)
    assert refusal(ONE_STEP, start, yes(DANA), own) is Refusal.OWN_REQUEST
    assert refusal(ONE_STEP, start, yes(ADA, DANA), own) is Refusal.OWN_REQUEST
    about = replace(ASKED, about=DANA)
    assert refusal(ONE_STEP, begin(ONE_STEP, about), yes(DANA), about) is Refusal.OWN_REQUEST
    assert replay(ONE_STEP, own, [yes(SAM)]).status is Status.APPROVED


def test_outsiders_are_not_asked() -> None:
    assert refusal(ONE_STEP, begin(ONE_STEP, ASKED), yes(OLGA)) is Refusal.NOT_ASKED


def test_escalation_asks_more_people_once_and_only_when_due() -> None:
    start = begin(ESCALATING, ASKED)
    due = escalates_at(ESCALATING, start)
    assert due == NOON + 4 * HOUR
    assert refusal(ESCALATING, start, yes(ADA)) is Refusal.NOT_ASKED
    assert refusal(ESCALATING, start, Escalated(due - timedelta(seconds=1))) is Refusal.NOT_DUE
    more = advance(ESCALATING, ASKED, start, Escalated(due))
    assert asked_at(ESCALATING, more) == SUPERVISORS | ADMINS
    assert escalates_at(ESCALATING, more) is None
    assert refusal(ESCALATING, more, Escalated(due + HOUR)) is Refusal.NOT_DUE
    assert advance(ESCALATING, ASKED, more, yes(ADA, at=due + HOUR)).status is Status.APPROVED
    assert advance(ESCALATING, ASKED, more, yes(DANA, at=due + HOUR)).status is Status.APPROVED


def test_a_step_without_escalation_never_escalates() -> None:
    assert refusal(ONE_STEP, begin(ONE_STEP, ASKED), Escalated(NOON + 1000 * HOUR)) is Refusal.NOT_DUE


def test_expiry_closes_and_no_answer_counts_from_that_moment_on() -> None:
    ending = replace(ASKED, expires_at=NOON + 2 * HOUR)
    start = begin(ONE_STEP, ending)
    just_before = NOON + 2 * HOUR - timedelta(seconds=1)
    assert refusal(ONE_STEP, start, Expired(just_before), ending) is Refusal.NOT_DUE
    assert advance(ONE_STEP, ending, start, yes(DANA, at=just_before)).status is Status.APPROVED
    # Also when the task that expires it is late.
    assert refusal(ONE_STEP, start, yes(DANA, at=NOON + 2 * HOUR), ending) is Refusal.OVER
    over = advance(ONE_STEP, ending, start, Expired(NOON + 2 * HOUR))
    assert (over.status, over.closed_by) == (Status.EXPIRED, None)


def test_without_a_moment_of_expiry_nothing_expires() -> None:
    assert refusal(ONE_STEP, begin(ONE_STEP, ASKED), Expired(NOON + 10_000 * HOUR)) is Refusal.NOT_DUE


def test_who_asked_and_who_it_is_about_may_withdraw_while_it_waits() -> None:
    about_max = replace(ASKED, about=MAX)
    start = begin(ONE_STEP, about_max)
    for user in (CAL, MAX):
        gone = advance(ONE_STEP, about_max, start, Withdrawn(user, NOON + HOUR))
        assert (gone.status, gone.closed_by) == (Status.WITHDRAWN, user)
        assert refusal(ONE_STEP, gone, yes(DANA), about_max) is Refusal.CLOSED
    assert refusal(ONE_STEP, start, Withdrawn(DANA, NOON + HOUR), about_max) is Refusal.NOT_YOURS
    done = replay(ONE_STEP, about_max, [yes(DANA)])
    assert refusal(ONE_STEP, done, Withdrawn(CAL, NOON + 2 * HOUR), about_max) is Refusal.CLOSED


def test_a_request_about_nobody_with_an_account_is_withdrawn_by_who_asked() -> None:
    assert refusal(ONE_STEP, begin(ONE_STEP, ASKED), Withdrawn(OLGA, NOON)) is Refusal.NOT_YOURS


def test_a_decision_is_taken_back_within_ten_seconds_by_who_made_it() -> None:
    at = NOON + HOUR
    start = begin(ONE_STEP, ASKED)
    done = advance(ONE_STEP, ASKED, start, yes(DANA, at=at))
    assert advance(ONE_STEP, ASKED, done, TakenBack(DANA, at + TAKE_BACK - timedelta(seconds=1))) == start
    assert refusal(ONE_STEP, done, TakenBack(DANA, at + TAKE_BACK)) is Refusal.TOO_LATE
    assert refusal(ONE_STEP, done, TakenBack(SAM, at)) is Refusal.NOT_YOURS


def test_only_the_last_decision_is_taken_back_and_only_once() -> None:
    at = NOON + HOUR
    done = replay(TWO_OF_TWO, ASKED, [yes(DANA, at=at), yes(SAM, at=at)])
    assert refusal(TWO_OF_TWO, done, TakenBack(DANA, at)) is Refusal.TOO_LATE
    half = advance(TWO_OF_TWO, ASKED, done, TakenBack(SAM, at))
    assert [each.user for each in half.decisions] == [DANA]
    assert refusal(TWO_OF_TWO, half, TakenBack(DANA, at)) is Refusal.TOO_LATE


def test_a_withdrawn_request_is_not_opened_again_by_taking_a_decision_back() -> None:
    at = NOON + HOUR
    gone = replay(TWO_OF_TWO, ASKED, [yes(DANA, at=at), Withdrawn(CAL, at)])
    assert refusal(TWO_OF_TWO, gone, TakenBack(DANA, at)) is Refusal.TOO_LATE


def test_an_automatic_approval_names_nobody_and_can_not_be_decided() -> None:
    done = begin(ONE_STEP, ASKED, is_automatic=True)
    assert (done.status, done.closed_by, done.decisions) == (Status.APPROVED, None, ())
    assert refusal(ONE_STEP, done, no(DANA)) is Refusal.CLOSED
    assert asked_at(ONE_STEP, done) == frozenset()


ROUTES = [
    ONE_STEP,
    TWO_OF_TWO,
    TWO_STEPS,
    replace(TWO_STEPS, four_eyes=False),
    ESCALATING,
    Route("overtime", (replace(ESCALATING.steps[0], quorum=2), Step("Admin", ADMINS))),
]


def _events(at: datetime) -> Iterator[Event]:
    for user, away in ((CAL, ()), (DANA, ()), (SAM, ()), (ADA, ()), (ADA, (SAM,)), (OLGA, ())):
        yield yes(user, *away, at=at)
    yield no(DANA, at=at)
    yield Withdrawn(CAL, at)
    yield TakenBack(DANA, at)
    yield Escalated(at)
    yield Expired(at)


@pytest.mark.parametrize("route", ROUTES, ids=range(len(ROUTES)))
@pytest.mark.parametrize("gap", [timedelta(seconds=4), 3 * HOUR], ids=["quick", "slow"])
def test_every_story_of_four_events_keeps_the_promises(route: Route, gap: timedelta) -> None:
    """All 11^4 stories per route and pace: what no order of events may ever bring about."""
    request = replace(ASKED, expires_at=NOON + 11 * HOUR)
    ends: set[Status] = set()
    moments = [NOON + gap * (n + 1) for n in range(4)]
    for story in product(*(tuple(_events(at)) for at in moments)):
        progress = begin(route, request)
        for event in story:
            try:
                after = advance(route, request, progress, event)
            except Refused:
                continue
            _keeps_promises(route, request, progress, event, after)
            progress = after
        ends.add(progress.status)
    assert {Status.WAITING, Status.DENIED, Status.WITHDRAWN} <= ends
    assert (Status.EXPIRED in ends) == (gap == 3 * HOUR)


def _keeps_promises(route: Route, request: Request, before: Progress, event: Event, after: Progress) -> None:
    # What is closed stays closed, but for a decision taken back by who made it, in time.
    if not before.is_open:
        assert isinstance(event, TakenBack)
        assert before.decisions[-1].user == event.user
        assert event.at < before.decisions[-1].at + TAKE_BACK
    if after.status is Status.APPROVED:
        for number, step in enumerate(route.steps):
            here = [each for each in after.decisions if each.step == number]
            assert len({each.user for each in here}) == len({each.principal for each in here}) == step.quorum
    # Nobody ever says yes to what they asked for, and only those asked are heard.
    for decision in after.decisions:
        assert request.asked_by not in {decision.user, decision.principal}
        step = route.steps[decision.step]
        assert AUDIENCES[decision.principal] & (step.audiences | step.escalates_to)
    if route.four_eyes:
        users = [each.user for each in after.decisions]
        assert len(set(users)) == len(users)
    assert after.is_open == (after.closed_at is None)
    assert (after.status is Status.DENIED) == any(each.answer is Answer.NO for each in after.decisions)
    assert len(after.decisions) - len(before.decisions) in {-1, 0, 1}
    if isinstance(event, Expired):
        assert event.at >= NOON + 11 * HOUR
