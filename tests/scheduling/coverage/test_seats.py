"""The best distribution of people over positions, against trying every distribution."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.coverage.domain import seats
from scheduling.coverage.domain.demand import Need
from scheduling.coverage.domain.seats import assignment, staffed

SUP, PD, CT = 0b001, 0b010, 0b100


def test_minimums_by_priority_come_before_any_target() -> None:
    needs = [Need(1, 2), Need(1, 1)]
    assert staffed({0b11: 1}, [0, 0], needs) == (1, 0)
    assert staffed({0b11: 2}, [0, 0], needs) == (1, 1)
    assert staffed({0b11: 3}, [0, 0], needs) == (2, 1)


def test_people_are_moved_so_that_as_many_seats_as_possible_are_filled() -> None:
    # The only one with both skills must not take the seat that the other could fill.
    needs = [Need(1, 1), Need(1, 1)]
    assert staffed({0b11: 1, 0b01: 1}, [0, 0], needs) == (1, 1)
    assert assignment({0b11: 1, 0b01: 1}, [0, 0], needs) == {(0b01, 0): 1, (0b11, 1): 1}


def test_people_are_moved_along_a_chain() -> None:
    # Everybody but one could sit in the first position; only one may sit in the second, and is in the first
    # at first.
    needs = [Need(1, 1), Need(1, 1), Need(1, 1)]
    people = {0b011: 1, 0b101: 1, 0b111: 1}
    assert staffed(people, [0, 0, 0], needs) == (1, 1, 1)
    flow = assignment({0b011: 1, 0b101: 1}, [0, 0, 0], [*needs[:2], None])
    assert flow == {(0b011, 1): 1, (0b101, 0): 1}
    chain = assignment({0b0011: 1, 0b0110: 1, 0b1001: 1}, [0] * 4, [Need(1, 1), Need(1, 1), Need(1, 1), None])
    assert chain == {(0b0011, 1): 1, (0b0110, 2): 1, (0b1001, 0): 1}


def test_targets_before_maximums_and_maximums_by_priority() -> None:
    needs = [Need(1, 1, 3), Need(1, 2, 3)]
    assert staffed({0b11: 3}, [0, 0], needs) == (1, 2)
    assert staffed({0b11: 5}, [0, 0], needs) == (3, 2)


def test_who_is_left_over_counts_in_the_last_position_they_may_fill() -> None:
    needs = [Need(1, 1, 1), Need(1, 1, 2), Need(0, 0, 0)]
    assert staffed({0b011: 5}, [0, 0, 0], needs) == (1, 4, 0)
    assert staffed({0b001: 2, 0b110: 5}, [0, 0, 0], needs) == (2, 2, 3)


def test_named_people_stay_where_they_are_even_above_the_maximum() -> None:
    needs = [Need(1, 1, 1), Need(2, 2, 2)]
    assert staffed({0b10: 1}, [3, 0], needs) == (3, 1)
    assert staffed({0b11: 1}, [0, 2], needs) == (1, 2)


def test_positions_that_ask_for_nothing_get_only_their_named_people() -> None:
    assert staffed({0b11: 2}, [0, 1], [Need(1, 1), None]) == (2, 1)
    assert staffed({0b10: 2}, [0, 0], [Need(1, 1), None]) == (0, 0)


def test_people_without_a_skill_sit_nowhere() -> None:
    assert staffed({0: 4}, [0], [Need(1, 1)]) == (0,)
    assert assignment({0: 4}, [0], [Need(1, 1)]) == {}


def test_nobody_and_nothing() -> None:
    assert staffed({}, [], []) == ()
    assert staffed({}, [0, 0], [Need(1, 2), None]) == (0, 0)


needs_strategy = st.one_of(
    st.none(),
    st.builds(
        lambda minimum, more, room: Need(
            minimum, minimum + more, None if room is None else minimum + more + room
        ),
        st.integers(0, 2),
        st.integers(0, 1),
        st.one_of(st.none(), st.integers(0, 1)),
    ),
)


@st.composite
def instants(
    draw: st.DrawFn, positions: int = 3, people: int = 6
) -> tuple[list[int], list[int], list[Need | None]]:
    size = draw(st.integers(1, positions))
    masks = draw(st.lists(st.integers(0, 2**size - 1), max_size=people))
    named = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    return masks, named, draw(st.lists(needs_strategy, min_size=size, max_size=size))


def counted(masks: list[int]) -> dict[int, int]:
    return {mask: masks.count(mask) for mask in masks}


def worth(filled: list[int], needs: list[Need | None]) -> list[int]:
    """What is compared, most important first: every minimum, every target, every maximum, then the last
    positions.
    """
    asked = [(people, need) for people, need in zip(filled, needs, strict=True) if need is not None]
    return [
        *[min(people, need.minimum) for people, need in asked],
        *[min(people, need.target) for people, need in asked],
        *[min(people, need.most) for people, need in asked],
        *[people for people, _ in reversed(asked)],
    ]


def best_by_trying(masks: list[int], named: list[int], needs: list[Need | None]) -> list[int]:
    choices = [
        [None, *[n for n in range(len(needs)) if mask >> n & 1 and needs[n] is not None]] for mask in masks
    ]
    best = worth(named, needs)
    for seated in product(*choices):
        filled = [people + seated.count(n) for n, people in enumerate(named)]
        best = max(best, worth(filled, needs))
    return best


@settings(max_examples=150, deadline=None)
@given(instants())
def test_equal_to_trying_every_distribution(instant: tuple[list[int], list[int], list[Need | None]]) -> None:
    masks, named, needs = instant
    found = list(staffed(counted(masks), named, needs))
    assert worth(found, needs) == best_by_trying(masks, named, needs)
    minimums = [(people, need) for people, need in zip(found, needs, strict=True) if need]
    assert all(people >= named[n] for n, people in enumerate(found))
    assert len(minimums) <= len(needs)


@settings(deadline=None)
@given(instants(positions=6, people=14))
def test_by_flow_and_by_subsets_are_equal(instant: tuple[list[int], list[int], list[Need | None]]) -> None:
    masks, named, needs = instant
    counts = counted(masks)
    flow = assignment(counts, named, needs)
    filled = list(named)
    for (mask, position), people in flow.items():
        assert mask >> position & 1
        filled[position] += people
    assert tuple(filled) == staffed(counts, named, needs)
    for mask, people in counts.items():
        assert sum(seated for (of, _), seated in flow.items() if of == mask) <= people


def test_many_positions_are_counted_by_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, named, needs = {0b11: 3, 0b01: 1}, [0, 1], [Need(2, 2, 3), Need(2, 3)]
    expected = staffed(counts, named, needs)
    monkeypatch.setattr(seats, "RANKED_POSITIONS", 1)
    assert staffed(counts, named, needs) == expected == (2, 3)
