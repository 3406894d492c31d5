"""Names for seats at an instant, and which named person could be moved into a gap."""

from __future__ import annotations

from scheduling.coverage.domain.demand import Need
from scheduling.coverage.domain.presence import UNNAMED, Presence, scheme
from scheduling.coverage.domain.suggestions import Seat, helpful_moves, suggest
from scheduling.coverage.domain.types import Position

SCHEME = scheme([Position("radio", "Radio", "PD", 1), Position("calls", "Calls", "CT", 2)], [])
RADIO, CALLS, BOTH = 0b01, 0b10, 0b11
ONE_EACH = (Need(1, 1, 1), Need(1, 1, 1))


def here(seats: int, named: int = UNNAMED) -> Presence:
    return Presence(0, 60, named, seats, 0)


def test_named_people_keep_their_seat_and_others_get_one_that_fits() -> None:
    present = {"Cal": here(CALLS), "Dana": here(BOTH, named=0), "Max": here(0)}
    assert suggest(present, ONE_EACH, SCHEME) == {"Cal": Seat("calls", False), "Dana": Seat("radio", True)}


def test_a_suggestion_leaves_the_versatile_for_what_only_they_can_do() -> None:
    present = {"Dana": here(BOTH), "Cal": here(CALLS)}
    assert suggest(present, ONE_EACH, SCHEME) == {"Dana": Seat("radio", False), "Cal": Seat("calls", False)}


def test_the_first_of_equals_gets_the_first_position() -> None:
    present = {"Sam": here(BOTH), "Ada": here(BOTH)}
    assert suggest(present, ONE_EACH, SCHEME) == {"Sam": Seat("radio", False), "Ada": Seat("calls", False)}


def test_who_is_not_needed_gets_no_seat() -> None:
    present = {"Sam": here(RADIO), "Ada": here(CALLS), "Max": here(0)}
    assert suggest(present, (Need(1, 1, 1), None), SCHEME) == {"Sam": Seat("radio", False)}


def test_nobody_is_seated_where_nothing_is_asked() -> None:
    assert suggest({"Sam": here(BOTH)}, (None, None), SCHEME) == {}


def test_a_named_person_whose_move_fills_a_gap_is_told() -> None:
    present = {"Dana": here(BOTH, named=1), "Cal": here(CALLS)}
    assert helpful_moves(present, ONE_EACH, SCHEME, "radio") == ["Dana"]


def test_everybody_who_could_move_is_told() -> None:
    present = {"Dana": here(BOTH, named=1), "Ada": here(BOTH, named=1), "Cal": here(CALLS, named=1)}
    assert helpful_moves(present, ONE_EACH, SCHEME, "radio") == ["Dana", "Ada"]


def test_a_move_that_only_shifts_the_gap_is_not() -> None:
    present = {"Dana": here(BOTH, named=1)}
    assert helpful_moves(present, ONE_EACH, SCHEME, "radio") == []


def test_a_move_may_free_a_seat_for_somebody_else() -> None:
    # Radio is short; Dana cannot do it, but once she leaves calls, Sam could... only if he were not needed
    # there.
    present = {"Dana": here(CALLS, named=1), "Sam": here(BOTH, named=1)}
    assert helpful_moves(present, ONE_EACH, SCHEME, "radio") == ["Sam"]


def test_without_a_gap_or_a_skill_nobody_needs_to_move() -> None:
    present = {"Dana": here(BOTH, named=1), "Cal": here(RADIO)}
    assert helpful_moves(present, ONE_EACH, SCHEME, "radio") == []
    assert helpful_moves({"Dana": here(CALLS, named=1)}, ONE_EACH, SCHEME, "radio") == []
