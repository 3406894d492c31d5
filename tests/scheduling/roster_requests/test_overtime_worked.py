"""Overtime after the fact: staying on and being called in, claimed and recorded with their pay."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from approvals.registry import CannotApply
from approvals.services import take_back
from scheduling.adjustments.models import Adjustment
from scheduling.roster.selectors import View
from tests.cast import Cast
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown
from tests.scheduling.roster_requests.asking import (
    asked,
    at,
    client_of,
    finding,
    form_of,
    impact,
    publish_all,
    say,
    user_of,
)

pytestmark = pytest.mark.django_db

KIND = "overtime_worked"
AFTER = datetime(2026, 12, 9, 17, 0, tzinfo=UTC)
SHIFT = str(at(DAY, 6))
STAYED = {"what": "stayed", "shift": SHIFT, "until": "19:10", "note": "Cardiac arrest on the line."}
CALLED = {
    "what": "called_in",
    "on": OFF_DAY.isoformat(),
    "start": "08:00",
    "end": "12:00",
    "note": "Storm.",
}


@pytest.fixture
def after(cast: Cast, time_machine: Any) -> Any:
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    publish_all(cast)
    time_machine.move_to(AFTER, tick=False)
    return time_machine


def test_a_stay_is_claimed_approved_and_paid_as_holdover(cast: Cast, after: Any) -> None:
    row = asked(cast, KIND, **STAYED)
    assert (row.size, row.payload["words"]) == (70, "Stayed until 19:10 on Sun Dec 6, 1 h 10 m")
    assert finding(row).title == "Already worked"
    assert not finding(row).leaves_short
    assert impact(row).approve == "Approve hours"

    say(cast, row)

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00", "D 18:00-19:10"]
    written = Adjustment.objects.get()
    assert (written.kind, written.pay, written.reason) == ("holdover", "holdover", STAYED["note"])


def test_less_than_was_claimed_is_approved(cast: Cast, after: Any) -> None:
    row = asked(cast, KIND, **STAYED)
    assert [(each.name, each.value) for each in impact(row).part] == [("end", "19:10")]
    say(cast, row, choice={"end": ["18:40"]})
    assert shown(cast, cast.cal, DAY, View.PUBLISHED)[-1] == "D 18:00-18:40"


def test_a_call_in_on_a_past_published_day_is_recorded_as_overtime(cast: Cast, after: Any) -> None:
    row = asked(cast, KIND, **CALLED)
    assert row.payload["words"] == "Called in Tue Dec 8, 08:00 \u2013 12:00, 4 h"
    say(cast, row)
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["- 08:00-12:00"]
    assert Adjustment.objects.get().pay == "overtime"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({**STAYED, "shift": ""}, "shift", "Choose the shift"),
        ({**STAYED, "shift": "12"}, "shift", "valid choice"),
        ({**STAYED, "until": ""}, "until", "until when"),
        ({**STAYED, "note": ""}, "note", "required"),
        ({**STAYED, "what": "slept"}, "what", "valid choice"),
        ({**CALLED, "on": ""}, "on", "called in"),
        ({**CALLED, "on": "2026-10-01"}, "on", "31 days"),
        ({**CALLED, "on": "2026-12-09", "end": "23:00"}, "end", "still to come"),
        ({**CALLED, "on": DAY.isoformat()}, "start", "You work 06:00"),
    ],
)
def test_what_cant_be_claimed_is_said_at_its_field(
    cast: Cast, after: Any, fields: dict[str, str], field: str, words: str
) -> None:
    form = form_of(cast, KIND, cast.cal, **fields)
    assert not form.is_valid()
    assert words in " ".join(form.errors[field]), form.errors


def test_what_is_still_to_come_is_no_claim(cast: Cast, after: Any) -> None:
    after.move_to(datetime(2026, 12, 6, 20, 0, tzinfo=UTC), tick=False)
    form = form_of(cast, KIND, cast.cal, **STAYED)
    assert "This is still to come. Claim it once you have worked it." in form.errors["until"]


def test_a_claim_after_a_shift_that_changed_is_said(cast: Cast, after: Any) -> None:
    row = asked(cast, KIND, **STAYED)
    edit(cast, cast.cal, DAY, "D", by=cast.ada, ends_at=time(17))
    assert finding(row).title == (
        "The shift changed since this was asked: Sun Dec 6, D 06:00 \u2013 18:00 is 06:00 \u2013 17:00 now."
    )
    with pytest.raises(CannotApply, match="The shift changed"):
        say(cast, row)


def test_it_is_taken_back_whole(cast: Cast, after: Any) -> None:
    row = say(cast, asked(cast, KIND, **STAYED))
    take_back(actor=user_of(cast.dana), center=cast.norfield, request_id=row.pk)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_the_form_offers_the_shifts_of_the_last_month(cast: Cast, after: Any) -> None:
    page = client_of(cast.cal).get(f"/requests/new/{KIND}/").content.decode()
    assert "Sun Dec 6, D 06:00 \u2013 18:00" in page
    assert (OFF_DAY + timedelta(days=10)).strftime("%b %d") not in page
