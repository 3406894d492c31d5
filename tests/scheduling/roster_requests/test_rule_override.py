"""Rules that need approval: asked for from the board's forms, the publish dialog and the API; decided by another."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from approvals.models import Request, RequestEvent
from approvals.registry import CannotApply
from approvals.services import take_back
from scheduling.adjustments.domain import AdjustmentKind
from scheduling.adjustments.models import Adjustment
from scheduling.roster.answers import EditAnswer
from scheduling.roster.domain.commands import AddDuty, Change, ChangeShift, Edit
from scheduling.roster.gate import PublishRefused
from scheduling.roster.models import RuleOverride
from scheduling.roster.publish_list import draft_changes
from scheduling.roster.selectors import View
from scheduling.roster_requests.rule_override import NoReason, ask_to_override, ask_to_publish
from staff.centers.clock import current_version
from tests.cast import Cast
from tests.factories import make_rule_limits
from tests.scheduling.roster.board_of import DAY, OFF_DAY, edit, shown
from tests.scheduling.roster_requests.asking import (
    at,
    client_of,
    finding,
    impact,
    publish_all,
    say,
    user_of,
)

pytestmark = pytest.mark.django_db

RULE = "longest_continuous_duty"
HELD = ["D 06:00-18:00", "D 18:00-20:00"]


@pytest.fixture(autouse=True)
def _published(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), tick=False)
    publish_all(cast)


def held(cast: Cast) -> ChangeShift:
    return ChangeShift(cast.cal.pk, AdjustmentKind.HOLDOVER, at(DAY, 6), at(DAY, 20), "Fire at the mill.")


def command(cast: Cast, *changes: Change, **more: Any) -> Edit:
    return Edit(uuid.uuid4(), current_version(cast.norfield.pk), changes, **more)


def asked_for(cast: Cast, *changes: Change, **more: Any) -> Request:
    found = ask_to_override(
        actor=user_of(cast.dana),
        center=cast.norfield,
        edit=command(cast, *changes, **more),
        reason="Nobody else is left.",
    )
    assert isinstance(found, Request)
    return found


def limit(cast: Cast, level: str = "approval") -> None:
    make_rule_limits(cast.norfield, RULE, **{level: 13 * 60})


def test_the_rules_broken_are_its_facts_and_another_decides(cast: Cast) -> None:
    limit(cast)
    row = asked_for(cast, held(cast))
    assert (row.person, row.asked_by, row.size) == (cast.cal, cast.dana.user, 1)
    assert row.payload["words"] == "Record \u201cheld over\u201d, Dec 6, in spite of 1 rule"
    fact = row.payload["broken"][0]
    assert (fact["rule"], fact["measured"], fact["limit"]) == (RULE, 14 * 60, 13 * 60)
    assert shown(cast, cast.cal, DAY) == ["D 06:00-18:00"]
    found = impact(row)
    assert (found.approve, found.finding.tone) == ("Override and record", "warn")
    assert not found.part
    assert row not in client_of(cast.dana).get("/inbox/").context["items"]

    say(cast, row, by=cast.sam, saw=None, reason="Agreed.")

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == HELD
    kept = RuleOverride.objects.get(rule=RULE)
    assert (kept.actor, kept.measured, kept.reason) == (cast.sam.user, 840, "Approved request. Agreed.")


def test_it_is_taken_back_with_the_answer(cast: Cast) -> None:
    limit(cast)
    row = say(cast, asked_for(cast, held(cast)), by=cast.sam)
    take_back(actor=user_of(cast.sam), center=cast.norfield, request_id=row.pk)
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]


def test_what_nothing_stands_against_is_done_at_once(cast: Cast) -> None:
    edit_ = command(cast, held(cast))
    found = ask_to_override(actor=user_of(cast.dana), center=cast.norfield, edit=edit_, reason="Fire.")
    assert isinstance(found, EditAnswer)
    assert not Request.objects.exists()
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == HELD


def test_sent_twice_it_is_asked_once(cast: Cast) -> None:
    limit(cast)
    edit_ = command(cast, held(cast))
    rows = [
        ask_to_override(actor=user_of(cast.dana), center=cast.norfield, edit=edit_, reason="Fire.")
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    assert Request.objects.get().pk == edit_.edit_id


def test_a_rule_that_blocks_is_not_asked_for(cast: Cast) -> None:
    limit(cast, "block")
    with pytest.raises(PublishRefused):
        asked_for(cast, held(cast))
    assert not Request.objects.exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_it_needs_a_reason_that_can_be_kept(cast: Cast, reason: str) -> None:
    limit(cast)
    edit_ = command(cast, held(cast))
    with pytest.raises(NoReason):
        ask_to_override(actor=user_of(cast.dana), center=cast.norfield, edit=edit_, reason=reason)


def test_only_who_may_edit_asks(cast: Cast) -> None:
    limit(cast)
    with pytest.raises(PermissionDenied):
        ask_to_override(
            actor=user_of(cast.cal), center=cast.norfield, edit=command(cast, held(cast)), reason="Fire."
        )


def test_another_rule_broken_since_is_not_overridden_unseen(cast: Cast) -> None:
    limit(cast)
    row = asked_for(cast, held(cast))
    edit(cast, cast.cal, DAY, "D", starts_at=datetime(2026, 1, 1, 4, tzinfo=UTC).time())
    published = draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))
    assert published
    ask_to_publish(
        actor=user_of(cast.dana),
        center=cast.norfield,
        day=DAY,
        selection=None,
        reason="Earlier.",
    )
    with pytest.raises(CannotApply):
        say(cast, row, by=cast.sam, saw=None)


def test_of_overtime_published_at_once_the_draft_stays_and_publishing_is_asked_for(cast: Cast) -> None:
    limit(cast)
    change = AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(DAY, 18), at(DAY, 20))
    row = asked_for(cast, change, publishes=True)
    assert row.payload["words"] == "Publish 1 change, in spite of 1 rule"
    assert len(draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))) == 1
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00"]
    assert finding(row).title.startswith("14 h on duty without a rest")
    assert impact(row).approve == "Override and publish"

    row = say(cast, row, by=cast.sam)

    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == ["D 06:00-18:00", "- 18:00-20:00"]
    assert RuleOverride.objects.get(rule=RULE).actor == cast.sam.user
    with pytest.raises(CannotApply, match="It is published"):
        take_back(actor=user_of(cast.sam), center=cast.norfield, request_id=row.pk)


def test_a_draft_that_changed_since_is_stale(cast: Cast) -> None:
    limit(cast)
    change = AddDuty(cast.cal.pk, AdjustmentKind.OVERTIME, at(DAY, 18), at(DAY, 20))
    row = asked_for(cast, change, publishes=True)
    edit(cast, cast.cal, DAY, "D", by=cast.sam)
    assert finding(row).is_stale
    assert impact(row).finding.is_stale
    with pytest.raises(CannotApply, match="draft changed"):
        say(cast, row, by=cast.sam)


def test_the_form_of_the_board_asks(cast: Cast) -> None:
    limit(cast)
    dana = client_of(cast.dana)
    address = f"/day/{DAY.isoformat()}/{cast.cal.pk}/record/holdover/"
    data = {
        "at": "20:00",
        "reason": "Fire at the mill.",
        "base_version": str(current_version(cast.norfield.pk)),
        "edit_id": str(uuid.uuid4()),
    }
    refused = dana.post(address, data)
    assert refused.status_code == 422
    assert "Ask for approval" in refused.content.decode()
    unsaid = dana.post(address, {**data, "ask": "1"})
    assert "Write down why this should be allowed." in unsaid.content.decode()
    done = dana.post(address, {**data, "ask": "1", "override_reason": "Nobody else is left."})
    row = Request.objects.get()
    assert done["Location"] == f"/requests/{row.pk}/"
    assert (row.kind, row.note, str(row.pk)) == ("rule_override", "Nobody else is left.", data["edit_id"])
    assert "Record \u201cheld over\u201d" in dana.get(done["Location"]).content.decode()
    assert not Adjustment.objects.exists()


def test_the_publish_dialog_asks_and_the_draft_stays(cast: Cast) -> None:
    limit(cast)
    edit(cast, cast.cal, OFF_DAY, "D", starts_at=datetime(2026, 1, 1, 4, tzinfo=UTC).time())
    dana = client_of(cast.dana)
    board = f"from={DAY.isoformat()}"
    page = dana.get(f"/roster/publish/?{board}").content.decode()
    assert "Ask for approval" in page
    unsaid = dana.post("/roster/publish/", {"board": board, "ask": "1", "reason": " "}).content.decode()
    assert "Write down why this should be allowed." in unsaid
    dana.post("/roster/publish/", {"board": board, "ask": "1", "reason": "Storm."})
    row = Request.objects.get()
    assert row.payload["publish"]["starts_on"] == DAY.isoformat()
    assert len(draft_changes(cast.norfield, DAY, DAY + timedelta(days=28))) == 1

    sam = client_of(cast.sam)
    inbox = sam.get(f"/inbox/{row.pk}/")
    assert "Override and publish" in inbox.content.decode()
    sam.post(f"/inbox/{row.pk}/answer/", {"answer": "yes", "saw": inbox.context["detail"].saw})
    assert shown(cast, cast.cal, OFF_DAY, View.PUBLISHED) == ["D 04:00-18:00"]
    assert RequestEvent.objects.get(request=row).saw["broken"][0]["rule"] == RULE


def test_the_api_asks_and_answers(cast: Cast) -> None:
    limit(cast)
    dana, sam = client_of(cast.dana), client_of(cast.sam)
    edit_id = str(uuid.uuid4())
    body = {
        "edit_id": edit_id,
        "base_version": current_version(cast.norfield.pk),
        "override_reason": "Nobody else is left.",
        "changes": [
            {
                "type": "holdover",
                "person": str(cast.cal.pk),
                "shift_start": at(DAY, 6),
                "until": at(DAY, 20),
                "reason": "Fire at the mill.",
            }
        ],
    }
    unsaid = dana.post(
        "/api/v1/roster/edits/ask", {**body, "override_reason": ""}, content_type="application/json"
    )
    assert unsaid.status_code == 400
    made = dana.post("/api/v1/roster/edits/ask", body, content_type="application/json")
    assert (made.status_code, made.json()["id"], made.json()["kind"]) == (201, edit_id, "rule_override")
    seen = sam.get(f"/api/v1/requests/{edit_id}/impact").json()
    assert seen["impact"]["finding"]["title"].startswith("14 h on duty")
    wrong = {"answer": "yes", "choice": {"colour": ["red"]}}
    address = f"/api/v1/requests/{edit_id}/answer"
    assert sam.post(address, wrong, content_type="application/json").status_code == 400
    answered = sam.post(address, {"answer": "yes", "saw": seen["saw"]}, content_type="application/json")
    assert answered.json()["status"] == "approved"
    assert shown(cast, cast.cal, DAY, View.PUBLISHED) == HELD
