"""Telling people: once, not before it is due, not what was taken back, and until it has arrived."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from kombu.exceptions import OperationalError

from staff.notices import registry
from staff.notices.models import Delivery, Notice
from staff.notices.registry import Channel, NoticeKind, Words, register
from staff.notices.selectors import count_new, notices_of, to_acknowledge
from staff.notices.services import (
    PER_TASK,
    acknowledge,
    choose_channel,
    mark_read,
    settle_notices,
    take_back_notices,
    tell,
)
from staff.notices.tasks import LEASE, WAITS, deliver_notices, tend_notices
from tests.cast import Cast
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 6, 17, 0, tzinfo=UTC)


def _words(notice: Notice) -> Words:
    return Words(f"Your shift on {notice.context['day']} changed", "It begins at 07:00.", "/my/")


CHANGED = NoticeKind("shift_changed", "Your roster changed", _words)
MANDATION = NoticeKind("mandation", "Required overtime", _words, must_acknowledge=True, is_fixed=True)
QUIET = NoticeKind("queue_place", "Place in line", _words, channels=frozenset())


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    register([CHANGED, MANDATION, QUIET])


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Iterator[Any]:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def told(cast: Cast, kind: NoticeKind = CHANGED, **fields: Any) -> list[Notice]:
    wanted = {"users": [cast.cal.user], "key": "edit-1", "context": {"day": "Sun Dec 6"}}
    return tell(center=cast.norfield, kind=kind.name, **{**wanted, **fields})


def sent() -> list[tuple[str, list[str]]]:
    return [(each.subject, each.to) for each in mail.outbox]


def test_a_notice_is_in_the_list_and_mailed_with_its_link(cast: Cast) -> None:
    told(cast)
    assert [each.words.title for each in notices_of(cast.cal.user, cast.norfield.pk)] == [
        "Your shift on Sun Dec 6 changed"
    ]
    assert tend_notices() == 1
    assert sent() == [("Your shift on Sun Dec 6 changed", [cast.cal.user.email])]
    assert "http://localhost:8000/my/" in mail.outbox[0].body
    assert tend_notices() == 0


def test_delivery_is_asked_for_after_commit_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with mock.patch.object(deliver_notices, "apply_async") as enqueue:
        with django_capture_on_commit_callbacks(execute=True):
            told(cast, hold=timedelta(seconds=10))
            enqueue.assert_not_called()
        (delivery,) = Delivery.objects.all()
        enqueue.assert_called_once_with(args=([str(delivery.pk)],), countdown=10.0, retry=False)


def test_without_a_queue_nothing_is_lost(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with (
        mock.patch.object(deliver_notices, "apply_async", side_effect=OperationalError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        told(cast)
    assert tend_notices() == 1


def test_telling_twice_with_one_key_is_telling_once(cast: Cast) -> None:
    assert len(told(cast)) == 1
    assert told(cast) == []
    assert [each.user for each in told(cast, users=[cast.cal.user, cast.max.user])] == [cast.max.user]


def test_the_inactive_are_told_nothing(cast: Cast) -> None:
    cast.cal.user.is_active = False
    assert told(cast) == []


def test_an_unknown_kind_is_an_error(cast: Cast) -> None:
    with pytest.raises(KeyError):
        tell(center=cast.norfield, users=[], kind="nothing", key="1")


def test_what_is_held_is_not_seen_nor_sent_before_its_time(cast: Cast, clock: Any) -> None:
    (notice,) = told(cast, hold=timedelta(seconds=10))
    assert not notices_of(cast.cal.user, cast.norfield.pk).exists()
    assert mark_read(user=cast.cal.user, notice_ids=[notice.pk]) == 0
    assert not deliver_notices([str(notice.deliveries.get().pk)])
    clock.shift(timedelta(seconds=10))
    assert list(notices_of(cast.cal.user, cast.norfield.pk)) == [notice]
    assert tend_notices() == 1


def test_what_is_taken_back_in_time_is_never_seen(cast: Cast, clock: Any) -> None:
    about = uuid.uuid4()
    told(cast, about=about, hold=timedelta(seconds=10))
    clock.shift(timedelta(seconds=9))
    assert take_back_notices(about=about, since=NOON) == 1
    clock.shift(timedelta(hours=1))
    assert tend_notices() == 0
    assert not notices_of(cast.cal.user, cast.norfield.pk).exists()
    assert (mail.outbox, Delivery.objects.get().state) == ([], Delivery.State.CANCELLED)


def test_what_was_seen_is_not_taken_back(cast: Cast, clock: Any) -> None:
    about = uuid.uuid4()
    told(cast, about=about, hold=timedelta(seconds=10))
    clock.shift(timedelta(seconds=10))
    assert take_back_notices(about=about, since=NOON) == 0
    assert notices_of(cast.cal.user, cast.norfield.pk).exists()


def test_a_relay_that_is_away_is_tried_again_later_and_then_given_up(cast: Cast, clock: Any) -> None:
    told(cast)
    with mock.patch("staff.notices.tasks.send_mail", side_effect=ConnectionRefusedError) as send:
        for wait in (*WAITS, None):
            assert tend_notices() == 0
            if wait is None:
                break
            clock.shift(timedelta(seconds=wait - 1))
            assert tend_notices() == 0
            assert Delivery.objects.get().state == Delivery.State.WAITING
            clock.shift(timedelta(seconds=1))
        assert send.call_count == len(WAITS) + 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (Delivery.State.FAILED, "ConnectionRefusedError")


def test_a_refused_address_is_given_up_at_once_and_not_written_down(cast: Cast) -> None:
    told(cast)
    refusal = smtplib.SMTPRecipientsRefused({cast.cal.user.email: (550, b"no such user")})
    with mock.patch("staff.notices.tasks.send_mail", side_effect=refusal):
        tend_notices()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (Delivery.State.FAILED, "the address was refused")


def test_a_worker_that_died_while_sending_leaves_it_to_the_next(cast: Cast, clock: Any) -> None:
    told(cast)
    with (
        mock.patch("staff.notices.tasks.send_mail", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        tend_notices()
    assert tend_notices() == 0
    clock.shift(LEASE)
    assert tend_notices() == 1


def test_a_channel_turned_off_is_not_used_and_the_list_still_has_it(cast: Cast) -> None:
    choose_channel(user=cast.cal.user, kind=CHANGED.name, channel=Channel.EMAIL, is_on=False)
    choose_channel(user=cast.cal.user, kind=QUIET.name, channel=Channel.EMAIL, is_on=True)
    told(cast)
    told(cast, QUIET, key="queue-1", users=[cast.cal.user, cast.max.user])
    assert notices_of(cast.cal.user, cast.norfield.pk).count() == 2
    assert [each.notice.user for each in Delivery.objects.all()] == [cast.cal.user]
    with pytest.raises(ValueError, match="Your center"):
        choose_channel(user=cast.cal.user, kind=MANDATION.name, channel=Channel.EMAIL, is_on=False)


def test_reading_and_acknowledging(cast: Cast) -> None:
    (changed,) = told(cast)
    (required,) = told(cast, MANDATION, key="mandation-1")
    assert count_new(cast.cal.user, cast.norfield.pk) == 2
    assert mark_read(user=cast.cal.user, notice_ids=[changed.pk, required.pk]) == 2
    assert count_new(cast.cal.user, cast.norfield.pk) == 1
    assert list(to_acknowledge(cast.cal.user, cast.norfield.pk)) == [required]
    first = acknowledge(user=cast.cal.user, notice_id=required.pk).acknowledged_at
    assert acknowledge(user=cast.cal.user, notice_id=required.pk).acknowledged_at == first
    assert count_new(cast.cal.user, cast.norfield.pk) == 0


def test_nobody_reads_or_acknowledges_for_another(cast: Cast) -> None:
    (notice,) = told(cast, MANDATION)
    assert mark_read(user=cast.max.user, notice_ids=[notice.pk]) == 0
    with pytest.raises(Notice.DoesNotExist):
        acknowledge(user=cast.max.user, notice_id=notice.pk)
    assert not notices_of(cast.cal.user, cast.southmere.pk).exists()


def test_many_are_delivered_in_few_tasks(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    users = [make_user(f"one{n}@norfield.example", center=cast.norfield) for n in range(PER_TASK + 1)]
    with (
        mock.patch.object(deliver_notices, "apply_async") as enqueue,
        django_capture_on_commit_callbacks(execute=True),
    ):
        told(cast, users=users)
    batches = [call.kwargs["args"][0] for call in enqueue.call_args_list]
    assert [len(batch) for batch in batches] == [PER_TASK, 1]
    assert sum(deliver_notices(batch) for batch in batches) == len(users)
    assert sum(deliver_notices(batch) for batch in batches) == 0
    assert len(mail.outbox) == len(users)


def test_of_a_batch_one_that_fails_does_not_hold_up_the_others(cast: Cast) -> None:
    told(cast, users=[cast.cal.user, cast.max.user])
    failing = cast.cal.user.email

    def send(*, recipient_list: list[str], **rest: Any) -> None:
        if recipient_list == [failing]:
            raise smtplib.SMTPRecipientsRefused({})

    with mock.patch("staff.notices.tasks.send_mail", side_effect=send):
        assert tend_notices() == 1
    states = {each.notice.user: each.state for each in Delivery.objects.select_related("notice__user")}
    assert states == {cast.cal.user: Delivery.State.FAILED, cast.max.user: Delivery.State.SENT}


def test_what_does_not_hold_any_more_is_settled(cast: Cast) -> None:
    about = uuid.uuid4()
    told(cast, MANDATION, users=[cast.cal.user, cast.max.user], about=about)
    (seen,) = notices_of(cast.cal.user, cast.norfield.pk)
    acknowledge(user=cast.cal.user, notice_id=seen.pk)

    assert settle_notices(about=[about]) == 1

    # Who acknowledged it keeps it.
    assert list(notices_of(cast.cal.user, cast.norfield.pk)) == [seen]
    assert not to_acknowledge(cast.max.user, cast.norfield.pk).exists()
    assert not notices_of(cast.max.user, cast.norfield.pk).exists()
    assert tend_notices() == 1
