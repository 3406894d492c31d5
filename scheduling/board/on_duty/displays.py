"""The read-only link of a display: signed, so that it can't be guessed, and revocable. Views are in `views.py`."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.utils import timezone

from scheduling.board.on_duty.models import WallDisplay
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require

_SALT = "on_duty.display"


def token_of(display: WallDisplay) -> str:
    """What the link of a display ends with; it stays the same until the display is revoked."""
    return Signer(salt=_SALT).sign(display.pk.hex)


def display_for_token(token: str) -> WallDisplay:
    """The display a link belongs to. Raises Http404 for a forged or revoked one."""
    try:
        key = UUID(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        raise Http404("No such display.") from None
    found = WallDisplay.objects.select_related("center").filter(pk=key, revoked_at__isnull=True).first()
    if found is None:
        raise Http404("No such display.")
    return found


def add_display(*, actor: User, center: Center, name: str) -> WallDisplay:
    """A new display with a link of its own."""
    require(actor, Permission.MANAGE_CENTER, center.pk)
    return WallDisplay.objects.create(center=center, name=name, created_by=actor)


def revoke_display(*, actor: User, center: Center, display_id: UUID) -> bool:
    """End a display's link for good; false when that was done before. Raises Http404 for other centers'."""
    require(actor, Permission.MANAGE_CENTER, center.pk)
    rows = WallDisplay.objects.filter(pk=display_id, center=center)
    if not rows.exists():
        raise Http404("No such display.")
    return rows.filter(revoked_at__isnull=True).update(revoked_at=timezone.now()) == 1
