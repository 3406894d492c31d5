"""Inviting people to accounts, withdrawing and accepting. Errors are in `errors.py`, the pages in `views.py`."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from staff.audit import acting_as
from staff.centers.models import Center
from staff.mail import post
from staff.people.invitations.errors import (
    AccountClosedError,
    Closed,
    HasRoleError,
    InvitationClosedError,
    PersonUnavailableError,
    SignInFirstError,
)
from staff.people.invitations.links import hash_of, token_of
from staff.people.invitations.tasks import mail_invitation
from staff.people.models import Invitation, Person, Role, RoleAssignment, User
from staff.permissions import Permission, require


def invite(
    *,
    actor: User,
    center: Center,
    email: str,
    role: Role,
    site: str,
    person: Person | None = None,
) -> Invitation:
    """Invite an address to an account with a role, and have the link mailed after commit.

    `site` is the scheme and host that the link begins with. The token is stored only as a hash. An open invitation of
    the same address to the same center is withdrawn. Raises HasRoleError, AccountClosedError, and
    PersonUnavailableError when the person has an account or is elsewhere, when an employee is invited without one, or
    when the address has a roster already.
    """
    require(actor, Permission.INVITE_PEOPLE, center.pk)
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known is not None and RoleAssignment.objects.filter(user=known, center=center).exists():
        raise HasRoleError(known)
    if known is not None and not known.is_active:
        raise AccountClosedError(known)
    if not _is_available(person, center, role) or (person is not None and _has_roster(known)):
        raise PersonUnavailableError(person)
    now = timezone.now()
    key = uuid.uuid4()
    with transaction.atomic():
        _open(center).filter(email=email).update(withdrawn_at=now)
        invitation = Invitation.objects.create(
            pk=key,
            center=center,
            email=email,
            role=role,
            person=person,
            invited_by=actor,
            token_hash=hash_of(token_of(key)),
            sent_at=now,
            expires_at=now + timedelta(days=settings.INVITATION_DAYS),
        )
        post(mail_invitation, str(key), site, on_lost=partial(_mail_lost, invitation))
    return invitation


def withdraw_invitation(*, actor: User, center: Center, invitation_id: UUID) -> Invitation:
    """Make a link useless. Raises InvitationClosedError when it was used or withdrawn before."""
    require(actor, Permission.INVITE_PEOPLE, center.pk)
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(no_key=True, of=("self",))
        invitation = locked.filter(center=center, pk=invitation_id).first()
        if invitation is None:
            raise Http404("No such invitation.")
        state = _closed(invitation, timezone.now())
        if state in {Closed.USED, Closed.WITHDRAWN}:
            raise InvitationClosedError(state, invitation)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def open_invitation(token: str) -> Invitation:
    """The invitation of a link. Raises InvitationClosedError with the reason when it no longer works."""
    return _checked(
        Invitation.objects.select_related("center", "person").filter(token_hash=hash_of(token)).first()
    )


def accept_invitation(*, actor: User | None, token: str, password: str | None) -> User:
    """Make the account (or use the actor's), give it the role and link the person; the link is used up.

    `actor` is who is signed in, None for a new account, which needs a password. Raises InvitationClosedError,
    SignInFirstError and PersonUnavailableError.
    """
    with transaction.atomic():
        # One of two clicks at once waits here and then finds the link used.
        locked = Invitation.objects.select_for_update(no_key=True, of=("self",))
        invitation = _checked(locked.filter(token_hash=hash_of(token)).first())
        user = _account_for(invitation, actor)
        with acting_as(user):
            if actor is None:
                user.set_password(password)
                user.save(force_insert=True)
                # The link came through this mailbox: it is verified.
                EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            RoleAssignment.objects.update_or_create(
                user=user, center_id=invitation.center_id, defaults={"role": invitation.role}
            )
            _link_person(invitation, user)
            invitation.accepted_at = timezone.now()
            invitation.accepted_by = user
            invitation.save(update_fields=["accepted_at", "accepted_by"])
    return user


def _is_available(person: Person | None, center: Center, role: Role) -> bool:
    if person is None:
        return role != Role.EMPLOYEE
    return person.center_id == center.pk and person.user_id is None


def _has_roster(user: User | None) -> bool:
    return user is not None and Person.objects.filter(user=user).exists()


def _open(center: Center) -> QuerySet[Invitation]:
    return Invitation.objects.filter(center=center, accepted_at__isnull=True, withdrawn_at__isnull=True)


def _closed(invitation: Invitation, now: datetime) -> Closed | None:
    if invitation.accepted_at is not None:
        return Closed.USED
    if invitation.withdrawn_at is not None:
        return Closed.WITHDRAWN
    return Closed.EXPIRED if invitation.expires_at <= now else None


def _checked(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationClosedError(Closed.UNKNOWN)
    state = _closed(invitation, timezone.now())
    if state is not None:
        raise InvitationClosedError(state, invitation)
    return invitation


def _account_for(invitation: Invitation, actor: User | None) -> User:
    if actor is not None:
        if actor.email != invitation.email:
            raise SignInFirstError(invitation, signed_in=True)
        return actor
    if User.objects.filter(email=invitation.email).exists():
        raise SignInFirstError(invitation, signed_in=False)
    return User(email=invitation.email)


def _link_person(invitation: Invitation, user: User) -> None:
    if invitation.person_id is None:
        return
    free = Person.objects.filter(pk=invitation.person_id, user__isnull=True)
    if _has_roster(user) or free.update(user=user) != 1:
        raise PersonUnavailableError(invitation.person)


def _mail_lost(invitation: Invitation) -> None:
    """No queue took the mail: the list of invitations says so."""
    invitation.mail_failed_at = timezone.now()
    invitation.save(update_fields=["mail_failed_at"])
