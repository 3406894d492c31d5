"""Changes of one's own shift: late, early out, longer, other times; with cover where somebody would be missing."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from approvals.models import Request
from approvals.registry import CannotApply, handler_of, short_together
from scheduling.adjustments.models import Adjustment
from scheduling.roster.selectors import View
from staff.people.models import Person, Role
from tests.cast import Cast
from tests.factories import make_contract, make_person, make_requirement
from tests.scheduling.roster.board_of import DAY, edit, shown
from tests.scheduling.roster_requests.asking import (
    asked,
    at,
    client_of,
    finding,
    form_of,
    fresh,
    impact,
    publish_all,
    say,
)

pytestmark = pytest.mark.django_db

KIND = "adjustment"
BEFORE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHIFT = str(at(DAY, 6))
EARLY = {"what": "early_out", "shift": SHIFT, "at": "16:00", "note": "School play."}


@pytest.fixture(autouse=True)
def clock(cast: Cast, time_machine: Any) -> Any:
    time_machine.move_to(BEFORE, tick=False)
    publish_all(cast)
    return time_machine


@pytest.mark.parametrize(
    ("fields", "words", "then", "size"),
    [
        (
            {"what": "late", "at": "07:00"},
            "Late Sun Dec 6: 07:00, not 06:00, 1 h",
            ["D 07:00-18:00"],
            60,
        ),
        (
            {"what": "early_out", "at": "16:00"},
            "Early out Sun Dec 6: 16:00, not 18:00, 2 h",
            ["D 06:00-16:00"],
            120,
        ),
        (
            {"what": "holdover", "at": "19:00"},
            "Stays longer Sun Dec 6: 19:00, not 18:00, 1 h",
            ["D 06:00-18:00", "D 18:00-19:00"],
            60,
        ),
        (
            {"what": "change", "start": "08:00", "end": "20:00"},
            "Sun Dec 6, D 06:00 \u2013 18:00 becomes 08:00 \u2013 20:00",
            ["- 08:00-20:00"],
            240,
        ),
        (
            {"what": "change", "to": "N"},
            "Sun Dec 6, D 06:00 \u2013 18:00 becomes N 18:00 \u2013 06:00",
            ["N 18:00-06:00"],
            1440,
        ),
    ],
)
def test_each_change_is_recorded_as_it_was_asked(
    cast: Cast, fields: dict[str, str], words: str, then: list[str], size: int
) -> None:
    row = asked(cast, KIND, shift=SHIFT, note="School play.", **fields)
    assert (row.payload["words"], row.size) == (words, size)
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
    say(cast, row, reason="Fine with me.")
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == shown(cast, cast.cal, DAY) == then
    assert all(each.reason == "School play." for each in Adjustment.objects.all())
    assert all(each.published_from == each.from_version for each in Adjustment.objects.all())


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"shift": ""}, "shift", "required"),
        ({"at": ""}, "at", "new time"),
        ({"at": "19:00"}, "at", "pick a time inside it"),
        ({"what": "change"}, "start", "Write both times"),
        ({"what": "change", "start": "06:00", "end": "18:00", "to": "D"}, "__all__", "says so already"),
        ({"what": "change", "to": "Q"}, "to", "valid choice"),
        ({"note": ""}, "note", "required"),
    ],
)
def test_what_cant_be_is_said_at_its_field(
    cast: Cast, fields: dict[str, str], field: str, words: str
) -> None:
    form = form_of(cast, KIND, cast.cal, **{**EARLY, **fields})
    assert not form.is_valid()
    assert words in " ".join(form.errors[field]), form.errors


def test_a_shift_that_became_another_is_not_overwritten(cast: Cast) -> None:
    row = asked(cast, KIND, shift=SHIFT, note="Please.", what="change", to="N")
    edit(cast, cast.cal, DAY, "E")
    assert finding(row).is_stale
    with pytest.raises(CannotApply, match="The shift changed since this was asked"):
        say(cast, row)
    assert shown(cast, cast.cal, DAY) == ["E 05:00-15:00"]


def test_only_the_edge_that_moves_must_still_be_there(cast: Cast) -> None:
    row = asked(cast, KIND, shift=SHIFT, note="Please.", what="late", at="07:00")
    edit(cast, cast.cal, DAY, "D", ends_at=time(17))
    assert not finding(row).is_stale


def test_a_day_that_planners_are_still_at_is_not_set(cast: Cast) -> None:
    row = asked(cast, KIND, shift=SHIFT, note="Please.", what="change", to="N")
    edit(cast, cast.cal, DAY, "D", position=cast.positions["Police radio"].entity_id)
    with pytest.raises(CannotApply, match="not published"):
        say(cast, row)


def needed(cast: Cast, minimum: int) -> None:
    """Call-taking on Sundays."""
    make_requirement(cast.positions["Call-taking"], DAY.weekday(), "06:00", "18:00", minimum=minimum)


def helper_of(cast: Cast) -> Person:
    """Hal takes calls and has no pattern of his own."""
    return make_person(
        cast.norfield,
        "Hal",
        last_name="Ostrander",
        number="1010",
        skills=(cast.skills["CT"],),
        role=Role.EMPLOYEE,
    )


def test_a_hole_comes_with_cover_and_is_approved_with_it_in_one_step(cast: Cast) -> None:
    hal = helper_of(cast)
    needed(cast, 1)
    row = asked(cast, KIND, **EARLY)
    found = impact(row)
    assert found.finding.title == "Leaves call-taking 1 short on Sun Dec 6"
    assert found.finding.leaves_short
    assert found.approve == "Approve with cover"
    assert [row.label for row in found.strips[0].rows] == ["Now", "If approved", "With cover"]
    now, then, covered = (
        [(each.start, each.end, each.missing) for each in row.days[1]] for row in found.strips[0].rows
    )
    assert (now, then, covered) == ([], [(960, 1080, 1)], [])
    cover = found.choices[0]
    assert (cover.options[0].value, cover.options[-1].value) == (f"give:{hal.pk}", "none")
    assert cover.options[0].title == "Give 16:00 \u2013 18:00 to Ostrander, Hal"
    assert cover.options[0].is_chosen

    say(cast, row, choice={"cover": [f"give:{hal.pk}"]})

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-16:00"]
    assert shown(cast, hal, DAY, View.PUBLISHED) == ["- 16:00-18:00"]
    assert len(set(Adjustment.objects.values_list("from_version", flat=True))) == 1


def test_whoever_ends_there_is_extended(cast: Cast) -> None:
    hal = helper_of(cast)
    needed(cast, 1)
    edit(cast, hal, DAY, None, by=cast.dana)
    edit(cast, hal, DAY, "D", starts_at=time(8), ends_at=time(16))
    row = asked(cast, KIND, **EARLY)
    option = impact(row).choices[0].options[0]
    assert (option.value, option.title) == (f"extend:{hal.pk}", "Extend Ostrander, Hal to 18:00")


def test_without_cover_a_reason_is_needed(cast: Cast) -> None:
    helper_of(cast)
    needed(cast, 1)
    row = asked(cast, KIND, **EARLY)
    for choice in ({}, {"cover": ["none"]}):
        with pytest.raises(CannotApply, match="leaves people short"):
            say(cast, row, choice=choice)
    assert not Adjustment.objects.exists()
    say(cast, row, choice={"cover": ["none"]}, reason="A quiet Sunday.")
    assert shown(cast, cast.cal, DAY) == ["D 06:00-16:00"]


def test_cover_that_cant_any_more_is_said(cast: Cast) -> None:
    hal = helper_of(cast)
    needed(cast, 1)
    row = asked(cast, KIND, **EARLY)
    seen = impact(row).saw
    radio = cast.positions["Police radio"].entity_id
    edit(cast, hal, DAY, "N", starts_at=time(15), ends_at=time(23), position=radio)
    with pytest.raises(CannotApply, match="can\u2019t any more"):
        say(cast, row, saw=seen, choice={"cover": [f"give:{hal.pk}"]})
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]


def test_bulk_approval_leaves_out_what_is_short_only_together(cast: Cast) -> None:
    hal = helper_of(cast)
    make_contract(hal, cast.patterns["Pitman days"])
    publish_all(cast)
    needed(cast, 1)
    rows = [
        asked(cast, KIND, **EARLY),
        asked(cast, KIND, hal, **EARLY),
    ]
    # Cal and Hal take calls, and one must.
    assert [finding(row).leaves_short for row in rows] == [False, False]
    assert short_together([fresh(row) for row in rows]) == {rows[1].pk}

    dana = client_of(cast.dana)
    chosen = {"request": [str(row.pk) for row in rows]}
    page = dana.post("/inbox/several/", chosen).content.decode()
    assert "Short only together with the others" in page
    dana.post("/inbox/several/", {**chosen, "confirm": "1"})
    assert sorted(Request.objects.values_list("status", flat=True)) == ["approved", "waiting"]


def test_one_of_two_short_together_is_refused_even_if_both_are_sent(cast: Cast) -> None:
    hal = helper_of(cast)
    make_contract(hal, cast.patterns["Pitman days"])
    publish_all(cast)
    needed(cast, 1)
    first, second = asked(cast, KIND, **EARLY), asked(cast, KIND, hal, **EARLY)
    say(cast, first)
    with pytest.raises(CannotApply, match="leaves people short"):
        say(cast, second, saw=None)


def test_a_past_change_asks_for_no_cover(cast: Cast, clock: Any) -> None:
    needed(cast, 3)
    clock.move_to(datetime(2026, 12, 7, 17, 0, tzinfo=UTC), tick=False)
    row = asked(cast, KIND, **EARLY)
    found = impact(row)
    assert found.finding.title == "Already worked"
    assert not found.choices
    say(cast, row)
    assert shown(cast, cast.cal, DAY) == ["D 06:00-16:00"]


def test_the_facts_for_automatic_approval(cast: Cast) -> None:
    needed(cast, 1)
    facts = handler_of(KIND).facts_of(fresh(asked(cast, KIND, **EARLY)))
    assert set(facts) == set(handler_of(KIND).facts)
    assert (facts["minutes"], facts["leaves_short"], facts["is_past"]) == (120, True, False)


def test_the_page_chooses_cover_by_plain_radio_buttons(cast: Cast) -> None:
    hal = helper_of(cast)
    needed(cast, 1)
    row = asked(cast, KIND, **EARLY)
    dana = client_of(cast.dana)
    page = dana.get(f"/inbox/{row.pk}/")
    body = page.content.decode()
    assert f'name="cover" value="give:{hal.pk}" checked' in body
    assert "Approve with cover" in body
    again = dana.get(f"/inbox/{row.pk}/?cover=none").content.decode()
    assert 'name="cover" value="none" checked' in again
    refused = dana.post(f"/inbox/{row.pk}/answer/", {"answer": "yes", "cover": "none"})
    assert refused.status_code == 422
    assert 'name="cover" value="none" checked' in refused.content.decode()
