"""Pages of invitations: the admin's list with the form, and what the link in the mail opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from staff.centers.current import CenterRequest, permission_required
from staff.people.invitations.errors import (
    AccountClosedError,
    Closed,
    HasRoleError,
    InvitationClosedError,
    PersonUnavailableError,
    SignInFirstError,
)
from staff.people.invitations.forms import AcceptForm, InvitationForm
from staff.people.invitations.services import accept_invitation, invite, open_invitation, withdraw_invitation
from staff.people.models import Invitation, User
from staff.permissions import Permission

CLOSED_WORDS = {
    Closed.UNKNOWN: "This link does not belong to an invitation. Copy the whole address from the mail.",
    Closed.USED: "This invitation was accepted. Sign in with the password that was set then.",
    Closed.WITHDRAWN: "This invitation was withdrawn, or a newer one was sent. Look for a later mail.",
    Closed.EXPIRED: "This invitation has expired. Ask your center for a new one.",
}


@require_http_methods(["GET", "POST"])
@permission_required(Permission.INVITE_PEOPLE)
def invitations(request: CenterRequest) -> HttpResponse:
    """Who was invited, and the form to invite."""
    form = InvitationForm(request.center, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, form):
        return redirect("invitations")
    context = {"form": form, "invitations": _latest(request)}
    return render(request, "account/invitations.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required(Permission.INVITE_PEOPLE)
def withdraw(request: CenterRequest, invitation_id: UUID) -> HttpResponse:
    """Make one link useless."""
    try:
        withdraw_invitation(actor=request.user, center=request.center, invitation_id=invitation_id)
    except InvitationClosedError as error:
        messages.error(request, CLOSED_WORDS[error.state])
    return redirect("invitations")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link in the mail opens: a password for a new account, or one click for a known one."""
    actor = request.user if isinstance(request.user, User) else None
    try:
        invitation = open_invitation(token)
        form = AcceptForm(invitation.email, request.POST if request.method == "POST" else None)
        if request.method == "POST" and (actor is not None or form.is_valid()):
            user = accept_invitation(actor=actor, token=token, password=form.data.get("password"))
            return redirect("start") if actor else perform_login(request, user)
    except InvitationClosedError as error:
        return _closed(request, CLOSED_WORDS[error.state])
    except SignInFirstError as error:
        other: dict[str, Any] = {"invitation": error.invitation, "signed_in": error.signed_in}
        return render(request, "account/invitation_sign_in.html", other, status=409)
    except PersonUnavailableError:
        return _closed(
            request,
            "The person invited has an account already, or this account has a roster. Ask your center for a new "
            "invitation.",
        )
    status = 422 if form.errors else 200
    context = {"form": form, "invitation": invitation, "is_known": actor is not None}
    return render(request, "account/invitation_accept.html", context, status=status)


def _closed(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "account/invitation_closed.html", {"words": words}, status=410)


def _send(request: CenterRequest, form: InvitationForm) -> bool:
    """Invite; what is refused is shown at the form, a mail that nothing takes as a message."""
    data = form.cleaned_data
    try:
        invitation = invite(
            actor=request.user,
            center=request.center,
            email=data["email"],
            role=data["role"],
            person=data["person"],
            site=request.build_absolute_uri("/"),
        )
    except HasRoleError:
        form.add_error("email", "This account has a role at the center already.")
        return False
    except AccountClosedError:
        form.add_error("email", "The account of this address is closed. It must be opened again first.")
        return False
    except PersonUnavailableError:
        form.add_error(
            "person",
            "Choose a person without an account: an employee's own roster is theirs. An account has one roster.",
        )
        return False
    if invitation.mail_failed_at is None:
        messages.success(request, f"The invitation goes to {invitation.email}.")
    else:
        messages.error(
            request, "The invitation is stored, but its mail could not be handed on. Invite again later."
        )
    return True


def _latest(request: CenterRequest) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(center=request.center).select_related("person", "invited_by")
    return found.order_by("-sent_at")[:100]
