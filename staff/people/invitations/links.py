"""The link of an invitation: its token, the hash that is stored of it, and the address."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac


def token_of(invitation_id: UUID) -> str:
    """The token, made anew from the invitation and SECRET_KEY wherever it is mailed, so that it is kept nowhere."""
    return salted_hmac("staff.people.invitations", str(invitation_id), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """What is stored of a token; it is long and not to be guessed, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(site: str, token: str) -> str:
    """The absolute address; `site` is scheme and host."""
    return site.rstrip("/") + reverse("accept_invitation", args=[token])
