"""Reading notices: a user's list and how many are new."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from staff.notices.models import ChannelChoice, Notice
from staff.notices.registry import Channel, notice_kinds
from staff.people.models import User


def notices_of(user: User, center_id: UUID) -> QuerySet[Notice]:
    """What a user was told at a center and may see by now, newest first, with their deliveries."""
    return (
        Notice.objects.filter(
            user=user, center_id=center_id, due_at__lte=timezone.now(), cancelled_at__isnull=True
        )
        .prefetch_related("deliveries")
        .order_by("-due_at", "id")
    )


def to_acknowledge(user: User, center_id: UUID) -> QuerySet[Notice]:
    """Those that wait for the user to say that they have read them, oldest first."""
    kinds = [kind.name for kind in notice_kinds() if kind.must_acknowledge]
    return notices_of(user, center_id).filter(kind__in=kinds, acknowledged_at__isnull=True).reverse()


def count_new(user: User, center_id: UUID) -> int:
    """How many the user has not seen, or not acknowledged though they must; one query."""
    kinds = [kind.name for kind in notice_kinds() if kind.must_acknowledge]
    new = Q(read_at__isnull=True) | Q(kind__in=kinds, acknowledged_at__isnull=True)
    return notices_of(user, center_id).filter(new).count()


def channels_of(user: User) -> dict[tuple[str, Channel], bool]:
    """Whether each channel of each kind is on for a user: chosen, or by default; one query."""
    found = {(kind.name, channel): channel in kind.channels for kind in notice_kinds() for channel in Channel}
    for choice in ChannelChoice.objects.filter(user=user):
        key = (choice.kind, Channel(choice.channel))
        if key in found:
            found[key] = choice.is_on
    return found
