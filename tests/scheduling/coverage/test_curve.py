"""The coverage curve against counting minute by minute; gaps, surpluses, and changes of one person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.coverage.domain.curve import Curve, Deviation, curve
from scheduling.coverage.domain.demand import Demand, DemandStep, Need, Subject
from scheduling.coverage.domain.presence import UNNAMED, Presence, scheme
from scheduling.coverage.domain.seats import staffed
from scheduling.coverage.domain.types import Position, RequirementKind
from scheduling.time.interval import Interval

RADIO: Subject = (RequirementKind.SEATS, "radio")
CALLS: Subject = (RequirementKind.SEATS, "calls")
CTO: Subject = (RequirementKind.MIX, "CTO")
SCHEME = scheme([Position("radio", "Radio", "PD", 1), Position("calls", "Calls", "CT", 2)], ["CTO"])
FOCUS = Interval(0, 60)
MASKS = (0b01, 0b10, 0b11)


def there(start: int, end: int, seats: int = 0b11, *, named: int = UNNAMED, mix: int = 0) -> Presence:
    return Presence(start, end, named, seats, mix)


def always(**needs: Need) -> Demand:
    subjects = {"radio": RADIO, "calls": CALLS, "cto": CTO}
    return {subjects[name]: (DemandStep(0, 60, need),) for name, need in needs.items()}


def swept(asked: Demand, *people: list[Presence]) -> Curve:
    return curve(people, asked, FOCUS, SCHEME, MASKS)


def test_gaps_are_maximal_intervals_of_constant_size() -> None:
    found = swept(
        always(calls=Need(2, 2, 3)), [there(10, 50, 0b10)], [there(20, 40, 0b10)], [there(30, 35, 0b10)]
    )
    assert found.gaps == (
        Deviation(CALLS, Interval(0, 10), 2),
        Deviation(CALLS, Interval(10, 20), 1),
        Deviation(CALLS, Interval(40, 50), 1),
        Deviation(CALLS, Interval(50, 60), 2),
    )
    assert found.surpluses == ()
    assert found.shortfall(CALLS) == 60 == sum(gap.person_minutes for gap in found.gaps)
    assert found.shortfall(RADIO) == 0


def test_a_handover_at_one_instant_is_no_gap() -> None:
    assert not swept(always(calls=Need(1, 1)), [there(0, 30, 0b10)], [there(30, 60, 0b10)]).gaps
    assert swept(always(calls=Need(1, 1)), [there(0, 30, 0b10)], [there(31, 60, 0b10)]).gaps == (
        Deviation(CALLS, Interval(30, 31), 1),
    )


@pytest.mark.parametrize(("maximum", "people"), [(2, 1), (3, None), (None, 2)])
def test_surplus_is_above_the_maximum_or_without_one_above_the_target(
    maximum: int | None, people: int | None
) -> None:
    found = swept(always(calls=Need(1, 1, maximum)), *[[there(0, 60, 0b10)]] * 3)
    assert found.surpluses == ((Deviation(CALLS, FOCUS, people),) if people else ())


def test_gaps_follow_the_demand() -> None:
    asked = {
        CALLS: (DemandStep(0, 20, Need(1, 1)), DemandStep(20, 30, Need(2, 2)), DemandStep(40, 60, Need(1, 1)))
    }
    found = swept(asked, [there(0, 50, 0b10)])
    assert found.gaps == (Deviation(CALLS, Interval(20, 30), 1), Deviation(CALLS, Interval(50, 60), 1))
    assert [(step.start, step.end, step.need, step.staffed) for step in found.steps(CALLS)] == [
        (0, 20, Need(1, 1), 1),
        (20, 30, Need(2, 2), 1),
        # Where nothing is asked, nobody unnamed is put.
        (30, 40, None, 0),
        (40, 50, Need(1, 1), 1),
        (50, 60, Need(1, 1), 0),
    ]


def test_mix_counts_holders_in_whatever_seat() -> None:
    asked = always(cto=Need(2, 2), radio=Need(1, 1), calls=Need(1, 1))
    found = swept(
        asked, [there(0, 60, mix=1)], [there(10, 60, 0b11, named=0, mix=1)], [there(0, 60, 0, mix=1)]
    )
    assert found.gaps_by_subject[found.subjects.index(CTO)] == ()
    assert found.at(5)[CTO].staffed == 2
    assert found.at(10)[CTO].staffed == 3


def test_each_skill_of_a_mix_is_counted_for_itself() -> None:
    two = scheme([], ["CTO", "EMD"])
    asked = {(RequirementKind.MIX, skill): (DemandStep(0, 60, Need(1, 1)),) for skill in two.mix_skills}
    found = curve([[there(0, 60, 0, mix=0b10)], [there(0, 30, 0, mix=0b11)]], asked, FOCUS, two, ())
    assert found.gaps == (Deviation(CTO, Interval(30, 60), 1),)
    assert found.surpluses == (Deviation((RequirementKind.MIX, "EMD"), Interval(0, 30), 1),)


def test_a_shortage_of_unnamed_people_is_real() -> None:
    asked = always(radio=Need(1, 1), calls=Need(1, 1))
    assert not swept(asked, [there(0, 60, 0b11)], [there(0, 60, 0b01)]).gaps
    named = swept(asked, [there(0, 60, 0b11, named=0)], [there(0, 60, 0b01)])
    assert named.gaps == (Deviation(CALLS, FOCUS, 1),)


def test_a_minute_outside_the_focus_is_refused() -> None:
    found = swept(always(calls=Need(1, 1)))
    for minute in (-1, 60):
        with pytest.raises(ValueError, match="outside"):
            found.at(minute)
    assert found.needs_at(59) == (None, Need(1, 1), None)


def test_without_positions_nothing_is_asked() -> None:
    empty = curve([[there(0, 60, 0)]], {}, FOCUS, scheme([], []), ())
    assert (empty.gaps, empty.surpluses, empty.subjects) == ((), (), ())


presences_of_one = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(1, 20),
        st.sampled_from([UNNAMED, UNNAMED, 0, 1]),
        st.sampled_from(MASKS),
        st.integers(0, 1),
    ),
    max_size=3,
)


def in_order(pieces: list[tuple[int, int, int, int, int]]) -> list[Presence]:
    found, minute = [], 0
    for gap, length, named, seats, mix in pieces:
        start, end = minute + gap, min(60, minute + gap + length)
        if start < end:
            found.append(Presence(start, end, named, seats, mix))
        minute = end
    return found


people_strategy = st.lists(presences_of_one.map(in_order), max_size=5)
steps_strategy = st.lists(
    st.tuples(st.integers(0, 10), st.integers(5, 25), st.integers(0, 2), st.integers(0, 1)), max_size=3
)


def demand_steps(pieces: list[tuple[int, int, int, int]]) -> tuple[DemandStep, ...]:
    found, minute = [], 0
    for gap, length, minimum, more in pieces:
        start, end = minute + gap, min(60, minute + gap + length)
        if start < end:
            need = Need(minimum, minimum + more, minimum + more + 1 if more else None)
            found.append(DemandStep(start, end, need))
        minute = end
    return tuple(found)


demands = st.fixed_dictionaries(
    {subject: steps_strategy.map(demand_steps) for subject in (RADIO, CALLS, CTO)}
)


def minute_by_minute(
    asked: Demand, people: list[list[Presence]], minute: int
) -> dict[Subject, tuple[Need | None, int]]:
    counts: dict[int, int] = {}
    named, holders = [0, 0], 0
    for presence in (each for pieces in people for each in pieces if each.start <= minute < each.end):
        holders += presence.mix
        if presence.named == UNNAMED:
            counts[presence.seats] = counts.get(presence.seats, 0) + 1
        else:
            named[presence.named] += 1
    needs = {
        subject: next((step.need for step in steps if step.start <= minute < step.end), None)
        for subject, steps in asked.items()
    }
    radio, calls = staffed(counts, named, [needs[RADIO], needs[CALLS]])
    return {RADIO: (needs[RADIO], radio), CALLS: (needs[CALLS], calls), CTO: (needs[CTO], holders)}


@settings(max_examples=60, deadline=None)
@given(demands, people_strategy)
def test_equal_to_counting_minute_by_minute(asked: Demand, people: list[list[Presence]]) -> None:
    found = swept(asked, *people)
    steps = {subject: found.steps(subject) for subject in found.subjects}
    for minute in range(60):
        expected = minute_by_minute(asked, people, minute)
        for subject, (need, there_now) in expected.items():
            (step,) = [each for each in steps[subject] if each.start <= minute < each.end]
            assert (step.need, step.staffed) == (need, there_now)
            assert found.at(minute)[subject].staffed == there_now
            missing = max(0, need.minimum - there_now) if need else 0
            extra = max(0, there_now - need.most) if need and not missing else 0
            gaps = [
                each.people
                for each in found.gaps
                if each.subject == subject and each.interval.contains(minute)
            ]
            more = [
                each.people
                for each in found.surpluses
                if each.subject == subject and each.interval.contains(minute)
            ]
            assert gaps == ([missing] if missing else [])
            assert more == ([extra] if extra else [])
    for before, after in zip(found.gaps, found.gaps[1:], strict=False):
        touching = before.interval.end == after.interval.start and before.subject == after.subject
        assert not touching or before.people != after.people


@settings(max_examples=100, deadline=None)
@given(demands, people_strategy, presences_of_one.map(in_order), presences_of_one.map(in_order))
def test_a_changed_curve_is_the_curve_of_the_changed_people(
    asked: Demand, others: list[list[Presence]], before: list[Presence], after: list[Presence]
) -> None:
    old = swept(asked, *others, before)
    new = old.changed(before, after)
    fresh = swept(asked, *others, after)
    assert (new.gaps, new.surpluses) == (fresh.gaps, fresh.surpluses)
    assert [new.steps(subject) for subject in new.subjects] == [
        fresh.steps(subject) for subject in fresh.subjects
    ]
    # And nothing of the old one was touched.
    again = swept(asked, *others, before)
    assert replace(old) == again
    assert old.changed(before, before) is old
