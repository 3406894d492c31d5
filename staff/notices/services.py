"""Telling people: rows in the caller's transaction, deliveries after commit, all of it findable afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from staff.centers.models import Center
from staff.notices.models import ChannelChoice, Delivery, Notice
from staff.notices.registry import Channel, NoticeKind, notice_kind
from staff.people.models import User

logger = logging.getLogger(__name__)

PER_TASK = 25
"""Deliveries in one task, over one connection: a first publication to 312 people is 13 tasks, not 312."""


def tell(
    *,
    center: Center,
    users: Iterable[User],
    kind: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    context_of: Mapping[UUID, Mapping[str, Any]] | None = None,
    about: UUID | None = None,
    hold: timedelta = timedelta(0),
) -> list[Notice]:
    """Tell active users something, once per user and key; returns the notices that are new.

    Belongs into the transaction of what it tells. `context_of`, by user, is added to `context`. With `hold` nobody
    sees it before that time has passed, and `take_back_notices` can still cancel it. Raises KeyError for an
    unknown kind.
    """
    registered = notice_kind(kind)
    now = timezone.now()
    wanted = {user.pk: user for user in users if user.is_active}
    with transaction.atomic():
        known = set(Notice.objects.filter(key=key, user_id__in=wanted).values_list("user_id", flat=True))
        notices = Notice.objects.bulk_create(
            Notice(
                center=center,
                user=user,
                kind=kind,
                key=key,
                about=about,
                context={**(context or {}), **(context_of or {}).get(user.pk, {})},
                created_at=now,
                due_at=now + hold,
            )
            for user in wanted.values()
            if user.pk not in known
        )
        deliveries = Delivery.objects.bulk_create(
            Delivery(notice=notice, channel=channel.value, next_try_at=notice.due_at)
            for notice, channel in _channels_of(registered, notices)
        )
        transaction.on_commit(partial(_enqueue, [each.pk for each in deliveries], hold))
    return notices


def take_back_notices(*, about: UUID, since: datetime) -> int:
    """Cancel what was told about a row since a moment and is still held; how many notices."""
    now = timezone.now()
    with transaction.atomic():
        held = list(
            Notice.objects.select_for_update(no_key=True)
            .filter(about=about, created_at__gte=since, due_at__gt=now, cancelled_at__isnull=True)
            .values_list("pk", flat=True)
        )
        Notice.objects.filter(pk__in=held).update(cancelled_at=now)
        Delivery.objects.filter(notice_id__in=held, state=Delivery.State.WAITING).update(
            state=Delivery.State.CANCELLED, ended_at=now
        )
    return len(held)


def settle_notices(*, about: Iterable[UUID]) -> int:
    """What was told about these rows does not hold any more: nobody has to acknowledge it, and no mail of it leaves.

    It goes from every list but of those who acknowledged it; how many notices. Whoever needs to know is told anew.
    """
    now = timezone.now()
    with transaction.atomic():
        stale = list(
            Notice.objects.select_for_update(no_key=True)
            .filter(about__in=list(about), acknowledged_at__isnull=True, cancelled_at__isnull=True)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        Notice.objects.filter(pk__in=stale).update(cancelled_at=now)
        Delivery.objects.filter(notice_id__in=stale, state=Delivery.State.WAITING).update(
            state=Delivery.State.CANCELLED, ended_at=now
        )
    return len(stale)


def mark_read(*, user: User, notice_ids: Iterable[UUID]) -> int:
    """A user has seen these; others' and those seen before are left alone. How many were new."""
    now = timezone.now()
    mine = Notice.objects.filter(pk__in=list(notice_ids), user=user, due_at__lte=now)
    return mine.filter(read_at__isnull=True).update(read_at=now)


def acknowledge(*, user: User, notice_id: UUID) -> Notice:
    """A user says that they have read it. Raises Notice.DoesNotExist for another's; twice is once."""
    now = timezone.now()
    with transaction.atomic():
        notice = Notice.objects.select_for_update(no_key=True).get(pk=notice_id, user=user, due_at__lte=now)
        if notice.acknowledged_at is None:
            notice.acknowledged_at = now
            notice.read_at = notice.read_at or now
            notice.save(update_fields=["acknowledged_at", "read_at"])
    return notice


def choose_channel(*, user: User, kind: str, channel: Channel, is_on: bool) -> None:
    """Turn a channel on or off for one kind; the fixed kinds of a center stay as they are (ValueError)."""
    if notice_kind(kind).is_fixed:
        raise ValueError("Your center has set how these notices reach you.")
    ChannelChoice.objects.update_or_create(
        user=user, kind=kind, channel=channel.value, defaults={"is_on": is_on}
    )


def _channels_of(kind: NoticeKind, notices: list[Notice]) -> Iterable[tuple[Notice, Channel]]:
    chosen = (
        {}
        if kind.is_fixed
        else {
            (each.user_id, each.channel): each.is_on
            for each in ChannelChoice.objects.filter(
                kind=kind.name, user_id__in=[notice.user_id for notice in notices]
            )
        }
    )
    for notice in notices:
        for channel in Channel:
            if chosen.get((notice.user_id, channel.value), channel in kind.channels):
                yield notice, channel


def _enqueue(deliveries: list[UUID], hold: timedelta) -> None:
    # Opened here: the task imports what this file has.
    from staff.notices.tasks import deliver_notices  # noqa: PLC0415

    for n in range(0, len(deliveries), PER_TASK):
        keys = [str(pk) for pk in deliveries[n : n + PER_TASK]]
        try:
            deliver_notices.apply_async(args=(keys,), countdown=hold.total_seconds(), retry=False)
        except OperationalError as error:
            # The beat finds them: nothing is lost, it is only later.
            logger.warning("Notices wait for the queue: %s", type(error).__name__)
            return
